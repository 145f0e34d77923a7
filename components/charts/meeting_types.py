"""Meetings by type, and thematic ones per quarter: how many were held, in how many cells."""

import altair as alt

from components.charts import axes, class_bars, unit_rates
from components.charts.chart_registry import NO_MEETINGS, Chart, ChartGroup, ClassDrillDown, SpanCounts
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, _n, capitalized, number, percent, period_name
from components.widgets.link_tables import Column, Columns, number_column
from db.figures import meeting_types
from db.figures.figures import FigureQuery
from db.figures.meeting_types import QUARTER, QUARTERS, TYPES, MeetingClass, MeetingsCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.models.meetings import MeetingAudience
from db.settings import settings

TOPICS = {TYPES: N_("All meetings by type"), QUARTERS: N_("Thematic meetings per quarter")}


def chart(
    classes: list[MeetingClass],
    names: dict[str, str],
    wanted: FigureQuery,
    chosen: str | None = None,
    dark: bool = False,
) -> alt.LayerChart:
    """Draw a bar for each type, or quarter, with the number of meetings and of cells that held them."""
    bars = [ClassBar(one.key, names.get(one.key, one.key), one.meetings, _said(one)) for one in classes]
    return class_bars.draw_class_bars(bars, _title(classes, names, wanted), _("meetings held"), chosen, dark)


def _said(one: MeetingClass) -> str:
    if one.cells <= 1:
        return number(one.meetings)
    return _n("{meetings} in {count} cell", "{meetings} in {count} cells", one.cells, meetings=number(one.meetings))


def _title(classes: list[MeetingClass], names: dict[str, str], wanted: FigureQuery) -> alt.TitleParams:
    every = max((one.all for one in classes), default=0)
    span = unit_rates.span_text(wanted)
    if wanted.topic == QUARTERS:
        thematic = sum(one.meetings for one in classes)
        finding = _n("{count} thematic meeting", "{count} thematic meetings", thematic)
        of = _("{share} of {all} meetings held", share=percent(thematic, every), all=number(every)) if every else ""
        return axes.chart_title(finding, of, _("regular meetings with a thematic part counted in"), span)
    most = max(classes, key=lambda one: one.meetings)
    share = percent(most.meetings, every) if every else ""
    finding = _("{class_name}: {share} of meetings", class_name=names.get(most.key, most.key), share=share)
    of = _n("of {count} meeting held", "of {count} meetings held", every)
    return axes.chart_title(finding, of, _("joint meetings of several cells are not among them"), span)


def table_columns(parts: list[UnitCount[MeetingsCount]]) -> Columns:
    """Return the columns of the table of communes or cells."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "meetings": number_column(N_("In this group"), "count.meetings", phone=True),
        "all": number_column(N_("Meetings held"), "count.all", phone=True),
    }


def _total(parts: list[UnitCount[MeetingsCount]]) -> str:
    count = meeting_types.total(part.count for part in parts)
    return _("Total: {meetings} of {all} meetings held", meetings=number(count.meetings), all=number(count.all))


def _names(viewer: Viewer, wanted: FigureQuery) -> dict[str, str]:
    if wanted.topic == QUARTERS:
        found = {key: period_name(int(key), QUARTER) for key in meeting_types.quarters_asked_for(wanted)}
        return {key: capitalized(name) for key, name in found.items()}
    options = settings.options(viewer, "meeting_types")
    return {option.key: option.label for option in options if option.row["audience"] == MeetingAudience.OWN}


CHARTS = (
    Chart(
        "meeting_types",
        N_("Meetings by type"),
        40,
        ChartGroup.MEETINGS,
        question=meeting_types.by_class,
        draw=lambda viewer, wanted, classes, chosen, dark: chart(classes, _names(viewer, wanted), wanted, chosen, dark),
        has_data=lambda one: one.meetings,
        columns=table_columns,
        empty=NO_MEETINGS,
        by_class=ClassDrillDown(
            lambda viewer, wanted, classes: _names(viewer, wanted),
            meeting_types.by_unit,
            _total,
            meetings=meeting_types.list_meetings,
        ),
        spanning=True,
        by_span=SpanCounts(meeting_types.count_spans, meeting_types.by_class_of_spans, meeting_types.by_unit_of_spans),
        opens_meetings=True,
        topics=lambda viewer: {key: _(label) for key, label in TOPICS.items()},
        topic_label=N_("What is counted"),
    ),
)
