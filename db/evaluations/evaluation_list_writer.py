"""Saving a cell's evaluations: the whole list in one action, as far as each has come."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from db.drafts import drafts
from db.errors import Conflict, Invalid
from db.evaluations import evaluation_list
from db.evaluations.evaluation_form import VOTES
from db.evaluations.evaluation_sheet import EvaluationLine, EvaluationSheet, EvaluationSteps
from db.kernel import bulk, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import AlreadyDone, writing
from db.meetings.meeting_record import cell_acted_for
from db.meetings.sheet_snapshot import SheetSnapshot, refuse_changed
from db.models import Evaluation

NUMBER = 30  # characters of a decision's number
MOST = 10_000  # voters


def save(viewer: Viewer, unit_id: int, year: int, shown: SheetSnapshot | None = None, token: str | None = None) -> int:
    """Save a cell's list as it was `shown`; returns for how many people something is new.

    Raises Conflict("sheet_changed") if the list has changed since, Conflict("rivals") if two people differ and nobody
    chose, Conflict("evaluated_elsewhere") for somebody whom another cell has classified for that year, AlreadyDone if
    nothing is new, Invalid for more votes than voters, more voters than members, a class beside a reason for none, a
    day in the future or a decision before the self-review.
    """
    with writing(viewer, "evaluate", on_behalf_of=cell_acted_for(viewer, unit_id), token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.ASSESSMENTS)
        sheet = evaluation_list.load_in(session, unit_id, year)
        refuse_changed(sheet, shown)
        if sheet.typed.conflicts:
            raise Conflict("rivals", count=len(sheet.typed.conflicts))
        _check_list(sheet)
        if not (lines := sheet.lines_to_save):
            raise AlreadyDone("already_done")
        for line, steps in lines:
            _check(sheet, line, steps)
        _require_nowhere_else(session, sheet, [line for line, _ in lines if line.saved is None])
        _write(session, sheet, lines)
        drafts.delete_in(session, sheet.place)
        return len(lines)


def discard_draft(viewer: Viewer, unit_id: int, year: int, shown: SheetSnapshot | None = None) -> None:
    """Discard unsaved input.

    Raises Conflict("sheet_changed") if more has been typed than was `shown`.
    """
    with writing(viewer, "type") as session:
        sheet = evaluation_list.load_in(session, unit_id, year)
        refuse_changed(sheet, shown)
        drafts.delete_in(session, sheet.place)


def _check_list(sheet: EvaluationSheet) -> None:
    """Check the fields that are typed once for the list."""
    for name in ("self_on", "decided_on"):
        if day := sheet.day(name):
            validation.past_day(day)
    validation.optional_text(sheet.text("decision_number"), NUMBER)
    if (voters := sheet.text("voters")) and not (voters.isdecimal() and int(voters) <= MOST):
        raise Invalid("votes_unfit")
    there = sum(line.person.here for line in sheet.lines)
    if voters and int(voters) > there:
        raise Invalid("voters_more_than_members", voters=int(voters), members=there)


def _check(sheet: EvaluationSheet, line: EvaluationLine, steps: EvaluationSteps) -> None:
    name = line.person.name
    if (votes := line.texts.get(VOTES)) and not (votes.isdecimal() and int(votes) <= MOST):
        raise Invalid("votes_unfit")
    if steps.votes is not None and steps.voters is None:
        raise Invalid("voters_missing", name=name)
    if steps.votes is not None and steps.voters is not None and steps.votes > steps.voters:
        raise Invalid("votes_more_than_voters", name=name, votes=steps.votes, voters=steps.voters)
    if steps.unclassified and (steps.proposed or steps.decided):
        raise Invalid("class_and_reason", name=name)
    if steps.self_on and steps.decided_on and steps.decided_on < steps.self_on:
        raise Invalid("decided_before_review", name=name, day=steps.decided_on, start=steps.self_on)
    for day in (steps.self_on, steps.decided_on):
        if day and day < date(sheet.year, 1, 1):
            raise Invalid("evaluated_before_year", day=day, year=str(sheet.year))


def _require_nowhere_else(session: Session, sheet: EvaluationSheet, new: Iterable[EvaluationLine]) -> None:
    """Raise Conflict if somebody has been classified elsewhere for the year."""
    names = {line.person.member_id: line.person.name for line in new}
    query = select(Evaluation.member_id).where(Evaluation.year == sheet.year, Evaluation.unit_id != sheet.unit_id)
    with row_access.reading_as_system(session):
        found = session.exec(query.where(Evaluation.member_id.in_(list(names)))).first()
    if found is not None:
        raise Conflict("evaluated_elsewhere", name=names[found], year=str(sheet.year))


def _write(session: Session, sheet: EvaluationSheet, lines: list[tuple[EvaluationLine, EvaluationSteps]]) -> None:
    about = {"unit_id": sheet.unit_id, "year": sheet.year}
    new = [
        {**about, "member_id": line.person.member_id, **steps._asdict()} for line, steps in lines if line.saved is None
    ]
    bulk.insert(session, Evaluation, new)
    kept = [(line.saved.id, steps) for line, steps in lines if line.saved]
    bulk.update(session, Evaluation, [{"id": row_id, **steps._asdict()} for row_id, steps in kept if any(steps)])
    bulk.delete(session, Evaluation, [row_id for row_id, steps in kept if not any(steps)])
