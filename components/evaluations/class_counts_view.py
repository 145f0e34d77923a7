"""A year's classes by commune and cell: one row each, opening the level below; and the members of a selected class."""

import streamlit as st

from components.evaluations import best_class_cap_view, class_counts_cache
from components.i18n import _, number, percent
from components.markdown import escape_markdown
from components.periods import amended_flag
from components.widgets import link_tables, opened_unit, url_state
from components.widgets.link_tables import Column, Columns, number_column
from db.evaluations.evaluation_form import BEST, GOOD
from db.figures import evaluation_counts
from db.figures.evaluation_counts import ClassCounts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.units.units import UnitName

PAGE, MEMBER_PAGE = "pages/people/evaluations.py", "pages/people/member.py"
FIRST = (BEST, GOOD)  # the classes that fit on a phone
UNIT_PARAM = "evaluations_within"  # what the address opens


def show(viewer: Viewer, year: int) -> None:
    """Show the parts of the viewer's unit or of the open one, the cap, and the people of a class."""
    opened = opened_unit.show(viewer, UNIT_PARAM, PAGE, {"year": str(year)})
    amended_flag.show_years(viewer, year, year, evaluation_counts.TABLES)
    parts, cap, capped = class_counts_cache.load(viewer, year, opened.id if opened else None)
    best_class_cap_view.show_for_units(cap, capped)
    if not parts:
        st.caption(_("No cell has own members."))
        return
    labels = evaluation_counts.class_labels(viewer)
    together = evaluation_counts.total(part.count for part in parts)
    _sums(together, labels)
    link_tables.link_rows(
        parts, _columns(labels), page=PAGE, query=lambda part: _inside(viewer, part, year), main="name",
        key="evaluation_units", worded=True,
    )  # fmt: skip
    _people(viewer, year, together, labels, opened)
    opened_unit.show_table_export_link("evaluation_counts")


def _inside(viewer: Viewer, part, year: int) -> dict[str, str]:
    """Return the address that a row opens: an area's cells, or a cell's list for those who may read it."""
    listed = part.is_cell and viewer.reads(Audience.ASSESSMENTS)
    return {"year": str(year), "unit" if listed else UNIT_PARAM: part.code}


def _columns(labels: dict[str, str]) -> Columns:
    shown: dict[str, Column] = {
        "name": Column(_("Unit"), lambda part: part.name),
        "on_list": number_column(_("On the list"), "count.on_list"),
    }
    for key, label in labels.items():
        count = lambda part, key=key: part.count.classes.get(key, 0)  # noqa: E731
        on_phone = lambda part, key=key: key in FIRST  # noqa: E731
        shown[key] = Column(label, count, lambda part, count=count: number(count(part)), on_phone, figures=True)
    return shown | {
        "unclassified": number_column(_("Not classified"), "count.unclassified"),
        "missing": number_column(_("No class yet"), "count.missing", phone=True),
        "cells": Column(_("Cell class"), lambda part: _cells(part.count, labels), phone=lambda part: False),
    }


def _cells(counts: ClassCounts, labels: dict[str, str]) -> str:
    """Return the classes of the cells themselves with their counts, in words."""
    some = sum(counts.cells.values())
    said = {key: label if some == 1 else f"{label} {number(counts.cells[key])}" for key, label in labels.items()}
    return ", ".join(said[key] for key in labels if counts.cells.get(key))


def _sums(together: ClassCounts, labels: dict[str, str]) -> None:
    told = [
        _("on the list: {count}", count=f"**{number(together.on_list)}**"),
        _("exempt: {count}", count=f"**{number(together.exempt)}**"),
        _("classified: {count}", count=f"**{number(together.classified)}**"),
        *(
            f"{escape_markdown(label)}: **{number(together.classes[key])}** ({_share(together, key)})"
            for key, label in labels.items()
            if together.classes.get(key)
        ),
        _("decided: {count}", count=f"**{number(together.decided)}**"),
        _("no class yet: {count}", count=f"**{number(together.missing)}**"),
    ]
    st.markdown(" · ".join(told))


def _share(together: ClassCounts, key: str) -> str:
    return percent(together.classes[key], together.classified)


def _people(viewer: Viewer, year: int, counts: ClassCounts, labels: dict[str, str], opened: UnitName | None) -> None:
    """Show the members of the selected class; each links to the member's page."""
    if not viewer.reads(Audience.ASSESSMENTS):
        st.caption(_("Classes by name are visible only to the cell and the commune."))
        return
    words = {
        key: f"{escape_markdown(label)} ({number(counts.classes[key])})"
        for key, label in labels.items()
        if counts.classes.get(key)
    }
    if not words:
        return
    chosen = st.pills(
        _("Whose class"), **url_state.choice_in_address("evaluations_class", words, words.__getitem__, None, False)
    )
    if not chosen:
        return
    people = evaluation_counts.list_people(viewer, year, str(chosen), opened.id if opened else None)
    link_tables.link_rows(
        people,
        {"name": Column(_("Full name"), lambda one: one.name), "unit": Column(_("Cell"), lambda one: one.unit)},
        page=MEMBER_PAGE,
        query=lambda one: {"member": one.member_code},
        main="name",
        key="evaluation_people",
    )
