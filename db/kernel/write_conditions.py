"""Conditions under which a viewer may write a row, by kind of table."""

from collections.abc import Callable

from db.kernel.audience import GRANTABLE_ROLES, Viewer, Work
from db.kernel.narrowing import LETTER_COLUMNS
from db.models import Role, UnitKind

# Whether a row may have these values; the last argument says which units are in reach.
Condition = Callable[[dict, Viewer, Callable[[int | None], bool]], bool]


def no_unit_condition(row, viewer, reached):
    """No unit decides; the rows it refers to do."""
    return True


def in_unit(*columns: str) -> Condition:
    """All units of the row are in reach."""
    return lambda row, viewer, reached: all(reached(row.get(column)) for column in columns)


def own_unit(row, viewer, reached):
    """The unit is new or in reach; only roles that change the tree itself may add a commune."""
    if row.get("id") is None:
        return row.get("kind") != UnitKind.AREA or viewer.writes(Work.UNITS)
    return reached(row["id"])


def own_introduction(row, viewer, reached):
    """The introduction is by the viewer's own workplace or to the viewer's own commune."""
    return reached(row.get("workplace_id" if viewer.role == Role.WORKPLACE else "commune_id"))


def own_letter(row, viewer, reached):
    """The letter bears the name of the viewer's own unit."""
    return reached(row.get(LETTER_COLUMNS.get(viewer.role, "commune_id")))


def own_entry(row, viewer, reached):
    """The row is in the viewer's own unit; an entry by a commune is marked as such."""
    return reached(row.get("unit_id")) and (viewer.role != Role.COMMUNE or reached(row.get("on_behalf_of")))


def own_petition(row, viewer, reached):
    """The request is in the viewer's own unit; a commune may not claim that somebody else entered it."""
    behalf = row.get("on_behalf_of")
    return reached(row.get("unit_id")) and (behalf is None or viewer.role != Role.COMMUNE or reached(behalf))


def grantable_role(row, viewer, reached):
    """The granted role is one that the viewer may grant."""
    return reached(row.get("unit_id")) and row.get("role") in GRANTABLE_ROLES.get(viewer.role, ())


def own_audience(row, viewer, reached):
    """The row is in the viewer's unit and for an audience that the viewer belongs to: nobody writes
    what they may not read.
    """
    return reached(row.get("unit_id")) and row.get("audience") in viewer.audiences


def own_job(row, viewer, reached):
    """The job runs in the name of the user who requested it."""
    return own_audience(row, viewer, reached) and row.get("account_id") == viewer.account_id
