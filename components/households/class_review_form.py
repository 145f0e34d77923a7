"""Review a year's classes on one screen: each household followed by name, its class and document."""

import streamlit as st

from components.i18n import _
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets import forms
from components.widgets.action_form import ActionForm
from db.calendar import clock
from db.households import class_review, household_history
from db.households.household_board import Board
from db.units.units import UnitName


def show(form: ActionForm, cell: UnitName, board: Board) -> None:
    """Show every household with its latest class; changes are chosen, then everything is saved together."""
    years = [clock.today().year - back for back in range(-1, 6)]
    year = st.selectbox(_("Class for the year"), years, index=1, key=form.key("year"))
    told = class_review.load_year(form.viewer(), cell.id, year)
    if told.reviewed:
        st.caption(_("This year's classes have been reviewed; saving again corrects them."))
    homes = [line for line in board.lines if line.household]
    if homes:
        st.caption(_("Everybody starts with the previous class. Empty means none of these classes in that year."))
    else:
        st.caption(
            _("No household is followed by name here. Saving says that the cell has no poor household that year.")
        )
    ratings = {
        line.code: forms.option_field(
            form.viewer(),
            "household_classes",
            escape_markdown(line.name),
            _last(form, line.code, year),
            key=form.key(f"{year}_{line.code}"),
        )
        for line in homes
    }
    paper = form.paper(_("Decision on the classes"), told.paper)
    if not paper:
        st.caption(household_labels.WITHOUT_PAPER_SIGN + " " + _("Without a decision the classes are marked so."))
    form.save_now(
        _("Save the classes of {year}", year=str(year)),
        _("Classes of the year recorded."),
        lambda viewer, token: class_review.record_review(viewer, cell.id, year, ratings, paper, token),
    )


def _last(form: ActionForm, code: str, year: int) -> str | None:
    """Return the year's class, or else the previous one."""
    classes = household_history.load_household_history(form.viewer(), code).classes
    return next((entry.rating for entry in classes if entry.year <= year), None)
