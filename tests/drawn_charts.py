"""Charts as the register draws them, proved against the grammar of Vega-Lite, which the register itself leaves out."""

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
    """A chart as a drawing on light paper."""
    chart_theme.register_fonts()
    return vl_convert.vegalite_to_svg(spec(chart, language))


def png(chart: alt.TopLevelMixin, language: str = "vi", scale: float = 2) -> bytes:
    """A chart as a picture on light paper."""
    chart_theme.register_fonts()
    return vl_convert.vegalite_to_png(spec(chart, language), scale=scale)
