"""What members did in a year: counts equal a recount of the rows, and nobody sees more than he may."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st
from sqlmodel import select

from db.errors import Invalid, NotAllowed
from db.evaluations import year_work
from db.households import household_board
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Assignment,
    Attendance,
    CellGroup,
    Expectation,
    GroupKind,
    HouseholdCount,
    HouseholdReport,
    HouseholdVisit,
    Meeting,
    Membership,
    MembershipKind,
    Office,
    Outcome,
    Tally,
    Task,
    YearEntry,
)
from tests.pages import said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
YEAR, TODAY = 2026, date(2026, 11, 22)
DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 15), date(2026, 11, 20), date(2026, 12, 31)]


def sheet(world, key: str = "an", who: str = "secretary"):
    code = code_of(world, key)
    (found,) = year_work.list_sheets(world.viewers[who], world.units["dong_bao"], YEAR, code)
    return found


@hypothesis(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_equal_a_recount(world, data):
    made = {table: data.draw(st.lists(_row(world, table), max_size=6)) for table in (Task, HouseholdVisit, YearEntry)}
    group, reports, attended = _base(world, data)
    with writing(SYSTEM, "fill") as session:
        for table in (Task, HouseholdVisit, YearEntry):
            bulk.delete(session, table, [row.id for row in rows(table)])
        for row in made[HouseholdVisit]:
            row["group_id"] = group
        for table, some in made.items():
            bulk.insert(session, table, some)
    for key in ("an", "binh"):
        mine = {table: [row for row in some if row["member_id"] == world.members[key]] for table, some in made.items()}
        work = sheet(world, key).work
        tasks = [row for row in mine[Task] if (row["due"] or row["closed_on"] or TODAY).year == YEAR]
        late = [
            row
            for row in tasks
            if (row["due"] and (row["closed_on"] or date.min) > row["due"] and row["done"])
            or (row["done"] is None and row["due"] and row["due"] < TODAY)
        ]
        done = Counter(row["done"] for row in tasks)
        assert work.tasks == (len(tasks), done[True], done[False], len(late))
        assert work.homes.visits == sum(row["visited_on"].year == YEAR for row in mine[HouseholdVisit])
        assert (work.homes.reports, work.homes.rounds) == reports[key]
        assert work.record.entries == Counter(row["kind"] for row in mine[YearEntry] if row["period"] // 100 == YEAR)
        record, outcomes = work.record, attended[key]
        assert (record.expected, record.attended) == (len(outcomes), outcomes.count(Outcome.PRESENT))
        assert (record.excused, record.unexcused, record.unknown) == tuple(
            outcomes.count(each) for each in (Outcome.EXCUSED, Outcome.UNEXCUSED, Outcome.UNKNOWN)
        )


def _row(world, table):
    who = st.sampled_from([world.members["an"], world.members["binh"]])
    day, cell = st.sampled_from(DAYS), {"unit_id": st.just(world.units["dong_bao"])}
    if table is Task:
        told = {"text": st.just("x"), "due": st.none() | day}
        closed = st.fixed_dictionaries({**cell, **told, "member_id": who, "done": st.booleans(), "closed_on": day})
        nothing = {"done": st.none(), "closed_on": st.none()}
        return closed | st.fixed_dictionaries({**cell, **told, "member_id": who, **nothing})
    if table is HouseholdVisit:
        return st.fixed_dictionaries({**cell, "member_id": who, "visited_on": day, "period": st.just(202601)})
    kinds = {"kind": st.sampled_from(["task", "opinion"]), "happened_on": day}
    return st.fixed_dictionaries({**cell, "member_id": who, **kinds}).map(
        lambda row: {**row, "period": row["happened_on"].year * 100 + row["happened_on"].month}
    )


def _base(world, data):
    """A group, and meetings to which both were called, with or without reports."""
    cell = world.units["dong_bao"]
    with writing(SYSTEM, "fill") as session:
        for table in (HouseholdVisit, HouseholdReport, Attendance, Tally, Meeting):
            bulk.delete(session, table, [row.id for row in rows(table)])
        if not (groups := rows(CellGroup)):
            ids = bulk.insert(session, CellGroup, [{"unit_id": cell, "kind": GroupKind.CLUSTER, "name": "Cụm 1"}])
        else:
            ids = [groups[0].id]
        reports = {key: [0, 0] for key in ("an", "binh")}
        attended: dict[str, list] = {key: [] for key in ("an", "binh")}
        for month in range(1, data.draw(st.integers(1, 4))):
            day = date(YEAR, month, 3)
            about = {"type": "regular", "period": YEAR * 100 + month, "months": 1, "audience": "own"}
            (meeting,) = bulk.insert(session, Meeting, [{"unit_id": cell, "held_on": day, "state": "held", **about}])
            bulk.insert(
                session, Tally, [{"unit_id": cell, "meeting_id": meeting, "kind": "own", "area_id": None, **about}]
            )
            for key, of_key in reports.items():
                outcome, told = data.draw(st.sampled_from(list(Outcome))), data.draw(st.booleans())
                who = {"unit_id": cell, "meeting_id": meeting, "member_id": world.members[key]}
                row = {"period": about["period"], "kind": MembershipKind.OWN, "expectation": Expectation.EXPECTED}
                bulk.insert(session, Attendance, [{**who, **row, "outcome": outcome}])
                bulk.insert(session, HouseholdReport, [{**who, "reported_on": day, "reported": told}])
                attended[key].append(outcome)
                reports[key] = [of_key[0] + told, of_key[1] + 1]
    return ids[0], {key: tuple(found) for key, found in reports.items()}, attended


def test_a_task_is_late_the_day_after_it_was_due(world):
    about = {"unit_id": world.units["dong_bao"], "member_id": world.members["an"], "text": "x"}
    due = date(2026, 6, 15)
    told = [(True, due), (True, date(2026, 6, 16)), (False, due), (None, None)]
    with writing(SYSTEM, "fill") as session:
        bulk.insert(session, Task, [{**about, "due": due, "done": done, "closed_on": closed} for done, closed in told])
    assert sheet(world).work.tasks == (4, 2, 1, 2)


def test_assignments_to_households_and_offices_are_on_the_sheet(world):
    cell, member = world.units["dong_bao"], world.members["an"]
    with writing(SYSTEM, "fill") as session:
        session.add(group := CellGroup(unit_id=cell, kind=GroupKind.CLUSTER, name="Cụm 1"))
        session.flush()
        session.add(HouseholdCount(unit_id=cell, group_id=group.id, households=17, counted_on=date(2026, 1, 1)))
        session.add(Assignment(unit_id=cell, group_id=group.id, member_id=member, valid_from=date(2026, 1, 1)))
        session.add(Office(unit_id=cell, member_id=member, post="deputy", valid_from=date(2026, 1, 1)))
        session.add(Office(unit_id=cell, member_id=member, post="secretary", valid_to=date(2025, 12, 31)))
    work = sheet(world).work
    assert (work.homes.households, work.posts) == (17, ("deputy",))


@pytest.mark.parametrize("who", ["neighbour", "other_commune", "district", "assistant", "admin", "workplace"])
def test_only_the_cell_and_its_commune_read_what_a_member_did(world, who):
    with pytest.raises(NotAllowed):
        year_work.list_sheets(world.viewers[who], world.units["dong_bao"], YEAR)


def test_everybody_in_the_cell_has_a_page_with_own_members_first(world):
    found = year_work.list_sheets(world.commune, world.units["dong_bao"], YEAR)
    assert [each.code for each in found] == [code_of(world, key) for key in ("an", "binh", "cuong", "dung")]
    for year in (1999, 2027):
        with pytest.raises(Invalid):
            year_work.list_sheets(world.secretary, world.units["dong_bao"], year)


def test_the_page_prints_one_member_or_all_in_vietnamese(world):
    page = "pages/people/member_year.py"
    whole = said(shown(world.secretary, page))
    assert whole.count("Việc làm trong năm 2026 của đảng viên") == 4
    one = said(shown(world.secretary, page, member=code_of(world, "an")))
    assert one.count("Việc làm trong năm 2026 của đảng viên") == 1
    assert "Trần Thị Bình" not in one


def test_a_member_who_left_the_cell_is_no_longer_in_charge_of_its_households(world):
    cell, (an, binh) = world.units["dong_bao"], (world.members[key] for key in ("an", "binh"))
    with writing(SYSTEM, "fill") as session:
        session.add(group := CellGroup(unit_id=cell, kind=GroupKind.CLUSTER, name="Cụm 1"))
        session.flush()
        session.add(HouseholdCount(unit_id=cell, group_id=group.id, households=17, counted_on=date(2026, 1, 1)))
        for member in (an, binh):
            session.add(Assignment(unit_id=cell, group_id=group.id, member_id=member, valid_from=date(2026, 1, 1)))
        stay = session.exec(select(Membership).where(Membership.member_id == binh, Membership.unit_id == cell)).one()
        stay.valid_to = TODAY
    with reading(world.secretary) as session:
        before, after = (
            household_board.households_by_assignee(session, cell, day) for day in (TODAY, TODAY + timedelta(1))
        )
    assert (before, after) == ({an: 17, binh: 17}, {an: 17})
