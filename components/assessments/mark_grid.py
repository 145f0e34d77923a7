"""The grid for a wide screen: a row per person, a column per item; every changed cell is kept at once."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _
from components.labels import assessment_labels
from components.widgets.draft_grid import DraftGrid, Values, whole_number
from components.widgets.filters import parse_int
from db.assessments.assessment_forms import FormItem
from db.assessments.marked_sheet import MarkedLine, MarkedSheet
from db.drafts.drafts import DraftField
from db.vietnamese import clean

GRID = "assess_grid"
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
    standing = {
        (part, item.key): _answer(line, item.key) for part, line in zip(parts, lines, strict=True) for item in items
    }
    grid = _draft_grid(sheet)
    given = grid.values_to_give(parts, standing)
    st.data_editor(
        _frame(lines, items, given, counts_text),
        hide_index=True,
        disabled=[NUMBER, NAME, COUNTS],
        num_rows="fixed",
        height=HEIGHT if len(lines) > MANY else "content",
        placeholder="",
        key=grid.key,
        on_change=_edited,
        args=(sheet,),
        column_config=_columns(sheet),
    )
    names = {line.part: line.person.name for line in lines}
    titles = {item.key: item.short for item in items}
    grid.take_back_cells(
        lambda cells: _keep(sheet, cells), lambda part, name: f"{names.get(part, '')} {titles.get(name, '')}".strip()
    )


def _answer(line: MarkedLine, item: str) -> str | None:
    return line.marks.get(item) or line.texts.get(item) or None


def _frame(
    lines: list[MarkedLine], items: tuple[FormItem, ...], given: Values, counts_text: Callable[[Any], str]
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
    answers = {item.key: _column(item, [_shown(item, given[part, item.key]) for part in parts]) for item in items}
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


def _draft_grid(sheet: MarkedSheet) -> DraftGrid:
    items = {item.key: item for item in sheet.form.items} if sheet.form else {}
    return DraftGrid(GRID, sheet.place, lambda name, value: _read(items.get(name), value))


def _edited(sheet: MarkedSheet) -> None:
    """Keep the cells changed in the grid. A callback."""
    grid = _draft_grid(sheet)
    changes = grid.changes()
    if _keep(sheet, changes):
        grid.mark_kept(changes)


def _keep(sheet: MarkedSheet, cells: Values) -> bool:
    """Save cells to the draft; returns whether they were kept."""
    return marked_list_draft.save_values(sheet, {DraftField(*cell): value or "" for cell, value in cells.items()})


def _read(item: FormItem | None, value: Any) -> str | None:
    """A cell's value as a draft stores it; None if empty. Raises ValueError if its item cannot have it."""
    if value is None or value == "":
        return None
    if item and item.number:
        return str(whole_number(value))
    if not isinstance(value, str) or (item and item.marks and not item.has_mark(value)):
        raise ValueError("not offered")
    return clean(value) or None
