"""Units: the current tree, and the actions on one of its units."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.units import unit_forms, unit_list_cache, unit_table
from db.kernel.scope import Work

viewer = auth.viewer("/units")
every = unit_list_cache.load_with_ended(viewer)
line = unit_table.opened_unit(every)
lines = every if line and line.ended else unit_table.not_ended(every)

if line:
    parent = next((other for other in lines if other.id == line.parent_id), None)
    st.title(escape_markdown(line.name))
    st.caption(escape_markdown(unit_table.state_line(viewer, line, parent)))
    unit_forms.show(viewer, line, lines)
    unit_table.show(viewer, lines, line, line.code)
    st.page_link(unit_table.PAGE, label=_("All units"), icon=":material/arrow_back:")
else:
    st.title(_("Units"))
    if viewer.writes(Work.UNITS):
        st.caption(_("Open a unit to rename, move or end it, or to add one below it."))
    elif viewer.writes(Work.CELLS):
        st.caption(_("Open a cell to rename it, or your own unit to add a cell or a workplace below it."))
    unit_table.show(viewer, every if unit_table.ended_toggle(every) else lines, None, "all")
