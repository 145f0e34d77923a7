"""One household that gets help: its class by year, its group, who looks after it, and its history."""

from components.households import cell_households_overview, household_actions, household_detail
from components.i18n import _
from components.shell import auth
from components.widgets import feedback, filters
from db.households import household_history

viewer = auth.viewer("/household")

with feedback.stop_on_refusal(cell_households_overview.BOARD_PAGE, _("All households"), title=_("Household")):
    told = household_history.load_household_history(viewer, filters.query_param("household"))

household_detail.show(viewer, told, household_actions.show_for_household)
