"""Units by hand: founded, called otherwise, moved under another one, ended; each from a day on."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, func, select

from db.calendar.spans import day_span, span_of
from db.calendar.validity import lasts_beyond
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import Meeting, Membership, Unit, UnitKind, UnitVersion
from db.models.units import CELLS
from db.settings import settings
from db.vietnamese import fold, unit_sort_key

LEVELS = {UnitKind.CELL: "cell", UnitKind.AGENCY_CELL: "cell", UnitKind.WORKPLACE: "workplace"}


@dataclass(frozen=True)
class UnitInput:
    """A new unit as it is typed. `since` None: it was there before the register."""

    kind: UnitKind
    name: str
    since: date | None = None
    reports: bool = True
    paper: str | None = None


def create(viewer: Viewer, parent_id: int, typed: UnitInput, token: str | None = None) -> str:
    """Found a unit below another one; its public code.

    Raises Invalid for a name that is missing or a sibling's, and for a unit that cannot hold it.
    """
    with writing(viewer, "found_unit", token=token) as session:
        since = validation.event_day(typed.since)
        parent = _require_holder(session, parent_id, since, None)
        _check_name(session, typed.name, parent_id, since, None)
        unit = Unit(kind=typed.kind, level=_level(session, typed.kind, parent), reports=typed.reports)
        session.add(unit)
        session.flush()
        version = UnitVersion(unit_id=unit.id, parent_id=parent_id, valid_from=since, **_called(typed.name))
        version.paper = validation.optional_text(typed.paper, 200)
        session.add(version)
        return unit.code


def rename(viewer: Viewer, unit_id: int, name: str, since: date | None, paper: str | None = None) -> None:
    """Call a unit otherwise from a day on; without a day the name it has now was typed wrongly.

    Raises Invalid for a name that is missing or a sibling's then.
    """
    with writing(viewer, "rename_unit") as session:
        version = _last(session, unit_id)
        _check_name(session, name, version.parent_id, since or version.valid_from, version.valid_to, unit_id)
        version = _from_day_on(session, version, since, paper) if since else version
        for column, value in _called(name).items():
            setattr(version, column, value)


def move(viewer: Viewer, unit_id: int, parent_id: int, since: date | None, paper: str | None = None) -> None:
    """Put a unit under another one from a day on.

    Raises Invalid for itself, one below it, one that cannot hold it or where a sibling has its name, and for a day
    before a meeting that counts for the unit above.
    """
    with writing(viewer, "move_unit") as session:
        version = _last(session, unit_id)
        if since is None:
            raise Invalid("day_missing")
        if version.parent_id is None:
            raise Invalid("unit_root_stays")
        if unit_id in _line(session, parent_id, since):
            raise Invalid("unit_under_itself", name=version.name)
        _require_holder(session, parent_id, since, version.valid_to)
        _check_name(session, version.name, parent_id, since, version.valid_to, unit_id)
        _check_meetings(session, unit_id, since)
        _from_day_on(session, version, since, paper).parent_id = parent_id


def end(viewer: Viewer, unit_id: int, day: date | None, paper: str | None = None) -> None:
    """A unit is no more; the day is its last one.

    Raises Invalid while units, members or meetings last beyond it.
    """
    with writing(viewer, "end_unit") as session:
        version = _last(session, unit_id)
        if version.parent_id is None:
            raise Invalid("unit_root_stays")
        version.valid_to = day = validation.end_day(day, version.valid_from, version.valid_to)
        version.paper = validation.optional_text(paper, 200) or version.paper
        below = select(UnitVersion.unit_id).where(UnitVersion.parent_id == unit_id, lasts_beyond(UnitVersion, day))
        if found := set(session.exec(below)):
            raise Invalid("unit_has_units", name=version.name, count=len(found))
        members = select(Membership.member_id).where(Membership.unit_id == unit_id, lasts_beyond(Membership, day))
        if found := set(session.exec(members)):
            raise Invalid("unit_has_members", name=version.name, count=len(found))
        _check_meetings(session, unit_id, day + timedelta(days=1))


def correct(viewer: Viewer, unit_id: int, kind: UnitKind, reports: bool) -> None:
    """Which kind a unit is, and whether it reports: one that practises is left out of all figures.

    Raises Invalid for a kind that would leave its units, members and meetings without a place.
    """
    with writing(viewer, "correct_unit") as session:
        _last(session, unit_id)
        unit = session.get_one(Unit, unit_id)
        if kind != unit.kind and not {kind, unit.kind} <= set(CELLS):
            raise Invalid("unit_kind_fixed")
        if not reports and unit.kind not in CELLS:
            raise Invalid("unit_always_reports")
        unit.kind, unit.reports = kind, reports


def _last(session: Session, unit_id: int) -> UnitVersion:
    """What a unit is called at last. Raises NotAllowed outside the viewer's units, or where they are not his work."""
    viewer: Viewer = session.info["viewer"]
    if not (viewer.writes(Work.UNITS) and viewer.reaches(unit_id)):
        raise NotAllowed()
    query = select(UnitVersion).where(UnitVersion.unit_id == unit_id)
    found = session.exec(query.order_by(UnitVersion.valid_from.is_not(None), UnitVersion.valid_from)).all()
    if not found:
        raise NotAllowed()
    return found[-1]


