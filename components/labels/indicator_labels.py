"""Indicators of residential areas in words: names, units of measure, figures as published."""

from components.i18n import N_, _, current_language, number
from db.initiatives.indicators import INDICATORS, IndicatorLine
from db.kernel.scope import Viewer
from db.settings import settings
from db.settings.settings import Option

QUALIFIERS = {"over": N_("over {figure}"), "about": N_("about {figure}"), "under": N_("under {figure}")}
SHARE = "share"  # a measure: part of a total


def load_indicators(viewer: Viewer) -> dict[str, Option]:
    """Load the list's indicators by key, including those no longer offered."""
    return {option.key: option for option in settings.options(viewer, INDICATORS)}


def title_with_measure(known: dict[str, Option], key: str) -> str:
    """Return an indicator with its unit of measure."""
    if key not in known:
        return key
    measured = measure_unit(known[key])
    return f"{known[key].label} ({measured})" if measured else known[key].label


def measure_unit(option: Option) -> str:
    """Return the unit of measure; empty if the name includes it."""
    return option.row.get(f"of_{current_language()}") or option.row.get("of_vi", "")


def is_share(option: Option | None) -> bool | None:
    """Tell whether it is a share of a total; None for one added by the district, which may be either."""
    told = option.row.get("measure") if option else None
    return None if told is None else told == SHARE


def figure_text(line: IndicatorLine) -> str:
    """Return a figure as published: 149, hơn 40, 13/15."""
    said = number_text(line.value) if line.total is None else f"{number_text(line.value)}/{number_text(line.total)}"
    return _(QUALIFIERS[line.qualifier], figure=said) if line.qualifier in QUALIFIERS else said


def number_text(value: float) -> str:
    """Return a number with its own decimals, two at most."""
    return number(value, next((places for places in (0, 1) if round(value, places) == round(value, 2)), 2))
