"""Attendance: the share of those expected who came, period by period, compared with the aim."""

import math
from dataclasses import replace
from datetime import date
from functools import partial

import altair as alt

from components.charts import axes, figure_columns, year_before_line
from components.charts.chart_registry import NO_MEETINGS, Chart, ChartGroup
from components.charts.chart_theme import colors
from components.i18n import N_, _, _n, capitalized, number, percent, period_name
from components.labels.meeting_states import TOTALS_ONLY
from db.calendar import clock
from db.calendar.months import last_day_of_period
from db.figures import attendance_aims, cells_met, figures
from db.figures.cells_met import CellCounts
from db.figures.figures import AttendancePoint, FigureQuery
from db.kernel.scope import Viewer
from db.models.meetings import MeetingAudience
from db.settings.dated_rules import RuleInForce

SIDES = {"!datum.below": -15, "datum.below": 17}  # offset of a point's label


def chart(
    points: list[AttendancePoint],
    aims: list[RuleInForce | None],
    wanted: FigureQuery,
    chosen: int | None = None,
    cells: CellCounts | None = None,
    dark: bool = False,
    today: date | None = None,
    earlier: list[AttendancePoint] | None = None,
) -> alt.LayerChart:
    """Draw the chart.

    The title states the chosen period's rate; the lines below it the denominator, the number of `cells` and the rate of
    the same months a year `earlier`. A period that is not over by `today` is marked and not joined to its neighbours,
    since an incomplete period is neither a rise nor a fall.
    """
    today = today or clock.today()
    rows = [_row(point, aim, wanted.step, chosen, today) for point, aim in zip(points, aims, strict=True)]
    rated = [row for row in rows if row["rate"] is not None]
    _mark_extremes(rated)
    _name_aim(rows)
    if earlier:
        year_before_line.add_year_before(rows, earlier)
    x, scale, look = axes.period_axis(rows, wanted.step), _scale(rated, earlier or []), colors(dark)
    y = alt.Y("rate:Q", scale=scale, axis=alt.Axis(format=".0%", title=_("attendance rate")))
    before = year_before_line.year_before_layers(x, scale, look["backgroundColor"]) if earlier else []
    columns = axes.selectable_columns(x, _tooltips(bool(earlier)))
    behind = [columns, *before, *_aim(x, alt.Y("aim:Q", scale=scale), look["backgroundColor"])]
    layers = [*behind, *_line(x, y, look, len(rows) <= axes.MONTHS_SHOWN), _none(x)]
    return axes.layer_over_same_rows(
        layers, rows, title=_title(points, aims, wanted, chosen, cells, today, earlier), height=280
    )


def _row(point: AttendancePoint, aim: RuleInForce | None, step: int, chosen: int | None, today: date) -> dict:
    counts, bound = point.counts, aim.parameters["above_percent"] / 100 if aim else None
    unfinished = last_day_of_period(point.period, step) >= today
    only = bool(counts.meetings) and counts.totals_only == counts.meetings
    return {
        "period": point.period,
        "name": _named(point.period, step, today),
        "open": unfinished,
        "rate": counts.rate,
        "aim": bound,
        "said": percent(counts.present, counts.expected) + (f" {TOTALS_ONLY}" if only else "")
        if counts.expected
        else _("no meeting"),
        "of": _("{present} of {expected}", present=number(counts.present), expected=number(counts.expected)),
        "beside": _("{exempt} exempt · {extra} additional", exempt=number(counts.exempt), extra=number(counts.extra)),
        "meetings": number(counts.meetings)
        + (f" ({TOTALS_ONLY} {number(counts.totals_only)})" if counts.totals_only else ""),
        "only": only,
        "chosen": point.period == chosen,
        "labelled": point.period == chosen,
    }


def _named(period: int, step: int, today: date) -> str:
    """Return a period's name, marked if the period is not over."""
    name = period_name(period, step)
    return _("{period} (so far)", period=name) if last_day_of_period(period, step) >= today else name


