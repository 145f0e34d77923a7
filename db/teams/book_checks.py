"""Checks of cells' books by the levels above, with the months checked and a remark for the cell."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Date, Integer, bindparam
from sqlmodel import Session, select

from db import config
from db.calendar import clock
from db.calendar.months import month_of
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import bulk, concurrent_changes, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.maintenance import raw_connection
from db.models import BookCheck, BookCheckAnswer, Unit
from db.models.units import CELLS
from db.teams import checker_erasure
from db.units.units import names_on
from db.vietnamese import fold

REMARK, ANSWER = 500, 300  # characters
FRESH_DAYS = 30  # how long the cell's first page shows a check

_OF_CELL = prepared_statement(
    select(
        BookCheck.code,
        BookCheck.by_unit_id,
        BookCheck.checker,
        BookCheck.checked_on,
        BookCheck.first_month,
        BookCheck.last_month,
        BookCheck.remark,
        BookCheckAnswer.text,
        BookCheckAnswer.answered_on,
    )
    .join(BookCheckAnswer, BookCheckAnswer.check_id == BookCheck.id, isouter=True)
    .where(
        BookCheck.unit_id == bindparam("unit", type_=Integer), BookCheck.checked_on >= bindparam("since", type_=Date)
    )
    .order_by(BookCheck.checked_on.desc(), BookCheck.id.desc())
)

RemarkAndAnswer = tuple[str | None, str | None]  # a remark and its answer


@dataclass(frozen=True)
class BookCheckInput:
    """A check as typed; months as yyyymm, both included."""

    checker: str
    checked_on: date | None
    first_month: int
    last_month: int
    remark: str = ""


class BookCheckLine(NamedTuple):
    """A check of a cell's book, and the unit that made it."""

    code: str
    by_unit_id: int
    by: str
    checker: str
    checked_on: date
    first_month: int
    last_month: int
    remark: str | None
    answer: str | None = None
    answered_on: date | None = None

    @property
    def is_erased(self) -> bool:
        """Whether the checker's name was erased."""
        return self.checker == checker_erasure.ERASED

    @property
    def remark_and_answer(self) -> RemarkAndAnswer:
        """The remark, and the cell's answer to it."""
        return self.remark, self.answer

    @property
    def awaits_answer(self) -> bool:
        """Whether there is a remark that the cell has not answered yet."""
        return self.remark is not None and self.answer is None


def record_checks(viewer: Viewer, unit_codes: Collection[str], typed: BookCheckInput, token: str | None = None) -> int:
    """Record that the books of these cells were checked, with the same months and remark; returns how many.

    Raises Invalid if no cell is selected, for a missing name, a day in the future and months in reverse or after that
    day; NotAllowed for a cell out of reach and for viewers who are not above it.
    """
    if not unit_codes:
        raise Invalid("check_cells_missing")
    with writing(viewer, "check_books", token=token) as session:
        _require_above(session)
        columns = _columns(typed) | {"account_id": _account_of(viewer, typed.checker)}
        cells = session.exec(select(Unit.id, Unit.kind).where(Unit.code.in_(list(unit_codes)))).all()
        if len(cells) < len(set(unit_codes)) or any(kind not in CELLS for _, kind in cells):
            raise NotAllowed()
        for unit_id, _ in sorted(cells):
            session.add(BookCheck(unit_id=unit_id, by_unit_id=viewer.unit_id, **columns))
        return len(cells)


def correct(viewer: Viewer, code: str, typed: BookCheckInput, token: str | None = None) -> None:
    """Correct a check by one's own unit. Raises as `record_checks` does; NotAllowed for others' checks;
    Conflict("changed_meanwhile") for another remark than the one that the cell has answered meanwhile.
    """
    with writing(viewer, "correct_check", token=token) as session:
        row, columns = _require_own(session, code), _columns(typed)
        if columns["checker"] != row.checker:
            columns["account_id"] = _account_of(viewer, typed.checker)
        if columns["remark"] != row.remark:  # an answer that nobody has read would then stand below another remark
            answers = session.exec(select(BookCheckAnswer.id).where(BookCheckAnswer.check_id == row.id)).all()
            concurrent_changes.require_rows_unchanged(session, BookCheckAnswer, answers)
        row.sqlmodel_update(columns)


def delete(viewer: Viewer, code: str, token: str | None = None) -> None:
    """Delete a check recorded by mistake; the history keeps it. Raises NotAllowed for others' checks."""
    with writing(viewer, "delete_check", token=token) as session:
        row = _require_own(session, code)
        with row_access.as_system(session):  # the cell's answer is deleted with it
            for answered in session.exec(select(BookCheckAnswer).where(BookCheckAnswer.check_id == row.id)).all():
                session.delete(answered)
        session.delete(row)


