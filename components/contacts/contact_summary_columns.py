"""The columns of the contact summary, on screen."""

from components.i18n import DASH, N_, number
from components.widgets.link_tables import Column, Columns, number_column
from db.figures.contact_summary import ContactUnit, HalfYear

OVERLOADED = "!"  # after the number of a cell with very many


def half_text(half: HalfYear) -> str:
    """Return attendance of those expected; a dash if no meeting is recorded."""
    return f"{number(half.present)}/{number(half.expected)}" if half.meetings else DASH


def members_text(unit: ContactUnit) -> str:
    """Return the number of members, marked if it is very large for one cell."""
    mark = f" {OVERLOADED}" if unit.is_cell and unit.counts.overloaded else ""
    return number(unit.counts.members) + mark


COLUMNS: Columns = {
    "name": Column(N_("Unit"), lambda unit: unit.name),
    "cells": number_column(N_("Cells"), "counts.cells"),
    "members": Column(N_("On the list"), lambda unit: unit.counts.members, members_text, figures=True),
    "women": number_column(N_("Women"), "counts.women"),
    "exempt": number_column(N_("Exempt from meetings"), "counts.exempt"),
    "new": number_column(N_("New this year"), "counts.new"),
    "first": Column(
        N_("First half: attended / expected"),
        lambda unit: unit.counts.first.present,
        lambda unit: half_text(unit.counts.first),
        figures=True,
    ),
    "second": Column(
        N_("Second half: attended / expected"),
        lambda unit: unit.counts.second.present,
        lambda unit: half_text(unit.counts.second),
        figures=True,
    ),
    "assessed": number_column(N_("Assessed"), "counts.assessed"),
    "praised": number_column(N_("To be praised"), "counts.praised"),
    "reviewed": number_column(N_("To be considered"), "counts.reviewed"),
}
OF_CELLS: Columns = {name: column for name, column in COLUMNS.items() if name != "cells"}
