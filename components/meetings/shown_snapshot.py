"""What the user of a sheet has before his eyes: what it showed last and what he did himself since."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.widgets import draft_fields
from components.widgets.draft_fields import UnkeptChanges
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Refused
from db.meetings import sheet_snapshot
from db.meetings.sheet_snapshot import DraftedSheet, SheetSnapshot
from db.models import new_code

SHOWN, TOKEN, LOST, REFUSED = "record_shown", "record_token", "record_lost", "record_refused"
UNKEPT = "record_unkept"
Values = Mapping[DraftField, str | None]


def remember_shown(opened: DraftedSheet) -> tuple[SheetSnapshot, bool]:
    """Keep what is about to be shown.

    What was shown until now, and whether somebody else threw away or saved what was typed there.
    """
    before = shown_snapshot()
    gone = sheet_snapshot.discarded_by_others(opened, before) if _same_meeting(before.place, opened.place) else {}
    if gone:
        st.session_state[LOST] = None if opened.saved else (opened.place, gone)
    st.session_state[SHOWN], st.session_state[TOKEN] = sheet_snapshot.take_snapshot(opened), new_code()
    return before, bool(gone)


def discarded_values(place: DraftKey) -> dict[DraftField, str | None]:
    """What its user had before him on this sheet and another threw away."""
    kept, values = st.session_state.get(LOST) or (None, {})
    return values if kept == place else {}


def forget_shown() -> None:
    """Its user saved the sheet, or threw it away: what is shown next is new to him."""
    st.session_state.pop(SHOWN, None)
    st.session_state.pop(LOST, None)
    st.session_state.pop(UNKEPT, None)


def shown_snapshot() -> SheetSnapshot:
    """The sheet as its user knows it."""
    return st.session_state.get(SHOWN, sheet_snapshot.NOTHING)


def drawing_token() -> str | None:
    """Each drawing of a sheet has its own: pressed twice before it is drawn anew, its button saves once."""
    return st.session_state.get(TOKEN)


def shown_values(place: DraftKey) -> Values:
    """What was typed in a draft, as its user knows it."""
    return shown_snapshot().values if shown_snapshot().place == place else {}


def set_shown(snapshot: SheetSnapshot) -> None:
    """Its user typed something: this is the sheet as he knows it now."""
    st.session_state[SHOWN] = snapshot


def add_own_changes(place: DraftKey, values: Values) -> None:
    """Its user typed this: he need not be shown it to know it."""
    standing = shown_snapshot()
    if standing.place == place:
        st.session_state[SHOWN] = standing.with_own_changes(values)


def save_or_hold(place: DraftKey, values: Values, write: Callable[[Values, Values], Values]) -> bool:
    """Have what was typed written, with what its author had before his eyes and what could not be written before;
    whether it is kept. `write` gives back what it wrote.
    """
    known, before = shown_values(place), unkept()
    values = {**before.values, **values}
    seen = {field: known.get(field) for field in values} | dict(before.seen)
    try:
        kept = write(values, seen)
    except Refused as refusal:
        set_unkept(values, seen, refusal)
        return False
    add_own_changes(place, kept)
    set_kept()
    return True


def unkept() -> UnkeptChanges:
    """What the sheet that is shown could not keep: it is written with the next touch, and before anything is saved."""
    changes = st.session_state.get(UNKEPT, UnkeptChanges())
    return changes if changes.place == shown_snapshot().place else UnkeptChanges()


def has_unkept() -> bool:
    """Whether something is to be written that could not be kept, by a touch that has not just tried to."""
    return bool(unkept().values) and pending_refusal() is None


def set_kept() -> None:
    """All that was typed is written."""
    st.session_state.pop(UNKEPT, None)


def set_unkept(values: Values, seen: Values, refusal: Refused) -> None:
    """What was typed could not be kept: the sheet says so where it is drawn, and what may be written later waits."""
    set_refusal(refusal)
    if draft_fields.is_temporary(refusal):
        st.session_state[UNKEPT] = UnkeptChanges(shown_snapshot().place, dict(values), dict(seen))
    else:
        set_kept()


def set_refusal(refusal: Refused) -> None:
    """What was typed could not be kept: the sheet says so where it is drawn."""
    st.session_state[REFUSED] = refusal


def pending_refusal() -> Refused | None:
    """Why the last touch was not kept, if it was not."""
    return st.session_state.get(REFUSED)


def show_status(opened: DraftedSheet) -> None:
    """When the draft was last kept; what could not be written just now was not, and why."""
    refusal = pending_refusal()
    not_kept = bool(unkept().values) or (refusal is not None and draft_fields.is_temporary(refusal))
    draft_fields.show_status(opened.place, opened.typed.touched_at, refusal, not_kept)


def clear_refusal() -> None:
    """The sheet said it."""
    st.session_state.pop(REFUSED, None)


def _same_meeting(one: DraftKey | None, other: DraftKey) -> bool:
    return one is not None and one.unit_id == other.unit_id and one.key.split(":")[:2] == other.key.split(":")[:2]
