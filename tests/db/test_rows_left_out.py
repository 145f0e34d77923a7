"""What questions about households, checks and contact meetings leave out: rows of another cell, another day, another
role.
"""

from datetime import date, timedelta

import pytest

from db.evaluations import year_work
from db.figures import checked_books, contact_months
from db.households import (
    class_review,
    household_board,
    household_notes,
    household_queries,
    member_clusters,
    stated_household_numbers,
)
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Assignment,
    Attendance,
    CellGroup,
    ClassReview,
    Expectation,
    GroupKind,
    GroupMember,
    GroupRole,
    Household,
    HouseholdClass,
    HouseholdCount,
    HouseholdNote,
    HouseholdPlace,
    HouseholdReport,
    HouseholdVisit,
    Meeting,
    MeetingState,
    MembershipKind,
    Outcome,
    PartyGroupCluster,
    Tally,
)
from db.models.meetings import MeetingAudience
from tests.db.book_checking import check
from tests.rows import code_of

pytestmark = pytest.mark.usefixtures("november")
TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
MONTHS = (202601, 202610)


def stored(*made) -> list[int]:
    """Rows as they stand, whoever may write them; their ids."""
    with writing(SYSTEM, "test") as session:
        session.add_all(made)
        session.flush()
        return [row.id for row in made]


def cluster(world, name: str = "Cụm 1", cell: str = "dong_bao", **more) -> int:
    (made,) = stored(CellGroup(**{"unit_id": world.units[cell], "kind": GroupKind.CLUSTER, "name": name} | more))
    return made


def test_of_the_party_groups_that_answer_for_a_cluster_those_of_today_stand_with_their_leader(world):
    unit, (an, binh, cuong) = world.units["dong_bao"], (world.members[key] for key in ("an", "binh", "cuong"))
    one, ended = cluster(world), {"valid_to": YESTERDAY}
    party = {"unit_id": unit, "kind": GroupKind.PARTY}
    now, before, gone = stored(
        CellGroup(**party, name="Tổ 1"), CellGroup(**party, name="Tổ 2"), CellGroup(**party, name="Tổ 3", **ended)
    )
    stored(
        PartyGroupCluster(unit_id=unit, group_id=now, cluster_id=one),
        PartyGroupCluster(unit_id=unit, group_id=before, cluster_id=one, **ended),
        PartyGroupCluster(unit_id=unit, group_id=gone, cluster_id=one),
        GroupMember(unit_id=unit, group_id=now, member_id=an, role=GroupRole.LEADER, **ended),
        GroupMember(unit_id=unit, group_id=now, member_id=binh, role=GroupRole.LEADER, valid_from=TODAY),
        GroupMember(unit_id=unit, group_id=now, member_id=cuong, role=GroupRole.DEPUTY),
    )
    with reading(world.secretary) as session:
        (found,) = household_queries.answering_groups(session, unit, TODAY).values()
    assert [(group.name, group.leader) for group in found] == [("Tổ 1", "Trần Thị Bình")]


def test_who_is_split_by_clusters_belongs_to_one_of_today_by_what_he_looks_after_today(world):
    unit, (an, binh, dung) = world.units["dong_bao"], (world.members[key] for key in ("an", "binh", "dung"))
    ended = {"valid_to": YESTERDAY}
    one, two, _ = cluster(world), cluster(world, "Cụm 2"), cluster(world, "Cụm 3", **ended)
    (home,) = stored(Household(unit_id=unit, name="Hộ bà M.", sort_key="m", search_key="m"))
    stored(
        HouseholdPlace(unit_id=unit, household_id=home, group_id=one, **ended),
        HouseholdPlace(unit_id=unit, household_id=home, group_id=two, valid_from=TODAY),
        Assignment(unit_id=unit, member_id=an, household_id=home),
        Assignment(unit_id=unit, member_id=binh, group_id=one),
        Assignment(unit_id=unit, member_id=dung, group_id=one, **ended),
    )
    assert [name for _, name in member_clusters.list_cluster_names(world.secretary, unit)] == ["Cụm 1", "Cụm 2"]
    assert member_clusters.cluster_by_member(world.secretary, unit) == {an: "Cụm 2", binh: "Cụm 1"}


def test_a_number_of_households_is_that_of_the_day_s_clusters_or_of_the_groups_in_them(world):
    unit = world.units["dong_bao"]
    told, untold, ended = cluster(world), cluster(world, "Cụm 2"), cluster(world, "Cụm 3", valid_to=YESTERDAY)
    inside = cluster(world, "Nhóm 2.1", kind=GroupKind.HOUSEHOLDS, parent_id=untold)
    stored(
        HouseholdCount(unit_id=unit, group_id=told, households=20),
        HouseholdCount(unit_id=unit, group_id=inside, households=5),
        HouseholdCount(unit_id=unit, group_id=ended, households=70),
    )
    with reading(world.secretary) as session:
        assert stated_household_numbers.by_cell(session, [YESTERDAY, TODAY]) == {
            YESTERDAY: {unit: 95},
            TODAY: {unit: 25},
        }


