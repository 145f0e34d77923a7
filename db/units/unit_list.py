"""The tree as a list: each unit below the one it belongs to, with what is asked of units most."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import ScopedSession, reading
from db.models import Membership, Unit, UnitKind, UnitVersion
from db.models.units import CELLS
from db.settings import settings


class UnitLine(NamedTuple):
    """A unit as it stands today, or will begin; `members` are those of today, of every kind."""

    id: int
    code: str
    kind: UnitKind
    level: str
    name: str
    parent_id: int | None
    since: date | None
    until: date | None
    reports: bool
    depth: int
    members: int = 0
    meeting_day: int | None = None


def load(viewer: Viewer) -> list[UnitLine]:
    """The units in the viewer's reach that have not ended, each followed by those below it."""
    with reading(viewer) as session:
        lines = _in_order(_standing(session, viewer))
        counts = _members(session)
        cells = [line.id for line in lines if line.kind in CELLS]
        days = settings.values_for_units(session, "meeting_day", cells, clock.today())
        return [line._replace(members=counts[line.id], meeting_day=days.get(line.id)) for line in lines]


def find(viewer: Viewer, code: str) -> UnitLine:
    """One of them by its public code. Raises NotAllowed for any other."""
    found = next((line for line in load(viewer) if line.code == code), None)
    if found is None:
        raise NotAllowed()
    return found


def _standing(session: ScopedSession, viewer: Viewer) -> list[UnitLine]:
    """The last version of each unit that has not ended."""
    query = (
        select(
            Unit.id,
            Unit.code,
            Unit.kind,
            Unit.level,
            UnitVersion.name,
            UnitVersion.parent_id,
            UnitVersion.valid_from,
            UnitVersion.valid_to,
            Unit.reports,
        )
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .where(not_ended_on(UnitVersion, clock.today()))
        .order_by(UnitVersion.sort_key, UnitVersion.valid_from)
    )
    today = {row.id: UnitLine(*row, depth=0) for row in reversed(session.exec(query).all()) if viewer.reaches(row.id)}
    return list(today.values())[::-1]


def _in_order(lines: list[UnitLine]) -> list[UnitLine]:
    """Each unit followed by those below it, and how deep it lies."""
    below: dict[int | None, list[UnitLine]] = {}
    for line in lines:
        below.setdefault(line.parent_id, []).append(line)
    here = {line.id for line in lines}
    found: list[UnitLine] = []
    waiting = [line for line in reversed(lines) if line.parent_id not in here]
    while waiting:
        line = waiting.pop()
        found.append(line)
        waiting += [each._replace(depth=line.depth + 1) for each in reversed(below.get(line.id, []))]
    return found


def _members(session: ScopedSession) -> Counter[int]:
    rows = session.exec(select(Membership.unit_id, Membership.member_id).where(valid_on(Membership, clock.today())))
    return Counter(unit_id for unit_id, _member in set(map(tuple, rows)))
