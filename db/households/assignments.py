"""Assignments: putting members in charge of groups and households, ending charges, handing over."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar.validity import not_ended_on
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid, NotAllowed
from db.households import assignee_availability, assignment_decisions, groups, named_households
from db.households.assignee_availability import UnavailabilityReason
from db.kernel import bulk, concurrent_changes, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import Assignment, CellGroup, Household, Member

TOGETHER = 2  # members in charge of the same thing at a time


@dataclass(frozen=True)
class AssignmentTargets:
    """Groups and households by their public codes."""

    groups: Collection[str] = field(default_factory=tuple)
    households: Collection[str] = field(default_factory=tuple)


def assign(
    viewer: Viewer,
    unit_id: int,
    members: Collection[str],
    chosen: AssignmentTargets,
    since: date | None,
    paper: str | None = None,
    draft: DraftKey | None = None,
    token: str | None = None,
) -> int:
    """Put one or two members (by code) in charge of groups and households from a day on; returns the number of new
    charges.

    Existing charges are kept, and the form's draft is dropped. Raises Invalid if nobody or nothing is chosen, for a
    third member in charge, for a member who is not in the cell on that day or is exempt or away, and if the cell does
    not assign; Conflict if somebody else was put in charge since the form was shown.
    """
    with writing(viewer, "assign", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        since, text = _day(since), validation.optional_text(paper, 200)
        assignment_decisions.require_assigning(session, unit_id, since)
        people = [_carer(session, unit_id, code, since) for code in dict.fromkeys(members)]
        targets = _targets(session, unit_id, chosen, since)
        if not people:
            raise Invalid("nobody_chosen")
        if not targets:
            raise Invalid("nothing_chosen")
        made = [row for target in targets for row in _new(session, unit_id, people, target, since)]
        if not made:
            raise Invalid("assigned_already")
        bulk.insert(session, Assignment, [{**row, "paper": text} for row in made])
        if draft:
            drafts.delete_in(session, draft)
        return len(made)


def hand_over(
    viewer: Viewer,
    assignment_ids: Collection[int],
    members: Collection[str],
    since: date | None,
    paper: str | None = None,
    draft: DraftKey | None = None,
    token: str | None = None,
) -> None:
    """Put others (by code), or nobody, in charge from a day on; the previous members stay in charge until the day
    before.

    Raises Invalid for charges that have not begun by then or ended before, and for successors who cannot be in charge.
    """
    with writing(viewer, "hand_over" if members else "end_assignment", token=token) as session:
        hand_over_in(session, None, assignment_ids, members, since, paper)
        if draft:
            drafts.delete_in(session, draft)


def hand_over_in(
    session: Session,
    unit_id: int | None,
    assignment_ids: Collection[int],
    members: Collection[str],
    since: date | None,
    paper: str | None,
) -> None:
    """Like `hand_over`, within the caller's action; `unit_id` restricts it to assignments of one cell."""
    since, rows = _day(since), _charges(session, assignment_ids)
    if unit_id is not None and any(row.unit_id != unit_id for row in rows):
        raise NotAllowed()
    if members:
        assignment_decisions.require_assigning(session, rows[0].unit_id, since)
    people = [_carer(session, rows[0].unit_id, code, since) for code in dict.fromkeys(members)]
    if {row.member_id for row in rows} & {member.id for member in people}:
        raise Invalid("assigned_already")
    for row in rows:
        _end(session, row, since - timedelta(days=1), "handed_over" if people else "relieved")
    session.flush()
    targets = {(row.group_id, row.household_id): row for row in rows}.values()
    made = [
        new
        for row in targets
        for new in _new(
            session, row.unit_id, people, {"group_id": row.group_id, "household_id": row.household_id}, since
        )
    ]
    bulk.insert(session, Assignment, [{**row, "paper": validation.optional_text(paper, 200)} for row in made])


def _day(given: date | None) -> date:
    if given is None:
        raise Invalid("day_missing")
    return validation.event_day(given)


