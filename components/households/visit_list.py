"""The latest visits of a cell, and withdrawing one."""

import streamlit as st

from components.i18n import _, day_text
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets import action_form
from components.widgets.action_form import Action, ActionForm
from db.households import visits
from db.households.visits import VisitLine
from db.kernel.scope import Viewer, Work
from db.units.units import UnitName


def show_latest(viewer: Viewer, cell: UnitName) -> None:
    """Show the latest visits, with agreements as far as the viewer may read them."""
    found = visits.list_latest(viewer, cell.id)
    st.subheader(_("Latest visits"))
    if not found:
        st.caption(_("No visit was recorded yet."))
        return
    st.markdown("\n".join(f"- {describe_visit(line)}" for line in found))
    if viewer.writes(Work.HOUSEHOLDS):
        cancel = Action(_("Entered by mistake"), lambda form: _cancel(form, found))
        action_form.choose("visit_list", "/visits", {"cancel": cancel}, _("Correct"))


def describe_visit(line: VisitLine, place: bool = True) -> str:
    """Return a visit in one line: place, day, visitor, agreement."""
    parts = [line.place if place else "", household_labels.partial_visit_count(line.households), line.by or ""]
    told = " · ".join([f"**{day_text(line.day)}**", *(escape_markdown(part) for part in parts if part)])
    return told + (f"  \n  {escape_markdown(line.agreed)}" if line.agreed else "")


def _cancel(form: ActionForm, found: list[VisitLine]) -> None:
    words = {line.id: " · ".join(filter(None, (day_text(line.day), line.place, line.by))) for line in found}
    with form.fields():
        which = form.choice(_("Which visit was entered by mistake"), words)
        reason = form.text(_("Reason, if the month is closed"), field="reason", max_chars=200)
        form.save(
            _("Take it back"),
            _("Visit taken back."),
            lambda viewer, token: visits.delete(viewer, which, reason, token),
        )
