"""The frame of any list of marks: opening, empty state, saving and discarding."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _
from components.meetings import shown_snapshot
from components.shell import auth
from components.widgets import feedback, number_boxes
from db.assessments.marked_sheet import MarkedSheet
from db.kernel.scope import Viewer
from db.meetings.sheet_snapshot import SheetSnapshot

Sheet = TypeVar("Sheet", bound=MarkedSheet)


def load(question: Callable[[Viewer, int, int], Sheet], unit_id: int, year: int) -> tuple[Sheet, SheetSnapshot]:
    """Return a cell's list for a year, after retrying earlier failed writes, and the snapshot that its user saw."""
    marked_list_draft.retry_unsaved(unit_id, year)
    with feedback.stop_on_refusal():
        sheet = question(auth.viewer(), unit_id, year)
    before, gone = shown_snapshot.remember_shown(sheet)
    if gone:
        marked_list_draft.renew_fields()
    return sheet, before


def show_empty(sheet: MarkedSheet, text: str) -> None:
    """Say that nobody is on the list, and why the last input was not kept, if so."""
    if shown_snapshot.pending_refusal():
        shown_snapshot.show_status(sheet)
        shown_snapshot.clear_refusal()
    st.caption(text)


def save_button(sheet: MarkedSheet, label: str, done: str, save: Callable[[Viewer], object]) -> None:
    """The time of the last draft, and the page's main button."""
    shown_snapshot.show_status(sheet)
    pressed = st.button(label, type="primary", key="assess_save", width="stretch")
    if pressed and not shown_snapshot.pending_refusal():

        def save_seen(viewer: Viewer) -> None:
            number_boxes.refuse_unseen(marked_list_draft.SHEET)
            save(viewer)

        _begin_anew_after(save_seen, done)


def discard_button(sheet: MarkedSheet, discard: Callable[[Viewer], object]) -> None:
    """The button that discards the draft, if there is one."""
    if sheet.typed.values and st.button(_("Discard the draft"), key="assess_discard"):
        _begin_anew_after(discard, _("The draft has been discarded."))


def _begin_anew_after(action: Callable[[Viewer], object], done: str) -> None:
    with feedback.saving(done):
        action(auth.viewer())
        marked_list_draft.forget_shown_and_renew_fields()
        st.rerun()
