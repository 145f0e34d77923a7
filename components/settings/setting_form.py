"""Change a setting or a rule from a day on: a suitable field for each kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any

import streamlit as st

from components.i18n import _, month_text
from components.labels import rule_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import concurrent_edits, feedback, forms
from db.calendar import clock
from db.kernel import validation
from db.settings import settings, settings_and_rules_in_force
from db.settings.setting_definitions import (
    DEFINITIONS,
    MOST_DAYS,
    MOST_HOUSEHOLDS,
    MOST_MONTHS,
    MOST_PEOPLE,
    MOST_YEARS,
    SHORT_TEXT,
    SettingKind,
)
from db.settings.settings_and_rules_in_force import RuleVersion, SettingStatus

EDIT, AT = "edit", "at"  # in the address: what is being changed, and what was changed last


def value_form(found: SettingStatus) -> None:
    """Ask for a single-value setting and the day."""
    name = forms.form_key(f"settings_{found.name}")
    concurrent_edits.begin(name)
    with st.form(f"{name}_form", border=False):
        chosen = FIELDS[DEFINITIONS[found.name].kind](found.value, name)
        since = settings.EARLIEST if DEFINITIONS[found.name].kind == SettingKind.MONTH else start_day(name)
        if save_pressed(name):
            save_value(found.name, chosen, since)


def start_day(name: str) -> date | None:
    """Ask for the first day."""
    return forms.date_field(
        _("Applies from"), clock.today(), key=f"{name}_since", ahead=validation.PLANNED - timedelta(days=10)
    )


def save_value(name: str, chosen: Any, since: date | None) -> None:
    """Save a value for the viewer's unit, or say why not."""
    with saving(name):
        viewer = auth.viewer("/settings")
        settings.set_value(viewer, viewer.unit_id, name, chosen, since)
        close_form(name)


def save_pressed(form: str, key: str | None = None) -> bool:
    """Show the button below the fields of a setting, outside a form of Streamlit if it has a key; return whether it was
    pressed.
    """
    concurrent_edits.remember_first_values(form)
    concurrent_edits.show_renewed(form)
    button = st.button if key else st.form_submit_button
    return button(_("Save"), type="primary", width="stretch", key=key)


@contextmanager
def saving(name: str) -> Iterator[None]:
    """Context manager around saving a setting: if others changed it meanwhile, the form shows what they saved."""
    form = f"settings_{name}"
    fields = forms.form_key(form)
    refused = partial(concurrent_edits.show_refused, form, fields)
    with feedback.saving(_("Saved."), refused), concurrent_edits.checked(fields):
        yield


def inherit_again(found: SettingStatus) -> None:
    """Return to the value of the unit above."""
    if st.button(_("Remove our own setting and follow the higher level from today"), key=f"settings_{found.name}_back"):
        save_value(found.name, None, clock.today())


def rule_form(name: str, now: RuleVersion) -> None:
    """Ask for a rule's figures, their source document, and the day."""
    form = forms.form_key(f"settings_{name}")
    concurrent_edits.begin(form)
    with st.form(f"{form}_form", border=False):
        figures = {key: value for key, value in now.parameters.items() if isinstance(value, int)}
        typed = {
            key: st.number_input(
                _figure(key), settings_and_rules_in_force.LEAST.get(key, 1), 100, value, key=f"{form}_{key}"
            )
            for key, value in figures.items()
        }
        typed |= {
            key: st.selectbox(
                _(rule_labels.WORD_TITLES[key]), words, words.index(now.parameters[key]), key=f"{form}_{key}",
                format_func=lambda word: _(rule_labels.WORDS[word]),
            )
            for key, words in settings_and_rules_in_force.WORDS.items()
            if key in now.parameters
        }  # fmt: skip
        citation = st.text_input(
            _("Document it is based on"), key=f"{form}_citation", max_chars=300, placeholder=_("number, date, issuer")
        )
        verified = st.checkbox(
            _("I have checked the original document; it may be cited in printed documents"), key=f"{form}_verified"
        )
        since = start_day(form)
        if save_pressed(form):
            with saving(name):
                settings_and_rules_in_force.choose_rule(
                    auth.viewer("/settings"), name, {**now.parameters, **typed}, citation, verified, since
                )
                close_form(name)


