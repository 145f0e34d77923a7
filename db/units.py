"""Units: which there are, and what they are called."""

from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db import clock
from db.models import Unit, UnitKind, UnitVersion
from db.scope import Viewer
from db.session import reading
from db.tree import standing


class Named(NamedTuple):
    """A unit as it is called on a day."""

    id: int
    code: str
    kind: UnitKind
    level: str
    name: str
    parent_id: int | None


def named(viewer: Viewer, unit_ids: list[int] | None = None, on: date | None = None) -> dict[int, Named]:
    """Units by id as they are called on a day (today), all or those given, in their order."""
    with reading(viewer) as session:
        query = select(Unit.id, Unit.code, Unit.kind, Unit.level, UnitVersion.name, UnitVersion.parent_id).join(UnitVersion, UnitVersion.unit_id == Unit.id)
        query = query.where(standing(on or clock.today())).order_by(UnitVersion.sort_key)
        if unit_ids is not None:
            query = query.where(Unit.id.in_(unit_ids))
        return {row.id: Named(*row) for row in session.exec(query)}


def below(viewer: Viewer, unit_id: int, on: date | None = None) -> dict[int, Named]:
    """The units directly below one, by id, as they are called on a day (today), in their order."""
    with reading(viewer) as session:
        query = select(Unit.id, Unit.code, Unit.kind, Unit.level, UnitVersion.name, UnitVersion.parent_id).join(UnitVersion, UnitVersion.unit_id == Unit.id)
        query = query.where(standing(on or clock.today()), UnitVersion.parent_id == unit_id).order_by(UnitVersion.sort_key)
        return {row.id: Named(*row) for row in session.exec(query)}
