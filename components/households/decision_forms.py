"""What a cell resolves about its assignments: not to assign from a day on, or to assign again."""

import streamlit as st

from components.i18n import _, _n
from components.widgets.action_form import ActionForm
from db.calendar import clock
from db.households import assignment_decisions
from db.households.board import Board
from db.units.units import UnitName


def decline(form: ActionForm, cell: UnitName, standing: Board) -> None:
    """From which day the cell does not assign, and by which resolution; what that ends."""
    ending = sum(len(line.carers) for line in standing.lines)
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
    with form.fields():
        since = form.date(_("From"), clock.today())
        paper = form.paper(_("Resolution of the cell"))
        form.save(
            _("Record the resolution"),
            _("Resolution recorded."),
            lambda viewer, token: assignment_decisions.decline(viewer, cell.id, since, paper, token),
        )


def resume(form: ActionForm, cell: UnitName) -> None:
    """From which day the cell assigns again."""
    with form.fields():
        since = form.date(_("From"), clock.today())
        paper = form.paper(_("Resolution of the cell"))
        form.save(
            _("Assign again"),
            _("Resolution recorded."),
            lambda viewer, token: assignment_decisions.resume(viewer, cell.id, since, paper, token),
        )
