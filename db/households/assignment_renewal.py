"""The yearly review of assignments: all continue under a new resolution except for the changes, in one action."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import select

from db.calendar import clock
from db.households import assignment_decisions, assignments
from db.kernel import concurrent_changes, row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import Assignment

LATE = 10  # from this month on, the next year is reviewed


def default_start_day() -> date:
    """The likely start of a review made today: 1 January of this year, or of the next one late in the year."""
    today = clock.today()
    return date(today.year + 1, 1, 1) if today.month >= LATE else today


def renew(
    viewer: Viewer,
    unit_id: int,
    since: date | None,
    paper: str | None,
    changes: Mapping[int, str | None],
    token: str | None = None,
) -> None:
    """Continue all assignments of a cell under a resolution from a day on; those in `changes` (by id) go to another
    member (by code) or end.

    Raises Invalid without a day, if there is a resolution of that day or later, and as `hand_over` does; Conflict if
    somebody changed the assignments since they were shown.
    """
    with writing(viewer, "review_assignments", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        reviewed = session.exec(select(Assignment.id).where(Assignment.unit_id == unit_id)).all()
        concurrent_changes.require_rows_unchanged(session, Assignment, reviewed)
        decision = assignment_decisions.record_decision(session, unit_id, True, since, paper)
        for successor in dict.fromkeys(changes.values()):
            ids = [assignment_id for assignment_id, code in changes.items() if code == successor]
            assignments.hand_over_in(
                session, unit_id, ids, [successor] if successor else [], decision.since, decision.paper
            )
