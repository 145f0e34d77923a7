"""The meeting that the address refers to, and addresses of meetings."""

import streamlit as st

from components.widgets import filters
from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel.scope import Viewer
from db.meetings import meetings
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.models.units import CELLS
from db.settings import settings
from db.units import units


def requested_cell(viewer: Viewer) -> units.UnitName | None:
    """Return the cell in the address, else the viewer's own; None if the viewer has to choose.

    Raises NotAllowed for one out of reach.
    """
    code, meeting = filters.query_param("unit"), filters.query_param("meeting")
    if code:
        if not (found := units.find_in_reach(viewer, code)):
            raise NotAllowed()
        return found
    own = units.own(viewer)
    if meeting:
        asked = meetings.ref_of(viewer, meeting).unit_id
        return units.one(viewer, asked) if viewer.reaches(asked) else own
    return own if own.kind in CELLS else None


def unit_query() -> dict[str, str]:
    """Address parameters of a page about the same unit as this one; none if that is the viewer's own."""
    return {"unit": code} if (code := st.query_params.get("unit")) else {}


def requested_joint_meeting(viewer: Viewer, cell: units.UnitName) -> str | None:
    """The code in the address of another unit's meeting to which the cell's people were called, if any.

    Raises NotAllowed if the viewer may not see it.
    """
    meeting = filters.query_param("meeting")
    if not meeting or cell.kind not in CELLS:
        return None
    owner = units.one(viewer, meetings.ref_of(viewer, meeting).unit_id)
    return meeting if owner.kind not in CELLS else None


def requested_meeting(viewer: Viewer, cell: units.UnitName) -> MeetingRef | None:
    """The meeting in the address; None if there is none.

    Raises NotAllowed or Invalid for an impossible one.
    """
    if meeting := filters.query_param("meeting"):
        found = meetings.ref_of(viewer, meeting)
        if found.unit_id != cell.id:
            raise NotAllowed()
        return found
    type_, told, day = filters.query_param("type"), filters.query_param("period"), filters.query_param("day")
    if not type_ or not told:
        return None
    if (period := filters.parse_int(told)) is None:
        raise Invalid("meeting_unknown")
    return MeetingRef(cell.id, type_, period, day=clock.parse_day(day))


def point_to_meeting(viewer: Viewer, ref: MeetingRef, code: str) -> bool:
    """After saving a meeting of a type with several per period: let the address refer to it and drop the proposed day;
    returns whether it changed.
    """
    before = st.query_params.to_dict()
    st.query_params.pop("day", None)
    types = {option.key: option.row for option in settings.options(viewer, "meeting_types")}
    if not types.get(ref.type, {}).get("planned"):
        st.query_params["meeting"] = code
    return st.query_params.to_dict() != before


def point_to_period(opened: OpenMeeting) -> None:
    """After cancelling a meeting: let the address refer to its period."""
    st.query_params.pop("meeting", None)
    st.query_params.update({"type": opened.ref.type, "period": str(opened.ref.period)})


def query_for(cell: units.UnitName, type_: str, period: int, code: str | None = None) -> dict[str, str]:
    """Address parameters for recording such a meeting, or for the saved one with this code."""
    return {"unit": cell.code} | ({"meeting": code} if code else {"type": type_, "period": str(period)})
