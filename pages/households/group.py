"""One cluster or group of households: its number, its named households, who looks after them, and its history."""

from components.households import cell_households_overview, household_actions, household_detail
from components.i18n import _
from components.shell import auth
from components.widgets import feedback, filters
from db.households import household_history

viewer = auth.viewer("/household-group")

with feedback.stop_on_refusal(cell_households_overview.BOARD_PAGE, _("All households"), title=_("Household group")):
    told = household_history.load_group_history(viewer, filters.query_param("household"))

household_detail.show(viewer, told, household_actions.show_for_group)
