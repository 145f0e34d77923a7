"""What may be noted of a cell's households, of one group, of one household: the choice of an action, and its form."""

from collections.abc import Callable

import streamlit as st

from components.households import assignment_forms, new_household_forms
from components.i18n import _
from components.shell import auth
from components.widgets import feedback, forms
from db.calendar import clock
from db.households import groups, named_households
from db.households.board import Board, BoardRow
from db.households.named_households import RatingInput
from db.kernel.scope import Viewer, Work
from db.models import GroupKind
from db.units.units import UnitName

BOARD, GROUP, HOME = "/households", "/household-group", "/household"
ActionForms = dict[str, tuple[str, Callable[[], None]]]


def show_for_cell(viewer: Viewer, cell: UnitName, standing: Board) -> None:
    """Actions on the whole cell."""
    deeds: ActionForms = {
        "assign": (_("Assign members"), lambda: assignment_forms.assign(viewer, BOARD, cell, standing)),
        "hand": (_("Hand over or end"), lambda: assignment_forms.hand_over(viewer, BOARD, cell, standing)),
        "group": (_("Add a cluster"), lambda: new_household_forms.group_form(viewer, BOARD, cell, standing)),
        "home": (
            _("Add an assisted household"),
            lambda: new_household_forms.household_form(viewer, BOARD, cell, standing),
        ),
    }
    _choose(viewer, "households", deeds if standing.lines else {"group": deeds["group"]})


def show_for_group(viewer: Viewer, cell: UnitName, standing: Board, line: BoardRow) -> None:
    """Actions on one cluster or group of households."""
    deeds: ActionForms = {
        "assign": (_("Assign members"), lambda: assignment_forms.assign(viewer, GROUP, cell, standing, line)),
        "hand": (_("Hand over or end"), lambda: assignment_forms.hand_over(viewer, GROUP, cell, standing, line)),
        "count": (_("Number of households"), lambda: _count(line)),
        "group": (
            _("Add a household group"),
            lambda: new_household_forms.group_form(viewer, GROUP, cell, standing, line),
        ),
        "home": (
            _("Add an assisted household"),
            lambda: new_household_forms.household_form(viewer, GROUP, cell, standing, line),
        ),
        "name": (_("Rename"), lambda: _rename(line)),
        "close": (_("Close"), lambda: _close_group(line)),
    }
    if line.kind != GroupKind.CLUSTER:
        deeds.pop("group")
    _choose(viewer, "household_group", deeds, line.code)


def show_for_household(viewer: Viewer, cell: UnitName, standing: Board, line: BoardRow) -> None:
    """Actions on one household."""
    deeds: ActionForms = {
        "assign": (_("Assign members"), lambda: assignment_forms.assign(viewer, HOME, cell, standing, line)),
        "hand": (_("Hand over or end"), lambda: assignment_forms.hand_over(viewer, HOME, cell, standing, line)),
        "rate": (_("Class for a year"), lambda: _rate(viewer, line)),
        "move": (_("Move to another cluster"), lambda: _move(standing, line)),
        "data": (_("Name and address"), lambda: _correct(line)),
        "close": (_("Stop following"), lambda: _close_home(viewer, line)),
    }
    _choose(viewer, "household", deeds, line.code)


def _choose(viewer: Viewer, noun: str, deeds: ActionForms, code: str = "") -> None:
    """`code` keeps what is chosen for one group or household from being shown at another."""
    if not viewer.writes(Work.HOUSEHOLDS):
        return
    key = f"{forms.form_key(noun)}_{code}_deed"
    chosen = st.pills(_("What to record"), list(deeds), format_func=lambda name: deeds[name][0], key=key)
    if chosen:
        with st.container(border=True):
            deeds[chosen][1]()


def _do(address: str, form: str, said: str, deed: Callable[[Viewer], object]) -> None:
    """Do a form's action and show the page anew, or say why not and leave what was typed."""
    with feedback.saving(said):
        deed(auth.viewer(address))
        forms.reset(form)
        st.rerun()


