"""Boxes to choose an area or a cell, level by level; units that have ended are offered for days when they existed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import streamlit as st

from components import level_names
from components.i18n import _, day_text
from components.markdown import escape_markdown
from components.widgets import url_state
from db.kernel.scope import Viewer
from db.models import UnitKind
from db.models.units import CELLS
from db.units import units_below
from db.units.units import UnitName
from db.units.units_below import UnitBelow

Days = tuple[date, date]  # the first and the last day that something is about


def choose_area_and_cell(
    viewer: Viewer, noun: str, nothing: str, days: Days | None, **look: Any
) -> tuple[UnitName | None, UnitName | None]:
    """Return the chosen area and cell, asked level by level from the viewer's unit down, or directly if cells are
    directly below it.

    With `days`, units that have ended or moved away since are offered if they were there then, and stay if they were
    chosen for other days; without, only those of today are offered.
    """
    area, name = None, "area"
    below = units_below.list_ever(viewer, viewer.unit_id or 0)
    while areas := _offered(below, (UnitKind.AREA,), f"{noun}_{name}", days):
        label = escape_markdown(level_names.level_heading(viewer, areas[0].unit.level))
        chosen = _unit_box(label, areas, nothing, f"{noun}_{name}", look)
        if chosen is None:
            break
        area, name, below = chosen, f"{name}_in", units_below.list_ever(viewer, chosen.id)
    cells = _offered(below, CELLS, f"{noun}_cell", days)
    return area, _unit_box(_("Cell"), cells, nothing, f"{noun}_cell", look) if cells else None


def units_by_name(some: Iterable[UnitName]) -> dict[str, UnitName]:
    """Units by name for a select box; duplicate names get the code appended."""
    return {name: found.unit for name, found in _by_name(UnitBelow(one, None, None) for one in some).items()}


def _offered(below: list[UnitBelow], kinds: Iterable[UnitKind], key: str, days: Days | None) -> list[UnitBelow]:
    named = {st.session_state.get(key), st.query_params.get(key)} if days else set()
    return [
        one
        for one in below
        if one.unit.kind in kinds and (one.until is None or (days and (one.was_there(*days) or one.unit.code in named)))
    ]


def _unit_box(label: str, some: list[UnitBelow], nothing: str, key: str, look: dict[str, Any]) -> UnitName | None:
    """A select box of units, kept in the address by public code."""
    names = {one.unit.code: name for name, one in _by_name(some).items()}
    bound = url_state.choice_in_address(key, names, lambda code: names[code])
    code = st.selectbox(label, index=None, placeholder=nothing, **bound, **look)
    return next((one.unit for one in some if one.unit.code == code), None)


def _by_name(some: Iterable[UnitBelow]) -> dict[str, UnitBelow]:
    found: dict[str, UnitBelow] = {}
    for one in some:
        name = _("{unit} (until {day})", unit=one.unit.name, day=day_text(one.until)) if one.until else one.unit.name
        found[f"{name} ({one.unit.code})" if name in found else name] = one
    return found
