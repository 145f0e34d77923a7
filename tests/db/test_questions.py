"""Backdated changes: a saved meeting stays as it is, and a question is raised on it."""

from datetime import date

import pytest

from db.errors import NotAllowed
from db.history import undo
from db.meetings import meeting_record, pending_corrections, roster_questions
from db.meetings.meetings import MeetingRef
from db.models import (
    Attendance,
    Batch,
    Exemption,
    ExemptionClass,
    Expectation,
    Membership,
    MembershipKind,
    Outcome,
    Question,
    StandingKind,
    Tally,
)
from db.people import attendance_history, exemptions, member_registration, memberships
from db.people.exemptions import ExemptionInput
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def met(world):
    """The cell met on 3 September, 3 October and 3 November, and everybody came."""
    for period in (202609, 202610, 202611):
        meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", period))
    return world


def open_questions(world, key: str) -> list[tuple[date, str]]:
    return [(one.held_on, one.asks) for one in roster_questions.list_unanswered(world.secretary, world.members[key])]


def stored_rows() -> list:
    return [(row.meeting_id, row.member_id, row.expectation, row.outcome) for row in rows(Attendance)] + [
        row.model_dump() for row in rows(Tally)
    ]


def test_an_exemption_from_october_asks_about_the_meetings_since(met):
    before = stored_rows()
    exemptions.exempt(
        met.secretary, code_of(met, "an"), met.units["dong_bao"], ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1))
    )
    assert stored_rows() == before
    assert open_questions(met, "an") == [(date(2026, 11, 3), "exempt"), (date(2026, 10, 3), "exempt")]


def test_leaving_on_the_day_of_a_meeting_asks_only_about_later_ones(met):
    memberships.end_membership(met.secretary, rows(Membership, member_id=met.members["an"])[0].id, date(2026, 10, 3))
    assert open_questions(met, "an") == [(date(2026, 11, 3), "not_listed")]


def test_an_administrator_who_may_not_read_attendance_raises_the_same_questions(met):
    memberships.end_membership(met.admin, rows(Membership, member_id=met.members["an"])[0].id, date(2026, 10, 3))
    assert open_questions(met, "an") == [(date(2026, 11, 3), "not_listed")]
    assert rows(Batch, deed="leave")[0].who == "quantri"
    with pytest.raises(NotAllowed):
        roster_questions.list_unanswered(met.admin)


def test_a_member_entered_late_raises_questions_about_earlier_meetings(met):
    code = member_registration.enter_member(
        met.secretary,
        met.units["dong_bao"],
        MemberInput(name="Hoàng Thị Mai"),
        StandingKind.FULL,
        MembershipInput(since=date(2026, 10, 15)),
    )
    found = roster_questions.list_unanswered(met.commune)
    assert [(one.held_on, one.asks) for one in found] == [(date(2026, 11, 3), Expectation.EXPECTED)]
    assert attendance_history.latest_by_month(met.secretary, code)[202611][0].outcome is None


def test_contact_members_are_not_asked_about_in_the_cells_own_meetings(met):
    exemptions.exempt(
        met.secretary,
        code_of(met, "dung"),
        met.units["dong_bao"],
        ExemptionInput(ExemptionClass.CONTACT, date(2026, 1, 1)),
    )
    assert rows(Question) == []
    memberships.correct(
        met.secretary,
        rows(Membership, member_id=met.members["dung"])[0].id,
        MembershipInput(kind=MembershipKind.CONTACT, since=date(2021, 1, 1)),
    )
    assert rows(Question) == []


def test_a_question_disappears_when_the_date_is_corrected_and_is_not_asked_twice(met):
    exemptions.exempt(
        met.secretary, code_of(met, "an"), met.units["dong_bao"], ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1))
    )
    (exemption,) = rows(Exemption)
    exemptions.correct(met.secretary, exemption.id, ExemptionInput(ExemptionClass.OWN, date(2026, 10, 2)))
    assert len(rows(Question)) == 2
    exemptions.correct(met.secretary, exemption.id, ExemptionInput(ExemptionClass.OWN, date(2026, 11, 1)))
    assert open_questions(met, "an") == [(date(2026, 11, 3), "exempt")]
    assert sorted(str(question.answer) for question in rows(Question)) == ["None", "moot"]


def test_undoing_the_change_removes_its_questions(met):
    exemptions.exempt(
        met.secretary, code_of(met, "an"), met.units["dong_bao"], ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1))
    )
    undo.undo(met.secretary, rows(Batch, deed="exempt")[0].id)
    assert rows(Question) == []


def test_questions_are_answered_by_those_who_keep_the_meetings(met):
    exemptions.exempt(
        met.secretary, code_of(met, "an"), met.units["dong_bao"], ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1))
    )
    first, second = (one.id for one in roster_questions.list_unanswered(met.secretary, met.members["an"]))
    for stranger in (met.neighbour, met.district, met.admin, met.other_commune):
        with pytest.raises(NotAllowed):
            roster_questions.keep_meetings_unchanged(stranger, [first])
        with pytest.raises(NotAllowed):
            pending_corrections.add_from_question(stranger, first)
    roster_questions.keep_meetings_unchanged(met.assistant, [first])
    assert {row.id: row.answer for row in rows(Question)} == {first: "keep", second: None}
    roster_questions.keep_meetings_unchanged(met.secretary, [first, second])
    assert open_questions(met, "an") == []


def test_presence_distinguishes_five_different_states(met):
    exemptions.exempt(
        met.secretary,
        code_of(met, "cuong"),
        met.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    months = attendance_history.latest_by_month(met.commune, code_of(met, "an"))
    assert len(months) == 24
    assert list(months)[:3] == [202611, 202610, 202609]
    assert [presence.outcome for presence in months[202611]] == [Outcome.PRESENT]
    assert months[202608] == []
    for stranger in (met.district, met.admin, met.neighbour):
        with pytest.raises(NotAllowed):
            attendance_history.latest_by_month(stranger, code_of(met, "an"))
