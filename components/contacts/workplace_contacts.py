"""The people of one workplace or of all: the next step for each, and letters to withdraw."""

import streamlit as st

from components.contacts import contact_list_view, new_introduction_forms
from components.i18n import _, _n
from components.labels import contact_labels
from components.widgets import person_finder
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.contacts import contact_list, placements
from db.contacts.contact_list import WAITING, ContactCounts, ContactLine
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.models import Role


def show(viewer: Viewer, counts: ContactCounts) -> None:
    """Show the actions, then the list."""
    mine = viewer.role == Role.WORKPLACE
    pending = [line for line in contact_list.list_waiting_for_commune(viewer) if line.state in WAITING] if mine else []
    withdraw = Action(_("Withdraw a letter"), lambda form: _withdraw(form, pending))
    new_introduction_forms.show(viewer, {"withdraw": withdraw} if pending else {})
    if pending:
        st.caption(
            _n(
                "{count} person waits for the committee to receive or place them.",
                "{count} people wait for the committee to receive or place them.",
                len(pending),
            )
        )
    contact_list_view.show(viewer, counts)


def _withdraw(form: ActionForm, lines: list[ContactLine]) -> None:
    """Withdraw a letter sent by mistake, as long as nobody is placed by it."""
    chosen = [code for code in form.chosen("people") if code in {line.code for line in lines}]
    person_finder.choose_people(
        lines, chosen, form.on_choice("people"), title=_("Who"), key=form.key("people"), single=True,
        note=contact_labels.letter_text,
    )  # fmt: skip

    def act(viewer: Viewer, token: str) -> None:
        if not chosen:
            raise Invalid("placement_people_missing")
        placements.end_introduction(viewer, int(chosen[0]), clock.today(), None, token)

    missing = "" if chosen else _("Choose at least one person.")
    form.save_now(_("Withdraw"), _("Withdrawn."), act, missing=missing)
