"""Bars of classes, labelled with number and share; unknown values are hatched in grey."""

from typing import NamedTuple

import altair as alt

from components.charts import axes
from components.charts.chart_theme import colors


class ClassBar(NamedTuple):
    """A class: key, name, number, and label; `faint` for unknown values, `short_name` if the name is too long to fit
    beside the bar.
    """

    key: str
    name: str
    count: float
    said: str
    faint: bool = False
    short_name: str = ""


def draw_class_bars(
    bars: list[ClassBar], title: alt.TitleParams, counted: str, chosen: str | None = None, dark: bool = False
) -> alt.LayerChart:
    """Draw the bars in the given order; `counted` is the axis title. The open bar is red."""
    look = colors(dark)
    plain, red = look["chartCategoricalColors"][1], look["chartCategoricalColors"][0]
    names = axes.short_names({bar.key: bar.short_name or bar.name for bar in bars})
    rows = [_row(bar, names[bar.key], bar.key == chosen) for bar in bars]
    most = max((row["count"] for row in rows), default=0) or 1
    y = axes.name_axis(rows)
    end = axes.axis_end_expression([(row["count"], row["said"]) for row in rows], most)
    scale = alt.Scale(domain=[0, most], domainMax=alt.ExprRef(end), nice=False)
    x = alt.X("count:Q", scale=scale, axis=axes.count_axis(counted))
    base = alt.Chart().encode(y=y)
    picked = alt.selection_point(name=axes.SELECTION, fields=["class"], on="click", empty=False)
    shade = axes.conditional_value(alt.OpacityValue, "datum.chosen", 0.2, 0.001)
    tooltips = [alt.Tooltip("whole:N", title=" "), alt.Tooltip("said:N", title=counted)]
    touched = base.mark_bar(color="#8A7E72", cursor="pointer", height={"band": 1}, cornerRadius=3).encode(
        x=alt.XValue(0), x2=alt.X2Value("width"), opacity=shade, tooltip=tooltips
    )
    fill = alt.ColorValue(
        plain, condition=[{"test": "datum.chosen", "value": red}, {"test": "datum.faint", "value": look["borderColor"]}]
    )
    edge = axes.conditional_value(alt.StrokeValue, "datum.faint", look["grayColor"], "transparent")
    drawn = base.mark_bar(tooltip=None, cornerRadiusEnd=0, strokeDash=[3, 3]).encode(x=x, color=fill, stroke=edge)
    words = base.mark_text(align="left", dx=6, fontWeight=600, tooltip=None).encode(x=x, text="said:N")
    return axes.layer_over_same_rows([touched.add_params(picked), drawn, words], rows, title=title, height=alt.Step(34))


def _row(bar: ClassBar, name: str, chosen: bool) -> dict:
    return {
        "class": bar.key,
        "name": name,
        "whole": bar.name,
        "count": bar.count,
        "said": bar.said,
        "faint": bar.faint,
        "chosen": chosen,
    }
