"""Visits on the board: households visited, not visited for long, links to recording and printing."""

import streamlit as st

from components.i18n import _, _n, number
from db.households.household_board import Board, BoardRow
from db.kernel.scope import Viewer, Work
from db.units.units import UnitName

VISIT_PAGE, SHEET_PAGE = "pages/households/visits.py", "pages/households/sheets.py"


def show_counts(board: Board) -> None:
    """Show how many households were visited this month, how many not for long, and who has not reported for long."""
    seen = board.visits
    told = [
        _(
            "**{visited} of {all}** households visited this month",
            visited=number(seen.month.covered),
            all=number(seen.month.households),
        )
    ]
    if seen.unvisited is None and not any(line.last for line in seen.lines.values()):
        told = [_("No visit was recorded yet")]
    if seen.unvisited:
        long = _n("for over {count} month", "for over {count} months", seen.visit_months)
        told.append(_("**{count}** without a visit {long}", count=number(seen.unvisited), long=long))
    if seen.silent:
        long = _n("for over {count} month", "for over {count} months", seen.report_months)
        told.append(
            _n(
                "**{count}** member in charge has not reported {long}",
                "**{count}** members in charge have not reported {long}",
                len(seen.silent),
                long=long,
            )
        )
    st.markdown(" · ".join(told))


def show_links(viewer: Viewer, cell: UnitName, board: Board) -> None:
    """Show the links to recording visits and to the sheets of members in charge."""
    if not board.lines:
        return
    with st.container(horizontal=True):
        if viewer.writes(Work.HOUSEHOLDS):
            label, query = _("Record a visit"), {"visits_cell": cell.code}
            st.page_link(VISIT_PAGE, label=label, icon=":material/door_front:", query_params=query)
        if any(load.lines for load in board.loads):
            label, query = _("Print sheets for members in charge"), {"sheets_cell": cell.code}
            st.page_link(SHEET_PAGE, label=label, icon=":material/print:", query_params=query)


def list_unvisited(board: Board) -> list[BoardRow]:
    """Return what has not been visited for a long time."""
    return [line for line in board.lines if board.visits.of_line(bool(line.kind), line.id).unvisited]


def nothing_unvisited(board: Board) -> str:
    """Return why nothing is listed as not visited for long."""
    if board.visits.unvisited is not None:
        return _("No household is long without a visit.")
    return _n(
        "This can be said once visits are recorded for {count} month.",
        "This can be said once visits are recorded for {count} months.",
        board.visits.visit_months,
    )
