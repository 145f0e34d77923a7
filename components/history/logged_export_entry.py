"""One export in the history: which list, how many rows, the purpose, by whom and when."""

import streamlit as st

from components.exporting import export_filters, export_registry
from components.i18n import N_, _, _n, moment_text
from components.markdown import escape_markdown
from db.access_log.export_log import LoggedExport
from db.units.units import UnitName

FORM = "report_form"
PAPERS = {
    "briefing": N_("Pack for the meeting"),
    "report": N_("Monthly or yearly report"),
    FORM: N_("Superior's form"),
}  # exports that are not lists


def show(row: LoggedExport, names: dict[int, UnitName], reasons: dict[str, str]) -> None:
    """Show an entry; `names` are units by id, `reasons` their labels by key."""
    known = export_registry.exports_by_key().get(row.what)
    label = known.label if known else PAPERS.get(row.what, "")
    title = _("Exported: {list}", list=_(label) or row.what)
    unit = names[row.about_id].name if row.about_id in names else ""
    parts = [unit, *export_filters.describe(row.filters), _amount(row)]
    told = " · ".join(escape_markdown(part) for part in parts if part)
    reason = escape_markdown(reasons.get(row.reason, row.reason))
    with st.container(key=f"history_export_{row.id}"):
        st.markdown(f"**{title}** · {reason}  \n{told}  \n{escape_markdown(row.who)} · {moment_text(row.at)}")


def _amount(row: LoggedExport) -> str:
    if row.what == FORM:
        return _n("{count} file", "{count} files", row.rows)
    return _n("{count} row", "{count} rows", row.rows)
