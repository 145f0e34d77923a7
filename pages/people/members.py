"""Members: find somebody, see who is here, open one."""

import streamlit as st

from components import auth, filters, tables
from components.i18n import _, _n, day_text, number
from components.people import columns
from components.text import plain
from db import clock, units
from db.people import members
from db.people.members import PAGE, Wanted
from db.scope import Work

viewer = auth.viewer("/members")

st.set_page_config(layout="wide")
st.title(_("Members"))
heading = st.empty()
if viewer.writes(Work.PEOPLE):
    st.page_link("pages/people/arrival.py", label=_("Receive a member"), icon=":material/person_add:")

wanted = filters.members(viewer)
found = members.listing(viewer, wanted)
whose = next((unit.name for unit in units.named(viewer).values() if unit.code == wanted.unit), "") if wanted.unit else ""
own = whose or units.named(viewer, [viewer.unit_id])[viewer.unit_id].name
count = _("more than {count} members", count=number(found.total)) if found.more else _n("{count} member", "{count} members", found.total)
heading.caption(" · ".join((plain(own), count, _("as of {day}", day=day_text(wanted.on or clock.today())))))

if found.rows:
    for title, rows in columns.apart(viewer, found):
        if title:
            st.subheader(title)
        tables.links(
            rows, columns.members(viewer, wanted, bool(title)), page="pages/people/member.py", query=lambda row: {"member": row.code}, main="name",
            key=f"members_{rows[0].kind}" if title else "members",
        )  # fmt: skip
    filters.pages(found.total, wanted.size, "members")
    if not found.more:
        filters.whole_list(found.total, PAGE, "members")
else:
    st.caption(_("Nobody matches. Type less of the name, or take a filter away.") if wanted != Wanted() else _("Nobody is on this list yet."))
