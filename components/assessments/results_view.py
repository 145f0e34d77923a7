"""Results of a year: how many have each mark of an item, unit by unit, and who they are."""

import streamlit as st

from components.i18n import _, number
from components.markdown import escape_markdown
from components.periods import amended_flag
from components.widgets import link_tables, opened_unit, url_state
from components.widgets.link_tables import Column, Columns
from db.figures import assessment_results
from db.figures.assessment_results import ResultColumn, Results
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Assessment
from db.units.units import UnitName

PAGE = "pages/contacts/assessments.py"
UNIT_PARAM = "results_unit"  # what the address opens


def show(viewer: Viewer, year: int) -> None:
    """Show the selected item, its marks in a row for each unit, and the people with a mark."""
    opened = opened_unit.show(viewer, UNIT_PARAM, PAGE, _query(year))
    amended_flag.show_years(viewer, year, year, (Assessment,))
    found = assessment_results.by_unit(viewer, year, opened.id if opened else None)
    if not found.units:
        st.caption(_("Nobody is assessed for {year} yet.", year=str(year)))
        return
    items = {column.item: escape_markdown(column.item_label) for column in found.columns}
    bound = url_state.choice_in_address("results_item", items, items.__getitem__, next(iter(items)), persist=False)
    item = str(st.pills(_("Item"), required=True, **bound))
    columns = [column for column in found.columns if column.item == item]
    link_tables.link_rows(
        found.units,
        _columns(columns),
        page=PAGE,
        query=lambda unit: _query(year, item) | {UNIT_PARAM: unit.code},
        main="name",
        key="results_units",
    )
    _people(viewer, year, found, columns, opened)
    opened_unit.show_table_export_link("assessment_results")


def _query(year: int, item: str | None = None) -> dict[str, str]:
    return {"assess_part": "results", "year": str(year)} | ({"results_item": item} if item else {})


def _columns(marks: list[ResultColumn]) -> Columns:
    """A column for each mark, worded as in the form, with its count."""
    shown: dict[str, Column] = {"name": Column(_("Unit"), lambda unit: unit.name)}
    for each in marks:
        count = lambda unit, each=each: unit.counts.get((each.item, each.mark), 0)  # noqa: E731
        shown[each.mark] = Column(each.mark_label, count, lambda unit, count=count: number(count(unit)), figures=True)
    all_marks = lambda unit: sum(unit.counts.get((each.item, each.mark), 0) for each in marks)  # noqa: E731
    shown["all"] = Column(_("Together"), all_marks, lambda unit: number(all_marks(unit)), figures=True)
    return shown


def _people(viewer: Viewer, year: int, found: Results, columns: list[ResultColumn], opened: UnitName | None) -> None:
    """Show the people with the selected mark, with links to their assessments."""
    if not viewer.reads(Audience.ASSESSMENTS):
        st.caption(_("Assessments by name are visible only to the cell and the commune that confirms them."))
        return
    counts = found.total
    labels = {
        each.mark: f"{escape_markdown(each.mark_label)} ({number(counts[each.item, each.mark])})" for each in columns
    }
    bound = url_state.choice_in_address("results_mark", labels, labels.__getitem__, None, persist=False)
    mark = st.pills(_("Whose mark"), **bound)
    if not mark:
        return
    people = assessment_results.list_people(viewer, year, columns[0].item, str(mark), opened.id if opened else None)
    link_tables.link_rows(
        people,
        {"name": Column(_("Full name"), lambda one: one.name), "unit": Column(_("Cell"), lambda one: one.unit)},
        page=PAGE,
        query=lambda one: {"unit": one.unit_code, "year": str(year), "person": one.member_code},
        main="name",
        key="results_people",
    )
