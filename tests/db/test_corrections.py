"""Correcting a saved meeting: as a question asks, moving it to another day, undoing it, in a closed month; what the
cell keeps to itself stays there.
"""

from datetime import date

import pytest
from sqlmodel import select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.history import undo
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import (
    due_meetings,
    meeting_record,
    meetings,
    meetings_not_held,
    pending_corrections,
    roster_questions,
    sheet,
)
from db.meetings.meetings import MeetingRef
from db.models import (
    AbsenceReason,
    Attendance,
    Batch,
    Change,
    Draft,
    Exemption,
    ExemptionClass,
    Expectation,
    Guest,
    Meeting,
    MeetingState,
    Membership,
    MembershipKind,
    Outcome,
    PeriodState,
    Question,
    Tally,
    Task,
)
from db.people import exemptions, memberships
from db.people.exemptions import ExemptionInput
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
OCTOBER = 202610


def call_of(world, period: int = OCTOBER) -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], "regular", period)


def type_in(viewer, call: MeetingRef, values: dict) -> None:
    drafts.save_values(
        viewer,
        meetings.load(viewer, call).place,
        {DraftField(*field): value for field, value in values.items()},
        {},
        close=sheet.CLOSE,
    )


def member_part(world, key: str) -> str:
    return sheet.draft_part(world.members[key])


def first_question(world, key: str) -> roster_questions.OpenQuestion:
    return roster_questions.list_unanswered(world.secretary, world.members[key])[0]


def expectations(world) -> dict[int, Expectation]:
    return {row.member_id: row.expectation for row in rows(Attendance)}


@pytest.fixture
def met(world):
    """The cell met in October; Mr An was absent for a reason that the cell keeps to itself."""
    values = {
        (member_part(world, "an"), "outcome"): sheet.ABSENT,
        (member_part(world, "an"), "why"): "excused",
        (member_part(world, "an"), "reason"): "ill",
    }
    type_in(world.secretary, call_of(world), values)
    meeting_record.save(world.secretary, call_of(world))
    return world


def test_an_accepted_question_is_answered_when_the_meeting_is_saved(met):
    exemptions.exempt(
        met.secretary,
        code_of(met, "binh"),
        met.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1)),
    )
    pending_corrections.add_from_question(met.secretary, first_question(met, "binh").id)
    opened = meetings.load(met.secretary, call_of(met))
    assert [(row.name, row.ought) for row in pending_corrections.list_pending(met.secretary, opened)] == [
        ("Trần Thị Bình", "exempt")
    ]
    assert first_question(met, "binh").asks == "exempt"
    meeting_record.save(met.secretary, call_of(met))
    assert [row.answer for row in rows(Question)] == ["correct"]
    assert expectations(met)[met.members["binh"]] == Expectation.EXTRA  # saved as present: one more than expected
    assert [(row.expected, row.present, row.extra) for row in rows(Tally)] == [(2, 1, 1)]


def test_a_person_wrongly_listed_is_removed_and_can_be_put_back(met):
    stay = stay_of(met, "an")
    memberships.end_membership(met.secretary, stay, date(2026, 9, 30), "moved")
    pending_corrections.add_from_question(met.secretary, first_question(met, "an").id)
    meeting_record.save(met.secretary, call_of(met))
    assert met.members["an"] not in expectations(met)
    assert rows(AbsenceReason) == []
    assert [(row.expected, row.present) for row in rows(Tally)] == [(2, 2)]


def test_a_person_wrongly_missing_is_added(met):
    memberships.end_membership(met.secretary, stay_of(met, "cuong"), date(2026, 9, 1), "moved")
    meeting_record.save(met.secretary, call_of(met, 202609))
    assert rows(Meeting)[-1].period == 202609
    september = {row.member_id for row in rows(Attendance, period=202609)}
    assert met.members["cuong"] not in september
    memberships.correct(met.secretary, stay_of(met, "cuong"), memberships.MembershipInput(since=date(2020, 1, 1)))
    question = next(
        row for row in roster_questions.list_unanswered(met.secretary, met.members["cuong"]) if row.asks == "expected"
    )
    pending_corrections.add_from_question(met.secretary, question.id)
    meeting_record.save(met.secretary, call_of(met, 202609))
    assert [row.expectation for row in rows(Attendance, period=202609, member_id=met.members["cuong"])] == [
        Expectation.EXPECTED
    ]


