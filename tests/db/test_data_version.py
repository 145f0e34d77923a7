"""A chart is cached by what it depends on: it stays cached while others save elsewhere, and is rebuilt when a row it
reads changes.
"""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from db.figures import attendance_aims, cells_met, coverage, data_version as versions, figures
from db.figures.data_version import FRAME, MEETINGS, data_version
from db.figures.figures import FigureQuery
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Assessment,
    Batch,
    CellGroup,
    GroupKind,
    Guest,
    HouseholdReport,
    Meeting,
    MeetingState,
    Member,
    Tally,
)
from db.models.meetings import MeetingAudience
from db.settings import settings
from tests import months, sent_statements

YEAR = FigureQuery(202511, 202610)
NOVEMBER = FigureQuery(202611, 202611)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def held(world):
    """The year is entered, with an action before it, and no chart has been built yet."""
    months.fill(world)
    settings.set_value(world.district, world.units["an_binh"], "meeting_day", 5, date(2026, 1, 1))
    return world


def change_tally(world, cell: str, month: int, **values) -> None:
    with writing(SYSTEM, "test") as session:
        tally = session.exec(select(Tally).where(Tally.unit_id == world.units[cell], Tally.period == month)).one()
        for name, value in values.items():
            setattr(tally, name, value)


def test_a_save_in_another_month_keeps_a_chart_cached_and_one_within_rebuilds_it(held):
    before, of_november = data_version(held.district, YEAR), data_version(held.district, NOVEMBER)
    change_tally(held, "dong_bao", 202611, exempt=7)
    assert data_version(held.district, YEAR) == before
    assert data_version(held.district, NOVEMBER) != of_november
    change_tally(held, "dong_bao", 202610, exempt=7)
    assert data_version(held.district, YEAR) != before


def test_a_save_in_another_area_keeps_a_chart_cached_and_one_within_rebuilds_it(held):
    of_area = replace(YEAR, unit_id=held.units["dong_ha"])
    asked = [(held.district, of_area), (held.commune, YEAR), (held.secretary, YEAR), (held.other_commune, YEAR)]
    before = [data_version(*each) for each in asked]
    change_tally(held, "nui_doi", 202610, exempt=7)
    after = [data_version(*each) for each in asked]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, True, True, False]
    change_tally(held, "dong_bao", 202610, exempt=7)
    last = [data_version(*each) for each in asked]
    assert [one == other for one, other in zip(after, last, strict=True)] == [False, False, False, True]


def test_a_save_that_no_figure_reads_keeps_every_chart_cached(held):
    before = data_version(held.district, YEAR)
    with writing(SYSTEM, "test") as session:
        session.get(Member, held.members["an"]).phone = "0912345678"
        meeting = session.exec(select(Meeting).where(Meeting.period == 202610)).first()
        bulk.insert(session, Guest, [{"meeting_id": meeting.id, "unit_id": meeting.unit_id, "name": "A"}])
    assert data_version(held.district, YEAR) == before


def test_deleting_moving_or_restoring_a_meeting_rebuilds_a_chart(held):
    seen = [data_version(held.district, YEAR)]
    with writing(SYSTEM, "test") as session:
        meeting = session.exec(select(Meeting).where(Meeting.state == MeetingState.NOT_HELD)).first()
        session.delete(meeting)
    seen.append(data_version(held.district, YEAR))
    with reading(SYSTEM) as session:
        batch_id = session.exec(select(Batch.id).order_by(Batch.id.desc())).first()
    undo.undo(SYSTEM, batch_id)
    seen.append(data_version(held.district, YEAR))
    change_tally(held, "dong_bao", 202610, period=202701)  # out of the requested months
    seen.append(data_version(held.district, YEAR))
    change_tally(held, "dong_bao", 202701, period=202610)
    seen.append(data_version(held.district, YEAR))
    assert len(set(seen)) == len(seen)


def test_a_setting_a_unit_and_a_new_day_rebuild_every_chart(held, set_clock):
    seen = [data_version(held.secretary, YEAR)]
    settings.set_value(held.district, held.units["an_binh"], "meeting_day", 6, date(2026, 2, 1))
    seen.append(data_version(held.secretary, YEAR))
    set_clock("2030-01-01")
    seen.append(data_version(held.secretary, YEAR))
    assert len(set(seen)) == len(seen)
    assert data_version(held.secretary, YEAR) == seen[-1]


