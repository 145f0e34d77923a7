"""Checks of cells' books: how many are checked for all of some months, for some of them, for none."""

from dataclasses import replace

import altair as alt

from components.charts import axes, class_bars, unit_rates
from components.charts.chart_registry import Chart, ChartGroup, ClassDrillDown
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, number, percent
from components.widgets.link_tables import Column, Columns, number_column
from db.figures import checked_books
from db.figures.checked_books import CheckedClass
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel.audience import Audience

NAMES = {
    "whole": N_("Checked for all months"),
    "part": N_("Checked for some months"),
    "unchecked": N_("Not checked at all"),
}


def chart(
    classes: list[CheckedClass], wanted: FigureQuery, chosen: str | None = None, dark: bool = False
) -> alt.LayerChart:
    """Draw a bar for each state, with its share of the cells that had a month to check."""
    bars = [
        ClassBar(one.key, _(NAMES[one.key]), one.books, _said(one), faint=one.key == "unchecked") for one in classes
    ]
    whole = classes[0]
    finding = _(
        "{whole} of {cells} books are checked for all months", whole=number(whole.books), cells=number(whole.all)
    )
    over = replace(wanted, until=checked_books.last_month_to_check(wanted.until))
    title = axes.chart_title(finding, unit_rates.span_text(over))
    return class_bars.draw_class_bars(bars, title, _("cells"), chosen, dark)


def _said(one: CheckedClass) -> str:
    return f"{number(one.books)} · {percent(one.books, one.all)}"


def table_columns(parts: list[UnitCount[CheckedClass]]) -> Columns:
    """Return the columns for communes or cells: how many are in the class, and of how many."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "books": number_column(N_("In this group"), "count.books", phone=True),
        "all": number_column(N_("Cells"), "count.all", phone=True),
    }


def _total(parts: list[UnitCount[CheckedClass]]) -> str:
    books, every = (sum(getattr(part.count, name) for part in parts) for name in ("books", "all"))
    return _("Total: {books} of {cells} cells", books=number(books), cells=number(every))


CHARTS = (
    Chart(
        "book_checks",
        N_("Checks of cells' books"),
        47,
        ChartGroup.MEETINGS,
        question=lambda viewer, wanted: checked_books.by_class(viewer, wanted.since, wanted.until, wanted.unit_id),
        draw=lambda viewer, wanted, classes, chosen, dark: chart(classes, wanted, chosen, dark),
        has_data=lambda one: one.books,
        columns=table_columns,
        empty=N_("No cell has a month to be checked in this period."),
        tables=checked_books.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, classes: {key: _(name) for key, name in NAMES.items()},
            lambda viewer, wanted, key: checked_books.parts_of_class(
                viewer, key, wanted.since, wanted.until, wanted.unit_id
            ),
            _total,
            "pages/people/book_checks.py",
            audience=Audience.FIGURES,
            cell_param="checks_cell",
        ),
        above_cells=True,
        spanning=True,
        from_january=True,  # as the page of checks and papers ask: books are checked by the year
        export=None,
    ),
)
