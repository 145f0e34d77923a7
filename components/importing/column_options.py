"""Columns that can be converted: texts in old typefaces, days with the month first. Each is shown,
and converted only on request.
"""

from collections.abc import Callable, Iterable

import streamlit as st

from components.files.list_sheet import OF_SHEET
from components.i18n import _, _n
from components.importing import answer_autosave, row_messages
from components.importing.excel_positions import column_text, row_text
from components.importing.staged_lists import StagedList
from components.markdown import escape_markdown
from db.imports import read_options
from db.imports.read_options import CONVERT, LEAVE


def ask_about_legacy_typefaces(staged: StagedList) -> None:
    """Ask about columns with texts in TCVN3 and VNI."""
    _columns(
        staged,
        "typeface",
        staged.seen.converted,
        lambda column, count: _n(
            "Column {column}: {count} text is typed for an old typeface (TCVN3, VNI)",
            "Column {column}: {count} texts are typed for an old typeface (TCVN3, VNI)",
            count,
            column=column,
        ),
        {CONVERT: _("Read as shown"), LEAVE: _("Leave as typed")},
        staged.choices.typefaces,
    )


def ask_about_exchanged_days(staged: StagedList) -> None:
    """Ask about columns of days possibly entered with English settings, which exchange day and month."""
    _columns(
        staged,
        "order",
        staged.seen.exchanged,
        lambda column, count: _n(
            "Column {column}: {count} date may have day and month swapped (made with English settings)",
            "Column {column}: {count} dates may have day and month swapped (made with English settings)",
            count,
            column=column,
        ),
        {CONVERT: _("Swap them as shown"), LEAVE: _("Correct as they are")},
        staged.choices.orders,
    )


def _columns(
    staged: StagedList,
    name: str,
    found: Iterable[list],
    title: Callable[[str, int], str],
    labels: dict[str, str],
    answers: dict[tuple[int, int], str],
) -> None:
    """Ask about each column, showing its values before and after the conversion."""
    lines: dict[tuple[int, int], list[str]] = {}
    for row, place, before, after in found:
        lines.setdefault((row // OF_SHEET, place), []).append(
            f"{_('Row {number}', number=row_text(row))}: {escape_markdown(before)} → **{escape_markdown(after)}**"
        )
    headings = {(sheet.at, column.place): column.heading for sheet in staged.seen.sheets for column in sheet.columns}
    for (at, place), texts in lines.items():
        key = f"import_{name}_{staged.code}_{at}_{place}"
        st.segmented_control(
            title(escape_markdown(column_text(place, headings.get((at, place), ""))), len(texts)),
            list(labels),
            format_func=labels.get,
            default=answers.get((at, place)),
            key=key,
            on_change=answer_autosave.save_widget,
            args=(staged.code, read_options.column_part(at, place), name, key),
        )
        row_messages.show(texts)