def test_very_many_changes_are_not_judged_one_by_one(held, monkeypatch):
    monkeypatch.setattr(versions, "MOST_JUDGED", 2)
    before = data_version(held.district, YEAR)
    change_tally(held, "dong_bao", 202611, exempt=7)
    assert data_version(held.district, YEAR) == before
    change_tally(held, "dong_bao", 202611, exempt=8)
    change_tally(held, "ben_da", 202611, exempt=8)
    assert data_version(held.district, YEAR) != before


def test_households_of_another_commune_keep_a_communes_coverage_cached(held):
    both = [(held.commune, NOVEMBER, coverage.TABLES), (held.other_commune, NOVEMBER, coverage.TABLES)]
    before = [data_version(*each) for each in both]
    change_tally(held, "dong_bao", 202611, exempt=7)
    assert [data_version(*each) for each in both] == before
    with writing(SYSTEM, "test") as session:
        cluster = {"unit_id": held.units["dong_bao"], "kind": GroupKind.CLUSTER, "name": "Cụm 1", "sort_key": "1"}
        bulk.insert(session, CellGroup, [cluster])
    after = [data_version(*each) for each in both]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


def read_tables(ask) -> set[str]:
    """The tables that a query reads."""
    with sent_statements.heard() as sent:
        ask()
    return {table for statement in sent for table in re.findall(r"(?:FROM|JOIN) \"?(\w+)", statement)}


def test_a_chart_reads_only_tables_its_version_watches(held):
    """Otherwise the cached chart would be stale."""
    contact = FigureQuery(202601, 202611, MeetingAudience.CONTACT)
    year = replace(YEAR, until=202611)
    asked = {
        MEETINGS: lambda: (
            figures.attendance_by_period(held.commune, year),
            figures.attendance_by_period(held.district, contact),
            attendance_aims.aims_of_periods(held.commune, year),
            cells_met.by_month(held.commune, year),
        ),
        coverage.TABLES: lambda: coverage.by_unit(held.commune),
    }
    for tables, ask in asked.items():
        assert read_tables(ask) <= {table.__tablename__ for table in (*tables, *FRAME)}


def test_a_row_dated_only_by_its_parent_changes_only_that_period(held):
    """A household report counts in the month of its meeting, an assessment in its year."""
    months_asked = [FigureQuery(month, month) for month in (202609, 202610)]
    years_asked = [FigureQuery(year * 100 + 1, year * 100 + 12) for year in (2025, 2026)]
    before = _dated(held.district, months_asked, (HouseholdReport,)), _dated(held.district, years_asked, (Assessment,))
    with writing(SYSTEM, "test") as session:
        meeting = session.exec(select(Meeting).where(Meeting.period == 202610, Meeting.audience == "own")).first()
        told = {"unit_id": meeting.unit_id, "meeting_id": meeting.id, "reported_on": date(2026, 9, 30)}
        report = HouseholdReport(**told, member_id=held.members["an"], reported=True)
        session.add(report)
        form = {"form": "assessment_form", "form_from": date(2026, 1, 1), "assessed_on": date(2026, 11, 1)}
        session.add(Assessment(unit_id=meeting.unit_id, member_id=held.members["an"], year=2025, **form))
    after = _dated(held.district, months_asked, (HouseholdReport,)), _dated(held.district, years_asked, (Assessment,))
    assert [one == other for one, other in zip(before[0], after[0], strict=True)] == [True, False]
    assert [one == other for one, other in zip(before[1], after[1], strict=True)] == [False, True]
    with writing(SYSTEM, "test") as session:
        session.delete(session.get(HouseholdReport, report.id))
    gone = _dated(held.district, months_asked, (HouseholdReport,))
    assert gone[1] != after[0][1]  # the meeting of a deleted row is unknown: it may have been any


def _dated(viewer, asked: list[FigureQuery], tables: tuple[type, ...]) -> list:
    return versions.data_versions(viewer, asked, tables, dated=True)


def test_several_versions_are_checked_at_once(held):
    asked = [FigureQuery(month, month) for month in range(202601, 202612)]
    before = versions.data_versions(held.district, asked)
    with sent_statements.heard() as quiet:
        assert versions.data_versions(held.district, asked) == before
    change_tally(held, "dong_bao", 202610, exempt=7)
    with sent_statements.heard() as busy:
        after = versions.data_versions(held.district, asked)
    assert [one == other for one, other in zip(before, after, strict=True)] == [
        month != 202610 for month in range(202601, 202612)
    ]
    assert (len(quiet), len(busy) < 8) == (1, True)