def test_a_correction_can_be_abandoned(met):
    exemptions.exempt(
        met.secretary,
        code_of(met, "binh"),
        met.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1)),
    )
    question = first_question(met, "binh")
    pending_corrections.add_from_question(met.secretary, question.id)
    pending_corrections.withdraw(met.secretary, question.meeting, met.members["binh"])
    assert pending_corrections.list_pending(met.secretary, meetings.load(met.secretary, call_of(met))) == []
    assert first_question(met, "binh").id == question.id


def test_moving_a_saved_meeting_asks_about_people_it_would_list_differently(met):
    exemptions.exempt(
        met.secretary,
        code_of(met, "binh"),
        met.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 10, 10)),
    )
    assert roster_questions.list_unanswered(met.secretary) == []
    type_in(met.secretary, call_of(met), {(sheet.MEETING, "held_on"): "2026-10-12"})
    meeting_record.save(met.secretary, call_of(met))
    assert [(row.member_id, row.asks) for row in roster_questions.list_unanswered(met.secretary)] == [
        (met.members["binh"], "exempt")
    ]
    assert expectations(met)[met.members["binh"]] == Expectation.EXPECTED


def test_a_person_who_came_after_all_keeps_no_reason(met):
    type_in(met.commune, call_of(met), {(member_part(met, "an"), "outcome"): "present"})
    meeting_record.save(met.commune, call_of(met))
    assert rows(AbsenceReason) == []


def test_the_commune_reads_no_reason_the_cell_types_and_loses_none(world):
    values = {
        (member_part(world, "an"), "outcome"): sheet.ABSENT,
        (member_part(world, "an"), "why"): "excused",
        (member_part(world, "an"), "reason"): "ill",
    }
    type_in(world.assistant, call_of(world), values)
    assert "ill" in meetings.load(world.secretary, call_of(world)).typed.values.values()
    assert "ill" not in meetings.load(world.commune, call_of(world)).typed.values.values()
    type_in(
        world.commune,
        call_of(world),
        {
            (member_part(world, "binh"), "outcome"): sheet.ABSENT,
            (member_part(world, "binh"), "why"): "excused",
            (member_part(world, "binh"), "reason"): "work",
        },
    )
    assert "work" in meetings.load(world.commune, call_of(world)).typed.values.values()
    meeting_record.save(world.commune, call_of(world))
    assert {(row.member_id, row.reason, row.on_behalf_of) for row in rows(AbsenceReason)} == {
        (world.members["an"], "ill", None),
        (world.members["binh"], "work", world.units["dong_ha"]),
    }


def test_what_the_cell_noted_blocks_no_action_of_the_commune(met):
    type_in(met.commune, call_of(met), {(member_part(met, "an"), "reason"): "work"})
    meeting_record.save(met.commune, call_of(met))
    assert [row.reason for row in rows(AbsenceReason)] == ["ill"]
    meetings_not_held.cancel_meeting(met.commune, rows(Meeting)[0].code)
    assert (rows(AbsenceReason), rows(Attendance), rows(Tally)) == ([], [], [])


def test_history_hides_the_reason_from_the_commune_yet_its_undo_restores_it(met):
    meetings_not_held.cancel_meeting(met.commune, rows(Meeting)[0].code)
    batch = rows(Batch, deed="cancel_meeting")[0]
    with reading(met.commune) as session:
        seen = set(session.exec(select(Change.table_name).where(Change.batch_id == batch.id)))
    assert "attendance" in seen
    assert "absence_reason" not in seen
    with reading(met.secretary) as session:
        assert session.exec(
            select(Change.id).where(Change.batch_id == batch.id, Change.table_name == "absence_reason")
        ).one()
    undo.undo(met.commune, batch.id)
    assert [row.reason for row in rows(AbsenceReason)] == ["ill"]


def test_a_cancelled_meeting_leaves_no_open_work(met):
    exemptions.exempt(
        met.secretary,
        code_of(met, "binh"),
        met.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 10, 1)),
    )
    type_in(
        met.secretary, call_of(met), {(sheet.MEETING, "guests_unlisted"): "Vũ Văn Lạ", ("task0", "text"): "Sửa loa"}
    )
    meeting_record.save(met.secretary, call_of(met))
    meetings_not_held.cancel_meeting(met.secretary, rows(Meeting)[0].code)
    assert (rows(Guest), rows(Task), roster_questions.list_unanswered(met.secretary)) == ([], [], [])


