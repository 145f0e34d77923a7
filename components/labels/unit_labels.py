"""Kinds of units in words."""

from components.i18n import N_
from db.models import UnitKind

KINDS = {
    UnitKind.AREA: N_("unit above cells"),
    UnitKind.CELL: N_("residential cell"),
    UnitKind.AGENCY_CELL: N_("agency cell"),
    UnitKind.WORKPLACE: N_("workplace"),
}
