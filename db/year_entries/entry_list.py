"""Lists of entries: a cell's year, entries made together as one line, and those of a member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.errors import NotAllowed
from db.kernel import row_access
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.models import Campaign, Member, YearEntry


@dataclass(frozen=True)
class EntryFilter:
    """Which entries of a cell to look at."""

    year: int
    kind: str | None = None
    campaign: str | None = None  # public code
    members: frozenset[int] | None = None  # member ids; None: everybody


class EntryLine(NamedTuple):
    """One entry, and everybody for whom it was made alike."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    kind: str
    happened_on: date
    amount: int | None  # per person
    days: float | None
    approximate: bool
    campaign: str | None
    campaign_code: str | None
    note: str | None
    minutes_dated: date | None

    @property
    def id(self) -> int:
        """The id of its first row, which identifies the line."""
        return self.ids[0]


def list_for_unit(viewer: Viewer, unit_id: int, wanted: EntryFilter) -> list[EntryLine]:
    """The entries of a cell's year, latest first.

    Raises NotAllowed outside the viewer's units and for roles that read no entries.
    """
    with reading(viewer) as session:
        if not (viewer.reaches(unit_id) and viewer.reads(Audience.ENTRIES)):
            raise NotAllowed()
        within = _of_year(unit_id, wanted.year)
        if wanted.kind:
            within.append(YearEntry.kind == wanted.kind)
        if wanted.campaign:
            within.append(Campaign.code == wanted.campaign)
        lines = _lines(session, within, wanted.members)
    return lines


def find(viewer: Viewer, unit_id: int, entry_id: int) -> EntryLine | None:
    """The line of a cell that contains this row, if any; raises as `list_for_unit` does."""
    with reading(viewer) as session:
        row = session.get(YearEntry, entry_id)
    if row is None or row.unit_id != unit_id:
        return None
    wanted = EntryFilter(row.period // 100, row.kind)
    return next((line for line in list_for_unit(viewer, unit_id, wanted) if entry_id in line.ids), None)


def list_of_member(viewer: Viewer, code: str) -> list[EntryLine]:
    """Return a member's entries in the cells in reach, latest first.

    Raises NotAllowed if the viewer may not see the member and for roles that read no entries.
    """
    with reading(viewer) as session:
        return list_about_member(session, row_access.require_member(session, code).id)


def list_about_member(session: Session, member_id: int) -> list[EntryLine]:
    """Like `list_of_member`, by id, within the caller's session."""
    return _lines(session, [YearEntry.member_id == member_id])


def by_member(session: Session, unit_id: int, year: int) -> dict[int, list[EntryLine]]:
    """The entries of a cell's year by member, latest first."""
    found: dict[int, list[EntryLine]] = {}
    for entry_id, member_id, name, *rest in _rows(session, _of_year(unit_id, year)):
        found.setdefault(member_id, []).append(EntryLine((entry_id,), (name,), *rest))
    return found


def _of_year(unit_id: int, year: int) -> list:
    return [YearEntry.unit_id == unit_id, YearEntry.period.between(year * 100 + 1, year * 100 + 12)]


def _lines(session: Session, within: list, members: frozenset[int] | None = None) -> list[EntryLine]:
    """Entries grouped into lines that differ in nothing but the person."""
    alike: dict[tuple, list[tuple[int, str]]] = {}
    for entry_id, member_id, name, *rest in _rows(session, within):
        if members is None or member_id in members:
            alike.setdefault(tuple(rest), []).append((entry_id, name))
    return [
        EntryLine(tuple(each for each, _ in rows[::-1]), tuple(name for _, name in rows[::-1]), *rest)
        for rest, rows in alike.items()
    ]


def _rows(session: Session, within: list) -> Iterable[Any]:
    names = ("kind", "happened_on", "amount", "days", "approximate")
    query = (
        select(
            YearEntry.id,
            YearEntry.member_id,
            Member.name,
            *(getattr(YearEntry, name) for name in names),
            Campaign.name,
            Campaign.code,
            YearEntry.note,
            YearEntry.minutes_dated,
        )
        .select_from(YearEntry)
        .join(Member, Member.id == YearEntry.member_id)
        .join(Campaign, Campaign.id == YearEntry.campaign_id, isouter=True)
        .where(*within)
        .order_by(YearEntry.happened_on.desc(), YearEntry.id.desc())
    )
    return session.exec(query)
