"""Which meeting the address means, and addresses that mean one."""

import streamlit as st

from components import filters
from db import clock, units
from db.faults import Invalid, NotAllowed
from db.meetings import meetings
from db.meetings.meetings import Call, Opened
from db.models import UnitKind
from db.scope import Viewer

CELLS = (UnitKind.CELL, UnitKind.AGENCY_CELL)


def unit(viewer: Viewer) -> units.Named | None:
    """The cell that the address names, else the viewer's own; none where he has to choose. Raises NotAllowed for one outside his reach."""
    code, meeting = filters.told("unit"), filters.told("meeting")
    known = units.named(viewer, list(viewer.unit_ids) if viewer.unit_ids is not None else None)
    if meeting and not code:
        return known.get(meetings.call_of(viewer, meeting).unit_id)
    if not code:
        own = known.get(viewer.unit_id)
        return own if own and own.kind in CELLS else None
    for found in known.values():
        if found.code == code:
            return found
    raise NotAllowed()


def call(viewer: Viewer, cell: units.Named) -> Call | None:
    """The meeting that the address names; none where it names none. Raises NotAllowed or Invalid for one that cannot be."""
    if meeting := filters.told("meeting"):
        found = meetings.call_of(viewer, meeting)
        if found.unit_id != cell.id:
            raise NotAllowed()
        return found
    type_, told, day = filters.told("type"), filters.told("period"), filters.told("day")
    if not type_ or not told:
        return None
    if (period := filters.whole(told)) is None:
        raise Invalid("meeting_unknown")
    return Call(cell.id, type_, period, day=clock.day_of(day))


def stay_at(opened: Opened, code: str) -> None:
    """After saving: of the types of which there may be several in a period the address now means this one, and proposes no day any more."""
    st.query_params.pop("day", None)
    if not opened.planned:
        st.query_params["meeting"] = code


def leave(opened: Opened) -> None:
    """After a meeting was taken back: the address means its period, not the meeting that is no more."""
    st.query_params.pop("meeting", None)
    st.query_params.update({"type": opened.call.type, "period": str(opened.call.period)})


def of(cell: units.Named, type_: str, period: int) -> dict[str, str]:
    """The query of the address under which such a meeting is recorded."""
    return {"unit": cell.code, "type": type_, "period": str(period)}
