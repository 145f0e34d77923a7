"""What a member's year contains, on the member's own page: the entries, and links to make one or to print."""

import streamlit as st

from components.i18n import _
from components.labels import entry_labels
from components.markdown import escape_markdown
from db.calendar import clock
from db.kernel.scope import Audience, Viewer, Work
from db.people.profiles import Profile
from db.people.timelines import Timeline
from db.units import units
from db.year_entries import entry_list

PAGE, PRINT_PAGE = "pages/people/entries.py", "pages/people/member_year.py"
FEW = 8  # entries shown before an expander holds the rest


def show(viewer: Viewer, profile: Profile, timeline: Timeline) -> None:
    """Show a member's entries to those who read entries, and the link to enter something."""
    if not viewer.reads(Audience.ENTRIES):
        return
    lines = entry_list.list_of_member(viewer, profile.code)
    st.subheader(_("Entries of the year"))
    kinds = entry_labels.kind_labels(viewer)
    said = [
        escape_markdown(" · ".join(entry_labels.entry_parts(line._replace(ids=line.ids[:1]), kinds))) for line in lines
    ]
    if said:
        st.markdown("\n".join(f"- {each}" for each in said[:FEW]))
    else:
        st.caption(_("Nothing is entered here yet."))
    if len(said) > FEW:
        with st.expander(_("Earlier entries")):
            st.markdown("\n".join(f"- {each}" for each in said[FEW:]))
    today = clock.today()
    stay = next((stay for stay in timeline.stays if (stay.until is None or stay.until >= today)), None)
    if stay and viewer.writes(Work.ENTRIES) and viewer.reaches(stay.unit_id):
        code = units.one(viewer, stay.unit_id).code
        query = {"entries_cell": code, "member": profile.code}
        st.page_link(PAGE, label=_("Make an entry"), icon=":material/bookmark_add:", query_params=query)
        st.page_link(
            PRINT_PAGE,
            label=_("What the member did in the year, to print"),
            icon=":material/print:",
            query_params={"work_cell": code, "member": profile.code},
        )
