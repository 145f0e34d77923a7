"""The number of members subject to introduction, as stated by a workplace or commune for a day."""

import streamlit as st

from components.i18n import N_, _, day_text
from components.widgets import link_tables, unit_boxes
from components.widgets.action_form import ActionForm
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar import clock
from db.contacts import stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.kernel import validation
from db.kernel.scope import Viewer
from db.units.units import UnitName

COLUMNS: Columns = {
    "day": Column(N_("Date"), lambda row: row.counted_on, lambda row: day_text(row.counted_on)),
    "subject": number_column(N_("Subject to introduction"), "subject"),
    "not_introduced": number_column(N_("Exempt from introduction"), "not_introduced"),
}


def show(viewer: Viewer) -> None:
    """Show the numbers stated before, and a form for a new one."""
    offered = stated_introduction_counts.units_to_count_for(viewer)
    if not offered:
        st.caption(_("Numbers are given by workplaces and by the committee of the place of residence."))
        return
    unit = offered[0] if len(offered) == 1 else _choose(offered)
    if unit is None:
        return
    given = stated_introduction_counts.list_of_unit(viewer, unit.id)
    if given:
        link_tables.read_only_table(given, COLUMNS)
    else:
        st.caption(_("No number has been given yet; the lists say who is subject."))
    _form(unit)


def _choose(offered: list[UnitName]) -> UnitName | None:
    names = unit_boxes.units_by_name(offered)
    chosen = st.selectbox(_("Unit"), list(names), index=None, placeholder=_("Choose"), key="subject_count_unit")
    return names.get(chosen) if chosen else None


def _form(unit: UnitName) -> None:
    form = ActionForm("subject_count", "/contacts", unit.code)
    with form.fields():
        day = form.date(_("As of"), clock.today())
        subject = st.number_input(
            _("Subject to introduction"), 0, stated_introduction_counts.MOST, 0, key=form.key("subject")
        )
        exempt = st.number_input(
            _("Exempt from introduction"),
            0,
            stated_introduction_counts.MOST,
            0,
            key=form.key("exempt"),
            help=_("Only this number is kept, no names. With 0 subject the lists say who is subject."),
        )
        form.save(
            _("Save the number"),
            _("The number is saved."),
            lambda who, token: stated_introduction_counts.record(
                who, [StatedCount(unit.id, validation.end_day(day, None), int(subject), int(exempt))], token
            ),
        )
