"""From a touch on the list of assessments to its draft: only what a widget changed is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from components.meetings import snapshot_state
from components.shell import auth
from db.assessments import assessment_draft
from db.assessments.assessment_sheet import LIST, AssessmentSheet
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Refused

TURN = "assess_turn"


def field_key(*names: str) -> str:
    """The key of a field; another one once the list is saved or what it shows was changed elsewhere."""
    return "_".join(["assess", *names, str(st.session_state.get(TURN, 0))])


def reset() -> None:
    """What was typed is saved or thrown away: all fields begin anew."""
    snapshot_state.clear()
    begin_anew()


def begin_anew() -> None:
    """The fields show what stands now."""
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def save_values(sheet: AssessmentSheet, values: Mapping[DraftField, str | None]) -> bool:
    """Into the draft, with what its author had before his eyes; whether it is kept."""
    return _write(sheet.unit_id, sheet.year, sheet.place, values)


def write_unkept(unit_id: int, year: int) -> None:
    """Write what an earlier touch could not."""
    if snapshot_state.has_unkept() and (place := snapshot_state.shown().place):
        _write(unit_id, year, place, {})


def _write(unit_id: int, year: int, place: DraftKey, values: Mapping[DraftField, str | None]) -> bool:
    shown, before = snapshot_state.shown_values(place), snapshot_state.unkept()
    values = {**before.values, **values}
    seen = {field: shown.get(field) for field in values} | dict(before.seen)
    try:
        kept = assessment_draft.save_values(auth.viewer(), unit_id, year, values, seen)
    except Refused as refusal:
        snapshot_state.set_unkept(values, seen, refusal)
        return False
    snapshot_state.add_own_changes(place, kept)
    snapshot_state.set_kept()
    return True


def typed_field(sheet: AssessmentSheet, part: str, name: str) -> dict[str, Any]:
    """What ties a widget to a field of the draft."""
    key = field_key(part, name)
    return {"key": key, "on_change": on_field, "args": (key, sheet, part, name)}


def list_field(sheet: AssessmentSheet, name: str) -> dict[str, Any]:
    """The same of the list as a whole."""
    return typed_field(sheet, LIST, name)


def on_field(key: str, sheet: AssessmentSheet, part: str, name: str) -> None:
    """A mark, a line of text, a day. A callback."""
    save_values(sheet, {DraftField(part, name): plain(st.session_state.get(key))})


def resolve(key: str, sheet: AssessmentSheet, field: DraftField, values: list[str | None]) -> None:
    """Which of two people's answers holds. A callback."""
    if (chosen := st.session_state.get(key)) is not None:
        assessment_draft.resolve_conflict(auth.viewer(), sheet.unit_id, sheet.year, field, values[chosen])
        snapshot_state.add_own_changes(sheet.place, {field: values[chosen]})
        begin_anew()


def plain(value: Any) -> str:
    """A widget's value as the draft keeps it; empty for what was taken out."""
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
