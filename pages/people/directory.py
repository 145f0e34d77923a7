"""The directory: who holds which post in a cell or a commune, members and others."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.people import directory_view
from components.shell import auth
from components.widgets import filters
from db.units import units

viewer = auth.viewer("/directory")

st.title(_("Directory"))
unit = filters.choose_cell(viewer, "directory") or units.own(viewer)
st.caption(escape_markdown(unit.name))
directory_view.show(viewer, unit)
