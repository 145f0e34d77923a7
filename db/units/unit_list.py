"""The tree as a list: each unit below its parent, with the data needed most."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import func, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import ScopedSession, reading
from db.models import Membership, Unit, UnitKind, UnitVersion
from db.models.units import CELLS
from db.settings import settings


class UnitLine(NamedTuple):
    """A unit as it is today, will begin or last was; `members` are those of today, of every kind, `until` is its very
    last day and `changes_on` the day on which it will be renamed or moved.
    """

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
    changes_on: date | None = None

    @property
    def ended(self) -> bool:
        return self.until is not None and self.until < clock.today()


def load(viewer: Viewer, ended: bool = False) -> list[UnitLine]:
    """Units in reach, each followed by those below it; ended ones on request."""
    with reading(viewer) as session:
        lines = [line for line in _lines(session, viewer) if ended or not line.ended]
        counts = _members(session)
        cells = [line.id for line in lines if line.kind in CELLS]
        days = settings.values_for_units(session, "meeting_day", cells, clock.today())
        return [
            line._replace(depth=depth, members=counts[line.id], meeting_day=days.get(line.id))
            for line, depth in _in_order(lines)
        ]


def find(viewer: Viewer, code: str) -> UnitLine:
    """A unit in reach by its public code. Raises NotAllowed for any other."""
    found = next((line for line in load(viewer) if line.code == code), None)
    if found is None:
        raise NotAllowed()
    return found


def _lines(session: ScopedSession, viewer: Viewer) -> list[UnitLine]:
    """Each unit by its current version, or its first if it has not begun; by name."""
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
            UnitVersion.sort_key,
        )
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .order_by(UnitVersion.valid_from.is_not(None), UnitVersion.valid_from)
    )
    found: dict[int, tuple[str, UnitLine]] = {}
    for *told, sort_key in session.exec(query):
        line = UnitLine(*told, depth=0)
        if not viewer.reaches(line.id):
            continue
        before = found.get(line.id)
        if before and line.since and line.since > clock.today():
            changes = before[1].changes_on or line.since
            found[line.id] = before[0], before[1]._replace(until=line.until, changes_on=changes)
        else:
            found[line.id] = sort_key, line
    return [line for _, line in sorted(found.values(), key=lambda each: each[0])]


def _in_order(lines: list[UnitLine]) -> Iterator[tuple[UnitLine, int]]:
    """Each unit followed by those below it, with its depth."""
    below: dict[int | None, list[UnitLine]] = {}
    for line in lines:
        below.setdefault(line.parent_id, []).append(line)
    here = {line.id for line in lines}
    waiting = [(line, 0) for line in reversed(lines) if line.parent_id not in here]
    while waiting:
        line, depth = waiting.pop()
        yield line, depth
        waiting += [(each, depth + 1) for each in reversed(below.get(line.id, ()))]


def _members(session: ScopedSession) -> Counter[int]:
    people = func.count(Membership.member_id.distinct())
    query = select(Membership.unit_id, people).where(valid_on(Membership, clock.today()))
    return Counter(dict(session.exec(query.group_by(Membership.unit_id)).all()))
