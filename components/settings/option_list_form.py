"""Change a list: its entries as rows with their labels, a row for a new one, entries no longer offered."""

import streamlit as st

from components.i18n import LANGUAGES, _
from components.settings import setting_form
from components.widgets import concurrent_edits, forms
from db.models.units import LEAF_LEVELS
from db.settings.setting_definitions import DEFINITIONS, LONGEST, MOST_POINTS, SettingKind
from db.settings.settings_and_rules_in_force import SettingStatus

NEW, POINTS = 2, 10  # empty lines at the end; the default maximum of points


def show(found: SettingStatus) -> None:
    """Show the rows of a list. Entries are never deleted: records refer to them."""
    name, kind = forms.form_key(f"settings_{found.name}"), DEFINITIONS[found.name].kind
    concurrent_edits.begin(name)
    open_, grows = kind != SettingKind.WORDS, kind in (SettingKind.LIST, SettingKind.LEVELS)
    with st.form(f"{name}_form", border=False):
        always = set(LEAF_LEVELS.values()) if kind == SettingKind.LEVELS else set()
        rows = [_row(row, f"{name}_{row['key']}", open_ and row["key"] not in always) for row in found.value]
        if grows:
            st.markdown(_("New entries"))
            points = {"most": POINTS} if any("most" in row for row in found.value) else {}
            rows += [_row({"key": "", "vi": "", "en": "", **points}, f"{name}_new_{at}", False) for at in range(NEW)]
        since = setting_form.start_day(name)
        if setting_form.save_pressed(name):
            setting_form.save_value(
                found.name, [row for row in rows if row["key"] or row["vi"].strip() or row["en"].strip()], since
            )


def _row(row: dict, form: str, open_: bool) -> dict:
    """Ask for an entry's labels in both languages, and whether it is offered."""
    with st.container(key=f"entry_{form}", horizontal=True, vertical_alignment="center"):
        said = {
            language: _words(name, row.get(language, ""), f"{form}_{language}") for language, name in LANGUAGES.items()
        }
        points = {}
        if "most" in row:
            points["most"] = st.number_input(
                _("Most points"), 1, MOST_POINTS, row["most"], key=f"{form}_most", width=110
            )
        offered = st.checkbox(_("available"), not row.get("off"), key=f"{form}_on", width="content") if open_ else True
    return {**row, **said, **points, "off": not offered}


def _words(language: str, current: str, key: str) -> str:
    return st.text_input(
        language, current, key=key, max_chars=LONGEST, label_visibility="collapsed", placeholder=language
    )
