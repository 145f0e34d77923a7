"""Questions about rows of a file that are asked once for all of them: texts on two rows, short names, missing cells."""

import streamlit as st

from components.i18n import _, _n
from components.importing import answer_autosave, row_messages
from components.importing.excel_positions import row_text, rows_text
from components.importing.staged_lists import StagedList
from components.markdown import escape_markdown
from db.imports.import_answers import FILE
from db.imports.read_options import CONVERT, LEAVE, TAKE


def ask_about_wrapped_texts(staged: StagedList) -> None:
    """Ask about names, addresses and the like that stand on two rows."""
    if names := staged.seen.wrapped:
        text = _n("{count} text continues in the row below", "{count} texts continue in the row below", len(names))
        choice(staged, "wrapped", text, {CONVERT: _("Join them as shown"), LEAVE: _("Leave as typed")})
        row_messages.show([_joined(*name) for name in names])


def ask_about_names_of_one_word(staged: StagedList) -> None:
    """Ask whether names of one word are whole names, as among some peoples, or lack the rest."""
    asked = [row for row in staged.rows if row.fault == "import_one_word"]
    if asked or staged.choices.one_word:
        text = _n("{count} name is a single word", "{count} names are a single word", len(asked))
        text = text if asked else _("Names of a single word")
        choice(staged, "one_word", text, {TAKE: _("These are whole names"), LEAVE: _("Something is missing")})
        row_messages.show(
            [
                _("Row {number}: {name}", number=row_text(row.number), name=escape_markdown(row.values["typed"]))
                for row in asked
            ]
        )


def ask_about_cells_named_above(staged: StagedList) -> None:
    """Ask whether a cell that only the first row of a group names holds for the rows below."""
    asked = [row for row in staged.rows if row.fault == "import_cell_above"]
    if asked or staged.choices.cell_above:
        text = _n(
            "{count} row names no cell, but a row above does",
            "{count} rows name no cell, but a row above does",
            len(asked),
        )
        text = text if asked else _("Rows below the one that names their cell")
        choice(staged, "cell_above", text, {TAKE: _("They belong to that cell"), LEAVE: _("They do not")})
        cells: dict[str, list[int]] = {}
        for row in asked:
            cells.setdefault(row.values["cell"], []).append(row.number)
        row_messages.show(
            [
                _("Rows {numbers}: {name}", numbers=rows_text(numbers), name=escape_markdown(cell))
                for cell, numbers in cells.items()
            ]
        )


def choice(staged: StagedList, name: str, text: str, labels: dict[str, str], usual: str | None = None) -> None:
    """Ask one question for the whole list; `usual` is the answer unless another one was given."""
    key = f"import_{name}_{staged.code}"
    default = getattr(staged.choices, name) or usual
    st.segmented_control(
        text,
        list(labels),
        format_func=labels.get,
        default=default,
        key=key,
        on_change=answer_autosave.save_widget,
        args=(staged.code, FILE, name, key),
    )


def _joined(upper: int, lower: int, before: str, after: str) -> str:
    place = _("Rows {numbers}", numbers=rows_text([upper, lower]))
    return f"{place}: {escape_markdown(before)} → **{escape_markdown(after)}**"
