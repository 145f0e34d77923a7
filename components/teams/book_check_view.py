"""Checks of cells' books on screen: cells not checked yet, and the remarks on one."""

import streamlit as st

from components.i18n import DASH, N_, _, _n, day_text, month_text, number, quarter_text
from components.markdown import escape_markdown
from components.teams import book_check_forms
from components.teams.book_check_forms import Span
from components.widgets import link_tables, opened_unit, url_state
from components.widgets.link_tables import Column, number_column
from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.figures import checked_books
from db.figures.checked_books import CheckedBook, CheckedBooks
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.teams import book_checks
from db.teams.book_checks import BookCheckLine
from db.units.units import UnitName

PAGE, CELL, WITHIN = "pages/people/book_checks.py", "checks_cell", "checks_within"
PART_COLUMNS = {
    "name": Column(N_("Unit"), lambda part: part.name),
    "cells": number_column(N_("Cells"), "count.cells", phone=True),
    "left": number_column(N_("Not yet, or not for all months"), "count.not_fully_checked", phone=True),
    "unchecked": number_column(N_("Not checked at all"), "count.unchecked"),
    "part": number_column(N_("Checked for some months"), "count.part"),
    "whole": number_column(N_("Checked for all months"), "count.whole"),
    "answered": Column(N_("Remarks answered"), lambda part: answered_text(part.count), figures=True),
}
CELL_COLUMNS = {
    "name": Column(N_("Cell"), lambda row: row.name),
    "state": Column(N_("Book"), lambda row: state_text(row.count)),
    "last": Column(N_("Last check"), lambda row: _last(row.count)),
    "answered": Column(N_("Remarks answered"), lambda row: answered_text(row.count), figures=True),
}
SHOWN = {"left": N_("Not yet checked"), "unanswered": N_("Remarks not answered"), "all": N_("All cells")}
EMPTY = {
    "left": N_("Every cell's book is checked for these months."),
    "unanswered": N_("No remark on a book of these months waits for an answer."),
    "all": N_("There is no cell here."),
}


def show(viewer: Viewer) -> None:
    """Show the cells below the viewer's unit, or the open one, by the state of their checks."""
    area = opened_unit.show(viewer, WITHIN, PAGE, {})
    span = choose_span()
    unit_id = area.id if area else None
    parts = checked_books.by_unit(viewer, *span, unit_id)
    together = checked_books.total(part.count for part in parts)
    st.markdown(summary(together))
    if together.remarks:
        st.markdown(
            _n(
                "Of **{remarks}** remark on books **{answered}** is answered by its cell.",
                "Of **{remarks}** remarks on books **{answered}** are answered by their cells.",
                together.remarks,
                remarks=number(together.remarks),
                answered=number(together.answered),
            )
        )
    if any(not part.is_cell for part in parts):
        link_tables.link_rows(
            parts, PART_COLUMNS, page=PAGE, query=_opened, main="name", key="book_check_parts", worded=True
        )
        return
    rows = checked_books.list_cells(viewer, *span, unit_id)
    _show_cells(viewer, rows, span)


def show_cell(viewer: Viewer, cell: UnitName, above: bool) -> None:
    """Show the checks of one cell's book, and from `above` the actions on it."""
    span = choose_span()
    book = next((row.count for row in checked_books.list_cells(viewer, *span, cell.id)), CheckedBook())
    st.markdown(f"**{escape_markdown(state_text(book))}**")
    lines = book_checks.list_of_cell(viewer, cell.id)
    if above:
        book_check_forms.show_one(viewer, cell.code, cell.name, lines, span)
    else:
        book_check_forms.show_answer(cell.code, lines)
    if not lines:
        st.caption(
            _("Nobody has noted a check of this book yet.")
            if above
            else _(
                "Nobody has checked this book yet. When the level above does, the day and its remark will appear here."
            )
        )
    for line in lines:
        with st.container(border=True):
            st.markdown(f"**{escape_markdown(check_text(line))}**")
            st.markdown(escape_markdown(line.remark) if line.remark else _("Without a remark."))
            if line.answer:
                told = _("The cell's answer, {day}: {answer}", day=day_text(line.answered_on), answer=line.answer)
                st.markdown(escape_markdown(told))
            elif line.remark:
                st.caption(_("The cell has not answered yet.") if above else _("Not answered yet."))


