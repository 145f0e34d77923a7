"""A grid that writes to a draft on each input, without losing what is typed ahead of the server's answer.

The browser keeps the typed cells beside the values it was given and sends all of them at each change; when the grid
gets another key, it drops them, including those that have not arrived yet. So a grid keeps its key as long as its rows
stay the same. A typed cell keeps the value that it was typed over; all others show what is in the draft and saved.

Cells that the server did not get, because it was restarted or the page was loaded again, are kept by the browser
(components/assets/grid_cells.js) and come back through a hidden field.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import draft_fields
from db.drafts.drafts import DraftKey

Cell = tuple[str, str]  # the draft part of its row, and the name of its field
Values = Mapping[Cell, Any]
NOT_OFFERED = object()  # in place of a value


class _Shown(NamedTuple):
    """What a grid shows: the values the browser was given, and those that the draft or the register has instead."""

    place: DraftKey
    parts: list[str]
    given: Values
    standing: Values


class DraftGrid(NamedTuple):
    """A grid of a draft. `read` returns a cell's value, in the form in which it stands, from what the browser sent; it
    raises ValueError for what its field cannot hold.
    """

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

    def take_back_cells(self, keep: Callable[[dict[Cell, Any]], object], labels: Callable[[str, str], str]) -> None:
        """Below the grid: tell the browser which rows and values it shows, and `keep` the cells that it brings back
        after it was loaded again. Those changed elsewhere meanwhile are named with their `labels` instead.
        """
        if (shown := self._shown) is None:
            return
        told = {
            "key": self.key,
            "label": self.name,
            "rows": json.dumps(shown.parts),
            "standing": _as_json(shown.standing),
            "given": _as_json(shown.given),
            "heard": json.dumps(st.session_state.get(self._heard_key)),
        }
        with st.container(key=f"cells_{self.name}"):
            attributes = " ".join(f'data-{name}="{escape(text)}"' for name, text in told.items())
            st.html(f'<div class="grid-rows" {attributes}></div>')
            key = f"{self.key}_back"
            st.text_input(self.name, key=key, on_change=self._take_back, args=(key, keep))
        if NOT_OFFERED in self._sent().values():
            st.warning(
                _("Not saved: this grid does not offer what was entered. Please reload the page and enter it again.")
            )
        place, refused = st.session_state.get(self._refused_key, (None, {}))
        if refused and place == self.place:
            said = _("The following was typed but not saved, since it was changed elsewhere meanwhile:")
            cells = [f"{labels(*cell)}: {value}" for cell, value in refused.items()]
            st.warning("\n\n".join(map(escape_markdown, [said, *cells])))

    def _take_back(self, key: str, keep: Callable[[dict[Cell, Any]], object]) -> None:
        """Cells typed before the page was loaded again. A callback; the browser sends what it likes."""
        shown = self._shown
        if shown is None:
            return
        kept, refused = {}, {}
        for cell, value, known in _cells(st.session_state.get(key)):
            typed = self._value(cell[1], value)
            if typed is NOT_OFFERED:
                continue
            if cell not in shown.standing:
                refused[cell] = draft_fields.to_text(typed)
            elif typed != (standing := shown.standing[cell]):
                if standing in [self._value(cell[1], each) for each in known]:
                    kept[cell] = typed
                else:
                    refused[cell] = draft_fields.to_text(typed)
        st.session_state[self._refused_key] = self.place, {cell: text for cell, text in refused.items() if text}
        if kept and keep(kept):
            self.mark_kept(kept)

    def changes(self) -> dict[Cell, Any]:
        """Return the cells typed or restored since they were last kept. For a callback."""
        if (shown := self._shown) is None:
            return {}
        st.session_state[self._heard_key] = (
            self.key,
            dict((st.session_state.get(self.key) or {}).get("edited_rows", {})),
        )
        now = {**shown.given, **self._typed()}
        return {cell: value for cell, value in now.items() if value != shown.standing[cell]}

    def mark_kept(self, changes: Values) -> None:
        """Note that changes are in the draft."""
        if shown := self._shown:
            st.session_state[self._state_key] = shown._replace(standing={**shown.standing, **changes})

    def _typed(self) -> dict[Cell, Any]:
        """What was typed and not restored, as far as it has arrived; nothing once the page was left."""
        return {cell: value for cell, value in self._sent().items() if value is not NOT_OFFERED}

    def _sent(self) -> dict[Cell, Any]:
        """All cells that the browser sent, those that the grid does not offer, too."""
        shown, state = self._shown, st.session_state.get(self.key)
        if shown is None or not state:
            return {}
        parts = dict(enumerate(shown.parts))
        rows = ((parts.get(row, ""), cells) for row, cells in state["edited_rows"].items())
        sent = {(part, name): value for part, cells in rows for name, value in cells.items()}
        return {
            cell: self._value(cell[1], value) if cell in shown.given else NOT_OFFERED for cell, value in sent.items()
        }

    def _value(self, name: str, sent: Any) -> Any:
        try:
            return self.read(name, sent)
        except ValueError:
            return NOT_OFFERED

    @property
    def _shown(self) -> _Shown | None:
        shown = st.session_state.get(self._state_key)
        return shown if shown and shown.place == self.place else None

    @property
    def _refused_key(self) -> str:
        return f"{self.name}_refused"

    @property
    def _heard_key(self) -> str:
        """Where the last message about cells is kept: a grid that was drawn anew has not received those after it."""
        return f"{self.name}_heard"

    @property
    def _state_key(self) -> str:
        return f"{self.name}_shown"


def whole_number(sent: Any, most: int = 10**9) -> int:
    """A count that was typed into a cell, or stands in it as text. Raises ValueError for anything else."""
    if isinstance(sent, str) and sent.isascii() and sent.isdigit() and len(sent) <= len(str(most)):
        sent = int(sent)
    if not isinstance(sent, int | float) or not 0 <= sent <= most or sent != int(sent):
        raise ValueError("no count")
    return int(sent)


def _as_json(values: Values) -> str:
    """Values of a grid that are not empty, by row and field, as its browser sends them."""
    rows: dict[str, dict[str, Any]] = {}
    for (part, name), value in values.items():
        if value is not None:
            rows.setdefault(part, {})[name] = value
    return json.dumps(rows, default=str, ensure_ascii=False)


def _cells(sent: Any) -> Iterator[tuple[Cell, Any, list]]:
    """Cells that a browser brings back, each with its value and those that were known there before; nothing of what
    cannot be read.
    """
    try:
        cells = json.loads(sent or "[]")
    except (ValueError, RecursionError):
        return
    for each in cells if isinstance(cells, list) else []:
        match each:
            case [str(part), str(name), value, list(known)]:
                yield (part, name), value, known
