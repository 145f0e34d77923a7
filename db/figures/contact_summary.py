"""Contact summary: one line per commune or cell with its contact members and their year.

Counts of assessments are open to readers of figures of several cells; names are not.
"""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, case, func, or_, select

from db.assessments import assessment_forms
from db.calendar import clock
from db.calendar.validity import valid_on
from db.figures import mark_counts, repeated_calls, unit_history, unit_parts
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import (
    Assessment,
    Exemption,
    ExemptionClass,
    Meeting,
    Member,
    Membership,
    MembershipKind,
    Role,
    Sex,
    Tally,
)
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.settings import settings

ASSESSED, PRAISED, REVIEWED = "assessed", "praised", "reviewed"  # the last two are named like the counts of forms
HALF_YEAR = 6  # months
COUNTED_FOR = {Role.SECRETARY, Role.COMMUNE, Role.DISTRICT}  # roles that see how many were assessed

PEOPLE = (Membership, Member, Exemption)  # the tables it reads about the members themselves


class HalfYear(NamedTuple):
    """The contact meetings of a half-year; people called to several of them count once."""

    meetings: int = 0
    expected: int = 0
    present: int = 0


class ContactYearCounts(NamedTuple):
    """Contact members as of a day, and the counts of their year; None for counts that the viewer may not read."""

    cells: int = 0
    members: int = 0
    women: int = 0
    exempt: int = 0
    new: int = 0
    overloaded: int = 0  # cells with very many contact members
    first: HalfYear = HalfYear()
    second: HalfYear = HalfYear()
    assessed: int | None = None
    praised: int | None = None
    reviewed: int | None = None


class ContactUnit(NamedTuple):
    """A commune or cell with its counts; `area` is the area of a cell."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    counts: ContactYearCounts
    area: str = ""


def by_unit(viewer: Viewer, day: date | None = None, unit_id: int | None = None) -> list[ContactUnit]:
    """The areas directly below a unit (default: all in sight) or its cells, as of a day (default: today), in Vietnamese
    order.
    """
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = _having_members(session, viewer, unit_id, day)
        found = unit_parts.cells_by_part(session, viewer, unit_id, areas, day)
    return [
        ContactUnit(unit.id, unit.code, unit.name, unit.kind in CELLS, total([counts[each] for each in below]))
        for unit, below in found
    ]


def list_cells(viewer: Viewer, day: date | None = None, unit_id: int | None = None) -> list[ContactUnit]:
    """Every cell with contact members below a unit (default: all in sight) as of a day
    (default: today), by area and name.
    """
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = _having_members(session, viewer, unit_id, day)
        found = unit_parts.cells_by_name(session, areas, day)
    return [ContactUnit(cell.id, cell.code, cell.name, True, counts[cell.id], area) for area, cell in found]


def overload_limit(viewer: Viewer) -> int:
    """The number of contact members from which a cell is overloaded, as set for the viewer's unit."""
    with reading(viewer) as session:
        return settings.value_for_unit(session, "contact_overload", viewer.unit_id)


def total(counts: list[ContactYearCounts]) -> ContactYearCounts:
    """Counts added up."""
    if not counts:
        return ContactYearCounts()
    halves = [HalfYear(*map(sum, zip(*(each[at] for each in counts), strict=True))) for at in (6, 7)]
    plain = [sum(each[at] for each in counts) for at in range(6)]
    told = [None if any(each[at] is None for each in counts) else sum(each[at] for each in counts) for at in (8, 9, 10)]
    return ContactYearCounts(*plain, *halves, *told)


def _having_members(
    session: Session, viewer: Viewer, unit_id: int | None, day: date
) -> tuple[dict[int, int | None], dict[int, ContactYearCounts]]:
    """The cells with contact members on a day, by area, and the counts of all cells."""
    areas = unit_history.cells_on(session, viewer, unit_id, day)
    counts = _by_cell(session, viewer, set(areas), day)
    return {cell_id: area_id for cell_id, area_id in areas.items() if counts[cell_id].members}, counts


