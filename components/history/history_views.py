"""The views of the history: changes, exports, and reads of need-to-know texts; thirty entries at a time."""

from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from components.history import logged_action_entry, logged_export_entry, logged_text_read_entry
from components.i18n import N_, _
from components.widgets import filters, url_state
from db.access_log import export_log, need_to_know_reads
from db.history import action_log
from db.kernel.scope import Viewer
from db.settings import settings
from db.units import units

HISTORY = "pages/administration/history.py"


class HistoryView(StrEnum):
    """One of the views."""

    CHANGES = "changes"
    EXPORTS = "exports"
    READS = "reads"


LABELS = {
    HistoryView.CHANGES: N_("Changes"),
    HistoryView.EXPORTS: N_("Exported lists"),
    HistoryView.READS: N_("Texts read"),
}


def show(viewer: Viewer) -> None:
    """Show the chosen view from the entry given in the address."""
    bound = url_state.choice_in_address(
        "history_view", HistoryView, lambda view: _(LABELS[view]), HistoryView.CHANGES, persist=False
    )
    view = HistoryView(st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound))
    own = {} if view == HistoryView.CHANGES else {"history_view": view.value}
    place = "_".join((*own.values(), "before"))
    rows, page = SHOWN[view](viewer, filters.parse_int(filters.query_param(place)))
    if len(rows) == page:
        query = own | {place: str(rows[-1].id)}
        st.page_link(HISTORY, label=_("Older"), icon=":material/arrow_back:", query_params=query)


def _changes(viewer: Viewer, before: int | None) -> tuple[list, int]:
    rows = action_log.list_latest(viewer, before)
    names = units.named(viewer, {row.on_behalf_of for row in rows if row.on_behalf_of})
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    st.caption(
        _("Every change is logged with the previous values and can be undone unless later changes depend on it.")
    )
    if not rows:
        st.caption(_("No changes have been logged yet."))
    for row in rows:
        logged_action_entry.show(viewer, row, names, types)
    return rows, action_log.PAGE


def _exports(viewer: Viewer, before: int | None) -> tuple[list, int]:
    rows = export_log.list_latest(viewer, before)
    st.caption(_("Lists that your unit exported, and lists of your unit that others exported."))
    if not rows:
        st.caption(_("No list has been exported yet."))
    names = units.named(viewer, {row.about_id for row in rows if row.about_id})
    reasons = {option.key: option.label for option in settings.options(viewer, export_log.REASONS)}
    for row in rows:
        logged_export_entry.show(row, names, reasons)
    return rows, export_log.PAGE


def _reads(viewer: Viewer, before: int | None) -> tuple[list, int]:
    rows = need_to_know_reads.list_latest(viewer, before)
    st.caption(_("Who opened texts that only few may read; once a day for each reader and person."))
    if not rows:
        st.caption(_("No such text has been opened yet."))
    names = units.named(viewer, {row.unit_id for row in rows if row.unit_id})
    for row in rows:
        logged_text_read_entry.show(row, names)
    return rows, need_to_know_reads.PAGE


SHOWN: dict[HistoryView, Callable[[Viewer, int | None], tuple[list, int]]] = {
    HistoryView.CHANGES: _changes,
    HistoryView.EXPORTS: _exports,
    HistoryView.READS: _reads,
}