def choose_span() -> Span:
    """Ask for the months: the year so far, one of its quarters, or the previous year."""
    spans = _spans()
    bound = url_state.choice_in_address("checks_span", spans, lambda code: spans[code][0], next(iter(spans)))
    chosen = st.selectbox(_("Months of the book"), **bound)
    return spans[chosen or next(iter(spans))][1]


def summary(books: CheckedBooks) -> str:
    """Return how many cells' books are checked, of how many."""
    return _(
        "Of **{cells}** cells **{whole}** are checked for all months, **{part}** for some, **{unchecked}** not yet.",
        cells=number(books.with_months),
        whole=number(books.whole),
        part=number(books.part),
        unchecked=number(books.unchecked),
    )


def state_text(book: CheckedBook) -> str:
    """Return the state of a book's check, with its sign."""
    if not book.months:
        return _("– no month to check")
    told = {"checked": number(book.checked), "months": number(book.months)}
    if book.whole:
        return _("✓ all {months} months checked", **told)
    if book.part:
        return _("½ {checked} of {months} months checked", **told)
    return _("○ no month of {months} checked", **told)


def check_text(line: BookCheckLine) -> str:
    """Return a check's months, day and checker."""
    checker = () if line.is_erased else (line.checker,)
    return " · ".join((_("Book of {months}", months=months_text(line)), day_text(line.checked_on), *checker, line.by))


def answered_text(count: CheckedBook | CheckedBooks) -> str:
    """Return how many remarks were answered, of how many."""
    return f"{number(count.answered)}/{number(count.remarks)}" if count.remarks else DASH


def months_text(line: BookCheckLine) -> str:
    """Return the months of a check."""
    if line.first_month == line.last_month:
        return month_text(line.first_month)
    return _("{first} to {last}", first=month_text(line.first_month), last=month_text(line.last_month))


def _show_cells(viewer: Viewer, rows: list[UnitCount[CheckedBook]], span: Span) -> None:
    book_check_forms.show(viewer, {row.code: row.name for row in rows}, span)
    bound = url_state.choice_in_address("checks_shown", SHOWN, lambda key: _(SHOWN[key]), "left")
    shown = st.segmented_control(_("Show"), required=True, label_visibility="collapsed", **bound)
    if shown == "left":
        rows = [row for row in rows if row.count.part or row.count.unchecked]
    elif shown == "unanswered":
        rows = [row for row in rows if row.count.answered < row.count.remarks]
    if not rows:
        st.caption(_(EMPTY[str(shown)]))
        return
    link_tables.link_rows(rows, CELL_COLUMNS, page=PAGE, query=_opened, main="name", key="book_checks")


def _opened(part: UnitCount) -> dict[str, str]:
    return {CELL if part.is_cell else WITHIN: part.code}


def _last(book: CheckedBook) -> str:
    return f"{day_text(book.last_on)} · {book.checker}" if book.last_on else ""


def _spans() -> dict[str, tuple[str, Span]]:
    """Return label and months of each choice by code: only past months can be checked."""
    over = add_months(month_of(clock.today()), -1)
    year = over // 100
    found = {
        str(year): (
            _("{year}, to {month}", year=str(year), month=month_text(over)),
            (year * 100 + 1, over),
        )
    }
    for first in (year * 100 + month for month in (10, 7, 4, 1)):
        if first <= over:
            code = f"{year}q{first % 100 // 3 + 1}"
            found[code] = (quarter_text(first), (first, min(over, add_months(first, 2))))
    before = year - 1
    return found | {str(before): (_("Year {year}", year=str(before)), (before * 100 + 1, before * 100 + 12))}
