"""Which meeting the address means, and addresses that mean one."""

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
    """The cell that the address names, else the viewer's own; none where he has to choose.

    Raises NotAllowed for one outside his reach.
    """
    code, meeting = filters.query_param("unit"), filters.query_param("meeting")
    known = units.by_id(viewer, list(viewer.unit_ids) if viewer.unit_ids is not None else None)
    if meeting and not code:
        return known.get(meetings.ref_of(viewer, meeting).unit_id) or known.get(viewer.unit_id)
    if not code:
        own = known.get(viewer.unit_id)
        return own if own and own.kind in CELLS else None
    for found in known.values():
        if found.code == code:
            return found
    raise NotAllowed()


def requested_joint_meeting(viewer: Viewer, cell: units.UnitName) -> str | None:
    """The code of another unit's meeting, to which the cell's people were called, if the address names one.

    Raises NotAllowed for one that the viewer may not see.
    """
    meeting = filters.query_param("meeting")
    if not meeting or cell.kind not in CELLS:
        return None
    owner = units.by_id(viewer)[meetings.ref_of(viewer, meeting).unit_id]
    return meeting if owner.kind not in CELLS else None


def requested_meeting(viewer: Viewer, cell: units.UnitName) -> MeetingRef | None:
    """The meeting that the address names; none where it names none.

    Raises NotAllowed or Invalid for one that cannot be.
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


def point_to_meeting(viewer: Viewer, call: MeetingRef, code: str) -> bool:
    """After saving: of the types of which there may be several in a period the address now means this one, and proposes
    no day any more. Whether it meant something else before.
    """
    before = st.query_params.to_dict()
    st.query_params.pop("day", None)
    types = {option.key: option.row for option in settings.options(viewer, "meeting_types")}
    if not types.get(call.type, {}).get("planned"):
        st.query_params["meeting"] = code
    return st.query_params.to_dict() != before


def point_to_period(opened: OpenMeeting) -> None:
    """After a meeting was taken back: the address means its period, not the meeting that is no more."""
    st.query_params.pop("meeting", None)
    st.query_params.update({"type": opened.call.type, "period": str(opened.call.period)})


def query_for(cell: units.UnitName, type_: str, period: int, code: str | None = None) -> dict[str, str]:
    """The query of the address under which such a meeting is recorded, or the saved one of this code."""
    return {"unit": cell.code} | ({"meeting": code} if code else {"type": type_, "period": str(period)})
