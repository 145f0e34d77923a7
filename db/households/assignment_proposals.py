"""Proposals for uncovered households with the fewest changes, each with its reason."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import Invalid, NotAllowed
from db.households import assignment_solver, excluded_pairs, household_board, oversized_groups
from db.households.assignment_solver import Nominee, Share, Target
from db.households.household_board import AssigneeLoad, Board, BoardRow
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading
from db.models import CellGroup, GroupKind, GroupMember, Member, MembershipKind, PartyGroupCluster
from db.vietnamese import fold

STEPS = 3  # steps of a proposal's progress


class ProposalBasis(StrEnum):
    """Why somebody is proposed for a place."""

    PARTY_GROUP = "party_group"  # the member's Party group is responsible for the cluster
    ADDRESS = "address"  # the member lives in the cluster
    CHARGE = "charge"  # the member already looks after households there
    OTHER = "other"  # nobody nearby has room
    ANYBODY = "anybody"  # it is not known where the member is near


@dataclass(frozen=True)
class Suggestion:
    """A member for a group, a household, or a number of households of a cluster that become a group (`divides`).

    `ends` are the assignments that it ends, `instead_of` the members who held them; `before` and `after` are the
    member's loads.
    """

    member_id: int
    group_id: int | None
    household_id: int | None
    households: int
    divides: bool
    basis: ProposalBasis
    before: int
    after: int
    ends: tuple[int, ...] = ()
    instead_of: tuple[int, ...] = ()


class Proposal(NamedTuple):
    """All suggestions, and the covered households of the cell before and after.

    Of those still uncovered, `oversized` are in groups larger than any member may take.
    """

    suggestions: list[Suggestion]
    households: int
    before: int
    after: int
    oversized: int = 0


class _Place(NamedTuple):
    """What a target of the solver represents."""

    line: BoardRow
    divides: bool
    holder: AssigneeLoad | None = None


def propose(
    viewer: Viewer, unit_id: int, least: int, most: int, progress: Callable[[int, int], None] = lambda done, of: None
) -> Proposal:
    """Propose members for what is uncovered in a cell today; `progress` is called with the progress made.

    Raises Invalid for impossible limits, if the cell does not assign, nobody is available, or nothing is uncovered;
    NotAllowed if it is not the viewer's work.
    """
    if not 1 <= least <= most:
        raise Invalid("limits_unfit")
    progress(0, STEPS)
    if not (viewer.writes(Work.HOUSEHOLDS) and viewer.reaches(unit_id)):
        raise NotAllowed()
    with reading(viewer) as session:
        standing = household_board.load_in(session, unit_id, clock.today())
        near, excluded = _near(session, unit_id, standing), excluded_pairs.by_target(session, unit_id, standing)
    able = [load for load in standing.loads if load.who.kind == MembershipKind.OWN and not load.who.hindered]
    if standing.declined:
        raise Invalid("cell_declines", day=standing.decision.since)
    if not able:
        raise Invalid("proposal_nobody")
    progress(1, STEPS)
    found = _solved(standing, able, near, excluded, (least, most), everything=False)
    if found.after < found.households and any(load.households < most for load in able):
        found = max(
            found, _solved(standing, able, near, excluded, (least, most), everything=True), key=lambda each: each.after
        )
    if not found.suggestions and found.before == found.households:
        raise Invalid("proposal_nothing")
    progress(STEPS, STEPS)
    return found


def to_json(found: Proposal) -> dict:
    """A proposal as a job stores it."""
    return {**found._asdict(), "suggestions": [asdict(each) for each in found.suggestions]}


def from_json(kept: dict) -> Proposal:
    """A proposal that a job stored."""
    rows = [
        {**row, "basis": ProposalBasis(row["basis"]), **{name: tuple(row[name]) for name in ("ends", "instead_of")}}
        for row in kept["suggestions"]
    ]
    return Proposal(**{**kept, "suggestions": [Suggestion(**row) for row in rows]})


def _solved(board: Board, able: list, near: dict, excluded: dict, limits: tuple, everything: bool) -> Proposal:
    """The best solution; `everything`: working assignments may be moved, too."""
    places = _places(board, able, excluded, limits[1], everything)
    homes = {load.who.member_id: frozenset(near.get(load.who.member_id, {})) for load in able}
    movable: dict[int, int] = defaultdict(int)
    for place in places:
        if place.holder:
            movable[place.holder.who.member_id] += place.line.cover.households
    people = [
        Nominee(
            load.who.member_id,
            max(load.households - movable[load.who.member_id], 0),
            load.households,
            homes[load.who.member_id],
        )
        for load in able
    ]
    targets = [_target(board, place, excluded) for place in places]
    shares = assignment_solver.solve(targets, people, *limits)
    counts = {person.member_id: person.today for person in people}
    held = {(share.target, share.member_id) for share in shares}
    for at, place in enumerate(places):
        if place.holder and (at, place.holder.who.member_id) not in held:
            counts[place.holder.who.member_id] -= place.line.cover.households
    suggestions, gained = [], 0
    for share in shares:
        place, target = places[share.target], targets[share.target]
        if target.holder == share.member_id:
            continue
        before = counts[share.member_id]
        counts[share.member_id] += share.households
        gained += share.households if place.divides else 0 if place.holder else target.gain
        basis = near.get(share.member_id, {}).get(target.cluster_id) or (
            ProposalBasis.OTHER if near.get(share.member_id) else ProposalBasis.ANYBODY
        )
        suggestions.append(_suggestion(place, share, basis, before))
    oversized = oversized_groups.households_left_over(board, {each.household_id for each in suggestions}, limits[1])
    covered = board.cover.covered
    return Proposal(suggestions, board.cover.households, covered, covered + gained, oversized)


def _suggestion(place: _Place, share: Share, basis: ProposalBasis, before: int) -> Suggestion:
    line = place.line
    replaced = [] if place.divides else line.assignees
    return Suggestion(
        share.member_id,
        line.id if line.kind else None,
        None if line.kind else line.id,
        share.households,
        place.divides,
        basis,
        before,
        before + share.households,
        tuple(carer.id for carer in replaced),
        tuple(carer.member_id for carer in replaced),
    )


def _target(board: Board, place: _Place, excluded: dict) -> Target:
    line, holder = place.line, place.holder
    size = _rest(board, line) if place.divides else line.cover.households
    gain = size if place.divides or holder else line.cover.uncovered
    never = frozenset(excluded.get((bool(line.kind), line.id), ()))
    kept = holder.who.member_id if holder and holder.who.member_id not in never else None
    # somebody excluded from it who has it nevertheless makes room
    return Target(_cluster_of(board, line), size, gain, place.divides, kept, never)


def _places(board: Board, able: list, excluded: dict, most: int, everything: bool) -> list[_Place]:
    """What is uncovered, and what may be taken from overloaded members."""
    loads = {load.who.member_id: load for load in able}
    kinds = {line.id: line for line in board.lines if line.kind}
    found = []
    for line in board.lines:
        acting = [carer for carer in line.assignees if not carer.hindered]
        parent = kinds.get(line.parent_id or 0)
        if any(not carer.hindered for carer in line.above):
            continue
        if acting:
            holder = loads.get(acting[0].member_id) if len(line.assignees) == 1 else None
            never = excluded.get((bool(line.kind), line.id), ())
            if (
                holder
                and line.kind != GroupKind.CLUSTER
                and (everything or holder.households > most or holder.who.member_id in never)
            ):
                found.append(_Place(line, False, holder))
        elif line.kind == GroupKind.CLUSTER:
            if rest := _rest(board, line):
                found.append(_Place(line, not (rest == line.cover.households <= most)))
        elif line.kind:
            if line.cover.uncovered and line.cover.households <= most:
                found.append(_Place(line, False))
        elif parent is None or parent.kind == GroupKind.CLUSTER or parent.cover.households > most:
            found.append(_Place(line, False))
    return found


def _rest(board: Board, cluster: BoardRow) -> int:
    """Households of a cluster that are in no group and not named."""
    inside = sum(line.cover.households for line in board.lines if line.parent_id == cluster.id)
    return cluster.cover.households - inside


def _cluster_of(board: Board, line: BoardRow) -> int | None:
    groups = {each.id: each for each in board.lines if each.kind}
    while line.parent_id in groups:
        line = groups[line.parent_id]
    return line.id if line.kind else None


def _near(session: Session, unit_id: int, board: Board) -> dict[int, dict[int | None, ProposalBasis]]:
    """Return the clusters close to each member, and why: the Party group, otherwise the address,
    otherwise current charges.
    """
    found: dict[int, dict[int | None, ProposalBasis]] = defaultdict(dict)
    day: date = board.day
    query = select(GroupMember.member_id, PartyGroupCluster.cluster_id).join(
        PartyGroupCluster, PartyGroupCluster.group_id == GroupMember.group_id
    )
    rows = query.join(CellGroup, CellGroup.id == GroupMember.group_id).where(CellGroup.kind == GroupKind.PARTY)
    for member_id, cluster_id in session.exec(
        rows.where(GroupMember.unit_id == unit_id, valid_on(GroupMember, day), valid_on(PartyGroupCluster, day))
    ):
        found[member_id][cluster_id] = ProposalBasis.PARTY_GROUP
    clusters = [(fold(line.name), line.id) for line in board.lines if line.kind == GroupKind.CLUSTER]
    ids = [load.who.member_id for load in board.loads]
    addresses = dict(session.exec(select(Member.id, Member.address).where(Member.id.in_(ids))).all())
    for load in board.loads:
        who = load.who.member_id
        words = f" {fold(addresses.get(who))} "
        lives = next((cluster_id for name, cluster_id in clusters if f" {name} " in words), None)
        if who not in found and lives:
            found[who][lives] = ProposalBasis.ADDRESS
        elif who not in found and load.lines:
            found[who] = {_cluster_of(board, line): ProposalBasis.CHARGE for line in load.lines}
    return found
