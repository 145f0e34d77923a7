"""Lists beside the reconciliation: a campaign month by month, who never came, who is in two cells."""

import streamlit as st

from components.i18n import DASH, N_, _, _n, day_text, month_text, number, percent
from components.widgets import link_tables, period_boxes
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar import clock
from db.contacts import never_came_or_in_several_cells
from db.figures import contact_months
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Role

MEMBER_PAGE = "pages/people/member.py"
YEARS_BACK = 10
MONTH = Column(N_("Month"), lambda row: row.month, lambda row: month_text(row.month))
MONTHS: Columns = {
    "month": MONTH,
    "introduced": number_column(N_("Introduced"), "introduced"),
    "received": number_column(N_("Received"), "received"),
    "placed": number_column(N_("Placed"), "placed"),
}
MET: Columns = {
    "meetings": number_column(N_("Contact meetings"), "meetings"),
    "came": Column(
        N_("Attended / expected"),
        lambda row: row.present,
        lambda row: f"{number(row.present)}/{number(row.expected)}" if row.expected else DASH,
        figures=True,
    ),
    "rate": Column(N_("Rate"), lambda row: row.rate, lambda row: percent(row.present, row.expected), figures=True),
}
ABSENT: Columns = {
    "name": Column(N_("Full name"), lambda row: row.name),
    "born": Column(N_("Year of birth"), lambda row: row.born, lambda row: (row.born or "")[:4]),
    "cell": Column(N_("Cell"), lambda row: row.cell),
    "workplace": Column(N_("Workplace"), lambda row: row.workplace),
    "placed": Column(N_("Placed"), lambda row: row.placed_on, lambda row: day_text(row.placed_on)),
    "expected": number_column(N_("Meetings missed"), "expected", phone=True),
}
TWICE: Columns = {
    "name": Column(N_("Full name"), lambda row: row.name),
    "born": Column(N_("Year of birth"), lambda row: row.born, lambda row: (row.born or "")[:4]),
    "cells": Column(N_("Cells"), lambda row: " · ".join(row.cells)),
}


def show(viewer: Viewer, section: str) -> None:
    """Show the chosen list."""
    {"months": _months, "absent": _absent, "twice": _twice}[section](viewer)


def _months(viewer: Viewer) -> None:
    now = clock.today().year
    year = period_boxes.choose_year("reconcile_year", range(now, now - YEARS_BACK - 1, -1))
    rows = contact_months.by_month(viewer, year)
    st.markdown(
        _n(
            "{count} person introduced in {year}",
            "{count} people introduced in {year}",
            sum(row.introduced for row in rows),
            year=year,
        )
    )
    link_tables.read_only_table(rows, {**MONTHS, **(MET if viewer.reads(Audience.FIGURES) else {})})
    st.caption(_("A person counts in the month of each step, once in a commune, and once in a month at its meetings."))


def _absent(viewer: Viewer) -> None:
    found = never_came_or_in_several_cells.list_never_came(viewer)
    st.markdown(
        _n(
            "{count} person placed in a cell was expected at contact meetings and came to none.",
            "{count} people placed in a cell were expected at contact meetings and came to none.",
            len(found),
        )
    )
    _link(viewer, found, ABSENT, "reconcile_absent")


def _twice(viewer: Viewer) -> None:
    found = never_came_or_in_several_cells.list_in_several_cells(viewer)
    st.markdown(
        _n(
            "{count} contact member is on the lists of several cells.",
            "{count} contact members are on the lists of several cells.",
            len(found),
        )
    )
    _link(viewer, found, TWICE, "reconcile_twice")


def _link(viewer: Viewer, rows: list, columns: Columns, key: str) -> None:
    if not rows:
        return
    if viewer.role == Role.WORKPLACE:
        link_tables.read_only_table(rows, columns)
        return
    link_tables.link_rows(rows, columns, page=MEMBER_PAGE, query=lambda row: {"member": row.code}, main="name", key=key)
