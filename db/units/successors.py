"""Successors of units that were merged or renamed by a day, and predecessors of a unit."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from db.kernel.statements import prepared_statement
from db.kernel.unit_tree import INHERITING_KINDS
from db.models import UnitSuccession


class Successor(NamedTuple):
    """The successor, and since when."""

    unit_id: int
    since: date


def successors_on(session: Session, day: date) -> dict[int, Successor]:
    """The successor on a day of each earlier unit, at the end of the chain; a unit split into several has no certain
    successor and is left out.
    """
    query = select(UnitSuccession.old_id, UnitSuccession.new_id, UnitSuccession.day).where(
        col(UnitSuccession.kind).in_(INHERITING_KINDS), UnitSuccession.day <= day
    )
    steps: dict[int, list[Successor]] = {}
    for old_id, new_id, since in session.exec(query):
        steps.setdefault(old_id, []).append(Successor(new_id, since))
    single = {old_id: ways[0] for old_id, ways in steps.items() if len({one.unit_id for one in ways}) == 1}
    return {old_id: _last(old_id, single) for old_id in single}


def with_predecessors(session: Session, unit_id: int) -> set[int]:
    """A unit, those that were merged into it or renamed to it, and theirs."""
    found, level = {unit_id}, {unit_id}
    while level:
        level = set(session.exec(_BEFORE, params={"level": sorted(level)})) - found
        found |= level
    return found


def _last(old_id: int, steps: dict[int, Successor]) -> Successor:
    found, seen = steps[old_id], {old_id}
    while found.unit_id in steps and found.unit_id not in seen:
        seen.add(found.unit_id)
        found = Successor(steps[found.unit_id].unit_id, max(found.since, steps[found.unit_id].since))
    return found


_BEFORE = prepared_statement(
    select(UnitSuccession.old_id).where(
        col(UnitSuccession.new_id).in_(bindparam("level", expanding=True)),
        col(UnitSuccession.kind).in_(INHERITING_KINDS),
    )
)
