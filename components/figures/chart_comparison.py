"""Comparing two periods or two units: choosing the second, and drawing both to one scale."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import streamlit as st

from components.charts.chart_registry import Chart
from components.exporting import export_request
from components.i18n import N_, _, period_name
from components.widgets import filters, url_state
from db.calendar.months import first_day, last_day
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Role
from db.units import units

NOUN = "versus"  # noun of the filter for the other unit
YEAR, UNIT = "year", "unit"
LABELS = {YEAR: N_("Same period last year"), UNIT: N_("Another unit")}
MONTHS_OF_YEAR = 100  # the difference between a month and the same month a year earlier, as yyyymm


def choose_comparison(viewer: Viewer, chart: Chart, wanted: FigureQuery) -> FigureQuery | None:
    """The query to compare with, if any: the previous year, or another unit."""
    single = viewer.role in (Role.SECRETARY, Role.ASSISTANT)
    offered = [*([YEAR] if chart.dated else []), *([] if single else [UNIT])]
    if not offered:
        return None
    bound = url_state.choice_in_address("charts_versus", offered, lambda key: _(LABELS[key]))
    chosen = st.segmented_control(_("Compare with"), **bound)
    if chosen == YEAR:
        return year_before(wanted)
    if chosen == UNIT and (
        code := filters.unit_filter(viewer, NOUN, (first_day(wanted.since), last_day(wanted.until)))
    ):
        return replace(wanted, unit_id=export_request.unit_id(viewer, code))
    return None


def year_before(wanted: FigureQuery) -> FigureQuery:
    """The query for the same months of the previous year."""
    return replace(wanted, since=wanted.since - MONTHS_OF_YEAR, until=wanted.until - MONTHS_OF_YEAR)


def is_year_before(wanted: FigureQuery, compared: FigureQuery) -> bool:
    """Whether it is compared with its previous year rather than with another unit."""
    return compared == year_before(wanted)


def switch_to_compared(wanted: FigureQuery, compared: FigureQuery) -> None:
    """Make the second query the main one, without comparison. For callbacks."""
    if is_year_before(wanted, compared):
        st.session_state["charts_since"], st.session_state["charts_until"] = compared.since, compared.until
    else:
        for name in ("area", "area_in", "cell"):
            st.session_state[f"charts_{name}"] = st.session_state.get(f"{NOUN}_{name}")
            st.query_params.pop(f"{NOUN}_{name}", None)
    st.session_state["charts_versus"] = None


def side_title(viewer: Viewer, wanted: FigureQuery, compared: FigureQuery) -> str:
    """What distinguishes one of two charts: its months, or its unit."""
    if wanted.since != compared.since:
        first, last = period_name(wanted.periods[0], wanted.step), period_name(wanted.periods[-1], wanted.step)
        return first if first == last else _("{first} to {last}", first=first, last=last)
    asked = wanted.unit_id or viewer.unit_id
    return units.one(viewer, asked).name


def to_one_scale(specs: list[dict]) -> list[dict]:
    """Specs adjusted for comparison: equal ends of the value axes, and equal order of categories."""
    _end_together(specs)
    for kind in (_is_span, _is_order):
        found: dict[str, list] = {}
        for channel, values in (each for spec in specs for each in _axes(spec, kind)):
            together = found.setdefault(channel, [])
            together.extend(value for value in values if value not in together)
        for channel, values in (each for spec in specs for each in _axes(spec, kind)):
            values[:] = [min(found[channel]), max(found[channel])] if kind == _is_span else found[channel]
    return specs


def _end_together(specs: list[dict]) -> None:
    """Give axes whose ends are expressions of their width a common end, the furthest."""
    scales = [scale for spec in specs for scale in _scales(spec) if isinstance(scale.get("domainMax"), dict)]
    ends = sorted({scale["domainMax"]["expr"] for scale in scales})
    for scale in scales:
        scale["domainMax"] = {"expr": f"max({','.join(ends)})"}


def _scales(spec: dict) -> Iterator[dict]:
    for told in (told for _channel, told in _channels(spec)):
        if isinstance(scale := told.get("scale"), dict):
            yield scale


def _axes(spec: dict, kind: Callable[[list], bool]) -> Iterator[tuple[str, list]]:
    """Return for each axis of this kind its ends or the order of its values; for a single row, only what it has."""
    for channel, told in _channels(spec):
        # Months of an axis are its marks, not its ends, even if there are only two.
        ends = told.get("scale", {}).get("domain") if told.get("type") != "ordinal" else None
        for values in (ends, told.get("sort")):
            if isinstance(values, list) and kind(values):
                yield channel, values


def _channels(spec: dict) -> Iterator[tuple[str, dict]]:
    """Return the x and y channels: those shared by all layers, and each layer's own."""
    for part in (spec, *spec.get("layer", ())):
        for channel in ("x", "y"):
            if told := part.get("encoding", {}).get(channel):
                yield channel, told


def _is_span(values: list) -> bool:
    return len(values) == 2 and not any(isinstance(end, str) for end in values)


def _is_order(values: list) -> bool:
    return bool(values) and all(isinstance(each, str) for each in values)
