"""What was left out, joined or converted in a file, by row and column: a list looks clean only if it is."""

import streamlit as st

from components.files.heading_vocabulary import Vocabulary
from components.i18n import N_, _, _n, join_list
from components.importing import row_messages
from components.importing.excel_positions import row_text
from components.importing.staged_lists import StagedList
from components.markdown import escape_markdown
from db.imports.list_rows import ListRow

NOTES = {
    "left_out": N_("{field}: “{typed}” skipped"),
    "first_taken": N_("{field}: only {taken} is used from “{typed}”"),
    "read_as": N_("{field}: “{typed}” read as {taken}"),
    "comment": N_("the comment in cell {typed} is not read"),
    "as_above": N_("{field}: {taken}, like the row above"),
}
SKIPPED = ("section", "total", "signature", "heading", "other")
SHOWN = 50


def note_text(note: list[str], vocabulary: Vocabulary) -> str:
    """Return one note in words."""
    code, field, typed, taken = note
    return _(NOTES[code]).format(field=vocabulary.title_of(field), typed=typed, taken=taken)


def notes_text(row: ListRow, vocabulary: Vocabulary) -> str:
    """Return all notes of a row in one line."""
    return " · ".join(note_text(note, vocabulary) for note in row.noted)


def show(staged: StagedList) -> None:
    """Show everything left out or converted."""
    seen = staged.seen
    if seen.dropped:
        st.caption(
            _("Ignored, as the register does not keep this: {what}.", what=escape_markdown(join_list(seen.dropped)))
        )
    if staged.numbers:
        st.caption(_("Card numbers and citizen IDs are stored as one-way codes; only the last four digits are shown."))
    if seen.unknown:
        st.caption(_("Columns not read: {what}.", what=escape_markdown(join_list(seen.unknown))))
    for left, read in seen.twice:
        st.warning(
            escape_markdown(
                _("Column “{left}” duplicates column “{read}”; only “{read}” is read.", left=left, read=read)
            )
        )
    _notes([row for row in staged.rows if row.noted], staged.format.vocabulary)
    _skipped(staged)


def _notes(rows: list[ListRow], vocabulary: Vocabulary) -> None:
    if rows:
        count = sum(len(row.noted) for row in rows)
        title = _n(
            "{count} value was skipped or read differently", "{count} values were skipped or read differently", count
        )
        with st.expander(title, icon=":material/warning:", expanded=count <= 5):
            row_messages.show(
                [
                    f"{_('Row {number}: {name}', number=row_text(row.number), name=escape_markdown(row.name))}"
                    f" · {escape_markdown(notes_text(row, vocabulary))}"
                    for row in rows
                ],
                SHOWN,
            )


def _skipped(staged: StagedList) -> None:
    numbers = sorted(number for kind in SKIPPED for number in staged.seen.skipped.get(kind, ()))
    if numbers:
        with st.expander(
            _n(
                "{count} row is a title, a total or a signature.",
                "{count} rows are titles, totals or signatures.",
                len(numbers),
            )
        ):
            texts, headings = staged.seen.texts, _("header row")
            row_messages.show(
                [
                    f"{_('Row {number}', number=row_text(number))}: {escape_markdown(texts.get(number) or headings)}"
                    for number in numbers
                ],
                SHOWN,
            )
