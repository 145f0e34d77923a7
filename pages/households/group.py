"""One cluster or group of households: how many, which of them by name, who looks after them, what was before."""

from components import auth, feedback, filters
from components.households import doing, overview, story
from components.i18n import _
from db.households import past

viewer = auth.viewer("/household-group")

with feedback.refusing(overview.BOARD, _("All households"), title=_("Group of households")):
    told = past.of_group(viewer, filters.told("household"))

story.show(viewer, told, doing.on_group)
