"""Planning the import of a list of members, row by row, from the register and the answers. Writes nothing."""

from collections.abc import Callable, Collection, Set

from db.imports import missing_people
from db.imports.import_answers import ImportAnswers
from db.imports.member_list_outcomes import ImportPlan, RowOutcome
from db.imports.person_rows import PersonRow
from db.imports.register_snapshot import RegisterSnapshot
from db.imports.row_planner import RowPlanner
from db.imports.unit_names import UnitNameInList

TOLD = 2000  # rows between two progress reports


def plan_member_import(
    known: RegisterSnapshot,
    names: dict[str, UnitNameInList],
    foreign: Set[str],
    rows: list[PersonRow],
    answers: ImportAnswers,
    progress: Callable[[float], None] = lambda part: None,
    whole: bool = True,
    beside: Collection[str] = (),
) -> ImportPlan:
    """The plan for the viewer behind `known`, with the units' `names` as read; numbers in `foreign` belong to people
    out of reach. `progress` is called with 0 to 1.

    The order of rows does not matter. If the list is not `whole`, nobody is missing from it; nor is anybody whose name
    is `beside` the rows (hidden or on unselected sheets).
    """
    planner = RowPlanner(known, answers, names, set(foreign) - set(known.hashed), rows)
    outcomes: dict[int, RowOutcome] = {}
    for done, at in enumerate(planner.processing_order(rows)):
        outcomes[at] = planner.plan_row(rows[at])
        if done % TOLD == 0:
            progress(done / len(rows))
    planner.drop_settled_questions(outcomes)
    in_order = [outcomes[at] for at in range(len(rows))]
    missing = missing_people.find_missing(planner.reading, in_order) if whole else []
    return ImportPlan(answers, in_order, known, names, *missing_people.split_missing_and_beside(known, missing, beside))
