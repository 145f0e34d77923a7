"""What may be done with one unit: the choice of an action, and its form."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.i18n import _
from components.shell import auth
from components.units import unit_table
from components.widgets import feedback, forms
from db.calendar import clock
from db.kernel.scope import Viewer, Work
from db.models import UnitKind
from db.models.units import CELLS
from db.settings import settings
from db.units import unit_actions
from db.units.unit_actions import UnitInput
from db.units.unit_list import UnitLine

FORM, ADDRESS = "units", "/units"


def show(viewer: Viewer, line: UnitLine, lines: Sequence[UnitLine]) -> None:
    """The actions that make sense for this unit; nothing for those who only look."""
    if not viewer.writes(Work.UNITS):
        return
    form = f"{forms.form_key(FORM)}_{line.code}"
    possible = {
        name: (title, show_form)
        for name, title, show_form, sensible in (
            ("found", _("Add a unit below"), lambda: _found(line, form), line.kind == UnitKind.AREA),
            ("name", _("Rename"), lambda: _rename(line, form), True),
            ("day", _("Meeting day"), lambda: _meeting_day(line, form), line.kind in CELLS),
            ("move", _("Move to another unit"), lambda: _move(line, lines, form), line.parent_id is not None),
            ("kind", _("Kind and reporting"), lambda: _correct(line, form), line.kind in CELLS),
            ("end", _("End the unit"), lambda: _end(line, form), line.parent_id is not None),
        )
        if sensible
    }
    chosen = st.pills(
        _("What to record"), list(possible), format_func=lambda name: possible[name][0], key=f"{form}_action"
    )
    if chosen:
        with st.container(border=True):
            possible[chosen][1]()


def _found(line: UnitLine, form: str) -> None:
    with st.form(f"{form}_found", border=False):
        kinds = unit_table.kind_labels()
        kind = st.selectbox(
            _("Type"),
            list(kinds),
            index=list(kinds).index(UnitKind.CELL),
            format_func=lambda each: kinds[each],
            key=f"{form}_kind",
        )
        name = st.text_input(_("Name"), max_chars=200, key=f"{form}_name")
        since = forms.date_field(_("From (leave empty if it existed before the register)"), key=f"{form}_since")
        paper = _paper(form)
        practice = st.checkbox(_("For practice only: left out of all figures"), key=f"{form}_practice")
        if st.form_submit_button(_("Add the unit"), type="primary", width="stretch"):
            typed = UnitInput(UnitKind(kind), name, since, not practice, paper)
            with feedback.saving(_("Unit added.")):
                with forms.once_token(FORM) as token:
                    unit_actions.create(auth.viewer(ADDRESS), line.id, typed, token)
                st.rerun()


def _rename(line: UnitLine, form: str) -> None:
    with st.form(f"{form}_rename", border=False):
        name = st.text_input(_("Name"), line.name, max_chars=200, key=f"{form}_name")
        since = forms.date_field(_("From (leave empty to correct a typing error)"), key=f"{form}_since")
        paper = _paper(form)
        if st.form_submit_button(_("Rename"), type="primary", width="stretch"):
            _do(_("Name changed."), lambda viewer: unit_actions.rename(viewer, line.id, name, since, paper))


def _meeting_day(line: UnitLine, form: str) -> None:
    with st.form(f"{form}_day_form", border=False):
        day = st.number_input(_("Day of the month"), 1, 28, line.meeting_day or 3, key=f"{form}_day")
        since = forms.date_field(_("Applies from"), clock.today(), key=f"{form}_since")
        if st.form_submit_button(_("Save"), type="primary", width="stretch"):
            _do(_("Saved."), lambda viewer: settings.choose(viewer, line.id, "meeting_day", day, since))


def _move(line: UnitLine, lines: Sequence[UnitLine], form: str) -> None:
    places = {
        str(other.id): other.name
        for other in lines
        if other.kind == UnitKind.AREA and other.id not in (line.id, line.parent_id)
    }
    with st.form(f"{form}_move", border=False):
        place = forms.choice_field(_("Move to"), places, key=f"{form}_place")
        since = forms.date_field(_("From"), clock.today(), key=f"{form}_since")
        paper = _paper(form)
        st.caption(_("Meetings held before this date keep counting for the former unit."))
        if st.form_submit_button(_("Move"), type="primary", width="stretch"):
            _do(_("Moved."), lambda viewer: unit_actions.move(viewer, line.id, int(place or 0), since, paper))


def _correct(line: UnitLine, form: str) -> None:
    with st.form(f"{form}_correct", border=False):
        kinds = {kind.value: unit_table.kind_labels()[kind] for kind in CELLS}
        kind = st.selectbox(
            _("Type"),
            list(kinds),
            index=list(kinds).index(line.kind),
            format_func=lambda each: kinds[each],
            key=f"{form}_kind",
        )
        practice = st.checkbox(
            _("For practice only: left out of all figures"), not line.reports, key=f"{form}_practice"
        )
        if st.form_submit_button(_("Save"), type="primary", width="stretch"):
            _do(_("Saved."), lambda viewer: unit_actions.correct(viewer, line.id, UnitKind(kind), not practice))


def _end(line: UnitLine, form: str) -> None:
    with st.form(f"{form}_end", border=False):
        day = forms.date_field(_("Last day"), clock.today(), key=f"{form}_day")
        paper = _paper(form)
        st.caption(_("Its units and members must be moved or ended first. What was recorded stays in the register."))
        if st.form_submit_button(_("End the unit"), type="primary", width="stretch"):
            _do(_("The unit has ended."), lambda viewer: unit_actions.end(viewer, line.id, day, paper))


def _paper(form: str) -> str:
    return st.text_input(_("Document"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if any"))


def _do(done: str, action: Callable[[Viewer], object]) -> None:
    """Do a form's action and show the page anew, or say why not and leave what was typed."""
    with feedback.saving(done):
        action(auth.viewer(ADDRESS))
        forms.reset(FORM)
        st.rerun()