def _carer(session: Session, unit_id: int, code: str, since: date) -> Member:
    """A member who may be put in charge from a day on."""
    member = row_access.require_member(session, code)
    hindered = assignee_availability.load_presences(session, unit_id).hindrance_on(member.id, since)
    if hindered == UnavailabilityReason.LEFT:
        raise Invalid("carer_left", name=member.name, day=since)
    if hindered == UnavailabilityReason.EXEMPT:
        raise Invalid("carer_exempt", name=member.name, day=since)
    if hindered == UnavailabilityReason.AWAY:
        raise Invalid("carer_away", name=member.name, day=since)
    return member


def _targets(session: Session, unit_id: int, chosen: AssignmentTargets, since: date) -> list[dict]:
    """Return the groups and households that members are put in charge of from a day on."""
    rows = [groups.require_group(session, code, since) for code in dict.fromkeys(chosen.groups)]
    homes_ = [named_households.require_household(session, code, since) for code in dict.fromkeys(chosen.households)]
    if any(row.unit_id != unit_id for row in (*rows, *homes_)):
        raise Invalid("group_of_another_cell")
    for row in (*rows, *homes_):
        if row.valid_from and since < row.valid_from:
            raise Invalid("household_not_yet", name=row.name, day=row.valid_from)
        if people := _put_in_charge_unseen(session, row, since):
            raise Conflict("assigned_meanwhile", name=row.name, people=people)
    return [{"group_id": row.id, "household_id": None} for row in rows] + [
        {"group_id": None, "household_id": row.id} for row in homes_
    ]


def _put_in_charge_unseen(session: Session, row: CellGroup | Household, since: date) -> list[str]:
    """Names of the members in charge of it from a day on whose charge was recorded or changed since it was shown."""
    column = Assignment.group_id if isinstance(row, CellGroup) else Assignment.household_id
    query = select(Assignment.id, Member.name).join(Member, Assignment.member_id == Member.id)
    held = session.exec(query.where(column == row.id, not_ended_on(Assignment, since)).order_by(Member.sort_key))
    names = {each.id: each.name for each in held}
    unseen = concurrent_changes.changed_rows(session, Assignment, names)
    return [name for assignment_id, name in names.items() if assignment_id in unseen]


def _new(session: Session, unit_id: int, people: list[Member], target: dict, since: date) -> list[dict]:
    """Return the charges of one target still to be created, ending when the target is to be closed.

    Raises Invalid if too many members would be in charge. A member who left the cell for good makes room: that charge
    ends when another's begins and would not resume after a return.
    """
    column = "group_id" if target["group_id"] is not None else "household_id"
    query = select(Assignment).where(getattr(Assignment, column) == target[column], not_ended_on(Assignment, since))
    standing, known = session.exec(query).all(), assignee_availability.load_presences(session, unit_id)
    new = [member.id for member in people if member.id not in {row.member_id for row in standing}]
    gone = [
        row
        for row in standing
        if not known.is_there_from(row.member_id, since) and (row.valid_from is None or row.valid_from < since)
    ]
    if new and len({row.member_id for row in standing}) + len(new) > TOGETHER:
        staying = {row.member_id for row in standing if row not in gone}
        if len(new) > TOGETHER:
            raise Invalid("carers_too_many", limit=TOGETHER)
        if len(staying) + len(new) > TOGETHER:
            raise Invalid(
                "carers_enough",
                limit=TOGETHER,
                people=list(session.exec(select(Member.name).where(Member.id.in_(staying)).order_by(Member.sort_key))),
            )
        for row in gone:
            _end(session, row, since - timedelta(days=1), "handed_over")
    until = row_access.require_row(session, CellGroup if column == "group_id" else Household, target[column]).valid_to
    ending = {"valid_to": until, "end_reason": "household_closed"} if until else {"valid_to": None, "end_reason": None}
    return [{"unit_id": unit_id, "member_id": member_id, **target, "valid_from": since, **ending} for member_id in new]


def _charges(session: Session, assignment_ids: Collection[int]) -> list[Assignment]:
    rows = [
        row_access.require_row(session, Assignment, assignment_id) for assignment_id in dict.fromkeys(assignment_ids)
    ]
    if not rows:
        raise Invalid("nothing_chosen")
    for unit_id in {row.unit_id for row in rows}:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
    return rows


def _end(session: Session, row: Assignment, day: date, reason: str) -> None:
    row.valid_to, row.end_reason = validation.end_day(day, row.valid_from, row.valid_to), reason
