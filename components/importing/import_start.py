"""Upload a list: the file, the template, and the lists waiting or imported."""

from functools import partial

import streamlit as st

from components.i18n import _, moment_text
from components.importing import list_kinds, list_workbook_writer, staged_lists
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.kernel.scope import Viewer, Work
from db.settings import levels
from db.units import units

MOST = 24  # megabytes accepted by the browser; the upload check reports its own limit in a sentence


def show() -> None:
    """Show the start page of importing."""
    turn = st.session_state.get("import_turn", 0)
    # here the style sheet translates into Vietnamese what a browser refuses
    with st.container(key=f"import_upload_{auth.viewer('/import').language}"):
        file = st.file_uploader(_("List as an Excel workbook (.xlsx)"), key=f"import_file_{turn}", max_upload_size=MOST)
    if file:
        with (
            feedback.saving(_("The list has been read. Nothing has been imported yet.")),
            st.spinner(_("Reading the list …")),
        ):
            st.query_params["file"] = staged_lists.stage(auth.viewer("/import"), file.name, file.getvalue())
            st.session_state["import_turn"] = turn + 1  # a new widget, since the old one would keep the file
            st.rerun()
    _waiting()
    st.caption(
        _(
            "Ethnicity and religion are not read. For card numbers and citizen IDs, only a one-way code and the "
            "last four digits are stored. The file itself is not kept."
        )
    )
    with st.container(horizontal=True):
        viewer = auth.viewer("/import")
        above = _only_cells_below(viewer)
        for kind in list_kinds.offered_to(viewer):
            st.download_button(
                _(kind.template_title),
                partial(kind.template, above),
                file_name=kind.template_name,
                mime=list_workbook_writer.MIME,
                key=f"import_template_{kind.code}",
                icon=":material/download:",
                on_click="ignore",
            )


def _only_cells_below(viewer: Viewer) -> str | None:
    """Return the name of the viewer's unit if it can only have cells and workplaces below it, no areas."""
    own = units.own(viewer)
    return None if viewer.writes(Work.UNITS) and levels.load(viewer).below(own.level) else own.name


def _waiting() -> None:
    """List staged lists, so that a closed tab loses none."""
    if found := staged_lists.list_staged(auth.viewer("/import")):
        st.subheader(_("Lists waiting to be imported"))
        for one in found:
            count = list_kinds.by_code(one.kind).count(one.count)
            text = f"{escape_markdown(one.title)} · {moment_text(one.at)} · {count}"
            st.button(
                text,
                key=f"import_open_{one.code}",
                type="tertiary",
                icon=":material/description:",
                on_click=_open,
                args=(one.code,),
            )


def _open(code: str) -> None:
    """Show a button rather than a link: an address set by a link to the same page is lost with the next input."""
    auth.viewer("/import")
    st.query_params["file"] = code
