"""A member's own data sheet: everything the register stores about the member, for printing and handing over."""

import streamlit as st

from components.i18n import _, day_text
from components.markdown import escape_markdown
from components.people import data_sheet_further_parts, member_detail
from db.calendar import clock
from db.kernel.scope import Viewer
from db.people.profiles import Profile
from db.people.timelines import Timeline


def show(viewer: Viewer, profile: Profile, timeline: Timeline) -> None:
    """Show the sheet, with a way back on screen only."""
    with st.container(key="screen_sheet"):
        if st.button(_("Back to the member"), icon=":material/arrow_back:", key="member_back"):
            del st.query_params["sheet"]
            st.rerun()
        st.caption(_("Use your browser's print command; the menu and buttons are not printed."))
    st.title(_("Member's information sheet"))
    st.markdown(f"**{escape_markdown(profile.facts.name)}**  \n{member_detail.state_line(profile, timeline)}")
    member_detail.show_data(viewer, profile, blanks=True)
    member_detail.show_timeline(viewer, timeline)
    member_detail.show_standings(timeline)
    data_sheet_further_parts.show(viewer, profile.code)
    st.caption(
        _(
            "As of {day}. This register tracks the cell's work; it does not replace the official list of members.",
            day=day_text(clock.today()),
        )
    )