def close_form(name: str) -> None:
    """Empty the form and reload the page with this setting's section open."""
    forms.empty_form(f"settings_{name}")
    st.query_params.from_dict({AT: name})
    st.rerun()


def _figure(key: str) -> str:
    return {
        "above_percent": _("More than (%)"),
        "at_most": _("At most (times)"),
        "percent": _("At most (%)"),
        "months": _("Months"),
        "people": _("People, at least"),
        "meetings": _("Meetings in a row"),
        "days": _("Days later"),
    }[key]


def _day_of_month(value: int, form: str) -> int:
    return st.number_input(_("Day of the month"), min_value=1, max_value=28, value=value, key=f"{form}_day")


def _month_of_begin(value: int, form: str) -> int:
    offered = settings.selectable_months()
    return st.selectbox(
        _("First month of the register"),
        offered,
        index=offered.index(value) if value in offered else 0,
        format_func=month_text,
        key=f"{form}_month",
    )


def _halves(value: list[int], form: str) -> list[int | None]:
    columns = st.columns(2)
    labels = (_("First half of the year"), _("Second half of the year"))
    months = (range(1, 7), range(7, 13))
    return [
        column.selectbox(
            label, list(offered), index=list(offered).index(month), format_func=_month, key=f"{form}_half_{month}"
        )
        for column, label, offered, month in zip(columns, labels, months, value, strict=True)
    ]


def _month_of_year(value: int, form: str) -> int:
    months = list(range(1, 13))
    return st.selectbox(_("Month"), months, index=months.index(value), format_func=_month, key=f"{form}_month")


def _month(month: int) -> str:
    return _("month {month}", month=month)


def _flag(value: bool, form: str) -> bool:
    return st.toggle(_("Yes"), value, key=f"{form}_flag")


def _count(value: int, form: str) -> int:
    return st.number_input(_("Number of people"), 1, MOST_PEOPLE, value, key=f"{form}_count")


def _households(value: int, form: str) -> int:
    return st.number_input(_("Number of households"), 1, MOST_HOUSEHOLDS, value, key=f"{form}_count")


def _months(value: int, form: str) -> int:
    return st.number_input(_("Months"), 1, MOST_MONTHS, value, key=f"{form}_count")


def _days(value: int, form: str) -> int:
    return st.number_input(_("Days"), 1, MOST_DAYS, value, key=f"{form}_count")


def _years(value: int, form: str) -> int:
    return st.number_input(_("Years"), 1, MOST_YEARS, value, key=f"{form}_count")


def _short_text(value: str, form: str) -> str:
    return st.text_input(_("Value"), value, key=f"{form}_text", max_chars=SHORT_TEXT)


def _address(value: str, form: str) -> str:
    return st.text_input(
        _("Web address of the register"), value, key=f"{form}_address", max_chars=200, placeholder="https://"
    )


def _names(value: dict[str, str], form: str) -> dict[str, str]:
    """Ask which names to forget."""
    if not value:
        st.caption(_("Nothing is remembered yet."))
    return {
        name: meaning
        for name, meaning in value.items()
        if st.checkbox(escape_markdown(name), True, key=f"{form}_name_{name.replace(' ', '_')}")
    }


FIELDS = {
    SettingKind.DAY: _day_of_month,
    SettingKind.MONTH: _month_of_begin,
    SettingKind.HALVES: _halves,
    SettingKind.MONTH_OF_YEAR: _month_of_year,
    SettingKind.FLAG: _flag,
    SettingKind.COUNT: _count,
    SettingKind.HOUSEHOLDS: _households,
    SettingKind.MONTHS: _months,
    SettingKind.DAYS: _days,
    SettingKind.YEARS: _years,
    SettingKind.TEXT: _short_text,
    SettingKind.ADDRESS: _address,
    SettingKind.NAMES: _names,
}
