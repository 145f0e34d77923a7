"""Picking a role and its unit among those that the viewer may grant."""

import streamlit as st

from components import level_names
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters, unit_boxes
from db.accounts.accounts import UNIT_KINDS_BY_ROLE
from db.kernel.scope import GRANTABLE_ROLES, Viewer
from db.models import Role
from db.models.units import CELLS
from db.units import units
from db.units.units import UnitName


def choose_role(viewer: Viewer, form: str) -> Role:
    """Pick a role that the viewer may grant."""
    given = [role for role in Role if role in GRANTABLE_ROLES.get(viewer.role, ())]
    return st.pills(
        _("Role"),
        given,
        format_func=lambda role: escape_markdown(level_names.role_name(viewer, role)),
        default=given[0],
        required=True,
        key=f"{form}_role",
    )


def choose_unit(viewer: Viewer, role: Role, form: str) -> UnitName | None:
    """Pick a unit in reach that fits the role; None until one is picked."""
    if UNIT_KINDS_BY_ROLE[role] == CELLS:
        return filters.choose_cell(viewer, form)
    fit = unit_boxes.units_by_name(
        one for one in units.by_id(viewer).values() if one.kind in UNIT_KINDS_BY_ROLE[role] and viewer.reaches(one.id)
    )
    areas = role != Role.WORKPLACE
    usual = [at for at, one in enumerate(fit.values()) if one.id == viewer.unit_id and role != Role.COMMUNE]
    usual = [0] if areas and len(fit) == 1 else usual
    label = _("Unit") if areas else _("Workplace")
    at = usual[0] if usual else None
    return fit.get(st.selectbox(label, list(fit), index=at, placeholder=_("Choose"), key=f"{form}_unit_{role}"))
