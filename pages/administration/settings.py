"""Settings: what is chosen, at which level, based on which paper, and planned changes."""

import streamlit as st

from components.i18n import _, day_text
from components.labels import setting_labels
from components.markdown import escape_markdown
from components.settings import settings_view
from components.shell import auth
from components.widgets import lazy_expander
from db.calendar import clock
from db.kernel.scope import Work
from db.settings import setting_definitions, settings_and_rules_in_force
from db.units import units

viewer = auth.viewer("/settings")
found = settings_and_rules_in_force.all_settings(viewer)
at = settings_view.open_section()
own = units.own(viewer).name

st.title(_("Settings"))
st.caption(_("{unit} · in force on {day}", unit=escape_markdown(own), day=day_text(clock.today())))

st.header(_("Meetings"))
settings_view.show_settings(viewer, found, setting_labels.MEETINGS)

if viewer.writes(Work.PERIODS):
    st.page_link(
        "pages/figures/periods.py", label=_("Close months, half-years, years"), icon=":material/event_available:"
    )

st.header(_("Households"))
settings_view.show_settings(viewer, found, setting_labels.HOUSEHOLDS)

st.header(_("Comments and papers"))
settings_view.show_settings(viewer, found, setting_labels.PAPERS)

st.header(_("Rules"))
settings_view.show_rules(viewer, settings_and_rules_in_force.all_rules(viewer))

with lazy_expander.show(_("Option lists"), "settings_lists", expanded=at in setting_labels.LISTS) as lists:
    if lists:
        settings_view.show_settings(viewer, found, setting_labels.LISTS)

rare = tuple(name for name in setting_labels.RARELY_CHANGED if setting_definitions.may_choose(viewer.role, name))
if rare:
    with lazy_expander.show(_("Rarely needed"), "settings_rare", expanded=at in rare) as seldom:
        if seldom:
            settings_view.show_settings(viewer, found, rare)
