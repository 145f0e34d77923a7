"""A chart's picture, cached by contents and viewer, and selecting its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from altair.utils.schemapi import debug_mode

from components import period_cache, result_cache
from components.charts import axes
from components.charts.axes import SELECTION
from components.charts.chart_registry import ClassDrillDown, SpanCounts
from components.charts.chart_theme import to_spec
from components.figures import chart_comparison, chart_download, unit_absence
from components.figures.chart_choice import ChartChoice
from components.i18n import _, current_language
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import filters, period_boxes, url_state
from db.calendar.months import first_day, last_day
from db.figures.data_version import FIRST_MONTH, DataVersion, data_version, data_versions
from db.figures.unit_parts import CountedSpan
from db.kernel.scope import Viewer
from db.units import units

OPEN, OPEN_CLASS, PICTURE, OTHER_PICTURE = "charts_month", "charts_class", "charts_picture", "charts_other"
# What is opened so far, and below which unit it was opened.
AREA_PARAM, CELL_PARAM, WITHIN_PARAM = "charts_in", "charts_of", "charts_within"
CELLS_OPEN = "charts_cells_open"  # whether a selected cell opens on the same page
ALL = "all"  # below the viewer's own unit
HEIGHT, MONTHS_OF_YEAR = 420, 12


def load_rows(viewer: Viewer, chosen: ChartChoice) -> Sequence:
    """The rows of a chart; empty if none has anything to show."""
    rows = _rows(viewer, chosen.without_comparison, _version(viewer, chosen.without_comparison))
    return rows if any(chosen.chart.has_data(row) for row in rows) else []


def show_empty_state(viewer: Viewer, chosen: ChartChoice) -> None:
    """What will appear here, and what to do next; of a unit that did not exist then, just that."""
    wanted = chosen.wanted
    absent = unit_absence.absence_text(viewer, wanted.unit_id, first_day(wanted.since), last_day(wanted.until))
    st.info(escape_markdown(absent) or _(chosen.chart.empty))
    if chosen.chart.dated and not absent:
        st.page_link("pages/home/home.py", label=_("Today"), icon=":material/home:")


def show_chart(viewer: Viewer, chosen: ChartChoice, period: int | str | None = None) -> None:
    """Show the picture with a period or class open, touchable marks and the download button; beside it the comparison,
    to the same scale.
    """
    dark = st.context.theme.type == "dark"
    specs = _specs(viewer, chosen, period, dark)
    places = st.columns(len(specs)) if len(specs) > 1 else [st.container()]
    for at, (spec, place) in enumerate(zip(specs, places, strict=True)):
        touch = partial(_pick_other, chosen) if at else _pick
        height = HEIGHT if isinstance(spec.get("height"), int) else "content"
        told = spec if len(specs) > 1 else spec | {"title": axes.title_by_width(spec)}
        with place:
            st.vega_lite_chart(
                told, width="stretch", height=height, theme=None, alt=_words(spec), selection_mode=SELECTION,
                key=OTHER_PICTURE if at else PICTURE, on_select=touch,
            )  # fmt: skip
    chart_download.show_button(viewer, _specs(viewer, chosen, period, False), chosen.key, chosen.wanted.unit_id)


def _specs(viewer: Viewer, chosen: ChartChoice, period: int | str | None, dark: bool) -> list[dict]:
    """The specs of the query and of its comparison, each labelled."""
    own, beside = chosen.without_comparison, chosen.compared
    if beside is None:
        return [_spec(viewer, own, period, current_language(), dark, _version(viewer, own))]
    other = replace(own, wanted=beside)
    if chosen.chart.draw_with_year_before and chart_comparison.is_year_before(chosen.wanted, beside):
        versions = _version(viewer, own), _version(viewer, other)
        return [_spec(viewer, chosen, period, current_language(), dark, versions)]
    earlier = (
        period - chart_comparison.MONTHS_OF_YEAR
        if isinstance(period, int) and beside.since != own.wanted.since
        else period
    )
    specs = [
        _spec(viewer, one, open_in, current_language(), dark, _version(viewer, one))
        for one, open_in in ((own, period), (other, earlier))
    ]
    for spec, of, against in zip(specs, (own.wanted, beside), (beside, own.wanted), strict=True):
        label, told = chart_comparison.side_title(viewer, of, against), spec["title"].get("subtitle", [])
        spec["title"]["subtitle"] = told if label in told else [label, *told]
    return chart_comparison.to_one_scale(specs)


def choose_period(chosen: ChartChoice, periods: list[int]) -> int:
    """Show a box to open a period, for browsers in which marks cannot be selected; by default the latest."""
    step = chosen.wanted.step
    label = _("Open the half-year") if step > 1 else _("Open the month")
    return st.selectbox(label, **period_boxes.period_in_address(OPEN, periods[::-1], step, periods[-1]))


def choose_class(of: ClassDrillDown, names: Mapping[str, str], keys: list[str]) -> str:
    """A box to open a class by its name; by default the first of these keys."""
    bound = url_state.choice_in_address(OPEN_CLASS, keys, lambda key: names.get(key, key), keys[0])
    return st.selectbox(_(of.label), **bound)


def within_param(unit_id: int | None) -> str:
    """The unit below which something is opened, as an address parameter."""
    return str(unit_id or ALL)


def class_parts(viewer: Viewer, chosen: ChartChoice, key: str) -> list:
    """The parts of a class."""
    return _class_parts(viewer, chosen.without_comparison, key, _version(viewer, chosen.without_comparison))


def month_parts(viewer: Viewer, chosen: ChartChoice, month: int) -> list:
    """The parts of a month, for charts of something other than meetings."""
    return _month_parts(viewer, chosen.without_comparison, month, _version(viewer, chosen.without_comparison))


def year_parts(viewer: Viewer, chosen: ChartChoice, year: int) -> list:
    """The parts of a year."""
    return _year_parts(viewer, chosen.without_comparison, year, _version(viewer, chosen.without_comparison))


def _pick() -> None:
    """Open the period, or the commune, of a selected mark. A callback."""
    _open(auth.viewer("/charts"), PICTURE)


def _pick_other(chosen: ChartChoice) -> None:
    """Make the comparison the main chart and open its selected mark. A callback."""
    viewer = auth.viewer("/charts")
    if chosen.compared is None or not _selected_marks(OTHER_PICTURE):
        return
    chart_comparison.switch_to_compared(chosen.wanted, chosen.compared)
    st.session_state[WITHIN_PARAM] = within_param(chosen.compared.unit_id)
    _open(viewer, OTHER_PICTURE)


def _open(viewer: Viewer, picture: str) -> None:
    """Open the selection of a picture."""
    for picked in _selected_marks(picture)[:1]:
        if "period" in picked:
            st.session_state[OPEN] = filters.parse_int(str(picked["period"]))
        elif "class" in picked:
            st.session_state[OPEN_CLASS] = str(picked["class"])
        elif found := units.find_by_code(viewer, str(picked.get("code", ""))):
            param, within = AREA_PARAM if found.kind == "area" else CELL_PARAM, st.session_state.get(WITHIN_PARAM)
            if within is not None and (param == AREA_PARAM or st.session_state.get(CELLS_OPEN)):
                st.query_params.update({param: found.code, WITHIN_PARAM: within})


def _selected_marks(picture: str) -> list[dict]:
    """Return the selected marks of a picture.

    A double tap clears the selection, which then is no list, and a page that is drawn anew has the next picture.
    """
    shown = st.session_state.get(picture)
    selected = shown["selection"].get(SELECTION) if shown else None
    return [mark for mark in selected if isinstance(mark, dict)] if isinstance(selected, list) else []


def _version(viewer: Viewer, chosen: ChartChoice) -> DataVersion:
    # What is true today may depend on events in any month.
    wanted = chosen.wanted if chosen.chart.dated else replace(chosen.wanted, since=FIRST_MONTH)
    return data_version(viewer, wanted, chosen.chart.tables)


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(200)
def _rows(viewer: Viewer, chosen: ChartChoice, stamp: DataVersion) -> Sequence:
    chart = chosen.chart
    if chart.by_span:
        return chart.by_span.rows(viewer, chosen.wanted, _counted_by_year(viewer, chosen, chart.by_span))
    return _rows_of_periods(viewer, chosen) if chart.by_period else chart.question(viewer, chosen.wanted)


def _rows_of_periods(viewer: Viewer, chosen: ChartChoice) -> list:
    """The rows, of which only those of changed periods are asked for again."""
    chart, wanted = chosen.chart, chosen.wanted

    def ask(since: int, until: int) -> dict[int, Any]:
        return {row.period: row for row in chart.question(viewer, replace(wanted, since=since, until=until))}

    asked = [replace(wanted, since=period, until=period) for period in wanted.periods]
    stamps = dict(zip(wanted.periods, data_versions(viewer, asked, chart.tables), strict=True))
    question = chosen.key, wanted.audience, wanted.unit_id, wanted.topic
    return list(period_cache.load(viewer, question, stamps, wanted.step, ask).values())


def _counted_by_year(viewer: Viewer, chosen: ChartChoice, of: SpanCounts) -> list[CountedSpan]:
    """What the chart counts, of which only the counts of changed years are asked for again."""
    wanted = chosen.wanted
    asked = {part.since: part for part in wanted.years}
    versions = data_versions(viewer, list(asked.values()), chosen.chart.tables)

    def ask(since: int, until: int) -> dict[int, list[CountedSpan]]:
        return {first: of.count(viewer, part) for first, part in asked.items() if since <= first <= until}

    question = chosen.key, wanted
    found = period_cache.load(viewer, question, dict(zip(asked, versions, strict=True)), MONTHS_OF_YEAR, ask)
    return [span for spans in found.values() for span in spans]


@result_cache.cache_results(200)
def _class_parts(viewer: Viewer, chosen: ChartChoice, key: str, stamp: DataVersion) -> list:
    span = chosen.chart.by_span
    if span and span.class_parts:
        return span.class_parts(viewer, chosen.wanted, key, _counted_by_year(viewer, chosen, span))
    return chosen.chart.by_class.parts(viewer, chosen.wanted, key) if chosen.chart.by_class else []


@result_cache.cache_results(200)
def _month_parts(viewer: Viewer, chosen: ChartChoice, month: int, stamp: DataVersion) -> list:
    return chosen.chart.by_month.parts(viewer, chosen.wanted, month) if chosen.chart.by_month else []


@result_cache.cache_results(200)
def _year_parts(viewer: Viewer, chosen: ChartChoice, year: int, stamp: DataVersion) -> list:
    return chosen.chart.by_year.parts(viewer, chosen.wanted, year) if chosen.chart.by_year else []


@result_cache.cache_results(400)
def _spec(
    viewer: Viewer,
    chosen: ChartChoice,
    period: int | str | None,
    spoken: str,
    dark: bool,
    stamp: DataVersion | tuple[DataVersion, DataVersion],
) -> dict:
    own, chart = chosen.without_comparison, chosen.chart
    rows = _rows(viewer, own, _version(viewer, own))
    with debug_mode(False):  # tests verify what is drawn; no need to do so for every reader
        if chosen.compared and chart.draw_with_year_before:
            other = replace(own, wanted=chosen.compared)
            earlier = _rows(viewer, other, _version(viewer, other))
            return to_spec(chart.draw_with_year_before(viewer, own.wanted, rows, earlier, period, dark), spoken, dark)
        return to_spec(chart.draw(viewer, own.wanted, rows, period, dark), spoken, dark)


def _words(spec: dict) -> str:
    """The chart's title as alternative text."""
    title = spec["title"]
    return " ".join([*title["text"], *title.get("subtitle", [])])
