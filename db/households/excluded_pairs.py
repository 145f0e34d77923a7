"""Members who must not be assigned certain households or groups; the reason is neither asked nor stored."""

from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import Invalid
from db.households import assignee_availability, groups, named_households
from db.households.assignee_availability import UnavailabilityReason
from db.households.cover_count import with_groups_above
from db.households.household_board import Board
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.models import CellGroup, ExcludedPair, Household, Member


class ExclusionLine(NamedTuple):
    """A member and what the member must not look after, by name."""

    id: int
    member: str
    place: str


def list_pairs(viewer: Viewer, unit_id: int) -> list[ExclusionLine]:
    """The pairs of a cell in force today, by the members' names."""
    query = select(ExcludedPair.id, Member.name, CellGroup.name.label("group"), Household.name.label("home"))
    query = query.join(Member, Member.id == ExcludedPair.member_id)
    query = query.outerjoin(CellGroup, CellGroup.id == ExcludedPair.group_id)
    query = query.outerjoin(Household, Household.id == ExcludedPair.household_id)
    with reading(viewer) as session:
        rows = session.exec(
            query.where(ExcludedPair.unit_id == unit_id, valid_on(ExcludedPair, clock.today())).order_by(
                Member.sort_key, ExcludedPair.id
            )
        )
        return [ExclusionLine(row[0], row[1], row[2] or row[3] or "") for row in rows]


def by_target(session: Session, unit_id: int, board: Board) -> dict[tuple[bool, int], set[int]]:
    """Return excluded members per row (group or not, id); an exclusion from a group applies to all its contents."""
    rows = session.exec(
        select(ExcludedPair.member_id, ExcludedPair.group_id, ExcludedPair.household_id).where(
            ExcludedPair.unit_id == unit_id, valid_on(ExcludedPair, board.day)
        )
    ).all()
    parents = {line.id: line.parent_id for line in board.lines if line.kind}
    found: dict[tuple[bool, int], set[int]] = {}
    for line in board.lines:
        around = set(with_groups_above(line.id if line.kind else line.parent_id, parents))
        found[bool(line.kind), line.id] = {
            row.member_id for row in rows if row.group_id in around or (not line.kind and row.household_id == line.id)
        }
    return found


def exclude(viewer: Viewer, unit_id: int, member: str, places: Collection[str], token: str | None = None) -> None:
    """Exclude a member (by code) from proposals for groups and households (by code), from today on.

    Raises Invalid if nobody or nothing is chosen, or if something does not belong to the cell.
    """
    with writing(viewer, "exclude_pair", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        if not member:
            raise Invalid("nobody_chosen")
        if not places:
            raise Invalid("nothing_chosen")
        who, today = row_access.require_member(session, member), clock.today()
        presences = assignee_availability.load_presences(session, unit_id)
        if presences.hindrance_on(who.id, today) == UnavailabilityReason.LEFT:
            raise Invalid("carer_left", name=who.name, day=today)
        for code in dict.fromkeys(places):
            group = session.exec(select(CellGroup).where(CellGroup.code == code)).first()
            place = groups.require_group(session, code) if group else named_households.require_household(session, code)
            if place.unit_id != unit_id:
                raise Invalid("group_of_another_cell")
            target = {"group_id": place.id} if group else {"household_id": place.id}
            session.add(ExcludedPair(unit_id=unit_id, member_id=who.id, valid_from=today, **target))


def lift_exclusion(viewer: Viewer, pair_id: int) -> None:
    """Allow the pair again from today on."""
    with writing(viewer, "allow_pair") as session:
        row = row_access.require_row(session, ExcludedPair, pair_id)
        row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
        if row.valid_from and row.valid_from >= clock.today():
            session.delete(row)  # it never applied on any day
        else:
            row.valid_to = clock.today() - timedelta(days=1)
