"""Members of a cell by saved class: the people behind a bar of the chart of classes."""

import streamlit as st

from components.i18n import _, _n
from components.labels import evaluation_labels
from components.widgets import lazy_expander, link_tables, url_state
from components.widgets.link_tables import Column
from db.figures import class_results
from db.kernel.scope import Viewer
from db.units.units import UnitName

MEMBER_PAGE, CLASS = "pages/people/member.py", "evaluations_class"


def show(viewer: Viewer, cell: UnitName, year: int) -> None:
    """Show a choice of class and its members, opened if a link chose one."""
    expanded = CLASS in st.query_params
    with lazy_expander.show(_("Who has which class"), f"{CLASS}_people", expanded=expanded) as made:
        if not made:
            return
        names = evaluation_labels.class_names(viewer)
        bound = url_state.choice_in_address(CLASS, names, names.__getitem__, None, False)
        chosen = st.selectbox(
            _("Whose class"), label_visibility="collapsed", index=None, placeholder=_("Choose"), **bound
        )
        if not chosen:
            return
        people = class_results.list_people(viewer, year, str(chosen), cell.id)
        link_tables.link_rows(
            people,
            {"name": Column(_("Full name"), lambda one: one.name)},
            page=MEMBER_PAGE,
            query=lambda one: {"member": one.code},
            main="name",
            key="evaluation_class_people",
        )
        told = [_n("{count} member, as it is saved", "{count} members, as it is saved", len(people))]
        if erased := class_results.count_erased(viewer, year, str(chosen), cell.id):
            told.append(_n("and {count} whose data was erased", "and {count} whose data were erased", erased))
        st.caption(" · ".join(told))
