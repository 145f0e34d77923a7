"""Current settings and rules, each with its form for those who may change it."""

import streamlit as st

from components.i18n import _, day_text
from components.labels import rule_labels, setting_labels, source_labels
from components.markdown import escape_markdown
from components.settings import option_list_form, paper_wording_form, setting_form
from components.shell import auth
from db.kernel.scope import Viewer
from db.settings import paper_wording_rules, setting_definitions
from db.settings.setting_definitions import DEFINITIONS, GROWING, SettingKind
from db.settings.settings_and_rules_in_force import RuleVersion, SettingStatus


def open_section() -> str | None:
    """Return the section being changed, or changed last: it is expanded."""
    return st.query_params.get(setting_form.EDIT) or st.query_params.get(setting_form.AT)


def show_settings(viewer: Viewer, found: dict[str, SettingStatus], names: tuple[str, ...]) -> None:
    """Show these settings, one below the other."""
    edited = _edited()
    for name in names:
        _setting(viewer, found[name], name == edited)


def show_rules(viewer: Viewer, found: dict[str, list[RuleVersion]]) -> None:
    """Show each rule: its current content, its source document, and its earlier contents."""
    edited = _edited()
    for name, lines in found.items():
        now = next((line for line in lines if line.now), None)
        told = rule_labels.RULES[name]
        chosen = viewer.role in setting_definitions.ABOVE
        _head(
            name,
            told,
            rule_labels.rule_text(name, now.parameters) if now else _("no rule in force"),
            rule_labels.rule_basis(viewer, now) if now else "",
            chosen and name != edited,
        )
        others = [
            f"- {escape_markdown(rule_labels.rule_text(name, line.parameters))}"
            f" · :gray[{escape_markdown(rule_labels.rule_basis(viewer, line))}]"
            for line in lines
            if line is not now
        ]
        if chosen and name == edited:
            with st.container(border=True):
                st.caption(_(told.purpose))
                st.markdown("\n".join(others))
                if name in paper_wording_rules.WORDED:
                    paper_wording_form.show(viewer, name)
                else:
                    setting_form.rule_form(name, now or lines[0])
                _cancel(name)


def _setting(viewer: Viewer, found: SettingStatus, edited: bool) -> None:
    name, told = found.name, setting_labels.SETTINGS[found.name]
    may = setting_definitions.may_choose(viewer.role, name)
    origin = setting_labels.origin_text(viewer, found)
    if found.unit_id is None and (source := source_labels.source_text(name)):
        origin = f"{origin} · {source}"
    _head(name, told, setting_labels.value_text(name, found.value), origin, may and not edited)
    for day, value in found.coming:
        later = _("as set by the higher level") if value is None else setting_labels.value_text(name, value)
        st.caption(_("From {day}: {value}", day=day_text(day), value=escape_markdown(later)))
    if may and edited:
        with st.container(border=True):
            st.caption(_(told.purpose))
            form = (
                option_list_form.show
                if DEFINITIONS[name].kind in (*GROWING, SettingKind.LEVELS)
                else setting_form.value_form
            )
            form(found)
            if found.own and DEFINITIONS[name].kind != SettingKind.LEVELS:  # the shipped list may lack a unit's entries
                setting_form.inherit_again(found)
            _cancel(name)


def _head(name: str, told: setting_labels.SettingText, value: str, origin: str, offered: bool) -> None:
    """Show a setting's name, value and origin, with the button to change it if that is offered."""
    with st.container(key=f"setting_{name}", horizontal=True, vertical_alignment="center"):
        below = f"  \n:gray[:small[{escape_markdown(origin)}]]" if origin else ""
        st.markdown(f"**{escape_markdown(_(told.title))}**  \n{escape_markdown(value)}{below}", width="stretch")
        if offered and st.button(_("Edit"), key=f"settings_{name}", icon=":material/edit:"):
            auth.viewer("/settings")
            st.query_params.from_dict({setting_form.EDIT: name})
            st.rerun()


def _edited() -> str | None:
    """Return the setting or rule that is being changed."""
    return st.query_params.get(setting_form.EDIT)


def _cancel(name: str) -> None:
    if st.button(_("Cancel"), key=f"settings_{name}_cancel", type="tertiary"):
        setting_form.close_form(name)
