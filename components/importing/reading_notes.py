"""What of a file was left out, joined or read otherwise, said with its row and column: a list looks clean only when it is."""

import streamlit as st

from components.i18n import N_, _, _n, join_list
from components.importing.excel_positions import field_text, row_text
from components.importing.staged_lists import StagedList
from components.markdown import escape_markdown
from db.imports.import_rows import ImportRow

NOTES = {
    "left_out": N_("{field}: “{typed}” is left out"),
    "first_taken": N_("{field}: of “{typed}” only {taken} is taken"),
    "read_as": N_("{field}: “{typed}” is read as {taken}"),
}
SKIPPED = ("section", "total", "signature", "heading", "other")
SHOWN = 50


def note_text(note: list[str]) -> str:
    """One note in words."""
    code, field, typed, taken = note
    return _(NOTES[code]).format(field=field_text(field), typed=typed, taken=taken)


def notes_text(row: ImportRow) -> str:
    """All notes of a row in a line."""
    return " · ".join(map(note_text, row.noted))


def show(staged: StagedList) -> None:
    """Everything that was left out or read otherwise."""
    seen = staged.seen
    if seen.dropped:
        st.caption(_("Not read, as it is none of a register's business: {what}.", what=escape_markdown(join_list(seen.dropped))))
    if staged.numbers:
        st.caption(_("Card and citizen numbers became sealed marks; only their last four digits will show."))
    if seen.unknown:
        st.caption(_("Columns that are not read: {what}.", what=escape_markdown(join_list(seen.unknown))))
    for left, read in seen.twice:
        st.warning(escape_markdown(_("“{left}” says the same as “{read}”; only “{read}” is read.", left=left, read=read)))
    _notes([row for row in staged.rows if row.noted])
    _skipped(staged)


def _notes(rows: list[ImportRow]) -> None:
    if rows:
        count = sum(len(row.noted) for row in rows)
        title = _n("{count} value is left out or read otherwise", "{count} values are left out or read otherwise", count)
        with st.expander(title, icon=":material/warning:", expanded=count <= 5):
            _lines([f"{_('Row {number}: {name}', number=row_text(row.number), name=escape_markdown(row.name))} · {escape_markdown(notes_text(row))}" for row in rows])


def _skipped(staged: StagedList) -> None:
    numbers = sorted(number for kind in SKIPPED for number in staged.seen.skipped.get(kind, ()))
    if numbers:
        with st.expander(_n("{count} row is a title, a sum or a signature.", "{count} rows are titles, sums or signatures.", len(numbers))):
            texts = staged.seen.texts
            _lines([f"{_('Row {number}', number=row_text(number))}: {escape_markdown(texts.get(number) or _('headings'))}" for number in numbers])


def _lines(lines: list[str]) -> None:
    st.markdown("\n".join(f"- {line}" for line in lines[:SHOWN]))
    if len(lines) > SHOWN:
        st.caption(_("The first {count} of {total}. All of them stand in the file.", count=SHOWN, total=len(lines)))