def _from_day_on(session: Session, version: UnitVersion, since: date, paper: str | None) -> UnitVersion:
    """The version that holds from a day on: a new one, which goes on as the last one stood; on its first day itself."""
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


def _require_holder(session: Session, parent_id: int, since: date | None, until: date | None) -> Unit:
    """A unit that can hold others, for the whole of a time. Raises Invalid for one that cannot."""
    version = _last(session, parent_id)
    parent = session.get_one(Unit, parent_id)
    if parent.kind != UnitKind.AREA:
        raise Invalid("unit_cannot_hold", name=version.name)
    if version.valid_to and (until is None or version.valid_to < until):
        raise Invalid("unit_ended", name=version.name, day=version.valid_to)
    begins = session.exec(select(UnitVersion.valid_from).where(UnitVersion.unit_id == parent_id)).all()
    if None not in begins and (since is None or since < min(filter(None, begins))):
        raise Invalid("unit_not_begun", name=version.name, day=min(filter(None, begins)))
    return parent


def _line(session: Session, unit_id: int, since: date) -> set[int]:
    """A unit and all that stand above it on a day or later."""
    found: set[int] = set()
    level = {unit_id}
    while level:
        found |= level
        above = select(UnitVersion.parent_id).where(
            UnitVersion.unit_id.in_(level), UnitVersion.parent_id.is_not(None), lasts_beyond(UnitVersion, since)
        )
        level = set(session.exec(above)) - found
    return found


def _check_name(
    session: Session,
    typed: str,
    parent_id: int | None,
    since: date | None,
    until: date | None,
    own_id: int | None = None,
) -> None:
    """Raise Invalid for a name that is missing, or that another unit below the same one has at the time."""
    name = validation.optional_text(typed, 200)
    if not name:
        raise Invalid("unit_name_missing")
    query = select(UnitVersion).where(
        UnitVersion.parent_id == parent_id, UnitVersion.search_key == fold(name), UnitVersion.unit_id != (own_id or 0)
    )
    for other in session.exec(query):
        if span_of(other).overlaps(day_span(since, until)):
            raise Invalid("unit_there", name=other.name)


def _check_meetings(session: Session, unit_id: int, since: date) -> None:
    """Raise Invalid where a meeting was held on a day or later: it counts for the unit that it was entered under."""
    with row_access.reading_as_system(session):
        held = session.exec(
            select(func.max(Meeting.held_on)).where(Meeting.unit_id == unit_id, Meeting.held_on >= since)
        ).one()
    if held:
        raise Invalid("unit_met_since", day=held)


def _called(typed: str) -> dict[str, str]:
    name = validation.optional_text(typed, 200) or ""
    return {"name": name, "search_key": fold(name), "sort_key": unit_sort_key(name)}


def _level(session: Session, kind: UnitKind, parent: Unit) -> str:
    """The level of a new unit: of an area the one below its parent's."""
    if kind in LEVELS:
        return LEVELS[kind]
    areas = [
        row["key"] for row in settings.value_for_unit(session, "levels", parent.id) if row["key"] not in LEVELS.values()
    ]
    place = areas.index(parent.level) + 1 if parent.level in areas else len(areas)
    return areas[min(place, len(areas) - 1)] if areas else parent.level
