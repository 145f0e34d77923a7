"""Exports contain what the screens show: the same rows within the same scope, adding up to the same figures."""

import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, strategies as st

from components.exporting import household_tables
from components.exporting.export_request import ExportRequest
from components.labels import household_labels
from db.errors import NotAllowed
from db.exports import household_export as listing, meeting_export, member_export
from db.figures import figures
from db.figures.figures import AttendanceCounts, FigureQuery
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Exemption,
    ExemptionClass,
    Expectation,
    MeetingState,
    Member,
    MembershipKind,
    Office,
    Outcome,
    Role,
)
from db.people import member_search
from tests import people
from tests.db import histories, neighbours
from tests.db.attendance_recount import CONTACT, OWN, anybody, asked
from tests.db.histories import MONTHS
from tests.db.neighbours import TODAY
from tests.db.random_worlds import STREETS, WORLDS
from tests.rows import rows

CHARGED = 10  # the column with the members in charge


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_exported_meetings_and_people_add_up_to_the_figures(emptied: Callable[[], None], seed: int):
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    wanted = FigureQuery(MONTHS[0], MONTHS[-1], random.choice([OWN, CONTACT]), asked(history, viewer, random))
    rows, shown = (
        list(meeting_export.iterate_meetings(viewer, wanted)),
        figures.total(point.counts for point in figures.attendance_by_period(viewer, wanted)),
    )
    assert figures.total(row.counts for row in rows) == shown
    assert sum(row.state == MeetingState.HELD and not row.named for row in rows) == shown.totals_only
    assert meeting_export.count_rows(viewer, wanted, named=False) == len(rows)
    if viewer.role != Role.DISTRICT:
        people = list(meeting_export.iterate_attendance(viewer, wanted))
        assert meeting_export.count_rows(viewer, wanted, named=True) == len(people)
        _adds_up(people, figures.total(row.counts for row in rows if row.named))


def _adds_up(rows: list[meeting_export.AttendanceRow], shown: AttendanceCounts) -> None:
    expected = [row.outcome for row in rows if row.expectation == Expectation.EXPECTED]
    assert (len(expected), *(expected.count(outcome) for outcome in Outcome)) == shown[2:7]
    assert [sum(row.expectation == each for row in rows) for each in (Expectation.EXEMPT, Expectation.EXTRA)] == list(
        shown[7:]
    )


def test_names_at_meetings_are_not_for_the_district(world):
    for viewer in (world.district, world.admin, world.workplace):
        with pytest.raises(NotAllowed):
            list(meeting_export.iterate_attendance(viewer, FigureQuery(202601, 202612)))


def test_a_list_of_members_holds_what_is_known_on_that_day(world):
    with writing(SYSTEM, "test") as session:
        who = {"member_id": world.members["cuong"], "unit_id": world.units["dong_bao"]}
        insert_rows(session, Office, [{**who, "post": "deputy"}])
        insert_rows(session, Exemption, [{**who, "kind": ExemptionClass.OWN}])
    rows = list(member_export.iterate_members(world.secretary, member_search.MemberFilter(kind=MembershipKind.OWN)))
    assert [(row.area, row.cell, row.name, row.born, row.posts, row.exempt) for row in rows] == [
        ("Xã Đông Hà", "Chi bộ thôn Đồng Bào", "Nguyễn Văn An", "1957-03-02", [], None),
        ("Xã Đông Hà", "Chi bộ thôn Đồng Bào", "Trần Thị Bình", "1964", [], None),
        ("Xã Đông Hà", "Chi bộ thôn Đồng Bào", "Lê Văn Cường", "1949-11", ["deputy"], ExemptionClass.OWN),
    ]


@pytest.mark.every_case
@pytest.mark.parametrize("role", ["secretary", "assistant", "commune", "district", "admin", "workplace"])
def test_a_list_of_members_has_the_rows_of_the_screen(world, role):
    viewer = world.viewers[role]
    shown = member_search.search(viewer, member_search.MemberFilter())
    rows = list(member_export.iterate_members(viewer, member_search.MemberFilter()))
    assert sorted(row.name for row in rows) == sorted(row.name for row in shown.rows)
    assert member_export.count_members(viewer, member_search.MemberFilter()) == len(rows) == shown.total


@STREETS
@given(seed=st.integers(0, 10**9))
def test_a_file_of_households_names_whom_the_screen_names(emptied: Callable[[], None], seed: int):
    emptied()
    world = people.world()
    street = neighbours.make([world.units["dong_bao"], world.units["ben_da"]], Random(seed))
    names = {member.id: member.name for member in rows(Member)}
    for row, taken in zip(
        listing.iterate_households(world.commune, None, TODAY),
        household_tables.households_table(world.commune, ExportRequest("households", on=TODAY)).rows,
        strict=True,
    ):
        line, written = row.line, taken[CHARGED] or ""
        groups = (
            next((home.group_ids for home in street.homes if home.id == line.id), [])
            if line.household
            else [line.parent_id]
        )
        own = _in_charge(street, [(("group_id" if line.kind else "household_id"), line.id)])
        charged = own or _in_charge(street, [("group_id", each) for each in groups])
        assert {name for name in names.values() if re.search(rf"\b{name}\b", written)} == {
            names[who] for who in charged
        }
        assert written in household_labels.assignees_or_unassigned(line)


def _in_charge(street: neighbours.Street, targets: list[tuple[str, int | None]]) -> set[int]:
    return {who for who, _, of, what, span in street.charges if (of, what) in targets and histories.holds(*span, TODAY)}
