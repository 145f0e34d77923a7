"""Evaluations for export: a row for each own member of a year's lists, with the year's counts and classes."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import and_, or_, select

from db.assessments.assessed_people import reference_day
from db.calendar.validity import begun_on, not_ended_on
from db.errors import NotAllowed
from db.evaluations import evaluation_list
from db.evaluations.evaluation_sheet import EvaluationLine
from db.figures import evaluation_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Evaluation, Membership, MembershipKind


class EvaluationRow(NamedTuple):
    """An own member of a cell with what is saved about the year."""

    cell: str
    line: EvaluationLine


def count_evaluations(viewer: Viewer, year: int, unit_id: int | None = None) -> int:
    """The number of rows: everybody on a list, and those who left it in the year but are evaluated in it."""
    day = reference_day(year)
    cells = [each.unit_id for each in evaluation_counts.list_cells(viewer, year, unit_id)]
    evaluated = select(Evaluation.id).where(
        Evaluation.unit_id == Membership.unit_id,
        Evaluation.member_id == Membership.member_id,
        Evaluation.year == year,
    )
    left_and_evaluated = and_(Membership.valid_to >= date(year, 1, 1), evaluated.exists())
    query = select(Membership.unit_id, Membership.member_id).where(
        Membership.unit_id.in_(cells),
        Membership.kind == MembershipKind.OWN,
        begun_on(Membership, day),
        or_(not_ended_on(Membership, day), left_and_evaluated),
    )
    with reading(viewer) as session:
        return len(session.exec(query.distinct()).all())


def iterate_evaluations(viewer: Viewer, year: int, unit_id: int | None = None) -> Iterator[EvaluationRow]:
    """Evaluations of every cell below a unit (default: all in sight), cell by cell, without drafts.

    Raises NotAllowed for roles that read no evaluations.
    """
    if not viewer.reads(Audience.ASSESSMENTS):
        raise NotAllowed()
    for cell in evaluation_counts.list_cells(viewer, year, unit_id):
        sheet = evaluation_list.load(viewer, cell.unit_id, year)
        for line in sheet.lines:
            yield EvaluationRow(cell.name, line)
