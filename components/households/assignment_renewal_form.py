"""The yearly review on one screen: everything continues except the changes entered,
from one day and by one resolution.
"""

import streamlit as st

from components.i18n import _, _n
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets import forms, person_finder
from components.widgets.action_form import ActionForm
from db.households import assignment_renewal
from db.households.assignee_availability import Assignee
from db.households.household_board import Board, BoardRow
from db.models import MembershipKind
from db.units.units import UnitName


def show(form: ActionForm, cell: UnitName, board: Board) -> None:
    """Show what continues, what does not, and who takes it over."""
    held = {carer.id: (line, carer) for line in board.lines for carer in line.assignees}
    hindered = [key for key, (_line, carer) in held.items() if carer.hindered]
    labels = {key: escape_markdown(_label(*each)) for key, each in held.items()}
    changing = st.pills(
        _("Tap what changes; those who left, are exempt or away are tapped already"),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=hindered,
        key=form.key("changing"),
    )
    st.markdown(
        escape_markdown(
            _n(
                "{count} assignment goes on as it is.",
                "{count} assignments go on as they are.",
                len(held) - len(changing),
            )
        )
    )
    able = [load.who for load in board.loads if load.who.kind == MembershipKind.OWN and not load.who.hindered]
    loads = {load.who.code: load.households for load in board.loads}
    names = person_finder.person_labels(
        sorted(able, key=lambda who: loads[who.code]),
        lambda who: household_labels.load_note(who, loads[who.code]),
    )
    changes = {
        key: forms.choice_field(
            _("{what}: who takes over (nobody: it ends)", what=labels[key]), names, key=form.key(f"to_{key}")
        )
        for key in changing
    }
    since = form.date(_("In force from"), assignment_renewal.default_start_day())
    paper = form.paper(_("Resolution of the cell"))
    form.save_now(
        _("Confirm for the year"),
        _("Assignments reviewed."),
        lambda viewer, token: assignment_renewal.renew(viewer, cell.id, since, paper, changes, token),
    )


def _label(line: BoardRow, carer: Assignee) -> str:
    return f"{household_labels.assignee_with_hindrance(carer)} – {line.name}"