def _mark_extremes(rated: list[dict]) -> None:
    """Label the best and the worst period besides the chosen one, unless they are too close to it; in a dip, below the
    line.
    """
    for extreme in (min, max):
        if rated:
            place = rated.index(extreme(rated, key=lambda row: row["rate"]))
            near = rated[max(0, place - len(rated) // 8) : place + len(rated) // 8 + 1]
            rated[place]["labelled"] |= not any(row["labelled"] for row in near)
    for place, row in enumerate(rated):
        beside = [other["rate"] for other in rated[max(0, place - 1) : place + 2] if other is not row]
        row["below"] = bool(beside) and row["rate"] < min(beside)


def _scale(rated: list[dict], earlier: list[AttendancePoint]) -> alt.Scale:
    rates = [row["rate"] for row in rated] + [point.counts.rate for point in earlier if point.counts.rate is not None]
    lowest = min(rates + [row["aim"] for row in rated if row["aim"]], default=0)
    return alt.Scale(domain=[max(0, math.floor((lowest - 0.03) * 20) / 20), 1], nice=False)


def _name_aim(rows: list[dict]) -> None:
    """Label the aim where its line starts."""
    first = next((row for row in rows if row["aim"]), None)
    if first:
        first["aimed"] = _("target {percent} %", percent=number(first["aim"] * 100))


def _line(x: alt.X, y: alt.Y, look: dict, few: bool) -> list[alt.Chart]:
    red, blue = look["chartCategoricalColors"][:2]
    base = alt.Chart().encode(x=x, y=y)
    rated = base.transform_filter("isValid(datum.rate)")
    color = axes.conditional_value(alt.ColorValue, "datum.chosen", red, blue)
    shape = axes.conditional_value(alt.ShapeValue, "datum.only", "diamond", "circle")
    size = axes.conditional_value(alt.SizeValue, "datum.chosen", 130, 55 if few else 18)
    words = [
        base.transform_filter(f"isValid(datum.rate) && datum.labelled && {side}").encode(text=alt.Text("said:N"))
        for side in SIDES
    ]
    return [
        base.transform_filter("!datum.open").mark_line(color=blue, invalid="break-paths-show-domains", tooltip=None),
        rated.transform_filter("!datum.open")
        .mark_point(filled=True, opacity=1, tooltip=None)
        .encode(color=color, shape=shape, size=size),
        rated.transform_filter("datum.open")
        .mark_point(filled=False, opacity=1, strokeWidth=2, tooltip=None)
        .encode(color=color, shape=shape, size=size),
        *(
            layer
            for each, dy in zip(words, SIDES.values(), strict=True)
            for layer in axes.text_with_halo(each, look["backgroundColor"], dy=dy, fontWeight=600)
        ),
    ]


def _aim(x: alt.X, y: alt.Y, paper: str) -> list[alt.Chart]:
    """Draw the aim as a dashed line that steps where the rule changes."""
    base = alt.Chart().encode(x=x, y=y)
    line = base.transform_filter("isValid(datum.aim)").mark_line(
        strokeDash=[5, 4], strokeWidth=1.5, color="#8A7E72", interpolate="step", tooltip=None
    )
    name = base.transform_filter("isValid(datum.aimed)").encode(text=alt.Text("aimed:N"))
    return [line, *axes.text_with_halo(name, paper, align="left", dy=11, dx=-8)]


def _none(x: alt.X) -> alt.Chart:
    """Draw a dash at the foot of a period without a meeting: no rate is not a rate of zero."""
    return (
        alt.Chart()
        .transform_filter("!isValid(datum.rate)")
        .mark_text(text="–", dy=-8, tooltip=None)
        .encode(x=x, y=alt.YValue("height"))
    )


def _tooltips(earlier: bool) -> list[alt.Tooltip]:
    titles = {
        "name": _("Period"),
        "said": _("Rate"),
        "of": _("Attended"),
        "beside": _("Besides those expected"),
        "meetings": _("Meetings"),
        **({"before_said": _("Year before")} if earlier else {}),
    }
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def _title(
    points: list[AttendancePoint],
    aims: list[RuleInForce | None],
    wanted: FigureQuery,
    chosen: int | None,
    cells: CellCounts | None,
    today: date,
    earlier: list[AttendancePoint] | None,
) -> alt.TitleParams:
    found = next(((point.counts, aim) for point, aim in zip(points, aims, strict=True) if point.period == chosen), None)
    if found is None or not found[0].expected:
        return axes.chart_title(_("No meetings in this period"))
    counts, aim = found
    name = _named(chosen, wanted.step, today)
    told = {"period": capitalized(name), "rate": percent(counts.present, counts.expected)}
    contact = wanted.audience == MeetingAudience.CONTACT
    title = (
        _("{period}: {rate} of contact members attended", **told) if contact else _("{period}: {rate} attended", **told)
    )
    of = _(
        "{present} attended of {expected} expected", present=number(counts.present), expected=number(counts.expected)
    )
    if counts.extra:
        of += " · " + _("{extra} attended in addition", extra=number(counts.extra))
    if wanted.step > 1:
        of += " · " + _n("{count} meeting", "{count} meetings", counts.meetings)
    cited = f" ({aim.citation})" if aim and aim.verified else ""
    bound = _("Target: above {percent} %", percent=number(aim.parameters["above_percent"])) + cited if aim else ""
    partly = (
        _("data from {held} of {count} cells so far", held=number(cells.held), count=number(cells.all))
        if cells and cells.held < cells.all
        else ""
    )
    before = next((old.counts for new, old in zip(points, earlier or [], strict=False) if new.period == chosen), None)
    against = year_before_line.difference_text(counts, before) if before is not None else ""
    return axes.chart_title(title, against, of, partly, bound)


def _overlaid(
    viewer: Viewer,
    wanted: FigureQuery,
    points: list[AttendancePoint],
    earlier: list[AttendancePoint] | None,
    chosen: int | None,
    dark: bool,
) -> alt.LayerChart:
    """Add the cells' own meetings, the aim, and the number of cells behind the open month's figures."""
    if wanted.audience == MeetingAudience.CONTACT or chosen is None:
        return chart(points, [None] * len(points), wanted, chosen, dark=dark, earlier=earlier)
    month = replace(wanted, since=chosen, until=chosen)
    aims, cells = attendance_aims.aims_of_periods(viewer, wanted), cells_met.by_month(viewer, month)[0].cells
    return chart(points, aims, wanted, chosen, cells, dark, earlier=earlier)


_SHARED: dict = {
    "question": figures.attendance_by_period,
    "draw": lambda viewer, wanted, points, chosen, dark: _overlaid(viewer, wanted, points, None, chosen, dark),
    "draw_with_year_before": _overlaid,
    "has_data": lambda point: point.counts.meetings,
    "columns": partial(figure_columns.build_columns, False),
    "empty": NO_MEETINGS,
}
CHARTS = (
    Chart("attendance", N_("Attendance by month"), 10, ChartGroup.MEETINGS, **_SHARED),
    Chart(
        "contact",
        N_("Attendance of contact members"),
        50,
        ChartGroup.CONTACT,
        meetings=MeetingAudience.CONTACT,
        **_SHARED,
    ),
)
