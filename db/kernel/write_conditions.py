"""How a row must stand for a viewer to write it, by the kind of its table."""

from collections.abc import Callable

from db.kernel.audience import GRANTABLE_ROLES, Viewer, Work
from db.kernel.narrowing import LETTER_COLUMNS
from db.models import Role, UnitKind

# whether a row may stand so; the last says which units are in reach
Condition = Callable[[dict, Viewer, Callable[[int | None], bool]], bool]


def no_unit_condition(row, viewer, reached):
    """No unit decides: what the row refers to does."""
    return True


def in_unit(*columns: str) -> Condition:
    """A row whose units are all in reach."""
    return lambda row, viewer, reached: all(reached(row.get(column)) for column in columns)


def own_unit(row, viewer, reached):
    """A unit that is new, or in reach; a new commune only for whoever changes the tree itself."""
    if row.get("id") is None:
        return row.get("kind") != UnitKind.AREA or viewer.writes(Work.UNITS)
    return reached(row["id"])


def own_introduction(row, viewer, reached):
    """An introduction by the viewer's own workplace, or into his own commune."""
    return reached(row.get("workplace_id" if viewer.role == Role.WORKPLACE else "commune_id"))


def own_letter(row, viewer, reached):
    """A letter that bears the name of one's own unit."""
    return reached(row.get(LETTER_COLUMNS.get(viewer.role, "commune_id")))


def own_entry(row, viewer, reached):
    """Such a row in one's own unit; what a commune enters is marked as its own."""
    return reached(row.get("unit_id")) and (viewer.role != Role.COMMUNE or reached(row.get("on_behalf_of")))


def own_petition(row, viewer, reached):
    """A request in one's own unit; a commune says of none that another entered it."""
    behalf = row.get("on_behalf_of")
    return reached(row.get("unit_id")) and (behalf is None or viewer.role != Role.COMMUNE or reached(behalf))


def grantable_role(row, viewer, reached):
    """A grant of a role that the viewer gives."""
    return reached(row.get("unit_id")) and row.get("role") in GRANTABLE_ROLES.get(viewer.role, ())


def own_audience(row, viewer, reached):
    """A row of one's unit, for an audience that one belongs to: nobody writes what he may not read."""
    return reached(row.get("unit_id")) and row.get("audience") in viewer.audiences


def own_job(row, viewer, reached):
    """A job runs in the name of whoever asked for it."""
    return own_audience(row, viewer, reached) and row.get("account_id") == viewer.account_id
