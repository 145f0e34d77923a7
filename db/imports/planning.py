"""What bringing a list in would do, row by row, from what the register knows and what was answered. Writes nothing."""

from collections.abc import Callable, Collection

from sqlmodel import Session

from db.imports import absent, known as knowing, naming
from db.imports.answers import Answers
from db.imports.outcomes import Outcome, Plan
from db.imports.people import Planner
from db.imports.rows import Row

TOLD = 2000  # rows between two words on how far it is


def plan(
    session: Session,
    rows: list[Row],
    answers: Answers,
    tell: Callable[[float], None] = lambda part: None,
    whole: bool = True,
    beside: Collection[str] = (),
) -> Plan:
    """What would come of a list for the session's viewer. `tell` is told how far it is, from 0 to 1.

    It does not matter in which order the rows stand. Of a list that is not `whole` nobody is missing,
    nor is anybody whose name stands `beside` the rows, on hidden ones or on sheets that are not taken.
    """
    known = knowing.register(session, answers.day)
    names = naming.names(session, known, rows, answers)
    planner = Planner(known, answers, names, knowing.elsewhere(session, rows) - set(known.hashed), rows)
    outcomes: dict[int, Outcome] = {}
    for done, at in enumerate(planner.order(rows)):
        outcomes[at] = planner.outcome(rows[at])
        if done % TOLD == 0:
            tell(done / len(rows))
    planner.settle(outcomes)
    in_order = [outcomes[at] for at in range(len(rows))]
    missing = absent.missing(planner.reading, in_order) if whole else []
    return Plan(known, answers, names, in_order, *absent.apart(known, missing, beside))
