"""Choose members by the number of their households: above the list of members,
with the classes of the chart of loads.
"""

import streamlit as st

from components.i18n import _
from components.labels import household_load_labels
from components.widgets import url_state
from db.figures import household_loads
from db.households.household_board import AssigneeLoad


def choose_load_class() -> str | None:
    """Ask for a class of loads, or none."""
    names = household_load_labels.class_names()
    bound = url_state.choice_in_address("households_load", names, lambda key: names[key], persist=False)
    return st.selectbox(_("In charge of how many households"), index=None, placeholder=_("All members"), **bound)


def keep_load_class(keepers: list[AssigneeLoad], load: str) -> list[AssigneeLoad]:
    """Keep the current members in that class; a group without households counts in the lowest."""
    return [
        keeper
        for keeper in keepers
        if keeper.lines and not keeper.who.hindered and household_loads.load_class_key(keeper.households) == load
    ]
