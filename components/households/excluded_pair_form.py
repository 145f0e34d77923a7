"""Members who must not be assigned to certain households: recorded and withdrawn, without a reason."""

import streamlit as st

from components.i18n import _
from components.labels import household_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms, person_finder
from components.widgets.action_form import ActionForm
from db.households import excluded_pairs
from db.households.household_board import Board
from db.models import MembershipKind
from db.units.units import UnitName


def show(form: ActionForm, cell: UnitName, board: Board) -> None:
    """Show the current pairs and the form for another."""
    viewer = form.viewer()
    for pair in excluded_pairs.list_pairs(viewer, cell.id):
        with st.container(horizontal=True, vertical_alignment="center", key=form.key(f"pair_{pair.id}")):
            st.markdown(f"{escape_markdown(pair.member)} – {escape_markdown(pair.place)}", width="stretch")
            st.button(_("Take back"), key=form.key(f"allow_{pair.id}"), on_click=_allow, args=(form.address, pair.id))
    st.caption(_("Do not note the reason, only that proposals leave this out."))
    chosen = form.chosen("member")
    own = [load.who for load in board.loads if load.who.kind == MembershipKind.OWN]
    person_finder.choose_people(
        own, chosen, form.on_choice("member"), title=_("Member"), key=form.key("member_finder"), first=[], single=True
    )
    places = {line.code: _place(line) for line in board.lines}
    which = forms.multiple_choice_field(_("Clusters, groups or households"), places, (), key=form.key("places"))
    form.save_now(
        _("Leave out of proposals"),
        _("Noted."),
        lambda doer, token: excluded_pairs.exclude(doer, cell.id, chosen[0] if chosen else "", which, token),
        main=False,
    )


def _place(line) -> str:
    return f"{line.name} · {household_labels.households_and_uncovered_text(line)}" if line.kind else line.name


def _allow(address: str, pair_id: int) -> None:
    """Allow the pair again: a callback."""
    with feedback.saving(_("Taken back.")):
        excluded_pairs.lift_exclusion(auth.viewer(address), pair_id)
