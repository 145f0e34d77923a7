"""The units that reports are made for at once: one, each directly below it, or each cell below it."""

from datetime import date
from enum import StrEnum

from components.briefings.section_declaration import BriefingQuery
from components.i18n import N_
from db.calendar.months import first_day
from db.figures import unit_history
from db.kernel.scope import Viewer
from db.models import Role, UnitKind
from db.models.units import CELLS
from db.units import units
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


def offered_selections(viewer: Viewer, code: str | None) -> list[UnitSelection]:
    """The choices for a unit by public code (default: the viewer's own); only the unit itself
    if there are none below.
    """
    if viewer.role == Role.SECRETARY:
        return [UnitSelection.ONE]
    about = units.find_by_code(viewer, code) or units.own(viewer)
    kinds = {one.kind for one in units.children_of(viewer, about.id).values()}
    return [
        UnitSelection.ONE,
        *([UnitSelection.PARTS] if kinds else []),
        *([UnitSelection.CELLS] if UnitKind.AREA in kinds else []),
    ]


def list_units(viewer: Viewer, wanted: BriefingQuery, selection: UnitSelection = UnitSelection.PARTS) -> list[UnitName]:
    """Return the units directly below, or all cells below, at the end of the period, if they had a cell in it."""
    since, until = first_day(wanted.since), wanted.day
    found = list(units.children_of(viewer, wanted.unit_id or viewer.unit_id or 0, until).values())
    if selection == UnitSelection.CELLS:
        return _cells(viewer, found, until)
    return [one for one in found if one.kind in CELLS or unit_history.had_cells(viewer, one.id, since, until)]


def _cells(viewer: Viewer, found: list[UnitName], day: date) -> list[UnitName]:
    """The cells among these and below them, area by area."""
    cells = [one for one in found if one.kind in CELLS]
    for area in (one for one in found if one.kind == UnitKind.AREA):
        cells += _cells(viewer, list(units.children_of(viewer, area.id, day).values()), day)
    return cells