def test_a_task_closed_at_a_cancelled_meeting_is_open_again(met):
    type_in(met.secretary, call_of(met), {("task0", "text"): "Sửa loa"})
    meeting_record.save(met.secretary, call_of(met))
    type_in(met.secretary, call_of(met, 202611), {(f"close{rows(Task)[0].id}", "done"): "1"})
    meeting_record.save(met.secretary, call_of(met, 202611))
    meetings_not_held.cancel_meeting(met.secretary, rows(Meeting, period=202611)[0].code)
    assert [row.closed_in for row in rows(Task)] == [None]


def test_marking_as_not_held_drops_what_was_typed_and_is_overwritten_only_knowingly(world):
    type_in(world.secretary, call_of(world), {(member_part(world, "an"), "outcome"): sheet.ABSENT})
    meetings_not_held.declare_not_held(world.secretary, call_of(world), MeetingState.NOT_HELD, "Bão")
    assert rows(Draft) == []
    with refused_with("said_not_held"):
        meeting_record.save(world.secretary, call_of(world))
    type_in(world.secretary, call_of(world), {(sheet.MEETING, "mode"): "absent"})
    meeting_record.save(world.secretary, call_of(world))
    assert [(row.state, row.reason) for row in rows(Meeting)] == [(MeetingState.HELD, None)]


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2099, 1, 1)])
def test_a_meeting_cannot_be_postponed_for_years(world, day):
    with refused_with("day_far", day=day):
        meetings_not_held.declare_not_held(world.secretary, call_of(world), MeetingState.POSTPONED, "Bão", day)
    assert due_meetings.list_due(world.secretary, world.units["dong_bao"])


def test_a_closed_month_needs_a_reason_for_every_action(met):
    with writing(SYSTEM, "close") as session:
        insert_rows(
            session,
            PeriodState,
            [
                {"unit_id": met.units["an_binh"], "period": month, "closed_at": clock.now()}
                for month in (OCTOBER, 202609)
            ],
        )
    type_in(met.secretary, call_of(met), {(sheet.MEETING, "guests_above"): "Vũ Văn Trên"})
    for reason in (None, "", "  "):
        with refused_with("period_closed", month=OCTOBER):
            meeting_record.save(met.secretary, call_of(met), reason)
        with refused_with("period_closed", month=OCTOBER):
            meetings_not_held.cancel_meeting(met.secretary, rows(Meeting)[0].code, reason)
        with refused_with("period_closed", month=202609):
            meetings_not_held.declare_not_held(
                met.secretary, call_of(met, 202609), MeetingState.NOT_HELD, "Bão", reason=reason
            )
    meeting_record.save(met.secretary, call_of(met), "Sót khách")
    meetings_not_held.cancel_meeting(met.secretary, rows(Meeting)[0].code, "Nhầm tháng")
    meetings_not_held.declare_not_held(
        met.secretary, call_of(met, 202609), MeetingState.NOT_HELD, "Bão", reason="Ghi sót"
    )


def test_an_exemption_from_own_meetings_does_not_cover_contact_meetings(world):
    exemptions.exempt(
        world.secretary,
        code_of(world, "dung"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.CONTACT, date(2026, 1, 1)),
    )
    contact = MeetingRef(world.units["dong_bao"], "contact_periodic", 202607)
    assert [line.expectation for line in meetings.load(world.secretary, contact).sheet.lines] == [Expectation.EXEMPT]
    with writing(SYSTEM, "exemption") as session:
        row = session.get_one(Exemption, 1)
        row.kind = ExemptionClass.OWN
        session.add(row)
    assert [line.expectation for line in meetings.load(world.secretary, contact).sheet.lines] == [Expectation.EXPECTED]


def test_a_cell_with_guests_only_has_met_all_the_same(world):
    with writing(SYSTEM, "temporary") as session:
        for row in rows(Membership, unit_id=world.units["dong_bao"], kind=MembershipKind.OWN):
            session.get_one(Membership, row.id).kind = MembershipKind.TEMPORARY
    meeting_record.save(world.secretary, call_of(world))
    assert {(row.kind, row.expected) for row in rows(Tally)} == {(MembershipKind.OWN, 0), (MembershipKind.TEMPORARY, 3)}
    assert all(row.outcome == Outcome.PRESENT for row in rows(Attendance))


def stay_of(world, key: str) -> int:
    return rows(Membership, member_id=world.members[key])[0].id