def _count(line: BoardRow) -> None:
    form = forms.form_key("household_group")
    with st.form(f"{form}_count", border=False):
        number = st.number_input(_("How many households"), 0, groups.MOST, line.cover.households, key=f"{form}_number")
        since = forms.date_field(_("From"), clock.today(), key=f"{form}_since")
        if st.form_submit_button(_("Record the number"), type="primary", width="stretch"):
            _do(
                GROUP,
                "household_group",
                _("Number of households recorded."),
                lambda viewer: groups.set_household_count(viewer, line.code, number, since),
            )


def _rename(line: BoardRow) -> None:
    form = forms.form_key("household_group")
    with st.form(f"{form}_rename", border=False):
        name = st.text_input(_("Name"), line.name, max_chars=120, key=f"{form}_name")
        if st.form_submit_button(_("Rename"), type="primary", width="stretch"):
            _do(GROUP, "household_group", _("Name changed."), lambda viewer: groups.rename(viewer, line.code, name))


def _close_group(line: BoardRow) -> None:
    form = forms.form_key("household_group")
    with st.form(f"{form}_close", border=False):
        day = forms.date_field(_("Last day"), clock.today(), key=f"{form}_day")
        st.caption(
            _(
                "Its households and groups must be moved or closed first. The member in charge remains so until "
                "this date."
            )
        )
        if st.form_submit_button(_("Close"), type="primary", width="stretch"):
            _do(GROUP, "household_group", _("Closed."), lambda viewer: groups.close(viewer, line.code, day))


def _rate(viewer: Viewer, line: BoardRow) -> None:
    form, years = forms.form_key("household"), [clock.today().year - back for back in range(-1, 6)]
    with st.form(f"{form}_rate", border=False):
        year = st.selectbox(_("Class for the year"), years, index=1, key=f"{form}_year")
        rating = forms.option_field(
            viewer, "household_classes", _("Class"), line.household.rating, key=f"{form}_rating"
        )
        paper = st.text_input(
            _("Decision on the class"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if any")
        )
        st.caption(_("Recorded as stated in the decision; the register does not work out classes."))
        if st.form_submit_button(_("Record the class"), type="primary", width="stretch"):
            _do(
                HOME,
                "household",
                _("Class recorded."),
                lambda viewer: named_households.rate(viewer, line.code, RatingInput(year, rating or "", paper)),
            )


def _move(standing: Board, line: BoardRow) -> None:
    form = forms.form_key("household")
    places = {other.code: other.name for other in standing.lines if other.kind and other.id != line.parent_id}
    with st.form(f"{form}_move", border=False):
        place = forms.choice_field(_("Move to cluster or household group"), places, key=f"{form}_place")
        since = forms.date_field(_("From"), clock.today(), key=f"{form}_since")
        if st.form_submit_button(_("Move"), type="primary", width="stretch"):
            _do(HOME, "household", _("Moved."), lambda viewer: named_households.move(viewer, line.code, place, since))


def _correct(line: BoardRow) -> None:
    form = forms.form_key("household")
    seen = forms.first_seen(f"{form}_{line.code}", (line.name, line.household.address))
    with st.form(f"{form}_data", border=False):
        name = st.text_input(_("Household"), line.name, max_chars=120, key=f"{form}_name")
        address = st.text_input(_("Address"), line.household.address or "", max_chars=200, key=f"{form}_address")
        if st.form_submit_button(_("Save changes"), type="primary", width="stretch"):
            _do(
                HOME,
                "household",
                _("Corrected."),
                lambda viewer: named_households.correct(viewer, line.code, name, address, seen),
            )


def _close_home(viewer: Viewer, line: BoardRow) -> None:
    form = forms.form_key("household")
    with st.form(f"{form}_close", border=False):
        day = forms.date_field(_("Last day"), clock.today(), key=f"{form}_day")
        reason = forms.option_field(viewer, "household_endings", _("Reason"), key=f"{form}_reason")
        st.caption(_("It still counts among the households of its cluster, without a name."))
        if st.form_submit_button(_("Stop following this household"), type="primary", width="stretch"):
            _do(
                HOME,
                "household",
                _("The household is no longer followed individually."),
                lambda viewer: named_households.close(viewer, line.code, day, reason),
            )
