"""A meeting that is not saved, or not without a question; who opens it, and who reads why somebody was absent."""

from datetime import date

import pytest
from sqlmodel import select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, reading
from db.meetings import meeting_record, meetings, meetings_not_held
from db.meetings.sheet import MEETING, draft_part
from db.models import AbsenceReason, Batch, Meeting, MeetingState, Outcome
from db.periods import closing
from tests.db.recorded_meetings import assert_recounted, call_of, rows_of, tallies_of, type_in

pytestmark = pytest.mark.usefixtures("november")


def test_a_second_click_counts_as_the_first(world):
    code = meeting_record.save(world.secretary, call_of(world))
    with pytest.raises(AlreadyDone):
        meeting_record.save(world.secretary, call_of(world))
    assert len(rows_of(code)) == 3


def test_two_users_who_differ_about_one_person_are_asked_and_everything_else_merges(world):
    call, an, binh = call_of(world), world.members["an"], world.members["binh"]
    type_in(world.secretary, call, {(draft_part(an), "outcome"): "absent"})
    type_in(world.assistant, call, {(draft_part(an), "outcome"): "present", (draft_part(binh), "outcome"): "absent"})
    with pytest.raises(Conflict, match="rivals"):
        meeting_record.save(world.secretary, call)
    drafts.resolve_conflict(
        world.secretary, meetings.load(world.secretary, call).place, DraftField(draft_part(an), "outcome"), "absent"
    )
    rows = {row.member_id: row.outcome for row in rows_of(meeting_record.save(world.secretary, call))}
    assert (rows[an], rows[binh]) == (Outcome.UNKNOWN, Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("day", "code"), [("2026-11-23", "day_to_come"), ("1889-01-01", "day_too_early"), ("2026-01-03", "day_far")]
)
def test_an_impossible_day_is_refused_and_what_was_typed_stays(world, day, code):
    type_in(world.secretary, call_of(world), {(MEETING, "held_on"): day, (MEETING, "place"): "Đình làng"})
    with pytest.raises(Invalid, match=code):
        meeting_record.save(world.secretary, call_of(world))
    assert meetings.load(world.secretary, call_of(world)).sheet.texts["place"] == "Đình làng"


@pytest.mark.parametrize("period", [202612, 209901, 202613, 0])
def test_a_future_or_invalid_period_is_refused(world, period):
    with pytest.raises(Invalid, match=r"period_to_come|meeting_unknown"):
        meeting_record.save(world.secretary, call_of(world, period=period))


def test_an_agenda_that_is_too_long_is_refused_and_otherwise_keeps_its_lines(world):
    type_in(world.secretary, call_of(world), {(MEETING, "agenda"): "1. Mở đầu\n2. " + "x" * 5000})
    with pytest.raises(Invalid, match="text_long"):
        meeting_record.save(world.secretary, call_of(world))
    type_in(world.secretary, call_of(world), {(MEETING, "agenda"): "1. Mở đầu\n2. Thảo luận"})
    meeting_record.save(world.secretary, call_of(world))
    assert meetings.load(world.secretary, call_of(world)).meeting.agenda == "1. Mở đầu\n2. Thảo luận"


def test_a_closed_month_needs_a_reason(world, set_clock):
    meeting_record.save(world.secretary, call_of(world))
    set_clock("2026-12-01")
    closing.close_months(world.district, world.units["an_binh"], [202611])
    type_in(world.secretary, call_of(world), {(draft_part(world.members["an"]), "outcome"): "absent"})
    assert meetings.load(world.secretary, call_of(world)).closed
    with pytest.raises(Invalid, match="period_closed"):
        meeting_record.save(world.secretary, call_of(world))
    assert_recounted(meeting_record.save(world.secretary, call_of(world), reason="Nhập nhầm một đồng chí"))


def test_not_held_and_postponed_need_a_reason(world):
    with pytest.raises(Invalid, match="reason_missing"):
        meetings_not_held.declare_not_held(world.secretary, call_of(world), MeetingState.NOT_HELD, "  ")
    with pytest.raises(Invalid, match="day_missing"):
        meetings_not_held.declare_not_held(world.secretary, call_of(world), MeetingState.POSTPONED, "Lũ")
    code = meetings_not_held.declare_not_held(
        world.secretary, call_of(world), MeetingState.POSTPONED, "Lũ", date(2026, 11, 20)
    )
    assert tallies_of(code) == []
    assert meetings.load(world.secretary, call_of(world)).day == date(2026, 11, 20)
    assert meeting_record.save(world.secretary, call_of(world)) == code


@pytest.mark.parametrize("who", ["neighbour", "other_commune", "district", "admin", "workplace"])
def test_nobody_from_elsewhere_opens_or_saves_a_meeting(world, who):
    viewer = getattr(world, who)
    with pytest.raises(NotAllowed):
        meetings.load(viewer, call_of(world)) and meeting_record.save(viewer, call_of(world))
    with reading(SYSTEM) as session:
        assert session.exec(select(Meeting)).all() == []


def test_the_reason_stays_in_the_cell_and_the_commune_does_not_erase_it(world):
    call, an, binh = call_of(world), world.members["an"], world.members["binh"]
    type_in(
        world.secretary,
        call,
        {(draft_part(an), "outcome"): "absent", (draft_part(an), "why"): "excused", (draft_part(an), "reason"): "work"},
    )
    meeting_record.save(world.secretary, call)
    assert all(line.reason is None for line in meetings.load(world.commune, call).sheet.lines)
    type_in(world.commune, call, {(draft_part(binh), "outcome"): "absent"})
    meeting_record.save(world.commune, call)
    assert {line.person.member_id: line.reason for line in meetings.load(world.secretary, call).sheet.lines}[
        an
    ] == "work"
    with reading(world.secretary) as session:
        assert session.exec(select(Batch.on_behalf_of).order_by(Batch.id.desc())).first() == world.units["dong_bao"]


def test_only_the_cell_reads_an_absence_reason(world):
    call, an = call_of(world), world.members["an"]
    type_in(
        world.secretary,
        call,
        {
            (draft_part(an), "outcome"): "absent",
            (draft_part(an), "why"): "excused",
            (draft_part(an), "reason"): "health",
        },
    )
    meeting_record.save(world.secretary, call)
    with reading(world.secretary) as session:
        assert len(session.exec(select(AbsenceReason)).all()) == 1
    with reading(world.commune) as session:
        assert session.exec(select(AbsenceReason)).all() == []
