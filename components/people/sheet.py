"""A member's own data sheet: everything that the register holds of him in plain lines, to be printed and handed to him."""

import streamlit as st

from components.i18n import _, day_text
from components.people import attended, person
from components.text import plain
from db import clock
from db.people.profiles import Profile
from db.people.timelines import Timeline
from db.scope import Viewer


def show(viewer: Viewer, profile: Profile, timeline: Timeline) -> None:
    """The sheet, with the way back on the screen only."""
    with st.container(key="screen_sheet"):
        if st.button(_("Back to the member"), icon=":material/arrow_back:", key="member_back"):
            del st.query_params["sheet"]
            st.rerun()
        st.caption(_("Print with your browser: the menu and buttons stay off the paper."))
    st.title(_("Member's information sheet"))
    st.markdown(f"**{plain(profile.facts.name)}**  \n{person.state_line(profile, timeline)}")
    person.facts(viewer, profile, blanks=True)
    person.dates(viewer, timeline)
    attended.show(viewer, profile.code)
    st.caption(_("As of {day}. The register follows the cell's work; it does not replace the list of members.", day=day_text(clock.today())))
