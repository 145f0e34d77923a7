"""From input in a list of marks to its draft: only what a widget changed is written."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.meetings import shown_snapshot
from components.shell import auth, refusal_message
from components.widgets import draft_fields
from db.assessments import assessment_draft, assessment_list
from db.assessments.marked_sheet import LIST, MarkedSheet
from db.drafts.drafts import DraftField, DraftKey
from db.evaluations import evaluation_draft, evaluation_list

SHEET = "assess"
DRAFTS: dict[str, Any] = {assessment_list.DRAFT: assessment_draft, evaluation_list.DRAFT: evaluation_draft}


def field_key(*names: str) -> str:
    """The key of a field; it changes once the list is saved or its contents change elsewhere."""
    return draft_fields.field_key(SHEET, *names)


def forget_shown_and_renew_fields() -> None:
    """After saving or discarding: reset all fields."""
    shown_snapshot.forget_shown()
    renew_fields()


def renew_fields() -> None:
    """Show current values in all fields."""
    draft_fields.renew_fields(SHEET)


def save_values(sheet: MarkedSheet, values: Mapping[DraftField, str | None]) -> bool:
    """Save values to the draft, with what their author saw; returns whether they were kept."""
    return _write(sheet.unit_id, sheet.year, sheet.place, values)


def retry_unsaved(unit_id: int, year: int) -> None:
    """Write what could not be written before."""
    if shown_snapshot.has_unsaved_changes() and (place := shown_snapshot.shown_snapshot().place):
        _write(unit_id, year, place, {})


def _write(unit_id: int, year: int, place: DraftKey, values: Mapping[DraftField, str | None]) -> bool:
    return shown_snapshot.save_or_remember(
        place,
        values,
        lambda values, seen: DRAFTS[place.kind].save_values(auth.viewer(), unit_id, year, values, seen),
    )


def typed_field(sheet: MarkedSheet, part: str, name: str, *shown: str) -> dict[str, Any]:
    """Return widget options that bind it to a field of the draft: a mark, a line of text, a day. A field showing
    another value has another key.
    """
    at = DraftField(part, name)
    return draft_fields.draft_widget(field_key(part, name, *shown), lambda text: save_values(sheet, {at: text}))


def whole_list_field(sheet: MarkedSheet, name: str) -> dict[str, Any]:
    """Widget options that bind it to a field of the whole list."""
    return typed_field(sheet, LIST, name)


def on_conflict_answer(key: str, sheet: MarkedSheet, field: DraftField, values: list[str | None]) -> None:
    """Settle which of two people's answers applies. A callback."""
    if (chosen := st.session_state.get(key)) is not None:
        viewer = auth.viewer()
        with refusal_message.showing_refusal():
            DRAFTS[sheet.place.kind].resolve_conflict(viewer, sheet.unit_id, sheet.year, field, values[chosen])
            shown_snapshot.add_own_changes(sheet.place, {field: values[chosen]})
            renew_fields()
