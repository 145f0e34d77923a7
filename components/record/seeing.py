"""What the user of a sheet has before his eyes: what it showed last and what he did himself since."""

from collections.abc import Mapping

import streamlit as st

from db.drafts import Field, Place
from db.faults import Refused
from db.meetings import shown
from db.meetings.meetings import Opened
from db.meetings.shown import Shown

SHOWN, LOST, REFUSED = "record_shown", "record_lost", "record_refused"


def show(opened: Opened) -> tuple[Shown, bool]:
    """Keep what is about to be shown. What was shown until now, and whether somebody else threw away or saved what was typed there."""
    before: Shown = st.session_state.get(SHOWN, shown.NOTHING)
    gone = shown.dropped(opened, before) if _same_meeting(before.place, opened.place) else {}
    if gone:
        st.session_state[LOST] = None if opened.saved else (opened.place, gone)
    st.session_state[SHOWN] = shown.of(opened)
    return before, bool(gone)


def lost(place: Place) -> dict[Field, str | None]:
    """What its user had before him on this sheet and another threw away."""
    kept, values = st.session_state.get(LOST) or (None, {})
    return values if kept == place else {}


def forget() -> None:
    """Its user saved the sheet, or threw it away: what is shown next is new to him."""
    st.session_state.pop(SHOWN, None)
    st.session_state.pop(LOST, None)


def typed(place: Place) -> Mapping[Field, str | None]:
    """What was typed in a draft, as its user knows it."""
    standing: Shown = st.session_state.get(SHOWN, shown.NOTHING)
    return standing.values if standing.place == place else {}


def touched(place: Place, values: Mapping[Field, str | None]) -> None:
    """Its user typed this: he need not be shown it to know it."""
    standing: Shown = st.session_state.get(SHOWN, shown.NOTHING)
    if standing.place == place:
        st.session_state[SHOWN] = standing.touched(values)


def refuse(refusal: Refused) -> None:
    """What was typed could not be kept: the sheet says so where it is drawn."""
    st.session_state[REFUSED] = refusal


def refused() -> Refused | None:
    """Why the last touch was not kept, if it was not."""
    return st.session_state.get(REFUSED)


def told() -> None:
    """The sheet said it."""
    st.session_state.pop(REFUSED, None)


def _same_meeting(one: Place | None, other: Place) -> bool:
    return one is not None and one.unit_id == other.unit_id and one.key.split(":")[:2] == other.key.split(":")[:2]
