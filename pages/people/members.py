"""Members: find somebody, see who is here, open one."""

import streamlit as st

from components.i18n import _, _n, day_text, number
from components.markdown import escape_markdown
from components.people import member_columns
from components.shell import auth
from components.widgets import filters, link_tables
from db.calendar import clock
from db.kernel.scope import Work
from db.people import member_search
from db.people.member_search import PAGE, MemberFilter
from db.units import units

viewer = auth.viewer("/members")

st.set_page_config(layout="wide")
st.title(_("Members"))
heading = st.empty()
if viewer.writes(Work.PEOPLE):
    st.page_link("pages/people/arrival.py", label=_("Receive a member"), icon=":material/person_add:")

wanted = filters.member_filter(viewer)
found = member_search.search(viewer, wanted)
chosen = units.find_by_code(viewer, wanted.unit)
own = (chosen or units.own(viewer)).name
count = (
    _("more than {count} members", count=number(found.total))
    if found.more
    else _n("{count} member", "{count} members", found.total)
)
heading.caption(" · ".join((escape_markdown(own), count, _("as of {day}", day=day_text(wanted.on or clock.today())))))

if found.rows:
    for title, rows in member_columns.split_by_section(viewer, found):
        if title:
            st.subheader(title)
        link_tables.link_rows(
            rows,
            member_columns.build_columns(viewer, wanted, rows, bool(title)),
            page="pages/people/member.py",
            query=lambda row: {"member": row.code},
            main="name",
            key=f"members_{rows[0].kind}" if title else "members",
        )
    filters.pagination(found.total, wanted.size, "members")
    if not found.more:
        filters.whole_list_toggle(found.total, PAGE, "members")
else:
    st.caption(
        _("Nobody matches. Type less of the name or remove a filter.")
        if wanted != MemberFilter()
        else _("Nobody is on this list yet.")
    )
