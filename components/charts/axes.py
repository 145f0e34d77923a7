"""Shared parts of charts over months: the time axis, titles that fit a phone, selecting a month."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from components.i18n import _, current_language
from components.labels.distinct_labels import distinct

MONTHS_SHOWN, HALVES_SHOWN = 18, 8  # beyond these an axis names only the years
CHARS_PER_LINE = 42  # characters of a title that a phone shows on one line
WIDE, WIDE_CHARS = 640, 96  # pixels from which a chart is wide, and characters per line below its title then
LETTERS = 30  # characters of a name beside its bar
SELECTION = "picked"
LETTER, GAP, WORDS_MOST = 7.7, 10, 0.85  # pixels: per letter after a bar, of the gap before it; share of the width
SHORT_BRACKETS, JOINER = re.compile(r"\([^()]{1,12}\)"), "\ue000"
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_axis(rows: list[dict], step: int) -> alt.X:
    """The axis of months or half-years: T1 to T12, with the year below its first month."""
    asked = sorted({row["period"] for row in rows})
    few = len(asked) <= (MONTHS_SHOWN if step == 1 else HALVES_SHOWN)
    labels = {period: _label(period, step, period == asked[0]) for period in asked} if few else _years(asked)
    words = f"{json.dumps(labels, ensure_ascii=False)}[datum.label]"
    axis = alt.Axis(
        values=list(labels),
        labelExpr=words,
        title=None,
        labelOverlap=not few,
        labelFontSize=11 if few and len(asked) > 8 else 13,
    )
    return alt.X("period:O", axis=axis, scale=alt.Scale(domain=asked, paddingInner=0.25, paddingOuter=0.15))


def year_axis(years: list[int]) -> alt.X:
    """The axis of years; with very many, not all are labelled."""
    axis = alt.Axis(title=None, labelAngle=0, labelOverlap=True)
    return alt.X("period:O", axis=axis, scale=alt.Scale(domain=years, paddingInner=0.25, paddingOuter=0.15))


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return names for the axis beside bars, by key: long ones cut, and no two alike, since they would share a bar."""
    return distinct({key: name if len(name) <= LETTERS else name[: LETTERS - 1] + "…" for key, name in names.items()})


def name_axis(rows: list[dict]) -> alt.Y:
    """The axis of names beside bars, in the order of the rows: on a phone long ones are shortened further, so that the
    bars and their figures have room.
    """
    axis = alt.Axis(labelLimit=alt.ExprRef("containerSize()[0] < 480 ? 130 : 220"))
    return alt.Y("name:N", sort=[row["name"] for row in rows], title=None, axis=axis)


def count_axis(title: str) -> alt.Axis:
    """The axis of a count: whole numbers only. Where few are counted Vega marks halves in spite of the least step, and
    would write 1 beside them.
    """
    return alt.Axis(title=title, format=",d", tickMinStep=1, labelExpr="datum.value % 1 ? '' : datum.label")


def month_name(month: int) -> str:
    """Return T11 in Vietnamese, Nov in English."""
    return ENGLISH_MONTHS[month % 100 - 1] if current_language() == "en" else f"T{month % 100}"


class ChartTitle(alt.TitleParams):
    """A title wrapped to a phone's width; `whole` is the unwrapped text."""

    def __init__(self, *args: Any, whole: dict[str, list[str]] | None = None, **known: Any) -> None:
        super().__init__(*args, **known)
        object.__setattr__(self, "whole", whole)


def chart_title(title: str, *lines: str) -> ChartTitle:
    """Build a title that states the finding, with its denominator below; wrapped to a phone's width."""
    told = [line for line in lines if line]
    return ChartTitle(
        _even(title, CHARS_PER_LINE - 8),
        subtitle=[part for line in told for part in _broken(line, CHARS_PER_LINE)],
        whole={"text": [title], "subtitle": told},
    )


def title_by_width(spec: dict) -> dict:
    """Return a title with few long lines if the chart is wide, otherwise with the phone's line breaks."""
    return spec["title"] | {
        name: {"signal": f"width > {WIDE} ? {_as_array(lines)} : {_as_array(spec['title'][name])}"}
        for name, lines in wide_title(spec).items()
    }


