"""The registry of charts: each module declares its own in CHARTS, and the screens iterate over them."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import altair as alt

from components import charts as package
from components.i18n import N_
from components.widgets.link_tables import Columns
from db.figures.data_version import MEETINGS
from db.figures.figures import FigureQuery
from db.figures.unit_parts import CountedSpan
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models.meetings import MeetingAudience

NO_MEETINGS = N_("Nothing is recorded for this period yet. Figures appear here once meetings are saved.")


class ChartGroup(StrEnum):
    """The topics of charts, in menu order."""

    MEETINGS = "meetings"
    CONTACT = "contact"
    MEMBERS = "members"
    HOUSEHOLDS = "households"


CHART_GROUPS = {
    ChartGroup.MEETINGS: N_("Meetings of cells"),
    ChartGroup.CONTACT: N_("Residence contact"),
    ChartGroup.MEMBERS: N_("Members"),
    ChartGroup.HOUSEHOLDS: N_("Households and people"),
}


class CellRowLink(NamedTuple):
    """What the cell rows behind a chart of units open, for roles that may read names, and the text for other roles."""

    page: str
    query: Callable[[Any], dict[str, str]]
    hidden: str  # marked for translation


class YearParts(NamedTuple):
    """The parts of a year: its areas or cells, their sum in words, and what the cell rows open."""

    parts: Callable[[Viewer, FigureQuery, int], list]
    total: Callable[[list], str]
    cells: CellRowLink


class MonthRows(NamedTuple):
    """The rows behind a part of a month: columns, what a row opens, who may read them, and the text for others."""

    list_rows: Callable[[Viewer, FigureQuery, int, int], list]  # for a month, in a unit given by its id
    columns: Columns
    page: str = ""  # if empty, rows open nothing
    query: Callable[[Any], dict[str, str]] = lambda row: {}
    audience: Audience = Audience.NAMES
    hidden: str = ""  # marked for translation
    partly: str = ""  # the text for those who see fewer rows than the month counts


class MonthDrillDown(NamedTuple):
    """The parts of a month: areas or cells, their sum in words, and the rows of a cell.

    `alone` is the label for those that belong to an area itself rather than to one of its cells.
    """

    parts: Callable[[Viewer, FigureQuery, int], list]
    total: Callable[[list], str]
    rows: MonthRows
    alone: str = ""  # marked for translation


class ClassDrillDown(NamedTuple):
    """The parts of a class: labels of the classes, areas or cells of one, their sum in words, and what a cell's row
    opens; `audience` may open it, `hidden` is the text for others.
    """

    names: Callable[[Viewer, FigureQuery, Sequence], Mapping[str, str]]  # of the chart's rows
    parts: Callable[[Viewer, FigureQuery, str], list]
    total: Callable[[list], str]
    page: str = ""
    noun: str = ""  # of that page's unit filter; empty if the page takes one unit
    query: Callable[[FigureQuery, str], dict[str, str]] = lambda wanted, key: {}  # further parameters of its address
    hidden: str = ""  # marked for translation
    audience: Audience = Audience.NAMES
    partly: str = ""  # the text for those above the cell who may open it but see fewer rows than it counts
    label: str = N_("Open the group")  # label of the box that opens one
    meetings: Callable[[Viewer, FigureQuery, str, int], list] | None = None  # a cell's, shown instead of a page
    cell_param: str = "unit"  # the parameter for a cell on a page without a unit filter


class SpanCounts(NamedTuple):
    """What a chart of a span of months counts, year by year, so that a save makes only its own year be counted again:
    the counts of any part of the span, and from those of all parts the rows, and the parts of a class.
    """

    count: Callable[[Viewer, FigureQuery], list[CountedSpan]]
    rows: Callable[[Viewer, FigureQuery, list[CountedSpan]], list]
    class_parts: Callable[[Viewer, FigureQuery, str, list[CountedSpan]], list] | None = None


@dataclass(frozen=True)
class Chart:
    """A chart: its query, its drawing function, the list behind a mark, its export, and its audience."""

    key: str  # in addresses and file names
    label: str  # marked for translation
    place: int  # order among the charts
    group: ChartGroup
    question: Callable[[Viewer, FigureQuery], Sequence]
    draw: Callable[[Viewer, FigureQuery, Any, Any, bool], alt.TopLevelMixin]  # rows, open period or class, dark
    has_data: Callable[[Any], object]  # whether a row has anything to show
    columns: Callable[[Any], Columns]  # columns of the areas or cells behind a mark
    empty: str  # the text if no row has data
    tables: tuple[type, ...] = MEETINGS  # the tables that its query reads
    meetings: MeetingAudience = MeetingAudience.OWN
    by_unit: CellRowLink | None = (
        None  # a mark is an area or a cell as it is today, which opens this; if None, a period,
    )
    by_year: YearParts | None = None  # or a year, which opens this
    by_class: ClassDrillDown | None = None  # or a class, which opens this
    by_month: MonthDrillDown | None = None  # or a month of something other than meetings, which opens this
    above_cells: bool = False  # whether it only makes sense for several cells
    spanning: bool = False  # for units and classes: whether a span of months is counted
    by_span: SpanCounts | None = None  # how a span of many years is counted
    from_january: bool = False  # whether the year so far is shown by default, rather than twelve months
    opens_meetings: bool = False  # for units: a cell opens its meetings in these months
    draw_with_year_before: Callable[[Viewer, FigureQuery, Any, Any, Any, bool], alt.TopLevelMixin] | None = (
        None  # with last year's rows
    )
    topics: Callable[[Viewer], dict[str, str]] | None = None  # its topics to choose from, by key
    topic_label: str = N_("Indicator")
    export: str | None = "meetings"
    audience: Audience = Audience.FIGURES

    @property
    def dated(self) -> bool:
        """Tell whether the chart has a range of months."""
        return self.spanning or not (self.by_unit or self.by_year or self.by_class)

    @property
    def by_period(self) -> bool:
        """Tell whether each row is about one of the requested periods, as if only that were asked for."""
        return self.dated and not self.spanning


@cache
def charts_by_key() -> dict[str, Chart]:
    """Return all charts by key, in menu order."""
    names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    found = [chart for name in names for chart in getattr(importlib.import_module(name), "CHARTS", ())]
    return {chart.key: chart for chart in sorted(found, key=lambda chart: chart.place)}
