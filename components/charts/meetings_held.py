"""Cells that met: how many held their meeting each month, and the state of the others."""

from functools import partial

import altair as alt

from components.charts import axes, figure_columns
from components.charts.chart_registry import NO_MEETINGS, Chart, ChartGroup
from components.charts.chart_theme import colors
from components.i18n import N_, _, _n, capitalized, number, period_name
from components.labels.meeting_states import STATE_COLORS, STATE_SIGNS, state_label
from db.figures import cells_met
from db.figures.cells_met import CellsMetPoint, CellState

GONE = "gone"  # the cell did not exist
LEAST, LEAST_COUNTED = 0.055, 0.13  # share of a column needed to hold a symbol, and the number of cells below it


def chart(points: list[CellsMetPoint], chosen: int | None = None, dark: bool = False) -> alt.LayerChart:
    """Draw a column for each month, divided by state; for a single cell a square for each month."""
    single = all(sum(point.cells) <= 1 for point in points)
    return (_squares if single else _columns)(points, chosen, dark, _title(points, chosen, single))


def _columns(points: list[CellsMetPoint], chosen: int | None, dark: bool, title: alt.TitleParams) -> alt.LayerChart:
    rows = [row for point in points for row in _rows(point, len(points) <= axes.MONTHS_SHOWN, chosen)]
    x = axes.period_axis(rows, 1)
    y = alt.Y("cells:Q", stack="zero", axis=axes.count_axis(_("cells")))
    base = alt.Chart().transform_filter("datum.cells > 0").encode(x=x, y=y, order=alt.Order("order:Q"))
    bars = base.mark_bar(strokeWidth=1, tooltip=None, cornerRadiusEnd=0).encode(
        color=_color(dark, _shown(points)), stroke=_stroke(dark)
    )
    signs = base.mark_text(baseline="middle", fontWeight=600, fontSize=12, lineBreak="\n", tooltip=None)
    inside = alt.Y("cells:Q", stack="zero", bandPosition=0.5)
    signs = signs.encode(y=inside, text=alt.Text("sign:N"), color=_letters(dark))
    return axes.layer_over_same_rows(
        [axes.selectable_columns(x, _tooltips(_shown(points)), "datum.order == 0"), bars, signs],
        rows,
        height=280,
        title=title,
    )


def _squares(points: list[CellsMetPoint], chosen: int | None, dark: bool, title: alt.TitleParams) -> alt.LayerChart:
    """Draw a row of month squares for each year: a cell's book at a glance."""
    color = colors(dark)
    rows = [_square(point, chosen) for point in points]
    months = alt.Axis(
        orient="top",
        title=None,
        labelExpr="'T' + datum.value" if axes.month_name(1) == "T1" else alt.Undefined,
        labelOverlap=False,
    )
    x = alt.X("month:O", axis=months, scale=alt.Scale(domain=list(range(1, 13)), paddingInner=0.12))
    y = alt.Y("year:O", title=None, scale=alt.Scale(paddingInner=0.12))
    picked = alt.selection_point(name=axes.SELECTION, fields=["period"], on="click", empty=False)
    tooltips = [alt.Tooltip("name:N", title=_("Month")), alt.Tooltip("words:N", title=_("Status"))]
    base = alt.Chart().encode(x=x, y=y)
    width = axes.conditional_value(alt.StrokeWidthValue, "datum.chosen", 3, 1.2)
    square = base.mark_rect(cornerRadius=4, cursor="pointer").encode(tooltip=tooltips, strokeWidth=width)
    edge = _stroke(dark, condition={"test": "datum.chosen", "value": color["textColor"]})
    fill = alt.Color("state:N", scale=_scale(dark), legend=None)
    stood = square.transform_filter(f"datum.state != '{GONE}'").encode(color=fill, stroke=edge)
    gone = square.transform_filter(f"datum.state == '{GONE}'").mark_rect(
        fillOpacity=0, strokeDash=[2, 4], stroke=color["grayColor"], cornerRadius=4
    )
    signs = base.mark_text(fontSize=15, fontWeight=600, tooltip=None).encode(
        text=alt.Text("sign:N"), color=_letters(dark)
    )
    return axes.layer_over_same_rows([stood.add_params(picked), gone, signs], rows, height=alt.Step(34), title=title)


def _letters(dark: bool):
    """Draw the text on a state's colour."""
    strong = [CellState.HELD.value, CellState.POSTPONED.value] if dark else [CellState.HELD.value]
    return axes.conditional_value(
        alt.ColorValue,
        f"indexof({strong}, datum.state) >= 0",
        colors(dark)["backgroundColor"],
        colors(dark)["textColor"],
    )


