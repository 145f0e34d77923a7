"""Classes of a year's evaluation as one list of counts: each class, not classified for a reason, not evaluated yet.

Open to the same roles as `evaluation_counts`; without names.
"""

from sqlmodel import func, select

from db.assessments.assessed_people import AssessedPerson
from db.evaluations import evaluation_form, evaluation_list
from db.evaluations.evaluation_sheet import NO_STEPS, EvaluationLine
from db.figures import evaluation_counts
from db.figures.evaluation_counts import ClassCounts
from db.figures.member_classes import MemberClass, MembersCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Evaluation, Exemption, Membership, UnitEvaluation

TABLES = (Evaluation, UnitEvaluation, Membership, Exemption)  # the tables it reads
UNCLASSIFIED, MISSING = "unclassified", "missing"


def by_class(viewer: Viewer, year: int, unit_id: int | None = None) -> list[MemberClass]:
    """The classes, best first, then not classified for a reason, then not evaluated; empty for
    roles without these counts.
    """
    counts = evaluation_counts.total(part.count for part in evaluation_counts.by_unit(viewer, year, unit_id))
    with reading(viewer) as session:
        keys = list(evaluation_form.class_labels(session, viewer.unit_id))
    former = sorted(counts.classes.keys() - set(keys))
    return [MemberClass(key, *_of(counts, key)) for key in [*keys, *former, UNCLASSIFIED, MISSING]]


def by_unit(viewer: Viewer, year: int, key: str, unit_id: int | None = None) -> list[UnitCount[MembersCount]]:
    """The areas directly below a unit (default: all in sight) or its cells, in order."""
    found = evaluation_counts.by_unit(viewer, year, unit_id)
    return [UnitCount(part.unit_id, part.code, part.name, part.is_cell, _of(part.count, key)) for part in found]


def list_people(viewer: Viewer, year: int, key: str, cell_id: int) -> list[AssessedPerson]:
    """The people of a cell in a class, by saved evaluations. Raises as the evaluation list does."""
    lines = evaluation_list.load(viewer, cell_id, year).lines
    return [line.person for line in lines if _key(line) == key]


def count_erased(viewer: Viewer, year: int, key: str, cell_id: int) -> int:
    """How many members of a class in a cell have been erased since: the count stays, without their identity."""
    settled = func.coalesce(Evaluation.decided, Evaluation.proposed)
    of_class = settled == key
    if key == UNCLASSIFIED:
        of_class = settled.is_(None) & Evaluation.unclassified.is_not(None)
    erased = Evaluation.member_id.is_(None), Evaluation.unit_id == cell_id, Evaluation.year == year
    with reading(viewer) as session:
        return session.exec(select(func.count(Evaluation.id)).where(*erased, of_class)).one()


def _key(line: EvaluationLine) -> str | None:
    """The class that somebody counts in; None for an exempt person without a class."""
    steps = line.saved.steps if line.saved else NO_STEPS
    settled = steps.decided or steps.proposed or (UNCLASSIFIED if steps.unclassified else None)
    return settled or (MISSING if line.person.due else None)


def _of(counts: ClassCounts, key: str) -> MembersCount:
    missing = max(0, counts.missing)
    told = {UNCLASSIFIED: counts.unclassified, MISSING: missing}
    members = told[key] if key in told else counts.classes.get(key, 0)
    return MembersCount(members, counts.classified + counts.unclassified + missing)
