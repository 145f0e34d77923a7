"""The units that reports are made for at once: one, each directly below it, or each cell below it."""

from datetime import date
from enum import StrEnum

from components.briefings.section_declaration import BriefingQuery
from components.i18n import N_
from db.calendar.months import first_day
from db.figures import unit_presence
from db.kernel.scope import Viewer
from db.models import Role, UnitKind
from db.models.units import CELLS
from db.units import units, units_below
from db.units.units import UnitName


class UnitSelection(StrEnum):
    """Which units to include: one, each directly below it, or each cell below it."""

    ONE = "one"
    PARTS = "parts"
    CELLS = "cells"


WHOSE = {
    UnitSelection.ONE: N_("Only this unit"),
    UnitSelection.PARTS: N_("Each unit below"),
    UnitSelection.CELLS: N_("Each cell below"),
}


def offered_selections(viewer: Viewer, code: str | None, days: tuple[date, date]) -> list[UnitSelection]:
    """The choices for a unit by public code (default: the viewer's own) in a period; only the unit itself if there were
    none below.
    """
    if viewer.role == Role.SECRETARY:
        return [UnitSelection.ONE]
    about = units.find_by_code(viewer, code) or units.own(viewer)
    kinds = {one.kind for one in units_below.list_during(viewer, about.id, *days)}
    return [
        UnitSelection.ONE,
        *([UnitSelection.PARTS] if kinds else []),
        *([UnitSelection.CELLS] if UnitKind.AREA in kinds else []),
    ]


def list_units(viewer: Viewer, wanted: BriefingQuery, selection: UnitSelection = UnitSelection.PARTS) -> list[UnitName]:
    """Return the units directly below, or all cells below, at the end of the period, if they had a cell in it; also
    those that ended in it without a successor, so that all together are the whole.
    """
    days = first_day(wanted.since), wanted.day
    found = units_below.list_during(viewer, wanted.unit_id or viewer.unit_id or 0, *days)
    if selection == UnitSelection.CELLS:
        found = _cells(viewer, found, days)
    return unit_presence.units_with_cells(viewer, found, *days)


def _cells(viewer: Viewer, found: list[UnitName], days: tuple[date, date]) -> list[UnitName]:
    """The cells among these and below them, area by area."""
    cells = [one for one in found if one.kind in CELLS]
    for area in (one for one in found if one.kind == UnitKind.AREA):
        cells += _cells(viewer, units_below.list_during(viewer, area.id, *days), days)
    return cells
