"""A grid that writes to a draft on each input, without losing what is typed ahead of the server's answer.

The browser keeps the typed cells beside the values it was given and sends all of them at each change; when the grid
gets another key, it drops them, including those that have not arrived yet. So a grid keeps its key as long as its rows
stay the same. A typed cell keeps the value that it was typed over; all others show what is in the draft and saved.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from components.widgets import draft_fields
from db.drafts.drafts import DraftKey

Cell = tuple[str, str]  # the draft part of its row, and the name of its field
Values = Mapping[Cell, Any]


class _Shown(NamedTuple):
    """What a grid shows: the values the browser was given, and those that the draft or the register has instead."""

    place: DraftKey
    parts: list[str]
    given: Values
    standing: Values


class DraftGrid(NamedTuple):
    """A grid of a draft. `read` returns a cell's value, in the form in which it stands, from what the browser sent."""

    name: str
    place: DraftKey
    read: Callable[[str, Any], Any]

    @property
    def key(self) -> str:
        """The key of its widget."""
        return draft_fields.field_key(self.name)

    def values_to_give(self, parts: list[str], standing: Values) -> Values:
        """Return the values for the browser, one row per part, before the widget is drawn; what was typed is shown on
        top of them. It starts afresh if its rows have changed, or if a typed cell has been given another value
        elsewhere.
        """
        shown, typed = self._shown, self._typed()
        if shown is None or (shown.parts, shown.given.keys()) != (parts, standing.keys()) or any(
            standing[cell] not in (shown.standing[cell], value) for cell, value in typed.items()
        ):  # fmt: skip
            draft_fields.renew_fields(self.name)
            given = standing
        else:
            given = {**standing, **{cell: shown.given[cell] for cell in typed}}
        st.session_state[self._state_key] = _Shown(self.place, parts, given, standing)
        return given

    def changes(self) -> dict[Cell, Any]:
        """Return the cells typed or restored since they were last kept. For a callback."""
        if (shown := self._shown) is None:
            return {}
        now = {**shown.given, **self._typed()}
        return {cell: value for cell, value in now.items() if value != shown.standing[cell]}

    def mark_kept(self, changes: Values) -> None:
        """Note that changes are in the draft."""
        if shown := self._shown:
            st.session_state[self._state_key] = shown._replace(standing={**shown.standing, **changes})

    def _typed(self) -> dict[Cell, Any]:
        """What was typed and not restored, as far as it has arrived; nothing once the page was left."""
        shown, state = self._shown, st.session_state.get(self.key)
        if shown is None or not state:
            return {}
        return {
            cell: self.read(name, value)
            for row, cells in state["edited_rows"].items()
            if row < len(shown.parts)
            for name, value in cells.items()
            if (cell := (shown.parts[row], name)) in shown.given
        }

    @property
    def _shown(self) -> _Shown | None:
        shown = st.session_state.get(self._state_key)
        return shown if shown and shown.place == self.place else None

    @property
    def _state_key(self) -> str:
        return f"{self.name}_shown"
