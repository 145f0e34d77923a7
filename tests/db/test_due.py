"""What is due: planned meetings whose day has passed without any report."""

from datetime import date, timedelta

import pytest

from db.figures import silent_units_and_introduced_members
from db.meetings import due_meetings, meeting_record, meetings, meetings_not_held
from db.meetings.meetings import MeetingRef
from db.models import MeetingState
from db.settings import settings
from tests.db.told import refused_with


@pytest.fixture
def world_on(world, set_clock):
    def day(text: str):
        set_clock(text)
        return world

    return day


def due_now(world) -> list[tuple[str, int, date]]:
    return [(row.type, row.period, row.day) for row in due_meetings.list_due(world.secretary, world.units["dong_bao"])]


def test_a_month_falls_due_on_the_planned_day(world_on):
    assert due_now(world_on("2026-11-02"))[0] == ("regular", 202610, date(2026, 10, 3))
    assert due_now(world_on("2026-11-03"))[0] == ("regular", 202611, date(2026, 11, 3))


def test_a_contact_meeting_falls_due_once_every_half_year(world_on):
    assert ("contact_periodic", 202607, date(2026, 12, 3)) not in due_now(world_on("2026-11-22"))
    assert ("contact_periodic", 202607, date(2026, 12, 3)) in due_now(world_on("2026-12-03"))


def test_either_regular_type_or_not_held_settles_what_is_due(world_on):
    world = world_on("2026-11-22")
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular_with_thematic", 202611))
    meetings_not_held.declare_not_held(
        world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610), MeetingState.NOT_HELD, "Lũ lụt"
    )
    assert [period for _, period, _ in due_now(world)] == [202609]


def test_a_postponed_meeting_falls_due_again_on_the_new_day(world_on):
    world = world_on("2026-11-22")
    call = MeetingRef(world.units["dong_bao"], "regular", 202611)
    meetings_not_held.declare_not_held(world.secretary, call, MeetingState.POSTPONED, "Lũ lụt", date(2026, 11, 25))
    assert 202611 not in [period for _, period, _ in due_now(world)]
    assert 202611 not in [period for _, period, _ in due_now(world_on("2026-11-24"))]
    assert due_now(world_on("2026-11-25"))[0] == ("regular", 202611, date(2026, 11, 25))
    meeting_record.save(world.secretary, call)
    assert 202611 not in [period for _, period, _ in due_now(world)]


def test_a_postponed_meeting_of_an_unplanned_type_falls_due_on_its_new_day(world_on):
    world = world_on("2026-11-22")
    call = MeetingRef(world.units["dong_bao"], "extraordinary", 202611, day=date(2026, 11, 20))
    meetings_not_held.declare_not_held(world.secretary, call, MeetingState.POSTPONED, "Lũ lụt", date(2026, 12, 1))
    assert "extraordinary" not in [row.type for row in due_meetings.list_due(world.secretary, world.units["dong_bao"])]
    (row,) = [
        row
        for row in due_meetings.list_due(world_on("2026-12-01").secretary, world.units["dong_bao"])
        if row.type == "extraordinary"
    ]
    assert (row.period, row.day) == (202611, date(2026, 12, 1))
    meeting_record.save(world.secretary, meetings.ref_of(world.secretary, row.code))
    assert "extraordinary" not in [row.type for row in due_meetings.list_due(world.secretary, world.units["dong_bao"])]


@pytest.mark.parametrize(
    ("type_", "period", "declared_on", "until", "then"),
    [
        ("contact_periodic", 202607, "2026-12-10", date(2027, 1, 12), "2027-01-12"),  # into the next year
        ("contact_periodic", 202601, "2026-06-20", date(2026, 7, 5), "2026-08-01"),  # into the next half-year
        ("regular", 202609, "2026-09-20", date(2026, 10, 25), "2026-12-03"),  # longer ago than missed months are due
        ("regular", 202612, "2026-12-10", date(2027, 1, 5), "2027-01-05"),
        ("regular", 202611, "2026-11-02", date(2026, 11, 2), "2026-11-02"),  # put forward to before its planned day
    ],
)
def test_a_postponed_meeting_falls_due_on_its_new_day_whatever_period_that_is_in(
    world_on, type_, period, declared_on, until, then
):
    world = world_on(declared_on)
    call = MeetingRef(world.units["dong_bao"], type_, period)
    meetings_not_held.declare_not_held(world.secretary, call, MeetingState.POSTPONED, "Lũ lụt", until)
    world = world_on(then)
    rows = due_meetings.list_due(world.secretary, world.units["dong_bao"])
    (row,) = [row for row in rows if (row.type, row.period) == (type_, period)]
    assert row.day == until
    again = until + timedelta(days=3)
    meetings_not_held.declare_not_held(world.secretary, call, MeetingState.POSTPONED, "Lũ lụt", again)
    assert ((type_, period, again) in due_now(world)) == (again <= date.fromisoformat(then))
    world = world_on(again.isoformat())
    assert (type_, period, again) in due_now(world)
    meeting_record.save(world.secretary, call)
    assert (type_, period) not in [row[:2] for row in due_now(world)]


