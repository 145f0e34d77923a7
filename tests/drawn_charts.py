"""Charts as the register draws them, validated against the schema of Vega-Lite, which the register
itself leaves out.
"""

import altair as alt
import vl_convert

from components.charts import chart_theme


def spec(chart: alt.TopLevelMixin, language: str = "vi", dark: bool = False) -> dict:
    """A chart as it is sent to a screen."""
    chart.to_dict()
    drawn = chart_theme.to_spec(chart, language, dark)
    alt.Config.from_dict(drawn["config"])
    return drawn


def svg(chart: alt.TopLevelMixin, language: str = "vi") -> str:
    """A chart as an SVG drawing on light paper."""
    chart_theme.register_fonts()
    return vl_convert.vegalite_to_svg(spec(chart, language))


def png(chart: alt.TopLevelMixin, language: str = "vi", scale: float = 2) -> bytes:
    """A chart as a PNG picture on light paper."""
    chart_theme.register_fonts()
    return vl_convert.vegalite_to_png(spec(chart, language), scale=scale)


def rows_drawn(spec: dict) -> list[dict]:
    """All rows that a chart is drawn from."""
    return [row for rows in spec["datasets"].values() for row in rows] if "datasets" in spec else _inline(spec)


def _inline(part) -> list[dict]:
    if isinstance(part, dict):
        here = (
            part["values"]
            if isinstance(part.get("values"), list) and part["values"] and isinstance(part["values"][0], dict)
            else []
        )
        return [*here, *(row for inner in part.values() for row in _inline(inner))]
    return [row for inner in part for row in _inline(inner)] if isinstance(part, list) else []
