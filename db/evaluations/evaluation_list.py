"""A cell's evaluation for a year: its own members, what is saved, and what is in draft."""

import hashlib
from collections import defaultdict

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.assessments import assessed_people, marked_sheet
from db.assessments.marked_sheet import FOR_ALL, LIST
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftContent, DraftKey
from db.errors import Invalid, NotAllowed
from db.evaluations import evaluation_form, evaluation_sheet, year_work
from db.evaluations.evaluation_sheet import BESIDE, EvaluationLine, EvaluationSheet, EvaluationSteps, SavedEvaluation
from db.evaluations.year_work import FIRST_YEAR, WorkByMember, YearWork
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Evaluation, MembershipKind, Unit
from db.models.units import CELLS

DRAFT = "evaluation"


def draft_key(unit_id: int, year: int) -> DraftKey:
    """The place of the draft for a cell's year."""
    return DraftKey(DRAFT, unit_id, str(year))


def load(viewer: Viewer, unit_id: int, year: int, work: WorkByMember | None = None) -> EvaluationSheet:
    """A cell's year; `work` is the answer of `load_work`, if it was read before.

    Raises NotAllowed outside the viewer's units or for roles that read no evaluations, Invalid for an impossible year.
    """
    with reading(viewer) as session:
        return load_in(session, unit_id, year, work)


def load_work(viewer: Viewer, unit_id: int, year: int) -> WorkByMember:
    """What each person of a cell did in a year. Raises like `load`."""
    with reading(viewer) as session:
        require_cell_year(session, unit_id, year)
        return year_work.work_by_member(session, unit_id, year)


def load_in(session: Session, unit_id: int, year: int, work: WorkByMember | None = None) -> EvaluationSheet:
    """Like `load`, within the caller's session."""
    require_cell_year(session, unit_id, year)
    place, form = draft_key(unit_id, year), evaluation_form.load_in(session, unit_id)
    saved = {row.member_id: _saved(row) for row in session.exec(_SAVED, params={"unit": unit_id, "year": year})}
    work = work if work is not None else year_work.work_by_member(session, unit_id, year)
    typed = drafts.load_in(session, place)
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for field, value in typed.values.items():
        if value is not None:
            answers[field.part][field.name] = value
    common = evaluation_sheet.common_answers(answers.get(LIST, {}))
    lines = [
        evaluation_sheet.compose_line(
            person,
            work.get((person.member_id, False), YearWork()),
            form,
            saved.get(person.member_id),
            answers.get(marked_sheet.draft_part(person.member_id), {}),
            common,
        )
        for person in assessed_people.list_in_year(session, unit_id, year, MembershipKind.OWN)
        if person.here or person.member_id in saved
    ]
    lines.sort(key=lambda line: not line.person.due)
    return EvaluationSheet(unit_id, year, place, form, lines, [], _readable(typed, lines), _base(lines))


def require_cell_year(session: Session, unit_id: int, year: int) -> None:
    """Raise NotAllowed unless it is a cell in the viewer's reach and the role reads evaluations; Invalid for an
    impossible year.
    """
    viewer = context_of(session).viewer
    if not (viewer.reads(Audience.ASSESSMENTS) and viewer.reaches(unit_id)):
        raise NotAllowed()
    if session.exec(select(Unit.kind).where(Unit.id == unit_id)).first() not in CELLS:
        raise NotAllowed()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid("year_unknown")


def _saved(row) -> SavedEvaluation:
    return SavedEvaluation(row.id, row.member_id, EvaluationSteps(*row[2:]))


def _readable(typed: DraftContent, lines: list[EvaluationLine]) -> DraftContent:
    """The draft, with conflicts only about fields on the sheet."""
    parts = {line.part for line in lines}
    rivals = {
        field: values
        for field, values in typed.conflicts.items()
        if field.part in parts or (field.part == LIST and (field.name in BESIDE or field.name.startswith(FOR_ALL)))
    }
    return typed._replace(conflicts=rivals)


def _base(lines: list[EvaluationLine]) -> str:
    """A fingerprint of everything saved beneath the draft."""
    told = [(line.person.member_id, line.person.due, line.saved) for line in lines]
    return hashlib.sha256(repr(told).encode()).hexdigest()


_SAVED = prepared_statement(
    select(Evaluation.id, Evaluation.member_id, *(getattr(Evaluation, name) for name in EvaluationSteps._fields)).where(
        Evaluation.unit_id == bindparam("unit"),
        Evaluation.year == bindparam("year"),
        Evaluation.member_id.is_not(None),
    )
)
