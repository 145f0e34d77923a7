"""Which meeting the address means, and addresses that mean one."""

from datetime import date

import streamlit as st

from db import units
from db.faults import Invalid, NotAllowed
from db.meetings import meetings
from db.meetings.meetings import Call
from db.models import UnitKind
from db.scope import Viewer

CELLS = (UnitKind.CELL, UnitKind.AGENCY_CELL)


def unit(viewer: Viewer) -> units.Named | None:
    """The cell that the address names, else the viewer's own; none where he has to choose. Raises NotAllowed for one outside his reach."""
    code = st.query_params.get("unit")
    known = units.named(viewer, list(viewer.unit_ids) if viewer.unit_ids is not None else None)
    if code is None:
        own = known.get(viewer.unit_id)
        return own if own and own.kind in CELLS else None
    for found in known.values():
        if found.code == code:
            return found
    raise NotAllowed()


def call(viewer: Viewer, cell: units.Named) -> Call | None:
    """The meeting that the address names; none where it names none. Raises NotAllowed or Invalid for one that cannot be."""
    asked = st.query_params
    if "meeting" in asked:
        return meetings.call_of(viewer, asked["meeting"])
    if "type" not in asked or "period" not in asked:
        return None
    if not asked["period"].isdigit() or len(asked["period"]) != 6:
        raise Invalid("meeting_unknown")
    return Call(cell.id, asked["type"], int(asked["period"]), day=_day(asked.get("day", "")))


def of(cell: units.Named, type_: str, period: int) -> dict[str, str]:
    """The query of the address under which such a meeting is recorded."""
    return {"unit": cell.code, "type": type_, "period": str(period)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
