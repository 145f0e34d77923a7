"""One cluster or group of households: how many, which of them by name, who looks after them, what was before."""

import streamlit as st

from components import auth, feedback
from components.households import doing, overview, story
from components.i18n import _
from components.text import plain
from db import units
from db.households import board, past

viewer = auth.viewer("/household-group")

with feedback.refusing():
    told = past.of_group(viewer, st.query_params.get("household", ""))
    standing = board.board(viewer, told.unit_id)
cell = units.named(viewer, [told.unit_id])[told.unit_id]
line = standing.find(told.code)

st.title(plain(told.name))

if line is None:
    story.closed(viewer, told)
else:
    story.heading(viewer, cell, standing, line)
    doing.on_group(viewer, cell, standing, line)
    overview.inside(viewer, standing, line)
story.past(viewer, told)
st.page_link("pages/households/households.py", label=_("All households"), icon=":material/arrow_back:", query_params=overview.of_cell(cell))
