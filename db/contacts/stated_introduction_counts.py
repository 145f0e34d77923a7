"""Statements of how many members of a workplace or commune are subject to introduction, and exempt from it."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from db.calendar import clock
from db.contacts import counts_of_merged_units
from db.contacts.counts_of_merged_units import StatedCount
from db.errors import Invalid, NotAllowed
from db.kernel import bulk
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.validation import EARLIEST
from db.models import SubjectCount, Unit, UnitKind
from db.units import units
from db.units.units import UnitName

VALID_FOR = timedelta(days=366)  # older numbers are ignored
MOST = 10_000_000  # more than any province has


def list_of_unit(viewer: Viewer, unit_id: int) -> list[StatedCount]:
    """A unit's statements, latest first."""
    with reading(viewer) as session:
        query = _COUNTS.where(SubjectCount.unit_id == unit_id)
        return [StatedCount(*row) for row in session.exec(query.order_by(SubjectCount.counted_on.desc()))]


def units_to_count_for(viewer: Viewer) -> list[UnitName]:
    """The communes and workplaces for which the viewer may make a statement."""
    if not viewer.writes(Work.INTRODUCTIONS):
        return []
    named = units.by_id(viewer)
    above = {unit.parent_id for unit in named.values() if unit.kind == UnitKind.AREA}
    return [
        unit
        for unit in named.values()
        if viewer.reaches(unit.id)
        and (unit.kind == UnitKind.WORKPLACE or (unit.kind == UnitKind.AREA and unit.id not in above))
    ]


def record(viewer: Viewer, given: Iterable[StatedCount], token: str | None = None) -> None:
    """Store units' statements for a day, replacing earlier ones for the same day.

    Raises Invalid for a day in the future or an impossible number, NotAllowed for units outside `units_to_count_for`.
    """
    asked = {(each.unit_id, each.counted_on): each for each in given}
    allowed = {unit.id for unit in units_to_count_for(viewer)}
    for each in asked.values():
        _check(each)
        if each.unit_id not in allowed:
            raise NotAllowed()
    with writing(viewer, "count_subject", token=token) as session:
        standing = {
            (row.unit_id, row.counted_on): row.id
            for row in session.exec(
                select(SubjectCount.id, SubjectCount.unit_id, SubjectCount.counted_on).where(
                    col(SubjectCount.unit_id).in_({unit_id for unit_id, _ in asked})
                )
            )
        }
        new = [each for key, each in asked.items() if key not in standing]
        bulk.insert(session, SubjectCount, [each._asdict() for each in new])
        changed = [{"id": standing[key], **each._asdict()} for key, each in asked.items() if key in standing]
        bulk.update(session, SubjectCount, changed)


def increment_not_introduced(session: Session, unit_id: int, day: date) -> None:
    """Within the caller's action: add one person exempt from introduction to the current statement, or to a new one
    without a number of those subject.
    """
    standing = session.exec(
        select(SubjectCount)
        .where(SubjectCount.unit_id == unit_id, SubjectCount.counted_on.between(day - VALID_FOR, day))
        .order_by(SubjectCount.counted_on.desc())
    ).first()
    if standing is None:
        session.add(SubjectCount(unit_id=unit_id, counted_on=day, subject=0, not_introduced=1))
        return
    told = {"subject": max(0, standing.subject - 1), "not_introduced": standing.not_introduced + 1}
    if standing.counted_on == day:
        standing.sqlmodel_update(told)
    else:
        session.add(SubjectCount(unit_id=unit_id, counted_on=day, **told))


def latest_by_unit(session: Session, day: date, workplaces: bool) -> dict[int, StatedCount]:
    """The latest statement of each visible commune (or workplace) within the year before a day; statements of merged
    units count for their successor.
    """
    kind = UnitKind.WORKPLACE if workplaces else UnitKind.AREA
    query = _COUNTS.join(Unit, Unit.id == SubjectCount.unit_id).where(
        Unit.kind == kind, Unit.reports, SubjectCount.counted_on.between(day - VALID_FOR, day)
    )
    said = {row.unit_id: StatedCount(*row) for row in session.exec(query.order_by(SubjectCount.counted_on))}
    return counts_of_merged_units.sum_merged(session, said, day)


def first_stated_day(session: Session) -> date | None:
    """The day of the first visible statement."""
    return session.exec(select(SubjectCount.counted_on).order_by(SubjectCount.counted_on).limit(1)).first()


def _check(each: StatedCount) -> None:
    if each.counted_on < EARLIEST:
        raise Invalid("day_too_early", day=each.counted_on)
    if each.counted_on > clock.today():
        raise Invalid("counted_ahead", day=each.counted_on)
    if not (0 <= each.subject <= MOST and 0 <= each.not_introduced <= MOST):
        raise Invalid("count_unfit")


_COUNTS = select(SubjectCount.unit_id, SubjectCount.counted_on, SubjectCount.subject, SubjectCount.not_introduced)
