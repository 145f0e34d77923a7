"""One cluster or group of households: how many, which of them by name, who looks after them, what was before."""

import streamlit as st

from components import auth, feedback
from components.households import doing, story
from db.households import past

viewer = auth.viewer("/household-group")

with feedback.refusing():
    told = past.of_group(viewer, st.query_params.get("household", ""))

story.show(viewer, told, doing.on_group)
