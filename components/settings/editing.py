"""Changing a setting or a rule from a day on: a fitting field for each kind."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from components import auth, feedback, forms
from components.i18n import _, month
from components.text import plain
from db import checks, clock, settings
from db.rules import overview
from db.rules.overview import InForce, Stands
from db.rules.shapes import SHAPES, Kind

EDIT, AT = "edit", "at"  # in the address: what is being changed, and what was last


def form(found: Stands) -> None:
    """The field of a setting that is one value, and the day."""
    name = forms.current(f"settings_{found.name}")
    with st.form(f"{name}_form", border=False):
        chosen = FIELDS[SHAPES[found.name].kind](found.value, name)
        since = settings.EARLIEST if SHAPES[found.name].kind == Kind.MONTH else day(name)
        if st.form_submit_button(_("Save"), type="primary", width="stretch"):
            save(found.name, chosen, since)


def day(name: str) -> date | None:
    """From when on it holds."""
    return forms.day(_("Holds from"), clock.today(), key=f"{name}_since", ahead=checks.PLANNED - timedelta(days=10))


def save(name: str, chosen: Any, since: date | None) -> None:
    """Keep a value for the viewer's unit, or say why not."""
    with feedback.saving(_("Saved.")):
        viewer = auth.viewer("/settings")
        settings.choose(viewer, viewer.unit_id, name, chosen, since)
        leave(name)


def give_back(found: Stands) -> None:
    """Go on with what the unit above has chosen."""
    if st.button(_("Take our own choice back: as above us from today on"), key=f"settings_{found.name}_back"):
        save(found.name, None, clock.today())


def rule(name: str, now: InForce) -> None:
    """The figures of a rule, the paper they rest on, and the day."""
    form = forms.current(f"settings_{name}")
    with st.form(f"{form}_form", border=False):
        figures = {key: value for key, value in now.parameters.items() if isinstance(value, int)}
        typed = {key: st.number_input(_figure(key), 1, 100, value, key=f"{form}_{key}") for key, value in figures.items()}
        citation = st.text_input(_("Paper that it rests on"), key=f"{form}_citation", max_chars=300, placeholder=_("number, day, who issued it"))
        verified = st.checkbox(_("I have read the paper myself: it may be named on papers"), key=f"{form}_verified")
        since = day(form)
        if st.form_submit_button(_("Save"), type="primary", width="stretch"):
            with feedback.saving(_("Saved.")):
                overview.choose_rule(auth.viewer("/settings"), name, {**now.parameters, **typed}, citation, verified, since)
                leave(name)


def leave(name: str) -> None:
    """Back to what stands, where one was."""
    forms.forget(f"settings_{name}")
    st.query_params.from_dict({AT: name})
    st.rerun()


def _figure(key: str) -> str:
    return {"above_percent": _("More than (per cent)"), "at_most": _("At most (times)"), "meetings_a_year": _("Meetings a year")}[key]


def _day_of_month(value: int, form: str) -> int:
    return st.number_input(_("Day of the month"), min_value=1, max_value=28, value=value, key=f"{form}_day")


def _month_of_begin(value: int, form: str) -> int:
    offered = settings.months()
    return st.selectbox(
        _("First month of the register"), offered, index=offered.index(value) if value in offered else 0, format_func=month, key=f"{form}_month"
    )


def _halves(value: list[int], form: str) -> list[int | None]:
    columns = st.columns(2)
    labels = (_("First half of the year"), _("Second half of the year"))
    months = (range(1, 7), range(7, 13))
    return [
        column.selectbox(label, list(offered), index=list(offered).index(month), format_func=_month, key=f"{form}_half_{month}")
        for column, label, offered, month in zip(columns, labels, months, value, strict=True)
    ]


def _month(month: int) -> str:
    return _("month {month}", month=month)


def _flag(value: bool, form: str) -> bool:
    return st.toggle(_("Yes, keep them"), value, key=f"{form}_flag")


def _address(value: str, form: str) -> str:
    return st.text_input(_("Address of the register"), value, key=f"{form}_address", max_chars=200, placeholder="https://")


def _names(value: dict[str, str], form: str) -> dict[str, str]:
    """Names to be forgotten are ticked off."""
    if not value:
        st.caption(_("Nothing is remembered yet."))
    return {name: meaning for name, meaning in value.items() if st.checkbox(plain(name), True, key=f"{form}_name_{name.replace(' ', '_')}")}


FIELDS = {Kind.DAY: _day_of_month, Kind.MONTH: _month_of_begin, Kind.HALVES: _halves, Kind.FLAG: _flag, Kind.ADDRESS: _address, Kind.NAMES: _names}
