"""The next step for a register, or a cell's book, that still lacks something before work can begin."""

from pathlib import Path

import streamlit as st

from components import level_names
from components.i18n import _, _n
from components.markdown import escape_markdown
from db.accounts import account_list
from db.kernel.scope import Viewer
from db.models import Role
from db.models.units import CELLS
from db.people import member_search
from db.units import units


def show(viewer: Viewer) -> None:
    """Link to the role's first step; nothing if nothing is missing."""
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        _of_cell(viewer)
    elif viewer.role in (Role.COMMUNE, Role.ADMIN):
        _of_area(viewer)


def _of_cell(viewer: Viewer) -> None:
    if member_search.has_any_member(viewer):
        return
    if viewer.role == Role.SECRETARY:
        _step(
            "pages/people/arrival.py",
            _("Nobody is on the cell's list yet: receive the first member"),
            ":material/person_add:",
        )
    else:
        level = escape_markdown(level_names.level_word(viewer))
        st.info(
            _("Nobody is on the cell's list yet. The secretary or the {level} officer enters the members.", level=level)
        )


def _of_area(viewer: Viewer) -> None:
    if not any(unit.kind in CELLS for unit in units.in_reach(viewer).values()):
        _step("pages/administration/units.py", _("There are no cells yet: add them one by one"), ":material/add:")
        _step("pages/administration/imports.py", _("or import them from a list"), ":material/upload_file:")
    elif missing := len(account_list.cells_without_secretary(viewer)):
        text = _n(
            "{count} cell has no secretary with an account yet",
            "{count} cells have no secretary with an account yet",
            missing,
        )
        _step("pages/administration/accounts.py", text, ":material/manage_accounts:")


def _step(page: str, label: str, icon: str) -> None:
    with st.container(key=f"tap_first_{Path(page).stem}"):
        st.page_link(page, label=label, icon=icon)
