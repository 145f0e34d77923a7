"""What bringing a list in would do, row by row, from what the register knows and what was answered. Writes nothing."""

from collections.abc import Callable, Collection

from sqlmodel import Session

from db.imports import missing_people, register_snapshot as knowing, unit_names
from db.imports.answers import Answers
from db.imports.import_rows import ImportRow
from db.imports.outcomes import ImportPlan, RowOutcome
from db.imports.row_planner import RowPlanner

TOLD = 2000  # rows between two words on how far it is


def make(
    session: Session,
    rows: list[ImportRow],
    answers: Answers,
    progress: Callable[[float], None] = lambda part: None,
    whole: bool = True,
    beside: Collection[str] = (),
) -> ImportPlan:
    """What would come of a list for the session's viewer. `progress` is told how far it is, from 0 to 1.

    It does not matter in which order the rows stand. Of a list that is not `whole` nobody is missing,
    nor is anybody whose name stands `beside` the rows, on hidden ones or on sheets that are not taken.
    """
    known = knowing.take(session, answers.day)
    names = unit_names.find_all(session, known, rows, answers)
    planner = RowPlanner(known, answers, names, knowing.numbers_out_of_reach(session, rows) - set(known.hashed), rows)
    outcomes: dict[int, RowOutcome] = {}
    for done, at in enumerate(planner.order(rows)):
        outcomes[at] = planner.outcome(rows[at])
        if done % TOLD == 0:
            progress(done / len(rows))
    planner.settle(outcomes)
    in_order = [outcomes[at] for at in range(len(rows))]
    missing = missing_people.find_missing(planner.reading, in_order) if whole else []
    return ImportPlan(answers, in_order, known, names, *missing_people.apart(known, missing, beside))
