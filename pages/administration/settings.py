"""Settings: what is chosen, at which level, on which paper it rests, and from when on it changes."""

import streamlit as st

from components import auth
from components.i18n import _, day_text
from components.settings import show, words
from components.text import plain
from db import clock, units
from db.rules import overview, shapes

viewer = auth.viewer("/settings")
found = overview.all_settings(viewer)
at = show.place()
own = units.named(viewer, [viewer.unit_id])[viewer.unit_id].name

st.title(_("Settings"))
st.caption(_("{unit} · as it stands on {day}", unit=plain(own), day=day_text(clock.today())))

st.header(_("Meetings"))
show.settings(viewer, found, words.MEETINGS)

st.header(_("Rules"))
show.rules(viewer, overview.all_rules(viewer))

with st.expander(_("Lists to choose from"), expanded=at in words.LISTS, key="settings_lists", on_change="rerun") as lists:
    if lists.open:
        show.settings(viewer, found, words.LISTS)

rare = tuple(name for name in words.RARE if shapes.may_choose(viewer.role, name))
if rare:
    with st.expander(_("Rarely needed"), expanded=at in rare, key="settings_rare", on_change="rerun") as seldom:
        if seldom.open:
            show.settings(viewer, found, rare)
