"""Bars by month, one or several side by side, with the numbers of the open month above them."""

from typing import NamedTuple

import altair as alt

from components.charts import axes
from components.charts.chart_theme import colors
from components.i18n import _, capitalized, number, period_name
from db.calendar import clock
from db.calendar.months import last_day

NAMED = 100  # with more bars there is no room for labels on a phone
ROOM = 1.15  # headroom above the highest bar, for its number


class MonthSeries(NamedTuple):
    """One series of bars: its key, label, and index among the chart colours."""

    key: str
    label: str
    color: int


def draw(
    months: list[tuple[int, dict[str, int]]],
    series: list[MonthSeries],
    title: alt.TitleParams,
    counted: str,
    chosen: int | None = None,
    dark: bool = False,
) -> alt.LayerChart:
    """Draw bars for each month from counts by key; `counted` is the axis title. A single series
    is red in the open month.
    """
    look, few = colors(dark), len(months) <= axes.MONTHS_SHOWN
    rows = [row for period, counts in months for row in _rows(period, counts, series, chosen)]
    x = axes.period_axis(rows, 1)
    most = max((row["count"] for row in rows), default=0) or 1
    scale = alt.Scale(domain=[0, most * ROOM], nice=False)
    y = alt.Y("count:Q", scale=scale, axis=axes.count_axis(counted))
    beside = (
        {}
        if len(series) == 1
        else {"xOffset": alt.XOffset("place:O", scale=alt.Scale(domain=list(range(len(series)))))}
    )
    base = alt.Chart().transform_filter("datum.count > 0").encode(x=x, y=y, **beside)
    bars = base.mark_bar(tooltip=None, cornerRadiusEnd=0).encode(color=_color(series, look))
    named = "true" if few and most < NAMED else "datum.chosen"
    words = base.transform_filter(named).mark_text(dy=-8, fontWeight=600, fontSize=12, tooltip=None)
    columns = axes.selectable_columns(x, _tooltips(series), "datum.place == 0")
    numbers = [words.encode(text="said:N")] if len(series) == 1 else []  # grouped bars leave no room for them
    return axes.layer_over_same_rows([columns, bars, *numbers], rows, height=280, title=title)


def month_text(month: int) -> str:
    """Return a month as the start of a title, marked if it is not over."""
    name = period_name(month)
    text = _("{period} (so far)", period=name) if last_day(month) >= clock.today() else name
    return capitalized(text)


def _rows(period: int, counts: dict[str, int], series: list[MonthSeries], chosen: int | None) -> list[dict]:
    """Return the bars of a month; the first also carries the texts of the column's tooltip."""
    about = {"period": period, "chosen": period == chosen}
    told = {"name": month_text(period)} | {f"said_{one.key}": number(counts[one.key]) for one in series}
    return [
        {**about, "key": one.key, "place": place, "count": counts[one.key], "said": number(counts[one.key])}
        | ({} if place else told)
        for place, one in enumerate(series)
        if place == 0 or counts[one.key]
    ]


def _color(series: list[MonthSeries], look: dict):
    palette = look["chartCategoricalColors"]
    if len(series) == 1:
        return axes.conditional_value(alt.ColorValue, "datum.chosen", palette[0], palette[series[0].color])
    words = ", ".join(f"'{one.key}': '{one.label}'" for one in series)
    legend = alt.Legend(title=None, columns=len(series), labelExpr=f"({{{words}}})[datum.label]")
    scale = alt.Scale(domain=[one.key for one in series], range=[palette[one.color] for one in series])
    return alt.Color("key:N", scale=scale, legend=legend)


def _tooltips(series: list[MonthSeries]) -> list[alt.Tooltip]:
    return [alt.Tooltip("name:N", title=" "), *(alt.Tooltip(f"said_{one.key}:N", title=one.label) for one in series)]
