"""Visits between meetings: to a household, or to all or some households of a group; and what was agreed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar.months import month_of
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid
from db.households import assignee_availability, household_board, household_notes
from db.households.assignee_availability import UnavailabilityReason
from db.households.household_board import BoardRow
from db.households.household_notes import NoteInput
from db.households.household_or_group import require_household_or_group
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import CellGroup, Household, HouseholdNote, HouseholdVisit, Member

LATEST = 30


@dataclass(frozen=True)
class VisitInput:
    """A visit as typed: groups and households (by code), day, and visitor (by code).

    `households` is how many of one group were visited, None for all. An agreement concerns one place only.
    """

    places: Collection[str]
    day: date | None
    member: str | None = None
    households: int | None = None
    agreed: str = ""
    next: str | None = None  # code of the member who takes care of it


class VisitLine(NamedTuple):
    """A visit in a list, with what was agreed if the viewer may read it."""

    id: int
    day: date
    place: str
    place_code: str
    is_group: bool
    households: int | None
    by: str | None
    agreed: str | None


def record(
    viewer: Viewer,
    unit_id: int,
    visit: VisitInput,
    draft: DraftKey | None = None,
    token: str | None = None,
    reason: str | None = None,
) -> int:
    """Record a visit to each selected place and drop the form's draft; returns the number of households.

    Raises Invalid if nothing is selected, for a day in the future, before something was known or after it was closed,
    for more households than there are, for an agreement at several places at once, for a visitor who was not in the
    cell, and for a closed month without a reason; Conflict("visit_recorded") if the same visit exists already.
    """
    with writing(viewer, "record_visit", reason=reason, token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        day = validation.past_day(visit.day)
        visited_places = [
            require_household_or_group(session, unit_id, code, day) for code in dict.fromkeys(visit.places)
        ]
        if not visited_places:
            raise Invalid("nothing_visited")
        next_ = _member_here(session, unit_id, visit.next, day)
        note, behalf = NoteInput(visit.agreed, next_), context_of(session).author.commune_id
        if len(visited_places) > 1 and (visit.households is not None or not note.empty):
            raise Invalid("visit_several_places")
        member_id = _member_here(session, unit_id, visit.member, day)
        standing, visited = household_board.load_in(session, unit_id, day), 0
        for place in visited_places:
            line = _line(standing.lines, place, day)
            row = _row(session, line, unit_id, member_id, _part(line, visit.households), day)
            visited += row.households or line.cover.households
            household_notes.add_note_in(session, place, note, visit_id=row.id, on_behalf_of=behalf)
        if draft:
            drafts.delete_in(session, draft)
        return visited


def delete(viewer: Viewer, visit_id: int, reason: str | None = None, token: str | None = None) -> None:
    """Delete a visit entered by mistake, with its agreement and the resulting task if that is still open.

    Raises NotAllowed if the viewer may not see it, Invalid for a closed month without a reason.
    """
    with writing(viewer, "cancel_visit", reason=reason, token=token) as session:
        row = row_access.require_row(session, HouseholdVisit, visit_id)
        row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
        household_notes.delete_of_visit(session, row)
        session.delete(row)


def refuse_doubles(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Raise Conflict("visit_recorded") if one of these visits, restored by an undo, was recorded again meanwhile."""
    for row in rows:
        same = {name: row[name] for name in ("visited_on", "member_id", "households", "group_id", "household_id")}
        if len(session.exec(select(HouseholdVisit.id).filter_by(**same)).all()) > 1:
            group, home = row["group_id"], row["household_id"]
            place = session.get(CellGroup, group) if group else session.get(Household, home)
            raise Conflict("visit_recorded", name=place.name if place else "", day=row["visited_on"])


def list_latest(viewer: Viewer, unit_id: int) -> list[VisitLine]:
    """The latest visits of a cell."""
    return _list(viewer, HouseholdVisit.unit_id == unit_id, LATEST)


def list_between(viewer: Viewer, unit_id: int, since: date, until: date) -> list[VisitLine]:
    """The visits of a cell between two days, latest first."""
    days = (HouseholdVisit.visited_on >= since) & (HouseholdVisit.visited_on <= until)
    return _list(viewer, (HouseholdVisit.unit_id == unit_id) & days)


def list_of_group(viewer: Viewer, code: str) -> list[VisitLine]:
    """The visits to a group itself, the latest first."""
    return _list(viewer, CellGroup.code == code)


def list_of_household(viewer: Viewer, code: str) -> list[VisitLine]:
    """The visits to a household itself, the latest first."""
    return _list(viewer, Household.code == code)


def _list(viewer: Viewer, condition: Any, limit: int | None = None) -> list[VisitLine]:
    query = (
        select(
            HouseholdVisit.id,
            HouseholdVisit.visited_on,
            CellGroup.name.label("group"),
            CellGroup.code.label("group_code"),
            Household.name.label("home"),
            Household.code.label("home_code"),
            HouseholdVisit.households,
            Member.name.label("by"),
            HouseholdNote.text.label("agreed"),
        )
        .select_from(HouseholdVisit)
        .outerjoin(CellGroup, CellGroup.id == HouseholdVisit.group_id)
        .outerjoin(Household, Household.id == HouseholdVisit.household_id)
        .outerjoin(Member, Member.id == HouseholdVisit.member_id)
        .outerjoin(HouseholdNote, HouseholdNote.visit_id == HouseholdVisit.id)
        .where(condition)
        .order_by(HouseholdVisit.visited_on.desc(), HouseholdVisit.id.desc())
        .limit(limit)
    )
    with reading(viewer) as session:
        return [
            VisitLine(
                row.id,
                row.visited_on,
                row.group or row.home or "",
                row.group_code or row.home_code or "",
                row.group is not None,
                row.households,
                row.by,
                row.agreed,
            )
            for row in session.exec(query)
        ]


def _line(lines: list[BoardRow], place: CellGroup | Household, day: date) -> BoardRow:
    """A visit with the name of its place on that day."""
    found = next((line for line in lines if line.code == place.code), None)
    if found is None:
        raise Invalid("visit_before_known", name=place.name, day=place.valid_from or day)
    return found


def _part(line: BoardRow, households: int | None) -> int | None:
    """How many of a group's households were visited; None if all were, or for a household."""
    if households is None or not line.kind:
        return None
    if not 1 <= households <= line.cover.households:
        raise Invalid("visited_too_many", name=line.name, most=line.cover.households)
    return households if households < line.cover.households else None


def _member_here(session: Session, unit_id: int, code: str | None, day: date) -> int | None:
    if not code:
        return None
    member = row_access.require_member(session, code)
    presences = assignee_availability.load_presences(session, unit_id)
    if presences.hindrance_on(member.id, day) == UnavailabilityReason.LEFT:
        raise Invalid("visitor_left", name=member.name, day=day)
    return member.id


def _row(
    session: Session, line: BoardRow, unit_id: int, member_id: int | None, households: int | None, day: date
) -> HouseholdVisit:
    target = {"group_id": line.id} if line.kind else {"household_id": line.id}
    same = select(HouseholdVisit.id).filter_by(visited_on=day, member_id=member_id, households=households, **target)
    if session.exec(same).first():
        raise Conflict("visit_recorded", name=line.name, day=day)
    row = HouseholdVisit(
        unit_id=unit_id, member_id=member_id, households=households, visited_on=day, period=month_of(day), **target
    )
    session.add(row)
    session.flush()
    return row