def _by_cell(session: Session, viewer: Viewer, cell_ids: set[int], day: date) -> dict[int, ContactYearCounts]:
    people, exempt = _people(session, day), _exempt(session, day)
    halves = [_met(session, day, first) for first in (1, 7)]
    assessed = _assessed(session, day.year) if viewer.role in COUNTED_FOR else None
    limits = settings.values_for_units(session, "contact_overload", cell_ids, day)
    found = {}
    for cell_id in cell_ids:
        members, women, new = people.get(cell_id, (0, 0, 0))
        told = [] if assessed is None else [assessed[cell_id, what] for what in (ASSESSED, PRAISED, REVIEWED)]
        met = [half.get(cell_id, HalfYear()) for half in halves]
        counts = (members, women, exempt.get(cell_id, 0), new, int(members >= limits[cell_id]))
        found[cell_id] = ContactYearCounts(int(members > 0), *counts, *met, *told)
    return found


def _people(session: Session, day: date) -> dict[int, tuple[int, int, int]]:
    """Return contact members of each cell on a day: all, women, and those who arrived in its year."""
    person = Membership.member_id
    women = func.count(case((Member.sex == Sex.FEMALE, person)).distinct())
    new = func.count(case((Membership.valid_from >= date(day.year, 1, 1), person)).distinct())
    query = (
        select(Membership.unit_id, func.count(person.distinct()), women, new)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.kind == MembershipKind.CONTACT, valid_on(Membership, day))
    )
    return {unit_id: tuple(counts) for unit_id, *counts in session.exec(query.group_by(Membership.unit_id))}


def _exempt(session: Session, day: date) -> dict[int, int]:
    """How many of them are exempt from meetings."""
    here = select(Membership.id).where(
        Membership.member_id == Exemption.member_id,
        Membership.unit_id == Exemption.unit_id,
        Membership.kind == MembershipKind.CONTACT,
        valid_on(Membership, day),
    )
    query = select(Exemption.unit_id, func.count(Exemption.member_id.distinct())).where(
        Exemption.kind == ExemptionClass.CONTACT, valid_on(Exemption, day), here.exists()
    )
    return dict(session.exec(query.group_by(Exemption.unit_id)).all())


def _met(session: Session, day: date, first: int) -> dict[int, HalfYear]:
    """Return the meetings of the half-year that begins with a month: each cell's own, and joint meetings it was called
    to. Somebody called to several counts once, and as present if they came to any.
    """
    query = (
        select(Tally.unit_id, Tally.meeting_id, Tally.expected, Tally.present)
        .join(Meeting, Meeting.id == Tally.meeting_id)
        .where(
            Tally.kind == MembershipKind.CONTACT,
            Tally.audience == MeetingAudience.CONTACT,
            Tally.period.between(day.year * 100 + first, day.year * 100 + first + HALF_YEAR - 1),
            or_(Meeting.held_on.is_(None), Meeting.held_on <= day),
            or_(Tally.months == HALF_YEAR, Meeting.audience == MeetingAudience.INVITED),
        )
    )
    found: dict[int, HalfYear] = defaultdict(HalfYear)
    held: dict[int, set[int]] = defaultdict(set)
    for unit_id, meeting_id, expected, present in session.exec(query):
        before = found[unit_id]
        found[unit_id] = HalfYear(before.meetings + 1, before.expected + expected, before.present + present)
        held[unit_id].add(meeting_id)
    several = set().union(*(meetings for meetings in held.values() if len(meetings) > 1))
    for unit_id, again in repeated_calls.by_cell(session, several):
        before = found[unit_id]
        found[unit_id] = before._replace(expected=before.expected - again.called, present=before.present - again.came)
    return found


def _assessed(session: Session, year: int) -> Counter[tuple[int, str]]:
    """How many people of each cell were assessed in a year, and how many have each counted mark, without names."""
    counted = assessment_forms.marks_as_counted(session, year)
    people = select(Assessment.unit_id, func.count(Assessment.member_id.distinct())).where(Assessment.year == year)
    found: Counter[tuple[int, str]] = Counter()
    with row_access.reading_as_system(session):
        for unit_id, count in session.exec(people.group_by(Assessment.unit_id)):
            found[unit_id, ASSESSED] = count
    for unit_id, marks in mark_counts.by_cell(session, year).items():
        for given, count in marks.items():
            found[unit_id, counted.get(given, "")] += count
    return found
