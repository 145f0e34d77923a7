"""A recorded meeting: its tallies equal a recount of its rows, and a save touches only what its author changed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from db.drafts.drafts import DraftField
from db.history import undo
from db.history.latest_change import latest_change
from db.kernel import bulk
from db.kernel.concurrent_changes import based_on_page
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, reading, writing
from db.meetings import meeting_record, meetings, meetings_not_held
from db.meetings.sheet import MEETING, draft_part
from db.models import Change, DraftValue, Exemption, ExemptionClass, Guest, Member, Membership, MembershipKind, Outcome
from tests import sent_statements
from tests.db.recorded_meetings import assert_recounted, call_of, last_batch, rows_of, tallies_of, type_in

MARKS = st.dictionaries(
    st.integers(0, 11),
    st.tuples(
        st.sampled_from(["absent", "present"]),
        st.sampled_from(["excused", "unexcused", "unknown"]),
        st.sampled_from(["0", "1"]),
    ),
)
pytestmark = pytest.mark.usefixtures("november")
STATEMENTS_OF_A_SAVE = 34  # for a sheet on which one person is marked


def test_saving_an_empty_table_means_everybody_came(world):
    code = meeting_record.save(world.secretary, call_of(world))
    assert [row.outcome for row in rows_of(code)] == [Outcome.PRESENT] * 3
    assert_recounted(code)


def test_contact_members_are_not_at_the_cells_own_meeting(world):
    code = meeting_record.save(world.secretary, call_of(world))
    assert world.members["dung"] not in {row.member_id for row in rows_of(code)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(MARKS, min_size=1, max_size=3), exempt=st.sets(st.integers(0, 11), max_size=4))
def test_tallies_equal_a_recount_after_any_history_of_marks(world, rounds, exempt):
    period = _next_period()
    call, members = call_of(world, period=period), _cell_of_twelve(world, period, exempt)
    for marks in rounds:
        typed = {}
        for at, (outcome, why, spoke) in marks.items():
            typed |= {
                (draft_part(members[at]), "outcome"): outcome,
                (draft_part(members[at]), "why"): why,
                (draft_part(members[at]), "spoke"): spoke,
            }
        if typed:
            type_in(world.secretary, call, typed)
        shown = meetings.load(world.secretary, call).sheet
        try:
            code = meeting_record.save(world.secretary, call)
        except AlreadyDone:
            continue
        assert_recounted(code)
        kept = {row.member_id: (row.outcome, row.spoke) for row in rows_of(code)}
        assert kept == {line.person.member_id: (line.outcome, line.spoke) for line in shown.lines}
        for at, (outcome, why, _) in marks.items():
            expected = Outcome.PRESENT if outcome == "present" else None if at in exempt else Outcome(why)
            assert kept[members[at]][0] == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=MARKS, second=MARKS)
def test_a_save_touches_only_what_changed(world, first, second):
    period = _next_period()
    call, members = call_of(world, period=period), _cell_of_twelve(world, period, set())
    type_in(
        world.secretary,
        call,
        {(draft_part(members[at]), "outcome"): mark[0] for at, mark in first.items()}
        | {(MEETING, "place"): "Nhà văn hóa"},
    )
    code = meeting_record.save(world.secretary, call)
    before = {row.id: row.model_dump() for row in rows_of(code)}
    last = last_batch()
    wanted = {members[at]: mark[0] for at, mark in second.items()}
    type_in(
        world.assistant,
        call,
        {(draft_part(member_id), "outcome"): outcome for member_id, outcome in wanted.items()}
        | {(MEETING, "place"): "Nhà bí thư"},
    )
    meeting_record.save(world.assistant, call)
    after = {row.id: row.model_dump() for row in rows_of(code)}
    differing = {row_id for row_id, row in after.items() if row != before[row_id]}
    assert set(after) == set(before)
    assert {after[row_id]["member_id"] for row_id in differing} <= set(wanted)
    with reading(SYSTEM) as session:
        changed = set(
            session.exec(select(Change.row_id).where(Change.batch_id > last, Change.table_name == "attendance"))
        )
    assert changed == differing


def test_an_exempt_person_who_came_is_one_more_than_expected(world):
    with writing(SYSTEM, "exempt") as session:
        session.add(Exemption(member_id=world.members["an"], unit_id=world.units["dong_bao"], kind=ExemptionClass.OWN))
    type_in(world.secretary, call_of(world), {(draft_part(world.members["an"]), "outcome"): "present"})
    tally = tallies_of(meeting_record.save(world.secretary, call_of(world)))[0]
    assert (tally.expected, tally.present, tally.exempt, tally.extra) == (2, 2, 0, 1)


def test_a_contact_meeting_counts_those_who_came(world):
    call = call_of(world, "contact_periodic", 202607)
    type_in(
        world.secretary,
        call,
        {(draft_part(world.members["dung"]), "outcome"): "present", (draft_part(world.members["dung"]), "spoke"): "1"},
    )
    tally = tallies_of(meeting_record.save(world.secretary, call))[0]
    assert (tally.kind, tally.expected, tally.present, tally.spoke) == (MembershipKind.CONTACT, 1, 1, 1)


def test_a_user_who_saw_the_others_value_replaces_it_without_a_question(world):
    call, field = call_of(world), (draft_part(world.members["an"]), "outcome")
    type_in(world.secretary, call, {field: "absent"})
    type_in(world.assistant, call, {field: "present"}, seen={DraftField(*field): "absent"})
    opened = meetings.load(world.secretary, call)
    assert not opened.typed.conflicts
    assert opened.sheet.people_to_enter == []


def test_later_moves_do_not_alter_a_saved_meeting(world):
    code = meeting_record.save(world.secretary, call_of(world))
    with writing(SYSTEM, "leave") as session:
        session.exec(select(Membership).where(Membership.member_id == world.members["an"])).one().valid_to = date(
            2026, 1, 1
        )
    opened = meetings.load(world.secretary, call_of(world))
    assert world.members["an"] in {line.person.member_id for line in opened.sheet.lines}
    assert len(rows_of(code)) == 3


def test_a_cancelled_meeting_is_in_no_figure_and_comes_back_by_undo(world):
    code = meeting_record.save(world.secretary, call_of(world))
    before = [tally.model_dump() for tally in tallies_of(code)]
    meetings_not_held.cancel_meeting(world.secretary, code)
    assert tallies_of(code) == []
    assert meetings.load(world.secretary, call_of(world)).meeting is None
    undo.undo(world.secretary, last_batch())
    assert [tally.model_dump() for tally in tallies_of(code)] == before
    assert_recounted(code)


def test_guest_lines_are_added_and_removed_one_by_one(world):
    type_in(world.secretary, call_of(world), {(MEETING, "guests_unlisted"): "Nguyễn Văn Lạ\nBà Tư, giáo viên"})
    meeting_record.save(world.secretary, call_of(world))
    type_in(world.secretary, call_of(world), {(MEETING, "guests_unlisted"): "Bà Tư, giáo viên\n=cmd|' /C calc'!A0"})
    meeting_record.save(world.secretary, call_of(world))
    with reading(world.secretary) as session:
        guests = session.exec(select(Guest.name, Guest.position).order_by(Guest.id)).all()
    assert [tuple(guest) for guest in guests] == [("Bà Tư", "giáo viên"), ("=cmd|' /C calc'!A0", None)]


_periods = iter(range(0, 10_000))


def _next_period() -> int:
    """A month for each example: the examples of one test share a database."""
    at = next(_periods) % 300
    return (2001 + at // 12) * 100 + at % 12 + 1


def _cell_of_twelve(world, period: int, exempt: set[int]) -> list[int]:
    """Twelve people who belong to the cell in one month only, some of them exempt."""

    first, last = date(period // 100, period % 100, 1), date(period // 100, period % 100, 28)
    with writing(SYSTEM, "twelve") as session:
        people = bulk.insert(
            session,
            Member,
            [
                {"name": f"Nguyễn Văn {at}", "sort_key": f"{at:02}", "search_key": f"nguyen van {at}"}
                for at in range(12)
            ],
        )
        unit = world.units["dong_bao"]
        bulk.insert(
            session,
            Membership,
            [
                {
                    "member_id": one,
                    "unit_id": unit,
                    "kind": "own",
                    "valid_from": first,
                    "valid_to": last,
                    "roster_number": at,
                }
                for at, one in enumerate(people)
            ],
        )
        rows = [
            {"member_id": people[at], "unit_id": unit, "kind": "own", "valid_from": first, "valid_to": last}
            for at in exempt
        ]
        bulk.insert(session, Exemption, rows)
    return people


def test_a_save_sends_few_statements_and_leaves_no_draft(world):
    call = call_of(world)
    type_in(world.secretary, call, {(draft_part(world.members["an"]), "outcome"): "absent"})
    shown = latest_change()
    with sent_statements.heard() as asked, based_on_page(shown, set()):
        code = meeting_record.save(world.secretary, call)
    assert rows_of(code)
    with reading(SYSTEM) as session:
        assert not session.exec(select(DraftValue.id)).all()
    assert len(asked) <= STATEMENTS_OF_A_SAVE
