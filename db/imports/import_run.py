"""Importing a list: planned and prepared outside the lock, written as one batch if its basis is unchanged."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.errors import NotAllowed
from db.history.prepared_rows import (
    COMPARING,
    PREPARING,
    WRITING,
    PreparedRows,
    ReportProgress,
    ignore_progress,
    progress_outside_lock,
    run_prepared,
)
from db.imports import answers as answering, import_plan, writer
from db.imports.import_rows import ImportRow
from db.imports.outcomes import ImportPlan, RowEffect
from db.kernel import actions
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading
from db.meetings import questions, unplaced_guests
from db.models import (
    Change,
    Erasure,
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

# what a plan rests on
RESTED = [table.__tablename__ for table in (Unit, UnitVersion, UnitSuccession, Setting, Member, Membership)]


class ImportResult(NamedTuple):
    """What came of it: rows by their effect, memberships ended because the list does not have them, and the batch, if
    anything changed.
    """

    counts: dict[str, int]
    ended: int
    batch_id: int | None


class _Ready(NamedTuple):
    """A plan with all that it writes, and the last change and erasure before it."""

    seen: tuple[int, int]
    plan: ImportPlan
    ahead: PreparedRows
    joins: list[writer.NewMembership]


def preview(
    viewer: Viewer, code: str, rows: list[ImportRow], whole: bool = True, beside: Collection[str] = ()
) -> ImportPlan:
    """What bringing a staged list in would do, with the answers given so far. Writes nothing.

    Of a list that is not `whole` nobody is missing, nor is anybody whose name stands `beside` its rows.
    """
    with reading(viewer) as session:
        return import_plan.make(
            session, rows, answering.load_answers(session, viewer, code), whole=whole, beside=beside
        )


def execute(
    viewer: Viewer,
    code: str,
    rows: list[ImportRow],
    token: str,
    tell: ReportProgress = ignore_progress,
    whole: bool = True,
    columns: dict[str, str] | None = None,
    beside: Collection[str] = (),
) -> ImportResult:
    """Bring a staged list in, as far as it is answered; `columns` are headings said by hand, for the next list;
    `beside` as for a preview.

    A used token changes nothing again. Raises NotAllowed outside the viewer's scope.
    """
    if not (viewer.writes(Work.PEOPLE) and viewer.writes(Work.INTRODUCTIONS)):
        raise NotAllowed()

    def stands(session: Session, ready: _Ready) -> bool:
        return _seen(session, ready.seen) and answering.load_answers(session, viewer, code) == ready.plan.answers

    def write(session: Session, ready: _Ready) -> ImportResult:
        # the token stands only where something changes
        session.info["batch"] |= {"token": token, "on_behalf_of": _on_behalf(viewer, ready)}
        _write(session, ready)
        session.flush()
        counts = {effect.value: ready.plan.counts[effect] for effect in RowEffect}
        return ImportResult(counts, sum(one.ends for one in ready.plan.missing), session.info["batch_id"])

    return run_prepared(
        viewer,
        "import",
        lambda session: _made(session, viewer, code, rows, tell, whole, columns, beside),
        stands,
        write,
    )


def _made(
    session: Session,
    viewer: Viewer,
    code: str,
    rows: list[ImportRow],
    tell: ReportProgress,
    whole: bool,
    columns: dict[str, str] | None,
    beside: Collection[str],
) -> _Ready:
    """The plan and all that it writes."""
    tell = progress_outside_lock(session, tell)
    with actions.as_system(session):
        seen = (
            session.exec(select(func.max(Change.id))).one() or 0,
            session.exec(select(func.max(Erasure.id))).one() or 0,
        )
    tell(COMPARING, 0)
    plan = import_plan.make(
        session, rows, answering.load_answers(session, viewer, code), lambda part: tell(COMPARING, part), whole, beside
    )
    tell(PREPARING, 0)
    made = PreparedRows(session)
    joins = writer.prepare_rows(made, plan, columns)
    tell(WRITING, 0)
    return _Ready(seen, plan, made, joins)


def _seen(session: Session, seen: tuple[int, int]) -> bool:
    """Whether nothing that a plan rests on was changed or erased since."""
    with actions.as_system(session):
        changed = session.exec(
            select(Change.id).where(Change.id > seen[0], Change.table_name.in_(RESTED)).limit(1)
        ).first()
        return changed is None and session.exec(select(Erasure.id).where(Erasure.id > seen[1]).limit(1)).first() is None


def _on_behalf(viewer: Viewer, ready: _Ready) -> int | None:
    """The cell that a commune does it for, where it is one; of several each finds its own rows in the history."""
    cells = {unit_id for _, _, unit_id in ready.joins} | {unit_id for _, unit_id in _ended(ready.plan)}
    return cells.pop() if viewer.role == Role.COMMUNE and len(cells) == 1 else None


def _write(session: Session, ready: _Ready) -> None:
    """Write it, with questions on meetings that were saved for days since: they stay as they are."""
    met = _met_since(session, ready.plan.answers.day)
    pairs = {(outcome.member_id, unit_id) for outcome, _, unit_id in ready.joins} | _ended(ready.plan)
    people = {
        unit: {member_id for member_id, unit_id in pairs if unit_id == unit and member_id > 0}
        for unit in {unit_id for _, unit_id in pairs} & met
    }
    with questions.raise_on_changes(session, people):
        ids = ready.ahead.write(session)
        for member_id, unit_id in pairs:
            if unit_id in people:
                people[unit_id].add(ids.get(member_id, member_id))
    _place_guests(
        session,
        {
            (fold(outcome.row.name), unit_id): ids.get(outcome.member_id, outcome.member_id)
            for outcome, _, unit_id in ready.joins
        },
    )


def _place_guests(session: Session, joined: dict[tuple[str, int], int]) -> None:
    """Guests of meetings who stand on the list by now are asked about no longer."""
    with actions.as_system(session):
        query = select(Guest.name, Guest.unit_id).where(
            Guest.member_id.is_(None), Guest.settled.is_(False), Guest.from_above.is_(False)
        )
        found = {(fold(name), unit_id) for name, unit_id in session.exec(query)} & joined.keys()
        for key in sorted(found):
            unplaced_guests.settle_by_name(session, session.get_one(Member, joined[key]), key[1])


def _ended(plan: ImportPlan) -> set[tuple[int, int]]:
    """Whose stay ends, and where."""
    moved = {
        (outcome.member_id, stay.unit_id)
        for outcome in plan.outcomes
        if outcome.effect == RowEffect.CHANGED
        for stay in outcome.ends
    }
    return moved | {(one.member_id, one.stay.unit_id) for one in plan.missing if one.ends}


def _met_since(session: Session, day: date) -> set[int]:
    with actions.as_system(session):
        query = (
            select(Meeting.unit_id)
            .where(Meeting.state == MeetingState.HELD, Meeting.held_on >= day)
            .group_by(Meeting.unit_id)
        )
        return set(session.exec(query.having(func.count(Meeting.id) > 0)))
