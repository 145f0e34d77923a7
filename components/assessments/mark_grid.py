"""The grid for a wide screen: a row per person, a column per item; every changed cell is kept at once."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _
from components.labels import assessment_labels
from components.widgets.filters import parse_int
from db.assessments.assessment_forms import FormItem
from db.assessments.marked_sheet import MarkedLine, MarkedSheet
from db.drafts.drafts import DraftField

SHOWN, TURN = "assess_grid_shown", "assess_grid_turn"
HEIGHT, MANY = 560, 13  # pixels of a grid with many rows; a shorter one is as high as its rows
NUMBER, NAME, COUNTS = "number", "name", "counts"


def show(sheet: MarkedSheet, counts_text: Callable[[Any], str] = assessment_labels.member_year_text) -> None:
    """Show the people to whom the form in force applies and who are not confirmed; others are shown one by one."""
    lines = [line for line in sheet.lines if line.form == sheet.form and not line.locked]
    if not lines or sheet.form is None:
        st.caption(_("Nobody is left for the grid: go through the members one at a time."))
        return
    items = sheet.form.items
    parts = [line.part for line in lines]
    stands = {
        (part, item.key): _answer(line, item.key) for part, line in zip(parts, lines, strict=True) for item in items
    }
    kept = st.session_state.get(SHOWN)
    if kept is None or kept["place"] != sheet.place or kept["parts"] != parts or kept["now"] != stands:
        # another user, or a mark for all, changed what it shows: it starts afresh
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
        kept = {"place": sheet.place, "parts": parts, "base": stands, "now": stands}
        st.session_state[SHOWN] = kept
    key = f"assess_grid_{st.session_state[TURN]}"
    st.data_editor(
        _frame(lines, items, kept["base"], counts_text),
        hide_index=True,
        disabled=[NUMBER, NAME, COUNTS],
        num_rows="fixed",
        height=HEIGHT if len(lines) > MANY else "content",
        placeholder="",
        key=key,
        on_change=_edited,
        args=(key, sheet),
        column_config=_columns(sheet),
    )


def _answer(line: MarkedLine, item: str) -> str | None:
    return line.marks.get(item) or line.texts.get(item) or None


def _frame(
    lines: list[MarkedLine], items: tuple[FormItem, ...], base: dict, counts_text: Callable[[Any], str]
) -> pd.DataFrame:
    """The data frame with every column in its display type, since converting a whole frame
    costs as much as all the rest.
    """
    parts = [line.part for line in lines]
    told = {
        NUMBER: pd.array([line.person.number for line in lines], dtype="Int64"),
        NAME: pd.Series([line.person.name for line in lines], dtype=object),
        COUNTS: pd.Series([counts_text(line.counts) for line in lines], dtype=object),
    }
    answers = {item.key: _column(item, [_shown(item, base[part, item.key]) for part in parts]) for item in items}
    return pd.DataFrame(told | answers, copy=False)


def _column(item: FormItem, values: list) -> Any:
    return pd.array(values, dtype="Int64") if item.number else pd.Series(values, dtype=object)


def _shown(item: FormItem, value: str | None) -> int | str | None:
    return (parse_int(value) if item.number else value) if value else None


def _columns(sheet: MarkedSheet) -> dict[str, Any]:
    assert sheet.form is not None
    columns: dict[str, Any] = {
        NUMBER: st.column_config.NumberColumn(_("No."), pinned=True, width=52),
        NAME: st.column_config.TextColumn(_("Full name"), pinned=True, width=190),
        COUNTS: st.column_config.TextColumn(_("This year"), width=260),
    }
    for item in sheet.form.items:
        labels = {mark.key: mark.label for mark in item.marks}
        if item.marks:
            columns[item.key] = st.column_config.SelectboxColumn(
                item.short, options=list(labels), format_func=lambda key, labels=labels: labels.get(key, key),
                help=item.text, width=175,
            )  # fmt: skip
        elif item.number:
            columns[item.key] = st.column_config.NumberColumn(item.short, help=item.text, width=90, min_value=0, step=1)
        else:
            columns[item.key] = st.column_config.TextColumn(item.short, help=item.text, width=220, max_chars=500)
    return columns


def _edited(key: str, sheet: MarkedSheet) -> None:
    """Keep cells changed in the grid; only differences from what it showed are written. A callback."""
    kept, state = st.session_state.get(SHOWN), st.session_state.get(key)
    if not kept or not state or kept["place"] != sheet.place:
        return
    now = kept["base"] | {
        (kept["parts"][row], name): None if value in (None, "") else str(value)
        for row, cells in state["edited_rows"].items()
        if row < len(kept["parts"])
        for name, value in cells.items()
        if (kept["parts"][row], name) in kept["base"]
    }
    changed = {cell: value for cell, value in now.items() if value != kept["now"][cell]}
    if marked_list_draft.save_values(sheet, {DraftField(*cell): value or "" for cell, value in changed.items()}):
        st.session_state[SHOWN] = kept | {"now": now}