def test_a_year_gone_through_in_one_cell_is_not_in_another(world):
    mine, other = world.units["dong_bao"], world.units["ben_da"]
    (home,) = stored(Household(unit_id=other, name="Hộ bà M.", sort_key="m", search_key="m"))
    stored(
        HouseholdClass(unit_id=other, household_id=home, year=2026, rating="poor"),
        ClassReview(unit_id=other, year=2026, paper="QĐ 20"),
    )
    assert class_review.load_year(world.commune, mine, 2026)[1:] == (0, False, None)
    assert class_review.load_year(world.commune, other, 2026)[1:] == (1, True, "QĐ 20")


def _meeting(world, cell: str, day: date, audience=MeetingAudience.OWN) -> Meeting:
    own = audience == MeetingAudience.OWN
    return Meeting(
        unit_id=world.units[cell], area_id=world.units["dong_ha"], type="regular" if own else "contact_periodic",
        audience=audience, state=MeetingState.HELD, held_on=day, period=day.year * 100 + (day.month if own else 7),
        months=1 if own else 6,
    )  # fmt: skip


def test_what_a_member_did_for_households_of_another_cell_is_not_this_cell_s(world):
    mine, other, an = world.units["dong_bao"], world.units["ben_da"], world.members["an"]
    here, there = cluster(world), cluster(world, cell="ben_da")
    met = stored(_meeting(world, "dong_bao", YESTERDAY), _meeting(world, "ben_da", YESTERDAY))
    visited = {"member_id": an, "visited_on": YESTERDAY, "period": 202611}
    stored(
        HouseholdVisit(unit_id=mine, group_id=here, **visited),
        HouseholdVisit(unit_id=other, group_id=there, **visited),
        *(
            HouseholdReport(unit_id=unit, meeting_id=meeting, member_id=an, reported_on=YESTERDAY, reported=True)
            for unit, meeting in zip((mine, other), met, strict=True)
        ),
    )
    (sheet,) = year_work.list_sheets(world.commune, mine, 2026, code_of(world, "an"))
    assert (sheet.work.homes.visits, sheet.work.homes.reports, sheet.work.homes.rounds) == (1, 1, 1)


def test_who_has_long_not_reported_is_an_own_member_and_a_report_that_was_not_made_is_none(world):
    unit, (an, binh, dung) = world.units["dong_bao"], (world.members[key] for key in ("an", "binh", "dung"))
    one, old, since = cluster(world), TODAY - timedelta(days=300), date(2020, 1, 1)
    met = stored(_meeting(world, "dong_bao", old), _meeting(world, "dong_bao", YESTERDAY))
    said = {"unit_id": unit, "member_id": an}
    stored(
        *(Assignment(unit_id=unit, member_id=who, group_id=one, valid_from=since) for who in (an, binh, dung)),
        HouseholdReport(**said, meeting_id=met[0], reported_on=old, reported=True),
        HouseholdReport(**said, meeting_id=met[1], reported_on=YESTERDAY, reported=False),
        HouseholdReport(unit_id=unit, member_id=binh, meeting_id=met[1], reported_on=YESTERDAY, reported=True),
    )
    visits = household_board.load(world.secretary, unit).visits
    assert visits.reports == {an: old, binh: YESTERDAY}
    assert set(visits.silent) == {an}


def test_what_was_said_at_a_meeting_that_was_not_held_is_told_of_no_household(world):
    unit, one = world.units["dong_bao"], cluster(world)
    held, not_held = _meeting(world, "dong_bao", YESTERDAY), _meeting(world, "dong_bao", TODAY)
    not_held.state, not_held.type = MeetingState.NOT_HELD, "extraordinary"
    said = {"unit_id": unit, "group_id": one}
    for meeting, text in zip(stored(held, not_held), ("Đèn hỏng", "Không họp"), strict=True):
        stored(HouseholdNote(**said, meeting_id=meeting, text=text))
    assert [note.text for note in household_notes.latest_by_place(world.secretary, unit).values()] == ["Đèn hỏng"]


def test_a_book_stands_checked_as_it_was_by_the_day_that_is_asked(world):
    check(world, world.commune, "dong_bao", "ben_da")
    found = [
        checked_books.total(part.count for part in checked_books.by_unit(world.commune, *MONTHS, None, day)).whole
        for day in (YESTERDAY, TODAY)
    ]
    assert found == [0, 2]


def test_contact_attendance_counts_contact_members_of_contact_meetings_alone(world):
    unit, area = world.units["dong_bao"], world.units["dong_ha"]
    contact, own = MeetingAudience.CONTACT, MeetingAudience.OWN
    held = [(date(2026, 8, 5), contact, "dung"), (date(2026, 8, 6), contact, "lan"), (date(2026, 8, 7), own, "dung")]
    ids = stored(*(_meeting(world, "dong_bao", day, audience) for day, audience, _ in held))
    for meeting_id, (_, audience, member) in zip(ids, held, strict=True):
        for kind, who in ((MembershipKind.CONTACT, member), (MembershipKind.OWN, "an")):
            about = {"meeting_id": meeting_id, "unit_id": unit, "period": 202607, "kind": kind}
            came = {"expectation": Expectation.EXPECTED, "outcome": Outcome.PRESENT}
            sums = {"audience": audience, "type": "x", "months": 6, "named": True, "expected": 1, "present": 1}
            stored(Tally(**about, **sums, area_id=area), Attendance(**about, **came, member_id=world.members[who]))
    august = next(row for row in contact_months.by_month(world.commune, 2026) if row.month == 202608)
    assert (august.meetings, august.expected, august.present) == (2, 2, 2)
