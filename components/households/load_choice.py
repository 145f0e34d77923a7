"""Members in charge of so many households: a choice above the list of members, as the chart of loads counts them."""

import streamlit as st

from components.i18n import _
from components.labels import household_load_labels
from components.widgets import url_state
from db.figures import household_loads
from db.households.board import AssigneeLoad


def choose_load_class() -> str | None:
    """Which class of loads, if any."""
    names = household_load_labels.class_names()
    bound = url_state.choice_in_address("households_load", names, lambda key: names[key], persist=False)
    return st.selectbox(_("In charge of how many households"), index=None, placeholder=_("All members"), **bound)


def keep_load_class(keepers: list[AssigneeLoad], load: str) -> list[AssigneeLoad]:
    """Those who are there and in charge of so many; of a group without households yet counts as the fewest."""
    return [
        keeper
        for keeper in keepers
        if keeper.lines and not keeper.who.hindered and household_loads.load_class_key(keeper.households) == load
    ]
