"""A cell's decisions on assigning: to stop from a day on, or to resume."""

from collections.abc import Callable

import streamlit as st

from components.i18n import _, _n
from components.widgets.action_form import ActionForm
from db.calendar import clock
from db.households import assignment_decisions
from db.households.household_board import Board
from db.units.units import UnitName


def show_decline_form(form: ActionForm, cell: UnitName, board: Board) -> None:
    """Ask from which day the cell does not assign and by which resolution; show which assignments that ends."""
    ending = sum(len(line.assignees) for line in board.lines)
    st.caption(
        _(
            "The households stay in the register and nobody is missing any more; the cell is left out of the "
            "figures of the levels above, which say so."
        )
    )
    if ending:
        st.caption(
            _n(
                "{count} assignment then ends the day before.",
                "{count} assignments then end the day before.",
                ending,
            )
        )
    _record(form, _("Record the resolution"), cell, assignment_decisions.decline_assigning)


def show_resume_form(form: ActionForm, cell: UnitName) -> None:
    """Ask from which day the cell assigns again."""
    _record(form, _("Assign again"), cell, assignment_decisions.resume_assigning)


def _record(form: ActionForm, label: str, cell: UnitName, resolve: Callable) -> None:
    """Ask for the day and number of a resolution, and show the button that records it."""
    with form.fields():
        since = form.date(_("From"), clock.today())
        paper = form.paper(_("Resolution of the cell"))
        form.save(
            label,
            _("Resolution recorded."),
            lambda viewer, token: resolve(viewer, cell.id, since, paper, token),
        )
