"""The unit opened in a table of units: from the address, with the link back up and the export link."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters
from db.kernel.scope import Viewer
from db.units import units
from db.units.units import UnitName

EXPORTS_PAGE = "pages/figures/exports.py"


def show(viewer: Viewer, param: str, page: str, whole: dict[str, str]) -> UnitName | None:
    """Show the unit in the address, with its name and a link to all units (`whole` are that page's parameters).

    Return None without a code, and, with a message, for a unit out of the viewer's reach.
    """
    code = filters.query_param(param)
    filters.show_out_of_reach(viewer, code)
    if unit := units.find_in_reach(viewer, code):
        st.subheader(escape_markdown(unit.name))
        st.page_link(page, label=_("All units"), icon=":material/arrow_back:", query_params=whole)
    return unit


def show_table_export_link(what: str) -> None:
    """A link to the table as a file, by the key of its export."""
    st.page_link(
        EXPORTS_PAGE,
        label=_("This table as an Excel file"),
        icon=":material/download:",
        query_params={"exports_what": what},
    )
