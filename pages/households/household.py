"""One household that gets help: its class by year, where it stands, who looks after it, what was before."""

from components import auth, feedback, filters
from components.households import doing, overview, story
from components.i18n import _
from db.households import past

viewer = auth.viewer("/household")

with feedback.refusing(overview.BOARD, _("All households"), title=_("Household")):
    told = past.of_home(viewer, filters.told("household"))

story.show(viewer, told, doing.on_home)
