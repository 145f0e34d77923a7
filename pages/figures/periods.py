"""Closing of figures: a month, a half-year or a year, what was changed since, and the figures at the time."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.periods import closing_view, past_figures_view
from components.shell import auth
from components.widgets import feedback, filters
from db.units import units

viewer = auth.viewer("/periods")

st.title(_("Closing of figures"))
own = units.own(viewer)
st.caption(
    _("{unit} · once a period is closed, a correction requires a reason and is marked.", unit=escape_markdown(own.name))
)

with feedback.stop_on_refusal():
    filters.reset_from_link("periods")
    chosen, state = closing_view.choose_period(viewer)
    closing_view.show(viewer, chosen, state)
    st.header(_("Figures then and now"))
    past_figures_view.show(viewer, chosen, state.closed_at is not None)