def wide_title(spec: dict) -> dict[str, list[str]]:
    """Return the title of a drawn chart in few long lines."""
    whole = spec.get("usermeta", {}).get("title")
    if whole is None:
        return {}
    lines = _broken(" · ".join(whole["subtitle"]), WIDE_CHARS)
    told = {"subtitle": [line.removesuffix(" ·") for line in lines]} if whole["subtitle"] else {}
    return {"text": _broken(whole["text"][0], WIDE_CHARS * 2 // 3), **told}


def selectable_columns(x: alt.X, tooltips: list[alt.Tooltip], once: str | None = None) -> alt.Chart:
    """A touchable column over each period, as tall as the chart; the one whose row is "chosen" is shaded.

    `once` picks one row per period if there are several.
    """
    picked = alt.selection_point(name=SELECTION, fields=["period"], on="click", empty=False)
    shade = conditional_value(alt.OpacityValue, "datum.chosen", 0.2, 0.001)
    base = alt.Chart().mark_bar(color="#8A7E72", cornerRadius=3, cursor="pointer", width={"band": 1.25})
    columns = base.encode(x=x, y=alt.YValue(0), y2=alt.Y2Value("height"), opacity=shade, tooltip=tooltips).add_params(
        picked
    )
    return columns.transform_filter(once) if once else columns


class _Rows(alt.Data):
    """Rows written to a spec unchanged: Altair would inspect each value of each row, and copy it."""

    def to_dict(self, validate: bool = True, **options: Any) -> dict[str, Any]:
        return {"values": self.values}


def bar_labels(bars: alt.Chart, scale: alt.Scale, paper: str) -> list[alt.Chart]:
    """Return the labels of horizontal bars of shares, which rows give as `said`, `share` and `end`: at the start of a
    bar that holds its label, otherwise beyond its end; only the share where the whole label fits in neither.
    """
    holds = f"{{room}} * width >= length({{label}}) * {LETTER} + {2 * GAP}"
    inside, beyond = (holds.format(room=room, label="datum.said") for room in ("datum.end", "(1 - datum.end)"))
    bars = bars.transform_calculate(label=f"{inside} || {beyond} ? datum.said : datum.share")
    fits = holds.format(room="datum.end", label="datum.label")
    within = bars.mark_text(align="left", dx=8, fontWeight=600, color=paper, tooltip=None).encode(
        x=alt.XValue(0), text="label:N"
    )
    behind = bars.mark_text(align="left", dx=6, fontWeight=600, tooltip=None).encode(
        x=alt.X("end:Q", scale=scale), text="label:N"
    )
    return [within.transform_filter(fits), behind.transform_filter(f"!({fits})")]


def layer_over_same_rows(layers: list[alt.Chart], rows: list[dict], **options) -> alt.LayerChart:
    """Layer charts over the same data, which is attached last because layering copies it. An axis that all layers have
    in common is stated once: with every month of ten years in its domain it is the largest part of a spec.
    """
    shared = {name: axis for name in ("x", "y") if (axis := _axis_of_all(layers, name)) is not None}
    chart = alt.layer(*(_without_axes(layer, shared) for layer in layers), **options)
    if shared:
        chart.encoding = alt.SharedEncoding(**shared)
    if whole := getattr(options.get("title"), "whole", None):
        chart.usermeta = {"title": whole}
    chart.data = _Rows(values=rows)
    return chart


def _axis_of_all(layers: list[alt.Chart], name: str) -> alt.X | alt.Y | None:
    """Return the axis, if every layer has the very same one."""
    found = [getattr(layer.encoding, name, None) for layer in layers]
    return found[0] if isinstance(found[0], (alt.X, alt.Y)) and all(each is found[0] for each in found) else None


def _without_axes(layer: alt.Chart, shared: Iterable[str]) -> alt.Chart:
    copy = layer.copy(deep=["encoding"])
    for name in shared:
        copy.encoding[name] = alt.Undefined
    return copy


def conditional_value(channel: type, test: str, yes, no):
    """Return a value that applies if a test holds, and another otherwise.

    Altair's own `condition` validates against its schema each time, which is slow.
    """
    return channel(no, condition={"test": test, "value": yes})


def axis_end_expression(ends: Iterable[tuple[float, str]], most: float = 0) -> str:
    """End a horizontal axis so that the labels behind the bars have room, even on a phone: an
    expression of the width.
    """
    found = {f"{end:.6g}/(1-min({WORDS_MOST},{LETTER * len(words) + GAP}/max(width,1)))" for end, words in ends if end}
    return f"max({','.join([f'{most:.6g}', '1e-9', *sorted(found)])})"


def text_with_halo(words: alt.Chart, paper: str, **options) -> list[alt.Chart]:
    """Text over lines with a halo of the background."""
    return [
        words.mark_text(stroke=paper, strokeWidth=5, strokeJoin="round", tooltip=None, **options),
        words.mark_text(tooltip=None, **options),
    ]


def _label(period: int, step: int, first: bool) -> str | list[str]:
    # otherwise the first year is too close to the second
    begins = period % 100 == 1 or (first and period % 100 <= 12 - 2 * step)
    name = month_name(period) if step == 1 else _("H1") if period % 100 == 1 else _("H2")
    return [name, str(period // 100)] if begins else name


def _years(asked: list[int]) -> dict[int, str]:
    return {period: str(period // 100) for period in asked if period % 100 == 1}


def _broken(text: str, width: int) -> list[str]:
    """Wrap text to lines of at most this many characters, without splitting short brackets, text between middle dots,
    or a number and its %.
    """
    whole = SHORT_BRACKETS.sub(lambda found: found[0].replace(" ", JOINER), text).replace(" %", f"{JOINER}%")
    if len(parts := whole.split(" · ")) > 1:
        whole = f"{JOINER}· ".join(part if len(part) > width - 2 else part.replace(" ", JOINER) for part in parts)
    return [line.replace(JOINER, " ") for line in textwrap.wrap(whole, width, break_long_words=False)] or [""]


def _as_array(lines: list[str]) -> str:
    """Return lines as a Vega array expression."""
    return json.dumps(lines, ensure_ascii=False)


def _even(text: str, width: int) -> list[str]:
    """Wrap to as few lines as fit, of about equal length: no single last word."""
    fewest = len(_broken(text, width))
    return next(lines for each in range(1, width + 1) if len(lines := _broken(text, each)) == fewest)
