"""Record a published figure of a cell's area: an amount, or a part of a total."""

import streamlit as st

from components.i18n import _
from components.labels import indicator_labels
from components.shell import auth
from components.widgets import filters
from components.widgets.draft_fields import DraftFields
from db.calendar import clock
from db.initiatives import indicators
from db.initiatives.indicators import IndicatorInput
from db.settings import settings
from db.units.units import UnitName


def show(fields: DraftFields, cell: UnitName) -> None:
    """Ask for a figure, kept as typed; each indicator has its own draft."""
    viewer = auth.viewer(fields.address)
    options = {each.key: each for each in settings.active_options(viewer, indicators.INDICATORS)}
    keys, chosen = list(options), fields.value("indicator")
    key = st.selectbox(
        _("Indicator"),
        keys,
        keys.index(chosen) if chosen in options else 0,
        format_func=lambda each: indicator_labels.title_with_measure(options, each),
        **fields.widget_options("indicator"),
    )
    this_year = clock.today().year
    told = filters.parse_int(fields.value("year"), this_year) or this_year
    year = st.number_input(
        _("Year"), indicators.FIRST_YEAR, this_year, max(told, indicators.FIRST_YEAR), **fields.widget_options("year")
    )
    share = indicator_labels.is_share(options.get(key))
    value = _number(fields, _("Figure") if share is False else _("How many"), f"value_{key}")
    total = qualifier = None
    if share is not False:
        total = _number(fields, _("Of how many") if share else _("Of how many, if it is a share"), f"total_{key}")
    if share is not True:
        words = {each: _(text, figure="…") for each, text in indicator_labels.QUALIFIERS.items()}
        said = fields.value("qualifier")
        qualifier = st.pills(
            _("As it was published, if not exactly"),
            list(words),
            default=said if said in words else None,
            format_func=words.get,
            **fields.widget_options("qualifier"),
        )
    st.caption(_("Stored as published; the register neither calculates nor checks it."))
    typed = IndicatorInput(key, int(year), value, total, qualifier)
    fields.save_button(
        _("Record the figure"),
        _("Figure recorded."),
        lambda viewer, token: indicators.record(viewer, cell.id, typed, token, fields.place),
    )


def _number(fields: DraftFields, label: str, name: str) -> float | None:
    """Ask for a decimal number."""
    return st.number_input(
        label, 0.0, indicators.LARGEST, _read(fields.value(name)), format="%g", **fields.widget_options(name)
    )


def _read(said: str) -> float | None:
    """Return a number from a draft; none for anything else or anything that could not have been typed."""
    try:
        found = float(said)
    except ValueError:
        return None
    return found if 0 <= found <= indicators.LARGEST else None
