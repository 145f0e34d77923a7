"""Which role for which unit: what a viewer may give, asked one after the other."""

import streamlit as st

from components.i18n import _
from components.shell import role_switch
from components.widgets import filters
from db.accounts.accounts import UNIT_KINDS_BY_ROLE
from db.kernel.scope import GRANTABLE_ROLES, Viewer
from db.models import Role
from db.models.units import CELLS
from db.units import units
from db.units.units import UnitName


def choose_role(viewer: Viewer, form: str) -> Role:
    """A role that the viewer gives."""
    given = [role for role in Role if role in GRANTABLE_ROLES.get(viewer.role, ())]
    return st.pills(
        _("Role"), given, format_func=role_switch.role_name, default=given[0], required=True, key=f"{form}_role"
    )


def choose_unit(viewer: Viewer, role: Role, form: str) -> UnitName | None:
    """A unit in the viewer's reach that fits the role; none before one is chosen."""
    if UNIT_KINDS_BY_ROLE[role] == CELLS:
        return filters.choose_cell(viewer, form)
    fit = filters.units_by_name(
        one for one in units.by_id(viewer).values() if one.kind in UNIT_KINDS_BY_ROLE[role] and viewer.reaches(one.id)
    )
    own = (
        list(fit).index(fit_name)
        if role in (Role.DISTRICT, Role.ADMIN) and (fit_name := _name_of(fit, viewer.unit_id))
        else None
    )
    label = _("Workplace") if role == Role.WORKPLACE else _("Commune or district")
    return fit.get(st.selectbox(label, list(fit), index=own, placeholder=_("Choose"), key=f"{form}_unit_{role}"))


def _name_of(fit: dict[str, UnitName], unit_id: int | None) -> str | None:
    return next((name for name, one in fit.items() if one.id == unit_id), None)
