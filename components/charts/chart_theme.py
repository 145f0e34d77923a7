"""How every chart looks: colours, font, Vietnamese numbers and months, a line at zero.

`to_spec` turns a chart into what the screen draws; pictures for files are made from the same spec, so that they look
alike.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from components.charts import axes

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "components" / "assets" / "fonts"
FONT = "Be Vietnam Pro, sans-serif"
WIDTH, HEIGHT = 900, 360  # of a picture, in points of two pixels
SLIDE = (600, 400)  # of a picture on a slide, in points of three pixels
FOOT, THICKEST = 70, 66  # height of its axis; thickness of a bar including the gap
LOCALES = {
    "vi": {
        "number": {
            "decimal": ",",
            "thousands": ".",
            "grouping": [3],
            "currency": ["", " ₫"],
            "percent": " %",
            "minus": "−",
        },
        "time": {
            "dateTime": "%H:%M %d/%m/%Y",
            "date": "%d/%m/%Y",
            "time": "%H:%M",
            "periods": ["SA", "CH"],
            "days": ["chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"],
            "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
            "months": [f"T{number}" for number in range(1, 13)],  # an axis of months asks for the long names
            "shortMonths": [f"T{number}" for number in range(1, 13)],
        },
    },
    "en": {
        "number": {
            "decimal": ".",
            "thousands": ",",
            "grouping": [3],
            "currency": ["", " ₫"],
            "percent": " %",
            "minus": "−",
        }
    },
}


def to_spec(chart: alt.TopLevelMixin, language: str = "vi", dark: bool = False) -> dict:
    """Return the themed spec for `st.vega_lite_chart(…, theme=None)`; the author's own configuration wins. It is not
    validated against the schema, which takes ten times as long: tests validate every chart.
    """
    spec = chart.to_dict(validate=False)
    return spec | {"config": _merged(_look(language, dark), spec.get("config", {}))}


def spec_to_png(spec: dict, foot: str, scale: float = 2) -> bytes:
    """Render a light spec for the screen as a picture for documents and chats, with a line below its title that says
    what it covers.
    """
    register_fonts()
    title = spec.get("title", {})
    sized = {"width": WIDTH, "padding": 24} | ({} if isinstance(spec.get("height"), dict) else {"height": HEIGHT})
    words = axes.wide_title(spec) or title
    return vl_convert.vegalite_to_png(
        spec | sized | {"title": title | words | {"subtitle": [*words.get("subtitle", []), foot]}}, scale=scale
    )


def specs_to_png(specs: list[dict], foot: str, scale: float = 2) -> bytes:
    """Render light specs side by side as one picture; a single one like `spec_to_png`."""
    if len(specs) == 1:
        return spec_to_png(specs[0], foot, scale)
    register_fonts()
    parts = []
    for spec in specs:
        layers = [{name: value for name, value in layer.items() if name != "params"} for layer in spec["layer"]]
        sized = {"width": WIDTH // 2} | ({} if isinstance(spec.get("height"), dict) else {"height": HEIGHT})
        plain = {name: value for name, value in spec.items() if name not in ("config", "$schema", "params")}
        parts.append(plain | sized | {"layer": layers})
    told = {"text": foot, "orient": "bottom", "anchor": "start", "fontSize": 13, "fontWeight": 400}
    whole = {
        "$schema": specs[0]["$schema"],
        "hconcat": parts,
        "config": specs[0]["config"],
        "title": told,
        "padding": 24,
    }
    resolved = {"resolve": {"scale": {"x": "independent", "y": "independent", "color": "independent"}}}
    return vl_convert.vegalite_to_png(whole | resolved, scale=scale)


def spec_to_plain_png(spec: dict, scale: float = 3) -> bytes:
    """Render without title and margins, for a slide with its own text beside it."""
    register_fonts()
    wide, tall = SLIDE
    if isinstance(spec.get("height"), dict):  # a few bars are not drawn as blocks
        tall = min(tall, FOOT + THICKEST * len({row["name"] for row in spec["data"]["values"]}))
    sized = {"width": wide, "height": tall, "padding": 4, "autosize": {"type": "fit", "contains": "padding"}}
    return vl_convert.vegalite_to_png({name: spec[name] for name in spec if name != "title"} | sized, scale=scale)


@cache
def colors(dark: bool = False) -> dict[str, Any]:
    """Return the colours of the light or dark theme, as on the screen."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    return theme["dark" if dark else "light"]


def _look(language: str, dark: bool) -> dict:
    color = colors(dark)
    ink, muted, line, paper = color["textColor"], color["grayTextColor"], color["borderColor"], color["backgroundColor"]
    words = {"labelColor": muted, "labelFontSize": 13, "titleColor": muted, "titleFontSize": 13, "titleFontWeight": 400}
    return {
        "locale": LOCALES[language],
        "font": FONT,
        "background": paper,
        "padding": 8,
        "range": {
            "category": color["chartCategoricalColors"],
            "ordinal": color["chartSequentialColors"],
            "ramp": color["chartSequentialColors"],
            "heatmap": color["chartSequentialColors"],
            "diverging": color["chartDivergingColors"],
        },
        "title": {
            **{"anchor": "start", "color": ink, "fontSize": 17, "fontWeight": 600, "lineHeight": 24, "offset": 16},
            **{"subtitleColor": muted, "subtitleFontSize": 14, "subtitleLineHeight": 20, "subtitlePadding": 4},
        },
        "axis": {
            **words,
            "domain": False,
            "grid": False,
            "ticks": False,
            "labelPadding": 8,
            "titlePadding": 12,
            "labelOverlap": "greedy",
            "labelSeparation": 8,
            "labelAngle": 0,
        },
        "axisQuantitative": {
            **{"grid": True, "tickCount": 5},
            "gridColor": {"condition": {"test": "datum.value === 0", "value": muted}, "value": line},
        },
        "axisTemporal": {"tickCount": 12},
        "legend": {
            **words,
            "orient": "top",
            "direction": "horizontal",
            "symbolType": "square",
            "labelLimit": 260,
            "offset": 12,
            "padding": 0,
        },
        "header": {**words, "labelFontSize": 14, "labelColor": ink, "labelAnchor": "start"},
        "view": {
            "stroke": None,
            "continuousWidth": 480,
            "continuousHeight": 300,
            "discreteWidth": 480,
            "discreteHeight": {"step": 26},
        },
        "mark": {"color": color["chartCategoricalColors"][0]},
        "bar": {"cornerRadiusEnd": 2, "discreteBandSize": {"band": 0.72}},
        "line": {"strokeWidth": 2.5, "strokeCap": "round"},
        "point": {"size": 60, "filled": True},
        "area": {"fillOpacity": 0.25, "line": True},
        "rule": {"color": muted},
        "text": {"color": ink, "fontSize": 13},
        "arc": {"stroke": paper, "strokeWidth": 2},
    }


def _merged(ours: dict, own: dict) -> dict:
    """Merge the author's settings over the theme's."""
    both = dict(ours)
    for name, value in own.items():
        inner = isinstance(value, dict) and isinstance(ours.get(name), dict)
        both[name] = _merged(ours[name], value) if inner else value
    return both


@cache
def register_fonts() -> None:
    """Register the fonts shipped with the register, so that pictures do not depend on the machine's."""
    vl_convert.register_font_directory(str(FONTS))
