"""Appearance: one place for colours and type, readable in light and dark, charts that speak Vietnamese."""

import io
import re
import tomllib
from pathlib import Path

import altair as alt
import pytest
from PIL import Image

from components.charts.chart_theme import FONTS, LOCALES, colors
from tests import drawn_charts

ROOT = Path(__file__).resolve().parents[1]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
STYLE = (ROOT / "components" / "assets" / "style.css").read_text("utf-8")
HUES = ("red", "orange", "yellow", "blue", "green", "violet", "gray")


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_contrasts_with_its_background(mode):
    theme = THEME[mode]
    surfaces = [theme["backgroundColor"], theme["secondaryBackgroundColor"]]
    pairs = [(theme[f"{letters}Color"], surface) for letters in ("text", "grayText", "link") for surface in surfaces]
    pairs += [
        (theme[f"{hue}TextColor"], surface)
        for hue in HUES
        for surface in (theme[f"{hue}BackgroundColor"], theme["backgroundColor"])
    ]
    pairs += [
        ("#FFFFFF", theme["primaryColor"]),
        (theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]),
    ]
    pairs += [(theme["textColor"], THEME[mode]["sidebar"]["backgroundColor"])]
    assert {pair: round(_contrast(*pair), 2) for pair in pairs if _contrast(*pair) < 4.5} == {}


def test_the_light_themes_red_is_readable_as_text_and_both_reds_are_visible():
    assert _contrast(THEME["light"]["primaryColor"], THEME["light"]["backgroundColor"]) >= 4.5
    assert _contrast(THEME["dark"]["primaryColor"], THEME["dark"]["backgroundColor"]) >= 3


def test_the_style_sheet_has_the_themes_colours():
    for name, option in {
        "ink": "textColor",
        "paper": "backgroundColor",
        "muted": "grayTextColor",
        "line": "borderColor",
        "red": "primaryColor",
    }.items():
        light, dark = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", STYLE).groups()
        assert (light.upper(), dark.upper()) == (THEME["light"][option], THEME["dark"][option]), name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_inputs_and_buttons_have_a_visible_border(mode):
    edge = re.search(r"--edge: light-dark\((#\w+), (#\w+)\)", STYLE).groups()[mode == "dark"]
    grounds = [THEME[mode][name] for name in ("backgroundColor", "secondaryBackgroundColor")]
    assert {ground: round(_contrast(edge, ground), 2) for ground in grounds if _contrast(edge, ground) < 3} == {}


def test_nothing_is_fetched_from_elsewhere():
    assert re.findall(r"url\(|@import|https?:", STYLE) == []
    for face in THEME["fontFaces"]:
        assert (ROOT / "components" / face["url"].lstrip("/")).is_file()
    assert (FONTS / "LICENSE.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE") >= 1


def test_type_sizes_and_weights_are_those_of_the_look():
    assert (THEME["baseFontSize"], THEME["font"]) == (17, "Be Vietnam Pro, sans-serif")
    assert [face["weight"] for face in THEME["fontFaces"]] == [400, 600]
    assert (THEME["headingFontSizes"][:3], set(THEME["headingFontWeights"])) == (
        ["1.75rem", "1.35rem", "1.15rem"],
        {600},
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts_have_six_colours_and_sequences_of_ten(mode):
    theme = THEME[mode]
    assert len(set(theme["chartCategoricalColors"])) == 6
    assert len(set(theme["chartSequentialColors"])) == len(set(theme["chartDivergingColors"])) == 10
    steps = [_luminance(color) for color in theme["chartSequentialColors"]]
    assert steps == sorted(steps, reverse=mode == "light")


def _bars(title: str = "Đảng viên") -> alt.Chart:
    rows = [
        {"unit": "Xã Đồng Tâm", "people": 37103, "rate": 0.864, "day": "2026-11-01"},
        {"unit": "Yên Bồng", "people": -12, "rate": 0.5, "day": "2026-03-01"},
    ]
    return alt.Chart(alt.Data(values=rows), title=title).mark_bar().encode(x="people:Q", y=alt.Y("unit:N", title=None))


def test_numbers_months_and_shares_in_charts_are_vietnamese():
    drawn = drawn_charts.svg(_bars())
    assert ">10.000<" in drawn
    shares = drawn_charts.svg(_bars().encode(x=alt.X("rate:Q", axis=alt.Axis(format=".1%"))))
    assert ">80,0 %<" in shares
    months = drawn_charts.svg(_bars().mark_line().encode(x="yearmonth(day):T", y="people:Q"))
    assert "T11 2026" in months or "T3 2026" in months
    assert ">10,000<" in drawn_charts.svg(_bars(), language="en")


def test_a_chart_has_a_line_at_zero():
    look = drawn_charts.spec(_bars())["config"]
    assert look["axisQuantitative"]["gridColor"]["condition"] == {
        "test": "datum.value === 0",
        "value": colors()["grayTextColor"],
    }


def test_a_chart_is_drawn_with_our_font_and_all_its_letters():
    ours, fallback = (
        drawn_charts.png(_bars("Ệ ộ ữ Ẵ Đ ỷ ✓ Σ ↷").configure(font=font))
        for font in ("Be Vietnam Pro, sans-serif", "sans-serif")
    )
    assert ours.startswith(b"\x89PNG")
    assert ours != fallback
    picture = Image.open(io.BytesIO(ours)).convert("L")
    head = picture.crop((0, 0, picture.width // 2, 60))
    assert sum(pixel < 128 for pixel in head.tobytes()) > 300


def test_an_authors_own_choice_in_a_chart_stays():
    chart = _bars().configure_axis(grid=True).configure_legend(orient="bottom")
    look = drawn_charts.spec(chart, dark=True)["config"]
    assert (look["axis"]["grid"], look["axis"]["labelColor"], look["legend"]["orient"]) == (
        True,
        THEME["dark"]["grayTextColor"],
        "bottom",
    )
    assert look["background"] == THEME["dark"]["backgroundColor"]
    assert chart.config.to_dict().keys() == {"axis", "legend"}


def test_a_chart_with_many_rows_is_drawn():
    many = (
        alt.Chart(alt.Data(values=[{"x": at, "y": at % 7} for at in range(6000)])).mark_point().encode(x="x:Q", y="y:Q")
    )
    assert drawn_charts.png(many, scale=1).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LOCALES)
def test_layered_and_joined_charts_look_the_same(language):
    joined = alt.hconcat(_bars(), alt.layer(_bars(), _bars().mark_text()))
    assert drawn_charts.spec(joined, language)["config"]["locale"] == LOCALES[language]
