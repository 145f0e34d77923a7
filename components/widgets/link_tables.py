"""Tables of links for any browser: each row is a finger-high link, in columns on a wide screen,
in two lines on a phone.

Columns are declared once for both screen and file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

import streamlit as st

from components import menu
from components.i18n import DASH, _, number
from components.markdown import escape_markdown
from components.widgets import page_links
from components.widgets.page_links import PageLink

NOUGHT = ("", "0", DASH)


class Column(NamedTuple):
    """A column: title (marked for translation), file value and screen text of a row.

    `phone` says for which rows a phone shows it; the obvious is left out there. `figures` are right-aligned.
    """

    title: str
    value: Callable[[Any], Any]
    shown: Callable[[Any], str] | None = None
    phone: Callable[[Any], bool] = bool
    figures: bool = False
    color: Callable[[Any], str | None] = lambda row: None


Columns = Mapping[str, Column]


def number_column(title: str, attribute: str, phone: bool = False) -> Column:
    """A column of one number of its rows, an attribute by its dotted name."""
    figure = attrgetter(attribute)
    return Column(title, figure, lambda row: number(figure(row)), bool if phone else lambda row: False, True)


def link_rows(
    rows: Iterable,
    columns: Columns,
    *,
    page: str | Callable[[Any], str],
    query: Callable[[Any], dict[str, str]],
    main: str,
    key: str,
    worded: bool = False,
) -> None:
    """Show rows as links to a page; `page` may be a function of the row.

    The `main` column is emphasised; `query` gives a row's address parameters. On a phone the figures of `worded` rows
    are on one line with their column titles: the first, and those that are not zero.
    """
    listed = list(rows)
    with _right(columns, key), st.container(key=f"rows_{key}", gap=None):
        heads = (
            _cell(_(column.title), name == main, any(map(column.phone, listed))) for name, column in columns.items()
        )
        st.markdown(" ".join(heads))
        files = [page(row) if callable(page) else page for row in listed]
        targets = {file: menu.link_target(file) for file in dict.fromkeys(files)}
        first = next((name for name, column in columns.items() if column.figures), None) if worded else None
        titles = {name: _(column.title) for name, column in columns.items()} if worded else {}
        lines = (" ".join(_cells(row, columns, main, first, titles)) for row in listed)
        page_links.show(map(PageLink, map(targets.__getitem__, files), lines, map(query, listed)))


def read_only_table(rows: Iterable, columns: Columns) -> None:
    """A table without links, figures right-aligned; without figures, as lines on a phone."""
    heads = [escape_markdown(_(column.title)) for column in columns.values()]
    rules = ("---:" if column.figures else "---" for column in columns.values())
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join(rules) + "|"]
    st.markdown(
        "\n".join(
            [
                *lines,
                *(
                    "| " + " | ".join(escape_markdown(_text(column, row)) for column in columns.values()) + " |"
                    for row in rows
                ),
            ]
        )
    )


def _right(columns: Columns, key: str):
    """Context around the rows that tells the style sheet which columns hold figures."""
    places = [str(place) for place, column in enumerate(columns.values(), 1) if column.figures]
    return st.container(key="-".join(["figures", *places, "", key]), gap=None)


def _cells(row, columns: Columns, main: str, first: str | None, titles: Mapping[str, str]) -> Iterator[str]:
    """The cells of a row; `first` is the first column of figures, where figures are told with their words, from
    `titles`.
    """
    for name, column in columns.items():
        text = _text(column, row)
        if name == main:
            yield _cell(text, True, True)
            continue
        phone, word = column.phone(row), ""
        if first and column.figures:
            phone, word = phone and (name == first or text not in NOUGHT), titles[name]
        yield _cell(text, False, phone, column.color(row), word)


def _text(column: Column, row) -> str:
    return column.shown(row) if column.shown else str(column.value(row) or "")


def _cell(text: str, main: bool, phone: bool, color: str | None = None, word: str = "") -> str:
    """Return a cell's Markdown: bold is the main column, small the others, italic what a phone leaves out, struck
    through the label that only a phone shows; the style sheet reads these marks.
    """
    if main:
        return f"**{escape_markdown(text)}**"
    told = f":{color}[{escape_markdown(text)}]" if text and color else escape_markdown(text or DASH)
    said = f"~~{escape_markdown(word)}~~ " if word else ""
    return f":small[{said}{told}]" if text and phone else f"*{told}*"
