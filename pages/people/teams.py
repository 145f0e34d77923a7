"""Teams of officials: who follows which cells, and the visits that are owed and made; a cell sees who follows it."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.teams import team_forms, team_list, team_view
from components.widgets import filters
from db.kernel.scope import Work
from db.teams import teams
from db.units import units

viewer = auth.viewer("/teams")

st.title(_("Teams of officials"))
if not viewer.writes(Work.TEAMS):
    cell = units.own(viewer)
    st.caption(escape_markdown(cell.name))
    team_view.show_followers(viewer, cell)
    st.stop()

known = teams.list_current(viewer)
code = filters.query_param(team_list.PARAM)
team = next((one for one in known if one.code == code), None)
if team is None:
    team_forms.show_actions(viewer, None)
    team_list.show(viewer, known)
else:
    st.subheader(escape_markdown(team.name))
    st.page_link(team_list.PAGE, label=_("All teams"), icon=":material/arrow_back:", query_params={})
    team_forms.show_actions(viewer, team)
    team_list.show_one(viewer, team)
