"""A section's chart as pictures, drawn like on screen: without its title for a slide, and complete for a chat."""

import altair as alt
from altair.utils.schemapi import debug_mode

from components.charts import chart_theme
from components.files.briefing_document import Drawing
from components.i18n import number

MOST_BARS = 12  # bars below each other that are legible on a slide


def draw_pictures(chart: alt.TopLevelMixin, foot: str) -> Drawing:
    """Both pictures of a chart; of very many units only the first are drawn, and the picture says so."""
    with debug_mode(False):  # tests verify what is drawn
        spec = chart_theme.to_spec(chart)
    spec, note = _shorten(spec)
    lines = " · ".join(filter(None, (note, foot)))
    return Drawing(chart_theme.spec_to_plain_png(spec), chart_theme.spec_to_png(spec, lines), note)


def _shorten(spec: dict) -> tuple[dict, str]:
    rows = spec.get("data", {}).get("values", [])
    below_each_other = isinstance(spec.get("height"), dict) and rows and "name" in rows[0]
    if not below_each_other or len(rows) <= MOST_BARS:
        return spec, ""
    note = f"vẽ {number(MOST_BARS)} trong {number(len(rows))} đơn vị"
    return spec | {"data": {"values": rows[:MOST_BARS]}}, note
