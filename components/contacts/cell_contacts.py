"""The cell's contact people: who was introduced by which letter, in which group, and who does not belong here."""

import streamlit as st

from components.contacts import contact_list_view
from components.i18n import N_, _, _n, day_text
from components.labels import contact_labels
from components.markdown import escape_markdown
from components.widgets import action_form, forms, person_finder
from components.widgets.action_form import Action, ActionForm
from components.widgets.link_tables import Column
from db.contacts import contact_list, objections
from db.contacts.contact_list import ContactLine
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.settings import settings

ADDRESS = "/contacts"
COLUMNS = {
    "number": Column(N_("No."), lambda line: line.number, lambda line: str(line.number or "")),
    "name": contact_list_view.COLUMNS["name"],
    "workplace": contact_list_view.WORKPLACE,
    "state": contact_list_view.STATE,
    "letter": contact_list_view.LETTER,
    "group": Column(N_("Group"), lambda line: line.group),
    "exempt": Column(N_("Meetings"), contact_labels.exempt_text),
}


def show(viewer: Viewer) -> None:
    """Show everybody who keeps contact here, and the report that somebody lives elsewhere."""
    lines = contact_list.list_of_cell(viewer)
    if not lines:
        st.caption(_("No contact members are on this cell's list yet. The residence committee places them here."))
        return
    st.caption(_("They keep contact with this cell; they are not its members and are not counted in its meetings."))
    objected = [line for line in lines if line.objection]
    _objected(viewer, objected)
    free = [line for line in lines if not line.objection]
    action = Action(_("Not living here"), lambda form: _object(form, viewer, free))
    action_form.choose("contacts", ADDRESS, {"object": action} if free else {})
    contact_list_view.show_members(lines, COLUMNS, "contacts")


def _objected(viewer: Viewer, lines: list[ContactLine]) -> None:
    if not lines:
        return
    words = {option.key: option.label for option in settings.options(viewer, "objections")}
    st.subheader(_n("{count} objection sent to the committee", "{count} objections sent to the committee", len(lines)))
    for line in lines:
        with st.container(horizontal=True, vertical_alignment="center", key=f"contacts_objected_{line.id}"):
            reason = escape_markdown(words.get(line.objection or "", ""))
            st.markdown(f"**{escape_markdown(line.name)}** · {reason} · {day_text(line.since)}", width="stretch")
            form = ActionForm(f"contacts_objected_{line.id}", ADDRESS, "withdraw")
            if st.button(_("Withdraw"), key=form.key("button")):
                form.run(
                    _("Withdrawn."), lambda viewer, token, line=line: objections.withdraw(viewer, line.membership_id)
                )


def _object(form: ActionForm, viewer: Viewer, lines: list[ContactLine]) -> None:
    chosen = form.chosen("people")
    person_finder.choose_people(
        lines, chosen, form.on_choice("people"), title=_("Who"), key=form.key("people"), single=True,
        note=lambda line: line.workplace,
    )  # fmt: skip
    options = settings.options(viewer, "objections")
    reason = forms.option_field(
        viewer, "objections", _("Reason"), options[0].key if options else None, key=form.key("why")
    )

    def act(viewer: Viewer, token: str) -> None:
        if not chosen:
            raise Invalid("placement_people_missing")
        objections.object_to_placement(viewer, int(chosen[0]), reason, token)

    form.save_now(_("Send to the committee"), _("Sent to the committee."), act)
