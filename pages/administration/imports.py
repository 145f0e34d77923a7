"""Import a list of members: read, asked about, previewed, and only then written."""

import streamlit as st

from components.i18n import _
from components.importing import import_job_list, import_start, list_kinds, staged_list_view, staged_lists
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.imports import import_run
from db.units import units

viewer = auth.viewer("/import")

st.title(_("Import a list"))
st.caption(escape_markdown(units.own(viewer).name))

import_job_list.show()
if code := st.query_params.get("file"):
    with feedback.stop_on_refusal():
        staged = staged_lists.load(viewer, code)
        kind = list_kinds.by_code(staged.format.code)
        plan = import_run.preview(viewer, code, staged.rows, not staged.part, staged.seen.beside, kind.importing)
    staged_list_view.show(viewer, staged, kind, plan)
    st.page_link("pages/administration/imports.py", label=_("Another list"), icon=":material/arrow_back:")
else:
    import_start.show()
