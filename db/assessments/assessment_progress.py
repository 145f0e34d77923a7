"""Progress of the year's assessments by cell: due, assessed, agreed, confirmed; counts only."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, func, select

from db.assessments.assessed_people import reference_day
from db.calendar.validity import valid_on
from db.errors import NotAllowed
from db.kernel import row_access
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Assessment, Exemption, ExemptionClass, Membership, MembershipKind
from db.models.units import CELLS
from db.units import units
from db.units.units import UnitName

_Span = tuple[int, date | None, date | None]  # a member, first and last day


class CellProgress(NamedTuple):
    """One cell's year, or the sum of several. Exempt people are on the list but not due."""

    unit: UnitName
    on_list: int = 0
    exempt: int = 0
    assessed: int = 0
    agreed: int = 0
    returned: int = 0
    confirmed: int = 0

    @property
    def due(self) -> int:
        """The number of people to assess."""
        return self.on_list - self.exempt

    @property
    def missing(self) -> int:
        """How many are due but not assessed."""
        return self.due - self.assessed


def by_cell(viewer: Viewer, year: int) -> list[CellProgress]:
    """The viewer's cells with contact members, in order.

    Raises NotAllowed for roles that read no figures of meetings.
    """
    if not viewer.reads(Audience.FIGURES):
        raise NotAllowed()
    cells = [unit for unit in units.in_reach(viewer).values() if unit.kind in CELLS]
    with reading(viewer) as session, _counting(session, viewer):
        counts = _count(session, year, [cell.id for cell in cells])
    return [CellProgress(cell, *counts[cell.id]) for cell in cells if cell.id in counts]


def total(unit: UnitName, parts: Iterable[CellProgress]) -> CellProgress:
    """Several cells added up."""
    return CellProgress(unit, *(sum(values) for values in zip(*(part[1:] for part in parts), strict=True)))


def _counting(session: Session, viewer: Viewer) -> AbstractContextManager[None]:
    """Counts are open to roles that read no assessments."""
    return nullcontext() if viewer.reads(Audience.ASSESSMENTS) else row_access.reading_as_system(session)


def count_due_on(session: Session, day: date, unit_ids: list[int]) -> dict[int, int]:
    """How many contact members of each cell are on its list on a day and not exempt; cells without any on the list are
    left out. Cached per session by day and cells.
    """
    known, asked = context_of(session).result_cache("contact members due"), (day, *unit_ids)
    if asked not in known:
        stays, exempt = (_spans(session, query, unit_ids) for query in (_STAYS, _EXEMPTIONS))
        on_list = {unit_id: _on(rows, day) for unit_id, rows in stays.items()}
        known[asked] = {
            unit_id: len(people - _on(exempt.get(unit_id, ()), day)) for unit_id, people in on_list.items() if people
        }
    return known[asked]


def _spans(session: Session, query: Any, unit_ids: list[int]) -> dict[int, list[_Span]]:
    """Spans in which contact members are listed or exempt, by cell. Cached per session, for any number of days."""
    known, asked = context_of(session).result_cache("spans of contact members"), (id(query), *unit_ids)
    if asked not in known:
        found: dict[int, list[_Span]] = {}
        for unit_id, *span in session.exec(query, params={"units": unit_ids}):
            found.setdefault(unit_id, []).append(tuple(span))
        known[asked] = found
    return known[asked]


def _on(spans: Iterable[_Span], day: date) -> set[int]:
    return {one for one, first, last in spans if (first is None or first <= day) and (last is None or last >= day)}


def count_assessed_in(session: Session, year: int, unit_ids: list[int]) -> dict[int, tuple[int, date]]:
    """How many due people each cell has assessed for a year, and the day of the last one; open
    to roles that read figures.
    """
    with row_access.reading_as_system(session):
        rows = session.exec(_ASSESSED, params={"day": reference_day(year), "year": year, "units": unit_ids}).all()
    return {row.unit_id: (row[1], row.last) for row in rows}


def _count(session: Session, year: int, unit_ids: list[int]) -> dict[int, list[int]]:
    asked = {"day": reference_day(year), "year": year, "units": unit_ids}
    exempt = dict(session.exec(_EXEMPT, params=asked).all())
    assessed = {row[0]: list(row[1:5]) for row in session.exec(_ASSESSED, params=asked)}
    return {
        unit_id: [count, exempt.get(unit_id, 0), *assessed.get(unit_id, [0, 0, 0, 0])]
        for unit_id, count in session.exec(_ON_LIST, params=asked)
    }


_UNITS: BindParameter[int] = bindparam("units", expanding=True)
_DAY = bindparam("day", type_=Date)
_ON = (Membership.unit_id.in_(_UNITS), Membership.kind == MembershipKind.CONTACT, valid_on(Membership, _DAY))
_IS_EXEMPT = (
    Exemption.unit_id == Membership.unit_id,
    Exemption.member_id == Membership.member_id,
    Exemption.kind == ExemptionClass.CONTACT,
    valid_on(Exemption, _DAY),
)
_PEOPLE = func.count(Membership.member_id.distinct())
_ON_LIST = prepared_statement(select(Membership.unit_id, _PEOPLE).where(*_ON).group_by(Membership.unit_id))
_EXEMPT = prepared_statement(
    select(Membership.unit_id, _PEOPLE)
    .join(Exemption, Exemption.member_id == Membership.member_id)
    .where(*_ON, *_IS_EXEMPT)
    .group_by(Membership.unit_id)
)
_STAYS = prepared_statement(
    select(Membership.unit_id, Membership.member_id, Membership.valid_from, Membership.valid_to).where(
        Membership.unit_id.in_(_UNITS), Membership.kind == MembershipKind.CONTACT
    )
)
_EXEMPTIONS = prepared_statement(
    select(Exemption.unit_id, Exemption.member_id, Exemption.valid_from, Exemption.valid_to).where(
        Exemption.unit_id.in_(_UNITS), Exemption.kind == ExemptionClass.CONTACT
    )
)
_OTHER = aliased(Exemption)
_ASSESSED = prepared_statement(
    select(
        Assessment.unit_id,
        func.count(Assessment.id),
        func.count(Assessment.front_agreed_on),
        func.count(Assessment.returned_on),
        func.count(Assessment.confirmed_on),
        func.max(Assessment.assessed_on).label("last"),
    )
    .where(
        Assessment.unit_id.in_(_UNITS),
        Assessment.year == bindparam("year"),
        Assessment.member_id.in_(select(Membership.member_id).where(*_ON, Membership.unit_id == Assessment.unit_id)),
        ~select(_OTHER.id)
        .where(
            _OTHER.unit_id == Assessment.unit_id,
            _OTHER.member_id == Assessment.member_id,
            _OTHER.kind == ExemptionClass.CONTACT,
            valid_on(_OTHER, _DAY),
        )
        .exists(),
    )
    .group_by(Assessment.unit_id)
)
