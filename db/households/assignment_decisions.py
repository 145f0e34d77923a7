"""A cell's decisions on assignments: that they are in force from a day, or that the cell does not assign."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.calendar.validity import lasts_beyond
from db.errors import Invalid
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.kernel.statements import prepared_statement
from db.models import Assignment, AssignmentDecision


class Decision(NamedTuple):
    """Whether a cell assigns from a day on, and the resolution that says so."""

    assigns: bool
    since: date
    paper: str | None


def decision_on(session: Session, unit_id: int, day: date) -> Decision | None:
    """The decision in force on a day; None if the cell never took one, which means that it assigns."""
    return next((each for each in _decisions(session, unit_id)[::-1] if each.since <= day), None)


def decline_assigning(viewer: Viewer, unit_id: int, since: date | None, paper: str, token: str | None = None) -> int:
    """Stop assigning from a day on, ending current charges the day before; returns how many ended.

    Raises Invalid without a day or resolution, for a day before an earlier decision, and if assignments begin later.
    """
    with writing(viewer, "decline_assigning", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        decision = record_decision(session, unit_id, False, since, paper)
        if not decision.paper:
            raise Invalid("resolution_missing")
        last = decision.since - timedelta(days=1)
        standing = select(Assignment).where(Assignment.unit_id == unit_id, lasts_beyond(Assignment, last))
        charges = session.exec(standing).all()
        if later := [row.valid_from for row in charges if row.valid_from and row.valid_from > last]:
            raise Invalid("assignments_begin_later", day=min(later))
        for row in charges:
            row.valid_to, row.end_reason = last, "not_assigned"
        return len(charges)


def resume_assigning(viewer: Viewer, unit_id: int, since: date | None, paper: str, token: str | None = None) -> None:
    """Assign again from a day on. Raises Invalid like `decline_assigning`, and if the cell never declined."""
    with writing(viewer, "resume_assigning", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        if ((standing := _decisions(session, unit_id)[-1:]) and standing[0].assigns) or not standing:
            raise Invalid("assigns_already")
        record_decision(session, unit_id, True, since, paper)


def record_decision(session: Session, unit_id: int, assigns: bool, since: date | None, paper: str | None) -> Decision:
    """Store a decision within the caller's action.

    Raises Invalid without a day, if there is a decision on that day or later, and if the cell has declined already.
    """
    if since is None:
        raise Invalid("day_missing")
    validation.event_day(since)
    for standing in _decisions(session, unit_id)[-1:]:
        if standing.since == since:
            raise Invalid("decided_already", day=since)
        if standing.since > since:
            raise Invalid("decided_later", day=standing.since)
        if not assigns and not standing.assigns:
            raise Invalid("declined_already", day=standing.since)
    decision = Decision(assigns, since, validation.optional_text(paper, 200))
    session.add(AssignmentDecision(unit_id=unit_id, assigns=assigns, valid_from=since, paper=decision.paper))
    session.flush()
    return decision


def require_assigning(session: Session, unit_id: int, since: date) -> None:
    """Raise Invalid if the cell does not assign on a day or will stop later."""
    for decision in _decisions(session, unit_id)[::-1]:
        if not decision.assigns and decision.since > since:
            raise Invalid("cell_will_decline", day=decision.since)
        if not decision.assigns:
            raise Invalid("cell_declines", day=decision.since)
        if decision.since <= since:
            return


def _decisions(session: Session, unit_id: int) -> list[Decision]:
    return [Decision(*row) for row in session.exec(_DECISIONS, params={"unit": unit_id})]


_DECISIONS = prepared_statement(
    select(AssignmentDecision.assigns, AssignmentDecision.valid_from, AssignmentDecision.paper)
    .where(AssignmentDecision.unit_id == bindparam("unit"))
    .order_by(AssignmentDecision.valid_from)
)
