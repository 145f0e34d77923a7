"""Home page, during the assessment season: progress, as a link to the work."""

import streamlit as st

from components.assessments import progress_cache, progress_view
from components.i18n import _n
from db.assessments import assessment_forms
from db.assessments.assessment_progress import CellProgress
from db.kernel.scope import Viewer
from db.models import Role

PAGE = "pages/contacts/assessments.py"


def show_for_cell(viewer: Viewer) -> None:
    """How many members a cell still has to assess; those returned by the commune come first."""
    year, cells = _season(viewer) if viewer.role == Role.SECRETARY else ("", [])
    if not cells:
        return
    cell = cells[0]
    if cell.returned:
        _link(_n("{count} assessment was returned", "{count} assessments were returned", cell.returned), year)
    elif cell.missing > 0:
        told = _n(
            "{count} member to assess for {year}", "{count} members to assess for {year}", cell.missing, year=year
        )
        _link(told, year)


def show_for_commune(viewer: Viewer) -> None:
    """How many cells are unfinished, and how many assessments wait for confirmation."""
    year, cells = _season(viewer)
    late = progress_view.list_unfinished_cells(cells)
    if late:
        told = _n(
            "{count} cell has not finished assessing for {year}",
            "{count} cells have not finished assessing for {year}",
            len(late),
            year=year,
        )
        _link(told, year)
    if waiting := sum(cell.assessed - cell.confirmed - cell.returned for cell in cells):
        told = _n("{count} assessment to confirm", "{count} assessments to confirm", waiting)
        _link(told, year, assess_part="confirm")


def _season(viewer: Viewer) -> tuple[str, list[CellProgress]]:
    """The year in season with the viewer's cells; None out of season."""
    year, on = assessment_forms.current_year_and_season(viewer, viewer.unit_id or 0)
    return str(year), progress_cache.by_cell(viewer, year) if on else []


def _link(label: str, year: str, **query: str) -> None:
    with st.container(key=f"tap_assess_{'_'.join(query) or 'list'}"):
        st.page_link(PAGE, label=label, icon=":material/rate_review:", query_params={"year": year, **query})
