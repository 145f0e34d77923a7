"""Actions on groups with people from a day on: create, split, merge, rename, end, move people, appoint leaders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import CellGroup, GroupKind, GroupRole
from db.people.group_board import KINDS_GROUPED
from db.people.group_change_steps import LEADING, ONE_DAY, GroupChange


@dataclass(frozen=True)
class GroupInput:
    """A group as wanted, with its people by public code; `code` names an existing one."""

    name: str
    members: Collection[str] = ()
    leader: str | None = None
    deputy: str | None = None
    in_charge: str | None = None
    code: str | None = None
    clusters: Collection[str] = ()


def save_groups(
    viewer: Viewer,
    unit_id: int,
    kind: GroupKind,
    wanted: Sequence[GroupInput],
    since: date | None,
    ends: Collection[str] = (),
    token: str | None = None,
) -> list[str]:
    """Create groups, or change the people of existing ones, from a day on; the groups `ends` end the day before.
    Returns the public codes.

    Raises Invalid for a missing or taken name, an exempt leader, and a group to be ended that still has people.
    """
    with writing(viewer, "arrange_groups", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        change = GroupChange(session, unit_id, kind, since)
        rows = [(each, change.group_by_code_or_name(each.code, each.name)) for each in wanted]
        for each, row in rows:
            for code in dict.fromkeys((*each.members, *filter(None, (each.leader, each.deputy)))):
                role = GroupRole.LEADER if code == each.leader else GroupRole.DEPUTY
                change.move_to_group(
                    change.require_person(code), row, role if code in (each.leader, each.deputy) else None
                )
            if each.in_charge:
                change.put_in_charge(row, each.in_charge)
            change.set_answering_clusters(row, each.clusters)
        for code in ends:
            change.end(change.require_group(code))
        return [row.code for _, row in rows]


def move(
    viewer: Viewer, unit_id: int, kind: GroupKind, codes: Collection[str], to: str | None, since: date | None
) -> None:
    """Move people to another group from a day on, as plain members; `to` None takes them out of theirs."""
    with writing(viewer, "move_to_group") as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        if not codes:
            raise Invalid("group_people_missing")
        change = GroupChange(session, unit_id, kind, since)
        row = change.require_group(to) if to else None
        for code in codes:
            change.move_to_group(change.require_person(code), row, GroupRole.MEMBER)


def appoint(viewer: Viewer, code: str, roles: Mapping[GroupRole, str | None], since: date | None) -> None:
    """Appoint holders of roles in a group from a day on, None for nobody; roles not given are unchanged.

    A former leader stays in the group. Raises Invalid for somebody who is exempt or not in the cell.
    """
    with writing(viewer, "appoint_in_group") as session:
        change, row = _change_of(session, code, since)
        for role in LEADING:
            if role in roles:
                change.appoint(row, role, roles[role])
        if GroupRole.IN_CHARGE in roles:
            change.put_in_charge(row, roles[GroupRole.IN_CHARGE])


def rename(viewer: Viewer, code: str, name: str) -> None:
    """Rename a group. Raises Invalid for a missing or taken name."""
    with writing(viewer, "rename_people_group") as session:
        change, row = _change_of(session, code, clock.today())
        row.name = change.require_free_name(name, row.id)


def set_answering_clusters(viewer: Viewer, code: str, clusters: Collection[str], since: date | None) -> None:
    """Set the clusters, by public code, that a Party group is responsible for from a day on."""
    with writing(viewer, "answer_for_clusters") as session:
        change, row = _change_of(session, code, since)
        change.set_answering_clusters(row, clusters, instead=True)


def end(viewer: Viewer, code: str, day: date | None, to: str | None = None, release: bool = False) -> None:
    """End a group after its last day; its people move to the group `to`, or to no group with `release`.

    Raises Invalid if the group has people and neither is given.
    """
    with writing(viewer, "end_people_group") as session:
        if day is None:
            raise Invalid("day_missing")
        change, row = _change_of(session, code, day + ONE_DAY)
        validation.end_day(day, row.valid_from, row.valid_to)
        if to == code:
            raise Invalid("group_into_itself")
        target = change.require_group(to) if to else None
        if target or release:
            for person in change.people_inside(row):
                change.move_to_group(person, target, GroupRole.MEMBER)
        change.end(row)


def _change_of(session: Session, code: str, since: date | None) -> tuple[GroupChange, CellGroup]:
    row = row_access.require_by_code(session, CellGroup, code)
    if row.kind not in KINDS_GROUPED:
        raise NotAllowed()
    row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
    change = GroupChange(session, row.unit_id, row.kind, since)
    return change, change.require_group(code)
