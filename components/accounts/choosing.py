"""Which role for which unit: what a viewer may give, asked one after the other."""

import streamlit as st

from components import filters, hats
from components.i18n import _
from db import units
from db.access.accounts import CELLS, FITS
from db.models import Role
from db.scope import GIVES, Viewer
from db.units import Named


def role(viewer: Viewer, form: str) -> Role:
    """A role that the viewer gives."""
    given = [role for role in Role if role in GIVES.get(viewer.role, ())]
    return st.pills(_("Role"), given, format_func=hats.name, default=given[0], required=True, key=f"{form}_role")


def unit(viewer: Viewer, role: Role, form: str) -> Named | None:
    """A unit in the viewer's reach that fits the role; none before one is chosen."""
    if FITS[role] == CELLS:
        return filters.cell(viewer, form)
    fit = filters.by_name(one for one in units.named(viewer).values() if one.kind in FITS[role] and viewer.reaches(one.id))
    own = list(fit).index(fit_name) if role in (Role.DISTRICT, Role.ADMIN) and (fit_name := _name_of(fit, viewer.unit_id)) else None
    label = _("Workplace") if role == Role.WORKPLACE else _("Commune or district")
    return fit.get(st.selectbox(label, list(fit), index=own, placeholder=_("Choose"), key=f"{form}_unit_{role}"))


def _name_of(fit: dict[str, Named], unit_id: int | None) -> str | None:
    return next((name for name, one in fit.items() if one.id == unit_id), None)
