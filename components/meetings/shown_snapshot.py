"""What the user of a sheet sees: what was last shown, and the user's own changes since."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.widgets import draft_fields
from components.widgets.draft_fields import UnsavedChanges
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Refused
from db.meetings import sheet_snapshot
from db.meetings.sheet_snapshot import DraftedSheet, SheetSnapshot
from db.models import new_code

SHOWN, TOKEN, LOST, REFUSED = "record_shown", "record_token", "record_lost", "record_refused"
UNKEPT = "record_unkept"
Values = Mapping[DraftField, str | None]


def remember_shown(opened: DraftedSheet) -> tuple[SheetSnapshot, bool]:
    """Keep a snapshot of what is about to be shown.

    Return the previous one, and whether somebody else discarded or saved the draft.
    """
    before = shown_snapshot()
    gone = sheet_snapshot.discarded_by_others(opened, before) if _same_meeting(before.place, opened.place) else {}
    if gone:
        was_saved = opened.saved and opened.base != before.base  # what is saved now is shown instead
        st.session_state[LOST] = None if was_saved else (opened.place, gone)
    st.session_state[SHOWN], st.session_state[TOKEN] = sheet_snapshot.take_snapshot(opened), new_code()
    return before, bool(gone)


def discarded_values(place: DraftKey) -> dict[DraftField, str | None]:
    """The user's values on this sheet that somebody else discarded."""
    kept, values = st.session_state.get(LOST) or (None, {})
    return values if kept == place else {}


def forget_shown() -> None:
    """Forget the snapshot after the user saved or discarded the sheet."""
    st.session_state.pop(SHOWN, None)
    st.session_state.pop(LOST, None)
    st.session_state.pop(UNKEPT, None)


def shown_snapshot() -> SheetSnapshot:
    """The sheet as its user knows it."""
    return st.session_state.get(SHOWN, sheet_snapshot.NOTHING)


def drawing_token() -> str | None:
    """A token per drawing of a sheet: pressing twice before a redraw saves once."""
    return st.session_state.get(TOKEN)


def shown_values(place: DraftKey) -> Values:
    """The values of a draft as its user knows them."""
    return shown_snapshot().values if shown_snapshot().place == place else {}


def set_shown(snapshot: SheetSnapshot) -> None:
    """Replace the snapshot after the user typed something."""
    st.session_state[SHOWN] = snapshot


def add_own_changes(place: DraftKey, values: Values) -> None:
    """Add typed values to what the user knows."""
    standing = shown_snapshot()
    if standing.place == place:
        st.session_state[SHOWN] = standing.with_own_changes(values)


def save_or_remember(place: DraftKey, values: Values, write: Callable[[Values, Values], Values]) -> bool:
    """Write typed values together with earlier unkept ones, passing what their author saw; return whether they were
    kept. `write` returns what it wrote.
    """
    known, before = shown_values(place), unsaved_changes()
    values = {**before.values, **values}
    seen = {field: known.get(field) for field in values} | dict(before.seen)
    try:
        kept = write(values, seen)
    except Refused as refusal:
        remember_unsaved(values, seen, refusal)
        return False
    add_own_changes(place, kept)
    mark_all_saved()
    return True


def unsaved_changes() -> UnsavedChanges:
    """Return changes of the shown sheet that could not be kept; they are written with the next input,
    and before any save.
    """
    changes = st.session_state.get(UNKEPT, UnsavedChanges())
    return changes if changes.place == shown_snapshot().place else UnsavedChanges()


def has_unsaved_changes() -> bool:
    """Return whether there are unkept changes that this run has not just tried to write."""
    return bool(unsaved_changes().values) and pending_refusal() is None


def mark_all_saved() -> None:
    """Mark everything typed as written."""
    st.session_state.pop(UNKEPT, None)


def remember_unsaved(values: Values, seen: Values, refusal: Refused) -> None:
    """Keep changes that could not be written, to be shown and retried if possible."""
    set_refusal(refusal)
    if draft_fields.is_temporary(refusal):
        st.session_state[UNKEPT] = UnsavedChanges(shown_snapshot().place, dict(values), dict(seen))
    else:
        mark_all_saved()


def set_refusal(refusal: Refused) -> None:
    """Keep the refusal of a change, to be shown on the sheet."""
    st.session_state[REFUSED] = refusal


def pending_refusal() -> Refused | None:
    """Return why the last input was not kept, if so."""
    return st.session_state.get(REFUSED)


def show_status(opened: DraftedSheet) -> None:
    """Show when the draft was last kept, and what could not be written, with the reason."""
    refusal = pending_refusal()
    not_kept = bool(unsaved_changes().values) or (refusal is not None and draft_fields.is_temporary(refusal))
    draft_fields.show_status(opened.place, opened.typed.touched_at, refusal, not_kept)


def clear_refusal() -> None:
    """Forget a refusal once it was shown."""
    st.session_state.pop(REFUSED, None)


def _same_meeting(one: DraftKey | None, other: DraftKey) -> bool:
    return one is not None and one.unit_id == other.unit_id and one.key.split(":")[:2] == other.key.split(":")[:2]
