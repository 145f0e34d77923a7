"""The import kind for lists of introductions: the tables it depends on, and what it writes."""

from typing import Any

from sqlmodel import Session

from db.contacts import introductions, people_named_in_letters, receiving
from db.contacts.letters import Letter
from db.history.prepared_writes import PreparedRows
from db.imports import introduction_plan, prepared_member_rows, read_options
from db.imports.import_answers import ImportAnswers
from db.imports.import_kind import ImportKind, ReportPart
from db.imports.introduction_plan import IntroductionOutcome, IntroductionPlan
from db.imports.list_plan import ListContent, RowEffect
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session_context import context_of
from db.models import Introduction, Member, Membership, Role, Standing, Unit, UnitVersion


def _plan(session: Session, content: ListContent, answers: ImportAnswers, progress: ReportPart) -> IntroductionPlan:
    return introduction_plan.plan_introduction_import(session, content, answers)


def _prepare(ahead: PreparedRows, plan: IntroductionPlan, content: ListContent) -> list[int]:
    """Ids of the introductions, including those that get their letters."""
    created = [one for one in plan.outcomes if one.effect == RowEffect.CREATED]
    rows = [_person(one) for one in created]
    with row_access.as_system(ahead.session):  # a workplace may not add people itself
        members = ahead.insert(Member, rows)
        standings = [
            people_named_in_letters.first_standing(member_id, Member(**row))
            for member_id, row in zip(members, rows, strict=True)
        ]
        ahead.insert(Standing, standings)
    made = [
        {"member_id": member_id, "exempt": one.row.exempt, **introductions.letter_columns(_letter(one))}
        for member_id, one in zip(members, created, strict=True)
    ]
    ids = ahead.insert(Introduction, made)
    listed = [one for one in plan.outcomes if one.effect == RowEffect.CHANGED]
    ahead.update(
        Introduction,
        [{"id": one.listed, "exempt": one.row.exempt, **introductions.letter_columns(_letter(one))} for one in listed],
    )
    headings = read_options.headings_to_remember(content.columns, read_options.INTRODUCTIONS)
    if context_of(ahead.session).viewer.writes(Work.SETTINGS):
        prepared_member_rows.remember_answers(ahead, read_options.REMEMBERED, headings)
    return [*ids, *(one.listed for one in listed if one.listed)]


def _write(session: Session, ahead: PreparedRows, plan: IntroductionPlan, ids: list[int]) -> None:
    """Write it; introductions entered by a commune count as received, except doubtful ones."""
    real = ahead.write(session)
    if context_of(session).viewer.role == Role.COMMUNE:
        rows = receiving.load_introductions(session, [real.get(one, one) for one in ids])
        receiving.receive_in(session, rows, {})


def _on_behalf(viewer: Viewer, plan: IntroductionPlan, ids: Any) -> int | None:
    """The workplace that somebody else imports for, if one."""
    found = {one.letter.workplace_id for one in plan.outcomes if one.letter}
    return found.pop() if len(found) == 1 and viewer.role != Role.WORKPLACE else None


def _person(one: IntroductionOutcome) -> dict:
    columns = prepared_member_rows.person_columns(one.row)
    return columns | {"workplace": columns.get("workplace") or _letter(one).workplace}


def _letter(one: IntroductionOutcome) -> Letter:
    assert one.letter is not None
    return one.letter


INTRODUCTIONS = ImportKind(
    read_options.INTRODUCTIONS,
    "import_introductions",
    (Work.INTRODUCTIONS,),
    (Unit, UnitVersion, Member, Membership, Introduction),
    _plan,
    _prepare,
    _write,
    _on_behalf,
)
