"""Units in a list that the register lacks: areas are added here, cells come with the list."""

import streamlit as st

from components import level_names
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.imports.member_list_outcomes import ImportPlan
from db.imports.register_snapshot import KnownUnit
from db.imports.unit_names import CELL, UnitNameInList
from db.kernel.scope import Viewer, Work
from db.settings import levels
from db.units import units
from db.vietnamese import fold

ADDED = "import_communes"


def show(viewer: Viewer, plan: ImportPlan) -> None:
    """Show the field to add areas of the next level, to those who may create units; expanded while there is no area.
    Show nothing if cells belong to the viewer's own unit.
    """
    known = levels.load(viewer)
    below = known.below(units.own(viewer).level)
    if viewer.writes(Work.UNITS) and below:
        level, none = below[0]["key"], all(place.id == viewer.unit_id for place in plan.known.communes())
        word, title = (
            escape_markdown(name(viewer, level)) for name in (level_names.level_word, level_names.level_heading)
        )
        with st.expander(_("Add to the register: {level}", level=word), expanded=none):
            st.text_area(_("{level}: names, one per line", level=title), key=ADDED)
            st.button(_("Add these units"), key="import_communes_add", on_click=_add)


def commune_of_new_cells(viewer: Viewer, plan: ImportPlan) -> KnownUnit | None:
    """Return the commune of the new cells behind unknown names: the chosen one, or the only one."""
    found = [place for place in plan.known.communes() if plan.answers.commune in (None, place.code)]
    return found[0] if len(found) == 1 and viewer.writes(Work.UNITS) else None


def looks_like_cell(name: UnitNameInList) -> bool:
    """Tell whether a name unknown to the register says itself that it is a cell."""
    return not name.proposals and CELL.match(fold(name.texts[0])) is not None


def _add() -> None:
    with feedback.saving(_("Units added to the register.")):
        units.create_areas(auth.viewer("/import"), st.session_state.get(ADDED, "").splitlines())
        st.session_state[ADDED] = ""
