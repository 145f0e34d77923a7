"""The import kind for lists of members: the tables it depends on, and what it writes.

Parsed rows are matched with the register, planned, and applied as one batch.
"""

from datetime import date

from sqlmodel import Session, func, select

from db.history.prepared_writes import PreparedRows
from db.imports import member_import_plan, prepared_member_rows, register_snapshot, unit_names
from db.imports.import_answers import ImportAnswers
from db.imports.import_kind import ImportKind, ReportPart
from db.imports.list_plan import ListContent, RowEffect
from db.imports.member_list_outcomes import ImportPlan
from db.imports.prepared_member_rows import NewMembership
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.meetings import roster_questions, unplaced_guests
from db.models import (
    Guest,
    Meeting,
    MeetingState,
    Member,
    Membership,
    Role,
    Setting,
    Unit,
    UnitSuccession,
    UnitVersion,
)
from db.vietnamese import fold


def _plan(session: Session, content: ListContent, answers: ImportAnswers, progress: ReportPart) -> ImportPlan:
    rows = list(content.rows)
    known = register_snapshot.take_snapshot(session, answers.day)
    names = unit_names.read_unit_names(session, known, rows, answers)
    foreign = register_snapshot.numbers_out_of_reach(session, rows)
    return member_import_plan.plan_member_import(
        known, names, foreign, rows, answers, progress, content.whole, content.beside
    )


def _prepare(ahead: PreparedRows, plan: ImportPlan, content: ListContent) -> list[NewMembership]:
    return prepared_member_rows.prepare_rows(ahead, plan, content.columns)


def _on_behalf(viewer: Viewer, plan: ImportPlan, joins: list[NewMembership]) -> int | None:
    """The cell that a commune imports for, if one; with several cells, each finds its own rows in the history."""
    cells = {unit_id for _, _, unit_id in joins} | {unit_id for _, unit_id in _ended(plan)}
    return cells.pop() if viewer.role == Role.COMMUNE and len(cells) == 1 else None


def _write(session: Session, ahead: PreparedRows, plan: ImportPlan, joins: list[NewMembership]) -> None:
    """Write it, raising questions on meetings saved for days since: they stay as they are."""
    met = _met_since(session, plan.answers.day)
    pairs = {(outcome.member_id, unit_id) for outcome, _, unit_id in joins} | _ended(plan)
    people = {
        unit: {member_id for member_id, unit_id in pairs if unit_id == unit and member_id > 0}
        for unit in {unit_id for _, unit_id in pairs} & met
    }
    with roster_questions.ask_on_changes(session, people):
        ids = ahead.write(session)
        for member_id, unit_id in pairs:
            if unit_id in people:
                people[unit_id].add(ids.get(member_id, member_id))
    _place_guests(
        session,
        {
            (fold(outcome.row.name), unit_id): ids.get(outcome.member_id, outcome.member_id)
            for outcome, _, unit_id in joins
        },
    )


def _place_guests(session: Session, joined: dict[tuple[str, int], int]) -> None:
    """Settle guests of meetings who are on the list now."""
    with row_access.as_system(session):
        query = select(Guest.name, Guest.unit_id).where(
            Guest.member_id.is_(None), Guest.settled.is_(False), Guest.from_above.is_(False)
        )
        found = {(fold(name), unit_id) for name, unit_id in session.exec(query)} & joined.keys()
        for key in sorted(found):
            unplaced_guests.settle_by_name(session, session.get_one(Member, joined[key]), key[1])


def _ended(plan: ImportPlan) -> set[tuple[int, int]]:
    """Members whose stay ends, with the cell."""
    moved = {
        (outcome.member_id, stay.unit_id)
        for outcome in plan.outcomes
        if outcome.effect == RowEffect.CHANGED
        for stay in outcome.ends
    }
    return moved | {(one.member_id, one.stay.unit_id) for one in plan.missing if one.ends}


def _met_since(session: Session, day: date) -> set[int]:
    with row_access.as_system(session):
        query = (
            select(Meeting.unit_id)
            .where(Meeting.state == MeetingState.HELD, Meeting.held_on >= day)
            .group_by(Meeting.unit_id)
        )
        return set(session.exec(query.having(func.count(Meeting.id) > 0)))


MEMBERS = ImportKind(
    "members",
    "import",
    (Work.PEOPLE, Work.INTRODUCTIONS),
    (Unit, UnitVersion, UnitSuccession, Setting, Member, Membership),
    _plan,
    _prepare,
    _write,
    _on_behalf,
)
