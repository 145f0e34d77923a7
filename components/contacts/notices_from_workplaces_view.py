"""Notices of a change on screen: waiting ones, a new one, and the outcome of earlier ones."""

import streamlit as st

from components.contacts import workplace_notice_forms
from components.i18n import N_, _, _n, day_text
from components.labels import workplace_notice_labels
from components.widgets import link_tables
from components.widgets.link_tables import Column, Columns
from db.contacts import notices_from_workplaces
from db.contacts.change_notice_effects import NoticeKind
from db.contacts.notices_from_workplaces import NoticeLine
from db.kernel.audience import Work
from db.kernel.scope import Viewer
from db.models import Role


def show(viewer: Viewer) -> None:
    """Show pending notices, then handled ones; senders get the form in between."""
    kinds = notices_from_workplaces.list_kinds(viewer)
    waiting = notices_from_workplaces.list_waiting(viewer)
    if not waiting:
        st.caption(_("No notice is waiting."))
    elif viewer.role == Role.COMMUNE:
        text = _n("{count} notice is waiting for you", "{count} notices are waiting for you", len(waiting))
        st.markdown(f"**{text}**")
        workplace_notice_forms.show_waiting_notices(waiting, kinds)
    else:
        link_tables.read_only_table(waiting, notice_columns(kinds))
    if viewer.writes(Work.CORRESPONDENCE):
        with st.expander(_("Notify a change")):
            workplace_notice_forms.show_send_form(viewer, kinds)
    handled = notices_from_workplaces.list_handled(viewer)
    if handled:
        st.subheader(_("Handled"))
        link_tables.read_only_table(handled, notice_columns(kinds))


def notice_columns(kinds: dict[str, NoticeKind]) -> Columns:
    """Return the columns of the list of notices."""
    return {
        "name": Column(N_("Full name"), lambda line: line.name),
        "kind": Column(N_("Change"), lambda line: line.kind, lambda line: notice_text(line, kinds)),
        "day": Column(N_("On"), lambda line: line.effective_on, lambda line: day_text(line.effective_on)),
        "workplace": Column(N_("Workplace"), lambda line: line.workplace),
        "home": Column(N_("Place of residence"), lambda line: line.cell or line.commune),
        "outcome": Column(N_("State"), lambda line: line.outcome, workplace_notice_labels.outcome_text),
    }


def notice_text(line: NoticeLine, kinds: dict[str, NoticeKind]) -> str:
    """Return the text of a notice."""
    kind = kinds[line.kind].label if line.kind in kinds else line.kind
    return " · ".join(filter(None, (kind, line.value, line.reason)))
