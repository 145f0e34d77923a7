"""Totals without names: a year of numbers becomes meetings; names replace them later, and nobody counts twice."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.exports import meeting_export
from db.figures import cells_met, figures
from db.figures.cells_met import CellCounts
from db.figures.figures import AttendanceCounts, FigureQuery
from db.history import undo
from db.kernel.scope import Viewer
from db.meetings import (
    due_meetings,
    meeting_list,
    meeting_record,
    meetings,
    meetings_not_held,
    sheet_snapshot,
    totals,
    totals_record,
)
from db.meetings.meetings import MeetingRef
from db.meetings.totals import YEAR, draft_part
from db.models import Attendance, Batch, Meeting, MeetingAudience, MeetingState, MembershipKind, Tally
from db.periods import closing
from tests.db.told import refused_with
from tests.db.typed_totals import FIFTY, type_in
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
ALWAYS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def save(world, viewer: Viewer | None = None, year: int = 2026, **options) -> int:
    return totals_record.save(viewer or world.secretary, world.units["dong_bao"], year, **options)


def counted(world, month: int, viewer: Viewer | None = None) -> AttendanceCounts:
    return figures.attendance_by_period(viewer or world.secretary, FigureQuery(month, month))[0].counts


def test_a_meeting_of_totals_counts_in_the_rates_and_has_nobody_by_name(world):
    type_in(world, 202601, FIFTY)
    assert save(world) == 1
    assert counted(world, 202601) == AttendanceCounts(1, 1, 50, 42, 0, 0, 8, 5)
    assert rows(Attendance) == []
    assert [row.named for row in meeting_list.list_latest(world.secretary, world.units["dong_bao"])] == [False]
    (exported,) = meeting_export.iterate_meetings(world.commune, FigureQuery(202601, 202601))
    assert (exported.named, exported.counts.present) == (False, 42)
    assert list(meeting_export.iterate_attendance(world.commune, FigureQuery(202601, 202601))) == []


def test_a_year_is_saved_at_once_and_nothing_of_it_is_due_any_more(world):
    for month in range(202601, 202612):
        type_in(world, month, FIFTY)
    assert due_meetings.list_due(world.secretary, world.units["dong_bao"])
    assert save(world) == 11
    assert {row.months for row in due_meetings.list_due(world.secretary, world.units["dong_bao"])} <= {6}
    met = cells_met.by_month(world.secretary, FigureQuery(202601, 202611))
    assert [cells for _, cells in met] == [CellCounts(held=1)] * 11
    assert len(rows(Batch, deed="record_totals")) == 1
    assert totals.load(world.secretary, world.units["dong_bao"], 2026).typed.values == {}


def test_a_half_year_of_contact_meetings_counts_only_contact_members(world):
    type_in(world, 202601, {"expected": "20", "present": "15"}, months=6)
    save(world)
    (tally,) = rows(Tally)
    assert (tally.kind, tally.audience, tally.months) == (MembershipKind.CONTACT, MeetingAudience.CONTACT, 6)
    assert counted(world, 202601) == AttendanceCounts()


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"expected": "50", "present": "45", "absent": "8"}, "totals_do_not_add_up"),
        ({"expected": "50", "absent": "51"}, "totals_do_not_add_up"),
        ({"expected": "50", "absent": "8", "excused": "5", "unexcused": "4"}, "totals_reasons"),
        ({"expected": "50"}, "totals_incomplete"),
        ({"absent": "8"}, "totals_incomplete"),
        (FIFTY | {"held_on": ""}, "totals_day_missing"),
        (FIFTY | {"held_on": "2026-03-20"}, "totals_day_far"),
        (FIFTY | {"held_on": "2026-12-02"}, "day_to_come"),
    ],
)
def test_impossible_numbers_are_refused_and_stay_typed(world, numbers, code):
    type_in(world, 202601, numbers)
    with pytest.raises(Invalid) as refused:
        save(world)
    assert refused.value.code == code
    opened = totals.load(world.secretary, world.units["dong_bao"], 2026)
    assert {field.name: value for field, value in opened.typed.values.items()} == numbers
    assert rows(Meeting) == []


def test_a_day_outside_its_period_is_saved_only_once_it_is_confirmed(world):
    type_in(world, 202601, FIFTY | {"held_on": "2026-02-01"})
    with refused_with("totals_other_month"):
        save(world)
    type_in(world, 202601, {totals.OTHER_MONTH: "2026-02-02"})  # another day than the one in the grid
    with refused_with("totals_other_month"):
        save(world)
    type_in(world, 202601, {totals.OTHER_MONTH: "2026-02-01"})
    assert save(world) == 1
    type_in(world, 202601, {"exempt": "4"})
    assert save(world) == 1
    assert [row.held_on for row in rows(Meeting)] == [date(2026, 2, 1)]


def test_a_postponed_meeting_is_entered_for_its_new_day(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202610)
    meetings_not_held.declare_not_held(world.secretary, call, MeetingState.POSTPONED, "Bão", date(2026, 11, 5))
    type_in(world, 202610, FIFTY)
    assert save(world) == 1
    assert [row.held_on for row in rows(Meeting)] == [date(2026, 11, 5)]


def test_one_wrong_meeting_prevents_a_half_saved_year(world):
    type_in(world, 202601, FIFTY)
    type_in(world, 202602, {"expected": "3", "present": "5"})
    with pytest.raises(Invalid):
        save(world)
    assert rows(Meeting) == rows(Tally) == []


def test_names_replace_totals_and_nobody_is_counted_twice(world):
    type_in(world, 202610, FIFTY)
    save(world)
    call = MeetingRef(world.units["dong_bao"], "regular", 202610)
    opened = meetings.load(world.secretary, call)
    assert (opened.saved, len(opened.sheet.lines)) == (False, 3)
    drafts.save_values(world.secretary, opened.place, {DraftField("meeting", "mode"): "absent"}, {})
    meeting_record.save(world.secretary, call)
    assert counted(world, 202610) == AttendanceCounts(1, 0, 3, 3, 0, 0, 0, 0)
    assert len(rows(Meeting)) == 1
    line = next(line for line in totals.load(world.secretary, call.unit_id, 2026).lines if line.period == 202610)
    assert (line.named, line.changed) == (True, False)


def test_totals_typed_for_a_meeting_that_has_names_by_now_change_nothing(world):
    type_in(world, 202610, FIFTY)
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    with pytest.raises(Invalid) as refused:
        save(world)
    assert refused.value.code == "totals_nothing"
    assert counted(world, 202610).expected == 3


def test_totals_are_corrected_and_a_correction_may_omit_those_present(world):
    type_in(world, 202601, FIFTY)
    save(world)
    type_in(world, 202601, {"absent": "10", "excused": "4"})
    save(world)
    assert counted(world, 202601) == AttendanceCounts(1, 1, 50, 40, 4, 0, 6, 5)
    type_in(world, 202601, dict.fromkeys(("expected", "present", "absent", "excused", "unexcused", "exempt"), ""))
    with pytest.raises(Invalid) as refused:
        save(world)
    assert refused.value.code == "totals_emptied"


def test_a_month_reported_as_not_held_becomes_one_of_totals(world):
    from db.models import MeetingState

    meetings_not_held.declare_not_held(
        world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610), MeetingState.NOT_HELD, "mưa bão"
    )
    type_in(world, 202610, FIFTY)
    save(world)
    (meeting,) = rows(Meeting)
    assert (meeting.state, meeting.reason, meeting.named) == (MeetingState.HELD, None, False)


def test_a_saved_year_is_undone_whole(world):
    type_in(world, 202601, FIFTY)
    type_in(world, 202602, FIFTY)
    save(world)
    undo.undo(world.secretary, rows(Batch, deed="record_totals")[0].id)
    assert rows(Meeting) == rows(Tally) == []


def test_a_commune_enters_totals_from_dated_minutes_on_the_cells_behalf(world):
    type_in(world, 202601, FIFTY | {"held_on": "2026-01-03"}, world.commune)
    opened = totals.load(world.commune, world.units["dong_bao"], 2026)
    dated = DraftField(YEAR, "minutes_dated")
    drafts.save_values(world.commune, opened.place, {dated: "2026-01-02"}, {})
    with pytest.raises(Invalid) as refused:
        save(world, world.commune)
    assert refused.value.code == "minutes_before_meeting"
    drafts.save_values(world.commune, opened.place, {dated: "2026-02-01"}, {dated: "2026-01-02"})
    save(world, world.commune)
    (meeting,), (batch,) = rows(Meeting), rows(Batch, deed="record_totals")
    assert (meeting.minutes_dated, batch.on_behalf_of) == (date(2026, 2, 1), world.units["dong_bao"])


def test_a_closed_month_is_corrected_only_with_a_reason(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202601])
    type_in(world, 202601, FIFTY)
    with pytest.raises(Invalid) as refused:
        save(world)
    assert refused.value.code == "period_closed"
    assert save(world, reason="bổ sung từ báo cáo năm") == 1


def test_totals_changed_since_they_were_shown_are_not_saved_unseen(world):
    type_in(world, 202601, FIFTY)
    shown = sheet_snapshot.take_snapshot(totals.load(world.secretary, world.units["dong_bao"], 2026))
    type_in(world, 202602, FIFTY, world.assistant)
    with pytest.raises(Conflict) as refused:
        save(world, shown=shown)
    assert refused.value.code == "sheet_changed"


def test_two_users_who_type_different_numbers_are_asked(world):
    place = totals.load(world.secretary, world.units["dong_bao"], 2026).place
    field = DraftField(draft_part(202601, 1), "expected")
    drafts.save_values(world.secretary, place, {field: "50"}, {})
    drafts.save_values(world.assistant, place, {field: "51", DraftField(field.part, "absent"): "1"}, {})
    with pytest.raises(Conflict) as refused:
        save(world)
    assert refused.value.code == "rivals"


@pytest.mark.parametrize("key", ["neighbour", "other_commune", "district", "admin", "workplace"])
def test_nobody_else_reads_or_writes_a_cells_totals(world, key):
    type_in(world, 202601, FIFTY)
    with pytest.raises(NotAllowed):
        save(world, world.viewers[key])


def test_an_impossible_year_is_refused(world):
    for year in (2027, 1950):
        with pytest.raises(Invalid):
            totals.load(world.secretary, world.units["dong_bao"], year)


@ALWAYS
@given(
    typed=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 9)), min_size=1)
)
def test_every_typed_number_is_in_the_sums_whatever_was_there_before(world, typed):
    for expected, absent, excused, exempt in typed:
        absent = min(absent, expected)
        excused = min(excused, absent)
        numbers = {"expected": expected, "absent": absent, "excused": excused, "exempt": exempt}
        type_in(world, 202601, {"present": ""} | {name: str(value) for name, value in numbers.items()})
        with suppress(Invalid):  # if the same numbers are there already
            save(world)
        assert counted(world, 202601) == AttendanceCounts(
            1, 1, expected, expected - absent, excused, 0, absent - excused, exempt
        )
