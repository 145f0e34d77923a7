"""Import a list of members: read, asked about, previewed, and only then written."""

import streamlit as st

from components.i18n import _
from components.importing import import_job_list, import_start, staged_list_view
from components.markdown import escape_markdown
from components.shell import auth
from db.units import units

viewer = auth.viewer("/import")

st.title(_("Import a list"))
st.caption(escape_markdown(units.by_id(viewer, [viewer.unit_id])[viewer.unit_id].name))

import_job_list.show()
if code := st.query_params.get("file"):
    staged_list_view.show(code)
    st.page_link("pages/administration/imports.py", label=_("Another list"), icon=":material/arrow_back:")
else:
    import_start.show()
