"""Attendance rates of communes or cells, lowest first, compared with the aim."""

from functools import partial

import altair as alt

from components.charts import axes, figure_columns, share_bars
from components.charts.chart_registry import NO_MEETINGS, CellRowLink, Chart, ChartGroup, SpanCounts
from components.charts.chart_theme import colors
from components.i18n import N_, _, _n, number, percent, period_name
from components.labels.meeting_states import TOTALS_ONLY
from db.figures import attendance_aims, drill_down, figures
from db.figures.drill_down import UnitFigure
from db.figures.figures import FigureQuery
from db.settings.dated_rules import RuleInForce


def chart(units: list[UnitFigure], aim: RuleInForce | None, wanted: FigureQuery, dark: bool = False) -> alt.LayerChart:
    """Draw a bar for each unit with its rate and counts; a dashed line marks the aim."""
    names = axes.short_names({unit.code: unit.name for unit in units})
    rows = [_row(unit, names[unit.code]) for unit in sorted(units, key=_order)]
    tooltips = {"whole": _("Unit"), "said": _("Attended"), "meetings": _("Meetings")}
    layers = share_bars.draw_layers(rows, _("attendance rate"), tooltips, dark)
    if aim:
        line = alt.Chart().mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=colors(dark)["textColor"], tooltip=None)
        bound = alt.XDatum(aim.parameters["above_percent"] / 100, type="quantitative", scale=share_bars.share_scale())
        layers.append(line.encode(x=bound))
    return axes.layer_over_same_rows(layers, rows, title=_title(units, aim, wanted), height=alt.Step(34))


def _order(unit: UnitFigure) -> tuple:
    return unit.counts.rate is None, unit.counts.rate or 0


def _row(unit: UnitFigure, name: str) -> dict:
    counts = unit.counts
    of = f"{number(counts.present)}/{number(counts.expected)}"
    share = percent(counts.present, counts.expected) if counts.expected else _("no meeting")
    only = f" {TOTALS_ONLY}" if counts.meetings and counts.totals_only == counts.meetings else ""
    return {
        "code": unit.code,
        "name": name,
        "whole": unit.name,
        "rate": counts.rate,
        "end": counts.rate or 0,
        "share": f"{share}{only}",
        "said": f"{share}{only} · {of}" if counts.expected else share,
        "meetings": number(counts.meetings)
        + (f" ({TOTALS_ONLY} {number(counts.totals_only)})" if counts.totals_only else ""),
    }


def span_text(wanted: FigureQuery) -> str:
    """Return the requested months in words."""
    first, last = period_name(wanted.periods[0], wanted.step), period_name(wanted.periods[-1], wanted.step)
    return first if first == last else _("{first} to {last}", first=first, last=last)


def _title(units: list[UnitFigure], aim: RuleInForce | None, wanted: FigureQuery) -> alt.TitleParams:
    rated = [unit for unit in units if unit.counts.expected]
    if not rated:
        return axes.chart_title(_("No meetings in this period"), span_text(wanted))
    lowest, every = min(rated, key=_order), figures.total(unit.counts for unit in rated)
    rate = percent(lowest.counts.present, lowest.counts.expected)
    whole = percent(every.present, every.expected)
    finding = (
        _("Lowest: {unit}, {rate}", unit=lowest.name, rate=rate)
        if len(rated) > 1
        else _("{unit}: {rate} attended", unit=lowest.name, rate=rate)
    )
    of = _(
        "{rate} together: {present} attended of {expected} expected",
        rate=whole,
        present=number(every.present),
        expected=number(every.expected),
    )
    below = [unit for unit in rated if aim and 100 * (unit.counts.rate or 0) <= aim.parameters["above_percent"]]
    bound = _("Target: above {percent} %", percent=number(aim.parameters["above_percent"])) if aim else ""
    missed = _n("{count} unit is not above it", "{count} units are not above it", len(below))
    return axes.chart_title(finding, of, " · ".join([bound, missed]) if aim else "", span_text(wanted))


CHARTS = (
    Chart(
        "rates",
        N_("Attendance of each unit"),
        20,
        ChartGroup.MEETINGS,
        question=lambda viewer, wanted: drill_down.list_parts(viewer, wanted, None),
        draw=lambda viewer, wanted, units, chosen, dark: chart(
            units, attendance_aims.aims_of_periods(viewer, wanted)[-1], wanted, dark
        ),
        has_data=lambda unit: unit.counts.meetings,
        columns=partial(figure_columns.build_columns, False),
        empty=NO_MEETINGS,
        by_unit=CellRowLink("", lambda unit: {}, ""),
        spanning=True,
        by_span=SpanCounts(drill_down.count_spans, drill_down.list_parts_of_spans),
        opens_meetings=True,
    ),
)