def answer(
    viewer: Viewer, code: str, text: str, token: str | None = None, shown: RemarkAndAnswer | None = None
) -> None:
    """Store the cell's answer to the remark of a check of its book, replacing an earlier one.

    Raises Invalid without text, for a text that is too long, and if there was no remark; Conflict("check_told_anew") if
    remark and answer are no longer as they were `shown`; NotAllowed for the book of another cell.
    """
    with writing(viewer, "answer_check", token=token) as session:
        row = row_access.require_by_code(session, BookCheck, code)
        if row.unit_id != viewer.unit_id or not viewer.writes(Work.MEETINGS):
            raise NotAllowed()
        if not row.remark:
            raise Invalid("check_without_remark")
        if not (said := validation.optional_text(text, ANSWER)):
            raise Invalid("check_answer_missing")
        standing = session.exec(select(BookCheckAnswer).where(BookCheckAnswer.check_id == row.id)).first()
        if shown is not None and shown != (row.remark, standing.text if standing else None):
            raise Conflict("check_told_anew")
        found = standing or BookCheckAnswer(check_id=row.id, unit_id=row.unit_id)
        found.sqlmodel_update({"text": said, "answered_on": clock.today()})
        session.add(found)


def erase_checker(viewer: Viewer, code: str, token: str | None = None) -> int:
    """Erase a checker's name for good, from all checks that this checker noted for the viewer's unit and from the
    history; return the number of checks. Raises NotAllowed for another unit's check.
    """
    with writing(viewer, "erase_checker", token=token) as session:
        row = _require_own(session, code)
        person = row.checker
        with row_access.as_system(session), bulk.without_history(session):
            count = checker_erasure.erase_in(session, person, row.by_unit_id)
    raw_connection.purge(config.database_url())
    return count


def list_of_cell(viewer: Viewer, unit_id: int, since: date = date.min) -> list[BookCheckLine]:
    """The checks of a cell's book since a day (default: all), latest first."""
    with reading(viewer) as session:
        rows = session.exec(_OF_CELL, params={"unit": unit_id, "since": since}).all()
        names = names_on(session, {row.by_unit_id for row in rows}, clock.today())
        return [BookCheckLine(code, by_unit_id, names[by_unit_id], *told) for code, by_unit_id, *told in rows]


def latest(viewer: Viewer, unit_id: int) -> BookCheckLine | None:
    """Return the latest check of a cell's book while it is recent; one whose remark waits for an answer
    comes before others.
    """
    recent = list_of_cell(viewer, unit_id, clock.today() - timedelta(days=FRESH_DAYS))
    return next((line for line in recent if line.awaits_answer), next(iter(recent), None))


def count_fresh_answers(viewer: Viewer) -> int:
    """Return how many remarks of the viewer's own unit cells have answered lately."""
    fresh = clock.today() - timedelta(days=FRESH_DAYS)
    with reading(viewer) as session:
        own = select(BookCheck.id).where(BookCheck.by_unit_id == viewer.unit_id, BookCheck.remark.is_not(None))
        query = select(BookCheckAnswer.id).where(
            BookCheckAnswer.answered_on >= fresh, BookCheckAnswer.check_id.in_(own)
        )
        return len(session.exec(query).all())


def _require_above(session: Session) -> None:
    if not context_of(session).viewer.writes(Work.TEAMS):
        raise NotAllowed()


def _require_own(session: Session, code: str) -> BookCheck:
    _require_above(session)
    row = row_access.require_by_code(session, BookCheck, code)
    if row.by_unit_id != context_of(session).viewer.unit_id:
        raise NotAllowed()
    return row


def _account_of(viewer: Viewer, checker: str) -> int | None:
    """Return the viewer's account if the viewer is the checker: the name is then erased with the account's owner."""
    return viewer.account_id if fold(checker) == fold(viewer.name) else None


def _columns(typed: BookCheckInput) -> dict:
    checked_on = validation.past_day(typed.checked_on)
    if typed.last_month < typed.first_month:
        raise Invalid("check_months_backwards")
    if typed.last_month > month_of(checked_on):
        raise Invalid("check_month_to_come", day=checked_on)
    return {
        "checker": validation.person_name(typed.checker),
        "checked_on": checked_on,
        "first_month": typed.first_month,
        "last_month": typed.last_month,
        "remark": validation.optional_text(typed.remark, REMARK),
    }
