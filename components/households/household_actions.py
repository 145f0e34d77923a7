"""Actions on a cell's households, on a group, on a household: the choice of an action, and its form."""

import streamlit as st

from components.households import (
    assigning_decision_forms,
    assignment_forms,
    assignment_renewal_form,
    class_review_form,
    household_card,
    new_household_forms,
)
from components.i18n import _
from components.widgets import action_form, forms
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.households import groups, named_households
from db.households.household_board import Board, BoardRow
from db.households.named_households import RatingInput
from db.kernel.scope import Viewer, Work
from db.models import GroupKind
from db.units.units import UnitName

BOARD, GROUP, HOME = "/households", "/household-group", "/household"
ORDER = (
    "help",
    "assign",
    "hand",
    "count",
    "group",
    "home",
    "rate",
    "causes",
    "classes",
    "move",
    "name",
    "data",
    "mistake",
    "close",
    "review",
    "decline",
    "resume",
)


def show_for_cell(viewer: Viewer, cell: UnitName, board: Board) -> None:
    """Show the actions on the whole cell."""
    actions = _on(viewer, BOARD, cell, board) | {
        "group": _add_group(viewer, BOARD, cell, board),
        "classes": Action(_("Classes of a year"), lambda form: class_review_form.show(form, cell, board)),
        **_deciding(cell, board),
    }
    kept = ("group", "classes", "resume") if board.declined else tuple(actions) if board.lines else ("group", "decline")
    _choose(viewer, "households", BOARD, {name: action for name, action in actions.items() if name in kept})


def _deciding(cell: UnitName, board: Board) -> dict[str, Action]:
    """Return the action with which the cell stops assigning, or resumes."""
    if board.declined:
        return {"resume": Action(_("Assign again"), lambda form: assigning_decision_forms.show_resume_form(form, cell))}
    review = Action(_("Yearly review"), lambda form: assignment_renewal_form.show(form, cell, board))
    held = {"review": review} if any(line.assignees for line in board.lines) else {}
    return held | {
        "decline": Action(
            _("Not to assign"), lambda form: assigning_decision_forms.show_decline_form(form, cell, board)
        )
    }


def show_for_group(viewer: Viewer, cell: UnitName, board: Board, line: BoardRow) -> None:
    """Show the actions on one cluster or group of households."""
    actions = _on(viewer, GROUP, cell, board, line) | {
        "count": Action(_("Number of households"), lambda form: _count(form, line)),
        "group": _add_group(viewer, GROUP, cell, board, line),
        "name": Action(_("Rename"), lambda form: _rename(form, line)),
        "close": Action(_("Close"), lambda form: _close_group(form, line)),
    }
    if line.kind != GroupKind.CLUSTER:
        actions.pop("group")
    _choose(viewer, f"household_group_{line.code}", GROUP, actions)


def show_for_household(viewer: Viewer, cell: UnitName, board: Board, line: BoardRow) -> None:
    """Show the actions on one household."""
    actions = _on(viewer, HOME, cell, board, line) | {
        "help": Action(_("Record help"), lambda form: household_card.show_given_help_form(form, cell, board, line)),
        "causes": Action(_("Causes"), lambda form: household_card.show_cause_form(form, line)),
        "mistake": Action(_("Entered by mistake"), lambda form: household_card.show_mistake_form(form, line)),
        "rate": Action(_("Class for a year"), lambda form: _rate(form, line)),
        "move": Action(_("Move to another cluster"), lambda form: _move(form, board, line)),
        "data": Action(_("Name and address"), lambda form: _correct(form, line)),
        "close": Action(_("Stop following"), lambda form: _close_home(form, line)),
    }
    actions.pop("home")
    _choose(viewer, f"household_{line.code}", HOME, actions)


