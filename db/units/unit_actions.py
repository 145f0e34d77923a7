"""Actions on units, each from a day on: create, rename, move, end."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from db.errors import Invalid, NotAllowed
from db.kernel import validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.kernel.session_context import context_of
from db.models import Unit, UnitKind, UnitVersion
from db.models.units import CELLS
from db.settings import levels
from db.units import unit_tree_consistency
from db.vietnamese import fold, unit_sort_key


@dataclass(frozen=True)
class UnitInput:
    """A new unit as typed. `since` None: it existed before the register; `level` applies to areas only."""

    kind: UnitKind
    name: str
    since: date | None = None
    reports: bool = True
    paper: str | None = None
    level: str | None = None


def create(viewer: Viewer, parent_id: int, typed: UnitInput, token: str | None = None) -> str:
    """Create a unit below another one; returns its public code.

    Raises Invalid for a missing name or a sibling's, and for a parent that cannot hold it, NotAllowed for an area
    unless the viewer is an administrator.
    """
    with writing(viewer, "found_unit", token=token) as session:
        since = validation.event_day(typed.since)
        _last(session, parent_id, _work_on(typed.kind))
        level = levels.level_of_new_unit(session, typed.kind, session.get_one(Unit, parent_id), typed.level)
        unit = Unit(kind=typed.kind, level=level, reports=typed.reports)
        session.add(unit)
        session.flush()
        version = UnitVersion(unit_id=unit.id, parent_id=parent_id, valid_from=since, **_called(typed.name))
        version.paper = validation.optional_text(typed.paper, 200)
        session.add(version)
        unit_tree_consistency.require_valid_tree(session, [unit.id])
        return unit.code


def rename(viewer: Viewer, unit_id: int, name: str, since: date | None, paper: str | None = None) -> None:
    """Rename a unit from a day on; without a day, correct its current name.

    Raises Invalid for a missing name or a sibling's at the time.
    """
    with writing(viewer, "rename_unit") as session:
        version = _last(session, unit_id, Work.CELLS)
        _require_work(session, _work_on(session.get_one(Unit, unit_id).kind))
        version = _from_day_on(session, version, since, paper) if since else version
        for column, value in _called(name).items():
            setattr(version, column, value)
        unit_tree_consistency.require_valid_tree(session, [unit_id])


def move(viewer: Viewer, unit_id: int, parent_id: int, since: date | None, paper: str | None = None) -> None:
    """Move a unit below another one from a day on, with the drafts of its meetings.

    Raises Invalid for itself, one below it, one that cannot hold it or has a child of that name, and for a day before a
    meeting that counts for the unit above.
    """
    with writing(viewer, "move_unit") as session:
        version = _last(session, unit_id)
        if since is None:
            raise Invalid("day_missing")
        if version.parent_id is None:
            raise Invalid("unit_root_stays")
        _last(session, parent_id)
        unit_tree_consistency.require_no_meetings_since(session, unit_id, since)
        _from_day_on(session, version, since, paper).parent_id = parent_id
        unit_tree_consistency.require_valid_tree(session, [unit_id])


def end(viewer: Viewer, unit_id: int, day: date | None, paper: str | None = None) -> None:
    """End a unit after its last day.

    Raises Invalid while units, members or meetings last beyond it.
    """
    with writing(viewer, "end_unit") as session:
        version = _last(session, unit_id)
        if version.parent_id is None:
            raise Invalid("unit_root_stays")
        version.valid_to = validation.end_day(day, version.valid_from, version.valid_to)
        version.paper = validation.optional_text(paper, 200) or version.paper
        unit_tree_consistency.require_valid_tree(session, [unit_id])


def correct(viewer: Viewer, unit_id: int, kind: UnitKind, reports: bool) -> None:
    """Correct a unit's kind, and whether it reports: practice units are left out of all figures.

    Raises Invalid for a kind that cannot hold its units, members and meetings.
    """
    with writing(viewer, "correct_unit") as session:
        _last(session, unit_id)
        unit = session.get_one(Unit, unit_id)
        if kind != unit.kind and not {kind, unit.kind} <= set(CELLS):
            raise Invalid("unit_kind_fixed")
        if not reports and unit.kind not in CELLS:
            raise Invalid("unit_always_reports")
        unit.kind, unit.reports = kind, reports
        unit_tree_consistency.require_valid_tree(session, [unit_id])


def set_level(viewer: Viewer, unit_id: int, level: str) -> None:
    """Set the level of an area. Raises Invalid for any other unit, and for an unknown level."""
    with writing(viewer, "correct_unit") as session:
        _last(session, unit_id)
        unit = session.get_one(Unit, unit_id)
        if unit.kind != UnitKind.AREA:
            raise Invalid("unit_kind_fixed")
        unit.level = levels.require_area_level(session, unit_id, level)


def _work_on(kind: UnitKind) -> Work:
    """Return whose work a unit of this kind is: areas belong to the tree itself, whatever else a commune manages."""
    return Work.UNITS if kind == UnitKind.AREA else Work.CELLS


def _require_work(session: Session, work: Work) -> None:
    if not context_of(session).viewer.writes(work):
        raise NotAllowed()


def _last(session: Session, unit_id: int, work: Work = Work.UNITS) -> UnitVersion:
    """Return the last version of a unit. Raises NotAllowed outside the viewer's units, or if units are
    not the viewer's work.
    """
    _require_work(session, work)
    if not context_of(session).viewer.reaches(unit_id):
        raise NotAllowed()
    query = select(UnitVersion).where(UnitVersion.unit_id == unit_id)
    found = session.exec(query.order_by(UnitVersion.valid_from.is_not(None), UnitVersion.valid_from)).all()
    if not found:
        raise NotAllowed()
    return found[-1]


def _from_day_on(session: Session, version: UnitVersion, since: date, paper: str | None) -> UnitVersion:
    """Return the version valid from a day on: a copy of the last one, or the last one itself on its first day."""
    validation.event_day(since)
    if version.valid_to and version.valid_to < since:
        raise Invalid("unit_ended", name=version.name, day=version.valid_to)
    if version.valid_from and since < version.valid_from:
        raise Invalid("day_before_start", day=version.valid_from)
    paper = validation.optional_text(paper, 200)
    if version.valid_from == since:
        version.paper = paper or version.paper
        return version
    standing = version.model_dump(exclude={"id", "valid_from", "paper"})
    version.valid_to = since - timedelta(days=1)
    later = UnitVersion(**standing, valid_from=since, paper=paper)
    session.add(later)
    return later


def _called(typed: str) -> dict[str, str]:
    """Return the name columns of a unit. Raises Invalid if the name is missing."""
    name = validation.optional_text(typed, 200)
    if not name:
        raise Invalid("unit_name_missing")
    return {"name": name, "search_key": fold(name), "sort_key": unit_sort_key(name)}
