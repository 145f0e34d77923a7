"""What the user of a sheet has before his eyes: what it showed last and what he did himself since."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from components.i18n import _
from components.shell import live_status
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Refused, WriteFailed
from db.meetings import sheet_snapshot
from db.meetings.sheet_snapshot import DraftedSheet, SheetSnapshot
from db.models import new_code

SHOWN, TOKEN, LOST, REFUSED = "record_shown", "record_token", "record_lost", "record_refused"
UNKEPT = "record_unkept"


class UnkeptChanges(NamedTuple):
    """What was typed on a sheet and could not be written yet, with what its author had before his eyes."""

    place: DraftKey | None = None
    values: Mapping[DraftField, str | None] = {}
    seen: Mapping[DraftField, str | None] = {}


def update(opened: DraftedSheet) -> tuple[SheetSnapshot, bool]:
    """Keep what is about to be shown.

    What was shown until now, and whether somebody else threw away or saved what was typed there.
    """
    before = shown()
    gone = sheet_snapshot.discarded_by_others(opened, before) if _same_meeting(before.place, opened.place) else {}
    if gone:
        st.session_state[LOST] = None if opened.saved else (opened.place, gone)
    st.session_state[SHOWN], st.session_state[TOKEN] = sheet_snapshot.take(opened), new_code()
    return before, bool(gone)


def discarded_values(place: DraftKey) -> dict[DraftField, str | None]:
    """What its user had before him on this sheet and another threw away."""
    kept, values = st.session_state.get(LOST) or (None, {})
    return values if kept == place else {}


def clear() -> None:
    """Its user saved the sheet, or threw it away: what is shown next is new to him."""
    st.session_state.pop(SHOWN, None)
    st.session_state.pop(LOST, None)
    st.session_state.pop(UNKEPT, None)


def shown() -> SheetSnapshot:
    """The sheet as its user knows it."""
    return st.session_state.get(SHOWN, sheet_snapshot.NOTHING)


def token() -> str | None:
    """Each drawing of a sheet has its own: pressed twice before it is drawn anew, its button saves once."""
    return st.session_state.get(TOKEN)


def shown_values(place: DraftKey) -> Mapping[DraftField, str | None]:
    """What was typed in a draft, as its user knows it."""
    return shown().values if shown().place == place else {}


def set_shown(snapshot: SheetSnapshot) -> None:
    """Its user typed something: this is the sheet as he knows it now."""
    st.session_state[SHOWN] = snapshot


def add_own_changes(place: DraftKey, values: Mapping[DraftField, str | None]) -> None:
    """Its user typed this: he need not be shown it to know it."""
    standing = shown()
    if standing.place == place:
        st.session_state[SHOWN] = standing.with_own_changes(values)


def unkept() -> UnkeptChanges:
    """What the sheet that is shown could not keep: it is written with the next touch, and before anything is saved."""
    changes = st.session_state.get(UNKEPT, UnkeptChanges())
    return changes if changes.place == shown().place else UnkeptChanges()


def has_unkept() -> bool:
    """Whether something is to be written that could not be kept, by a touch that has not just tried to."""
    return bool(unkept().values) and pending_refusal() is None


def set_kept() -> None:
    """All that was typed is written."""
    st.session_state.pop(UNKEPT, None)


def set_unkept(
    values: Mapping[DraftField, str | None], seen: Mapping[DraftField, str | None], refusal: Refused
) -> None:
    """What was typed could not be kept: the sheet says so where it is drawn, and what may be written later waits."""
    set_refusal(refusal)
    if _may_pass(refusal):
        st.session_state[UNKEPT] = UnkeptChanges(shown().place, dict(values), dict(seen))
    else:
        set_kept()


def set_refusal(refusal: Refused) -> None:
    """What was typed could not be kept: the sheet says so where it is drawn."""
    st.session_state[REFUSED] = refusal


def pending_refusal() -> Refused | None:
    """Why the last touch was not kept, if it was not."""
    return st.session_state.get(REFUSED)


def show_status(opened: DraftedSheet) -> None:
    """When the draft was last kept; what could not be written just now was not."""
    refusal = pending_refusal()
    if unkept().values or (refusal and _may_pass(refusal)):
        live_status.draft_status(opened.place, None, _("Not saved yet"))
    else:
        live_status.draft_status(opened.place, opened.typed.touched_at)


def clear_refusal() -> None:
    """The sheet said it."""
    st.session_state.pop(REFUSED, None)


def _may_pass(refusal: Refused) -> bool:
    """Whether the same may be written a moment later: the disk is full, or others save for too long."""
    return isinstance(refusal, WriteFailed) or refusal.code == "busy"


def _same_meeting(one: DraftKey | None, other: DraftKey) -> bool:
    return one is not None and one.unit_id == other.unit_id and one.key.split(":")[:2] == other.key.split(":")[:2]