def _rows(point: CellsMetPoint, few: bool, chosen: int | None) -> list[dict]:
    """Return the parts of a month's column, those that met at the bottom; only a part with enough room has its sign."""
    cells = dict(zip(CellState, point.cells, strict=True))
    about = {"period": point.period, "chosen": point.period == chosen}
    told = {"name": period_name(point.period)} | {state.value: number(count) for state, count in cells.items()}
    parts = []
    for order, (state, count) in enumerate(cells.items()):
        part = count / sum(point.cells) if few and count else 0
        sign = (
            f"{STATE_SIGNS[state]}\n{number(count)}".strip()
            if part > LEAST_COUNTED and state != CellState.HELD
            else STATE_SIGNS[state]
            if part > LEAST
            else ""
        )
        if order == 0 or count:
            parts.append({**about, "state": state.value, "cells": count, "order": order, "sign": sign})
    parts[0] |= told  # for the column's tooltip
    return parts


def _square(point: CellsMetPoint, chosen: int | None) -> dict:
    state = next((state for state, count in zip(CellState, point.cells, strict=True) if count), None)
    words = state_label(state) if state else _("not in the register at that time")
    about = {
        "period": point.period,
        "year": point.period // 100,
        "month": point.period % 100,
        "name": period_name(point.period),
    }
    return {
        **about,
        "state": state.value if state else GONE,
        "sign": STATE_SIGNS[state] if state else "",
        "words": words,
        "chosen": point.period == chosen,
    }


def _shown(points: list[CellsMetPoint]) -> list[CellState]:
    """Return the states in the legend: "not due yet" only if some are not."""
    return [state for state in CellState if state != CellState.NOT_DUE or any(point.cells.not_due for point in points)]


def _color(dark: bool, shown: list[CellState]) -> alt.Color:
    words = ", ".join(f"'{state.value}': '{state_label(state)}'" for state in CellState)
    legend = alt.Legend(
        title=None,
        columns=2,
        labelExpr=f"({{{words}}})[datum.label]",
        symbolStrokeWidth=1,
        values=[state.value for state in shown],
    )
    return alt.Color("state:N", scale=_scale(dark), legend=legend)


def _stroke(dark: bool, **options) -> alt.Stroke:
    """Outline every part: a part without a record is empty, in grey print too."""
    edges = [
        colors(dark)["primaryColor" if state == CellState.UNRECORDED else STATE_COLORS[state]] for state in CellState
    ]
    return alt.Stroke(
        "state:N", scale=alt.Scale(domain=[state.value for state in CellState], range=edges), legend=None, **options
    )


def _scale(dark: bool) -> alt.Scale:
    return alt.Scale(
        domain=[state.value for state in CellState], range=[colors(dark)[STATE_COLORS[state]] for state in CellState]
    )


def _tooltips(shown: list[CellState]) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=_("Month")),
        *(alt.Tooltip(f"{state.value}:N", title=state_label(state)) for state in shown),
    ]


def _title(points: list[CellsMetPoint], chosen: int | None, single: bool) -> alt.TitleParams:
    cells = next((point.cells for point in points if point.period == chosen), None)
    if cells is None or not any(cells):
        return axes.chart_title(_("No cells in this period"))
    name = period_name(chosen)
    name = capitalized(name)
    if single:
        met = sum(point.cells.held for point in points)
        due = sum(point.cells.all for point in points)
        legend = " · ".join(state_label(state) for state in _shown(points))
        return axes.chart_title(
            _n("Met in {met} of {count} month", "Met in {met} of {count} months", due, met=number(met)), legend
        )
    others = ", ".join(
        f"{number(count)} {state_label(state)}"
        for state, count in zip(CellState, cells, strict=True)
        if count and state != CellState.HELD
    )
    return axes.chart_title(
        _n(
            "{period}: {held} of {count} cell met",
            "{period}: {held} of {count} cells met",
            cells.all,
            period=name,
            held=number(cells.held),
        ),
        others,
    )


CHARTS = (
    Chart(
        "met",
        N_("Cells that met"),
        30,
        ChartGroup.MEETINGS,
        question=cells_met.by_month,
        draw=lambda viewer, wanted, points, chosen, dark: chart(points, chosen, dark),
        has_data=lambda point: point.cells.all,
        columns=partial(figure_columns.build_columns, True),
        empty=NO_MEETINGS,
    ),
)
