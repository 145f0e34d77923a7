"""One cluster or group of households: how many, which of them by name, who looks after them, what was before."""

from components import auth, feedback, filters
from components.households import doing, story
from db.households import past

viewer = auth.viewer("/household-group")

with feedback.refusing():
    told = past.of_group(viewer, filters.told("household"))

story.show(viewer, told, doing.on_group)
