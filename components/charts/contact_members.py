"""Contact members per cell: a bar for each unit, the largest first; cells with very many are marked."""

from datetime import date

import altair as alt

from components.charts import axes
from components.charts.chart_registry import CellRowLink, Chart, ChartGroup
from components.charts.chart_theme import colors
from components.contacts import contact_summary_columns
from components.i18n import N_, _, _n, day_text, number, short_number
from db.calendar import clock
from db.figures import contact_summary
from db.figures.contact_summary import ContactUnit


def chart(units: list[ContactUnit], limit: int, day: date, dark: bool = False) -> alt.LayerChart:
    """Draw a bar for each cell's contact members, or for a commune's average per cell, with the number at its end and a
    sign if there are very many. A line marks the limit.
    """
    names = axes.short_names({unit.code: unit.name for unit in units})
    rows = [_row(unit, names[unit.code]) for unit in sorted(units, key=lambda unit: -_average(unit))]
    look = colors(dark)
    most = max([*(row["average"] for row in rows), limit])
    end = axes.axis_end_expression([(row["average"], row["said"]) for row in rows], most * 1.05)
    y = axes.name_axis(rows)
    scale = alt.Scale(domain=[0, most], domainMax=alt.ExprRef(end), nice=False)
    x = alt.X("average:Q", scale=scale, axis=alt.Axis(format=",.0f", title=_("contact members for each cell")))
    base = alt.Chart().encode(y=y)
    picked = alt.selection_point(name=axes.SELECTION, fields=["code"], on="click", empty=False)
    tooltips = [alt.Tooltip("whole:N", title=_("Unit")), alt.Tooltip("said:N", title=_("Contact members"))]
    plain, many = look["chartCategoricalColors"][1], look["chartCategoricalColors"][0]
    bars = [
        base.transform_filter(condition)
        .mark_bar(color=color, cursor="pointer", cornerRadiusEnd=0)
        .encode(x=x, tooltip=tooltips)
        for condition, color in (("!datum.overloaded", plain), ("datum.overloaded", many))
    ]
    bars[0] = bars[0].add_params(picked)
    words = base.mark_text(align="left", dx=6, fontWeight=600, tooltip=None).encode(x=x, text="said:N")
    line = (
        alt.Chart()
        .mark_rule(strokeDash=[4, 4], color=look["textColor"], tooltip=None)
        .encode(x=alt.XDatum(limit, type="quantitative", scale=scale))
    )
    return axes.layer_over_same_rows([*bars, line, words], rows, title=_title(units, limit, day), height=alt.Step(34))


def _row(unit: ContactUnit, name: str) -> dict:
    counts = unit.counts
    sign = f" {contact_summary_columns.OVERLOADED}" if counts.overloaded else ""
    said = number(counts.members)
    if not unit.is_cell:
        told = _n("{members} of {count} cell", "{members} of {count} cells", counts.cells, members=said)
        said = f"{short_number(_average(unit))} · {told}"
    return {
        "code": unit.code,
        "name": name,
        "whole": unit.name,
        "average": _average(unit),
        "overloaded": counts.overloaded > 0,
        "said": said + sign,
    }


def _average(unit: ContactUnit) -> float:
    return unit.counts.members / unit.counts.cells if unit.counts.cells else 0


def _title(units: list[ContactUnit], limit: int, day: date) -> alt.TitleParams:
    counts = contact_summary.total([unit.counts for unit in units])
    title = (
        _n(
            "{count} cell has very many contact members",
            "{count} cells have very many contact members",
            counts.overloaded,
        )
        if counts.overloaded
        else _("No cell has very many contact members")
    )
    of = _n("{members} in {count} cell", "{members} in {count} cells", counts.cells, members=number(counts.members))
    average = _("{average} for each cell", average=short_number(counts.members / counts.cells)) if counts.cells else ""
    many = _("{sign} very many: {limit} and more", sign=contact_summary_columns.OVERLOADED, limit=number(limit))
    return axes.chart_title(title, of, average, many, _("as of {day}", day=day_text(day)))


CHARTS = (
    Chart(
        "contact_members",
        N_("Contact members for each cell"),
        60,
        ChartGroup.CONTACT,
        question=lambda viewer, wanted: contact_summary.by_unit(viewer, unit_id=wanted.unit_id),
        draw=lambda viewer, wanted, units, chosen, dark: chart(
            units, contact_summary.overload_limit(viewer), clock.today(), dark
        ),
        has_data=lambda unit: unit.counts.members,
        columns=lambda units: {
            name: contact_summary_columns.COLUMNS[name] for name in ("name", "members", "women", "exempt")
        },
        empty=N_("No cell has contact members yet."),
        tables=contact_summary.PEOPLE,
        by_unit=CellRowLink(
            "pages/people/members.py",
            lambda unit: {"members_cell": unit.code, "members_kind": "contact"},
            N_("Members by name are visible only to the cell and the {level} committee."),
        ),
        export=None,
    ),
)