def test_a_postponed_joint_meeting_falls_due_for_its_commune(world_on):
    world = world_on("2026-11-22")
    call = MeetingRef(world.units["dong_ha"], "joint", 202611, day=date(2026, 11, 20))
    meetings_not_held.declare_not_held(world.commune, call, MeetingState.POSTPONED, "Bão", date(2026, 11, 24))
    assert due_meetings.list_due(world.commune, world.units["dong_ha"]) == []
    (row,) = due_meetings.list_due(world_on("2026-11-24").commune, world.units["dong_ha"])
    assert (row.type, row.period, row.day) == ("joint", 202611, date(2026, 11, 24))
    assert meetings.load(world.commune, meetings.ref_of(world.commune, row.code)).day == date(2026, 11, 24)


def test_a_cell_has_its_own_meeting_day(world_on):
    world = world_on("2026-11-22")
    settings.set_value(world.secretary, world.units["dong_bao"], "meeting_day", 25, date(2020, 1, 1))
    assert due_now(world)[0] == ("regular", 202610, date(2026, 10, 25))


def test_a_new_meeting_day_moves_no_planned_day_in_the_past(world_on):
    world = world_on("2026-11-22")
    settings.set_value(world.secretary, world.units["dong_bao"], "meeting_day", 25, date(2026, 11, 10))
    assert due_now(world)[:2] == [("regular", 202610, date(2026, 10, 3)), ("regular", 202609, date(2026, 9, 3))]
    assert due_now(world_on("2026-11-25"))[0] == ("regular", 202611, date(2026, 11, 25))


def test_a_cell_whose_day_is_still_to_come_is_not_listed_as_silent(world_on):
    world = world_on("2026-11-22")
    assert {row.name for row in silent_units_and_introduced_members.list_silent(world.commune, 202611)} == {
        "Chi bộ thôn Đồng Bào",
        "Chi bộ thôn Bến Đá",
    }
    settings.set_value(world.commune, world.units["dong_bao"], "meeting_day", 25, date(2020, 1, 1))
    assert {row.name for row in silent_units_and_introduced_members.list_silent(world.commune, 202611)} == {
        "Chi bộ thôn Bến Đá"
    }
    settings.set_value(world.district, world.units["dong_ha"], "meeting_day", 28, date(2020, 1, 1))
    assert [
        (row.name, row.cells) for row in silent_units_and_introduced_members.list_silent(world.district, 202611)
    ] == [("Xã Tây Sơn", 1)]
    world_on("2026-11-25")
    assert {row.name for row in silent_units_and_introduced_members.list_silent(world.commune, 202611)} == {
        "Chi bộ thôn Đồng Bào"
    }


def test_nothing_is_due_before_the_first_month_of_the_register(world_on):
    world = world_on("2026-11-22")
    assert [period for type_, period, _ in due_now(world) if type_ == "regular"] == [202611, 202610, 202609]
    settings.set_value(world.district, world.units["an_binh"], "first_month", 202610, settings.EARLIEST)
    assert [period for type_, period, _ in due_now(world) if type_ == "regular"] == [202611, 202610]
    assert ("contact_periodic", 202607, date(2026, 12, 3)) in due_now(world_on("2026-12-03"))


@pytest.mark.parametrize("unfit", [202612, 202613, 202600, "202611", True])
def test_a_register_starts_with_a_month_that_has_begun(world_on, unfit):
    world = world_on("2026-11-22")
    with refused_with("first_month_unfit"):
        settings.set_value(world.district, world.units["an_binh"], "first_month", unfit, settings.EARLIEST)
