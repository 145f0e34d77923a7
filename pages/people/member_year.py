"""What a member did in a year, on one page to print; or the same for everybody in a cell, each on their own page."""

import streamlit as st

from components.evaluations import member_year_pages
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, filters, period_boxes
from db.calendar import clock
from db.evaluations import year_work

viewer = auth.viewer("/member-year")
YEARS = 4  # years to choose from

cell = filters.require_cell(viewer, "work", _("What a member did in the year"))
member = filters.query_param("member")

years = range(clock.today().year, clock.today().year - YEARS, -1)
with st.container(key="screen_hint"):
    year = period_boxes.choose_year(
        "work_year", years, box=st.segmented_control, required=True, label_visibility="collapsed"
    )
    st.caption(_("Use your browser's print command; the menu and buttons are not printed."))

with feedback.stop_on_refusal():
    sheets = year_work.list_sheets(viewer, cell.id, year, member)
if sheets:
    member_year_pages.show(viewer, cell, year, sheets)
else:
    st.title(_("What a member did in the year"))
    st.caption(_("Nobody was on the list of {cell} in that year.", cell=escape_markdown(cell.name)))

with st.container(key="screen_hint_below"):
    if member:
        st.page_link(
            "pages/people/member.py",
            label=_("Back to the member"),
            icon=":material/arrow_back:",
            query_params={"member": member},
        )
    st.page_link(
        "pages/people/member_year.py",
        label=_("Everybody of the cell, a page each"),
        icon=":material/print:",
        query_params={"work_cell": cell.code, "work_year": str(year)},
    )
