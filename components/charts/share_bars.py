"""Bars of units by their share of a whole, each with its label, to be selected over the whole width."""

from collections.abc import Mapping

import altair as alt

from components.charts import axes
from components.charts.chart_theme import colors


def share_scale() -> alt.Scale:
    """The scale of shares: from nothing to the whole."""
    return alt.Scale(domain=[0, 1], nice=False)


def draw_layers(
    rows: list[dict], title: str, tooltips: Mapping[str, str], dark: bool, selectable: str | None = None
) -> list[alt.Chart]:
    """Return the layers of bars from rows with `code`, `name`, `rate` and what `axes.bar_labels` reads.

    `title` is that of the axis, `tooltips` are titles by field; only rows that pass the test `selectable` can be
    selected, by default all.
    """
    look, scale = colors(dark), share_scale()
    base = alt.Chart().encode(y=axes.name_axis(rows))
    picked = alt.selection_point(name=axes.SELECTION, fields=["code"], on="click", empty=False)
    whole = base.mark_bar(color=look["borderColor"], cursor="pointer", cornerRadiusEnd=0).encode(
        x=alt.XValue(0),
        x2=alt.X2Value("width"),
        tooltip=[alt.Tooltip(f"{field}:N", title=told) for field, told in tooltips.items()],
    )
    if selectable:
        whole = whole.transform_filter(selectable)
    bars = base.mark_bar(color=look["chartCategoricalColors"][1], tooltip=None, cornerRadiusEnd=0).encode(
        x=alt.X("rate:Q", scale=scale, axis=alt.Axis(format=".0%", title=title))
    )
    return [whole.add_params(picked), bars, *axes.bar_labels(base, scale, look["backgroundColor"])]
