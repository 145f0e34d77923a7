"""History: who did what and when, and the way back."""

import streamlit as st

from components import auth, deeds, filters
from components.i18n import _, moment_text
from components.importing import undoing
from components.text import plain
from db import batches, settings, units

viewer = auth.viewer("/history")
rows = batches.latest(viewer, filters.whole(filters.told("before")))
names = units.named(viewer)
types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}

st.title(_("History"))
st.caption(_("Every deed is kept with what stood there before. It can be undone as long as nothing rests on it."))

if not rows:
    st.caption(_("Nothing has been done yet."))

for row in rows:
    with st.container(key=f"history_{row.id}", horizontal=True, vertical_alignment="center"):
        behalf = " · " + _("on behalf of {cell}", cell=plain(names[row.on_behalf_of].name)) if row.on_behalf_of in names else ""
        reason = f" · {plain(row.reason)}" if row.reason else ""
        about = f": {plain(told)}" if (told := deeds.about(row.about, types)) else ""
        what = f"**{deeds.title(row.deed)}**{about}{behalf}"
        st.markdown(f"{what}{reason}  \n{plain(row.who)} · {moment_text(row.at)}", width="stretch")
        if row.undone:
            st.caption(_("undone"))
        elif row.rows:
            undoing.offer(row, what)

if len(rows) == batches.PAGE:
    st.page_link("pages/administration/history.py", label=_("Earlier"), icon=":material/arrow_back:", query_params={"before": str(rows[-1].id)})