def _on(viewer: Viewer, address: str, cell: UnitName, board: Board, only: BoardRow | None = None) -> dict[str, Action]:
    """Return the actions on assignments and help, for a cell, a group or a household."""
    return {
        "assign": Action(
            _("Assign members"), lambda form: assignment_forms.show_assign_form(viewer, address, cell, board, only)
        ),
        "hand": Action(
            _("Hand over or end"),
            lambda form: assignment_forms.show_hand_over_form(viewer, address, cell, board, only),
        ),
        "home": Action(
            _("Add an assisted household"),
            lambda form: new_household_forms.show_household_form(viewer, address, cell, board, only),
        ),
    }


def _add_group(viewer: Viewer, address: str, cell: UnitName, board: Board, within: BoardRow | None = None) -> Action:
    title = _("Add a household group") if within else _("Add a cluster")
    return Action(title, lambda form: new_household_forms.show_group_form(viewer, address, cell, board, within))


def _choose(viewer: Viewer, name: str, address: str, actions: dict[str, Action]) -> None:
    """Ask for an action; `name` keeps the choice for one group or household from showing at another."""
    if viewer.writes(Work.HOUSEHOLDS):
        action_form.choose(name, address, {each: actions[each] for each in ORDER if each in actions})


def _count(form: ActionForm, line: BoardRow) -> None:
    with form.fields():
        number = st.number_input(
            _("How many households"), 0, groups.MOST, line.cover.households, key=form.key("number")
        )
        since = form.date(_("From"), clock.today())
        form.save(
            _("Record the number"),
            _("Number of households recorded."),
            lambda viewer, _: groups.set_household_count(viewer, line.code, number, since),
        )


def _rename(form: ActionForm, line: BoardRow) -> None:
    with form.fields():
        name = form.text(_("Name"), line.name)
        form.save(_("Rename"), _("Name changed."), lambda viewer, _: groups.rename(viewer, line.code, name))


def _close_group(form: ActionForm, line: BoardRow) -> None:
    with form.fields():
        day = form.date(_("Last day"), clock.today())
        st.caption(
            _(
                "Its households and groups must be moved or closed first. The member in charge remains so until "
                "this date."
            )
        )
        form.save(_("Close"), _("Closed."), lambda viewer, _: groups.end(viewer, line.code, day))


def _rate(form: ActionForm, line: BoardRow) -> None:
    years = [clock.today().year - back for back in range(-1, 6)]
    with form.fields():
        year = st.selectbox(_("Class for the year"), years, index=1, key=form.key("year"))
        rating = forms.option_field(
            form.viewer(), "household_classes", _("Class"), line.household.rating, key=form.key("rating")
        )
        paper = form.paper(_("Decision on the class"))
        st.caption(_("Recorded as stated in the decision; the register does not work out classes."))
        form.save(
            _("Record the class"),
            _("Class recorded."),
            lambda viewer, _: named_households.record_class(viewer, line.code, RatingInput(year, rating or "", paper)),
        )


def _move(form: ActionForm, board: Board, line: BoardRow) -> None:
    places = {other.code: other.name for other in board.lines if other.kind and other.id != line.parent_id}
    with form.fields():
        place = forms.choice_field(_("Move to cluster or household group"), places, key=form.key("place"))
        since = form.date(_("From"), clock.today())
        form.save(_("Move"), _("Moved."), lambda viewer, _: named_households.move(viewer, line.code, place, since))


def _correct(form: ActionForm, line: BoardRow) -> None:
    seen = forms.value_when_first_shown(form.key("data"), (line.name, line.household.address))
    with form.fields():
        name = form.text(_("Household"), line.name)
        address = form.text(_("Address"), line.household.address or "", field="address", max_chars=200)
        form.save(
            _("Save changes"),
            _("Corrected."),
            lambda viewer, _: named_households.correct(viewer, line.code, name, address, seen),
        )


def _close_home(form: ActionForm, line: BoardRow) -> None:
    with form.fields():
        day = form.date(_("Last day"), clock.today())
        reason = forms.option_field(form.viewer(), "household_endings", _("Reason"), key=form.key("reason"))
        st.caption(_("It still counts as one of its cluster's households, without a name."))
        form.save(
            _("Stop following this household"),
            _("The household is no longer followed individually."),
            lambda viewer, _: named_households.end(viewer, line.code, day, reason),
        )
