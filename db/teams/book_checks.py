"""Checks of cells' books by the levels above: noted with the months looked through and a remark that the cell reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import month_of
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import BookCheck, Unit
from db.models.units import CELLS
from db.units.units import names_on

REMARK = 500  # letters
FRESH_DAYS = 30  # so long the first page of the cell names a check


@dataclass(frozen=True)
class BookCheckInput:
    """A check as it is typed; months as yyyymm, both included."""

    checker: str
    checked_on: date | None
    first_month: int
    last_month: int
    remark: str = ""


class BookCheckLine(NamedTuple):
    """A check of a cell's book, and whose it was."""

    code: str
    by_unit_id: int
    by: str
    checker: str
    checked_on: date
    first_month: int
    last_month: int
    remark: str | None


def check(viewer: Viewer, unit_codes: Collection[str], typed: BookCheckInput, token: str | None = None) -> int:
    """Note that the books of these cells were checked, each with the same months and remark; how many.

    Raises Invalid where no cell is chosen, without a name, for a day to come and for months that run backwards or lie
    after that day; NotAllowed for a cell out of the viewer's reach and for whoever is not above it.
    """
    if not unit_codes:
        raise Invalid("check_cells_missing")
    with writing(viewer, "check_books", token=token) as session:
        _require_above(session)
        columns = _columns(typed)
        cells = session.exec(select(Unit.id, Unit.kind).where(Unit.code.in_(list(unit_codes)))).all()
        if len(cells) < len(set(unit_codes)) or any(kind not in CELLS for _, kind in cells):
            raise NotAllowed()
        for unit_id, _ in sorted(cells):
            session.add(BookCheck(unit_id=unit_id, by_unit_id=viewer.unit_id, **columns))
        return len(cells)


def correct(viewer: Viewer, code: str, typed: BookCheckInput, token: str | None = None) -> None:
    """A check of one's own unit is as this says. Raises as `check` does; NotAllowed for a check of others."""
    with writing(viewer, "correct_check", token=token) as session:
        _require_own(session, code).sqlmodel_update(_columns(typed))


def delete(viewer: Viewer, code: str, token: str | None = None) -> None:
    """A check noted by mistake goes; history keeps it. Raises NotAllowed for a check of others."""
    with writing(viewer, "delete_check", token=token) as session:
        session.delete(_require_own(session, code))


def list_of_cell(viewer: Viewer, unit_id: int) -> list[BookCheckLine]:
    """The checks of a cell's book, the latest first."""
    with reading(viewer) as session:
        query = select(BookCheck).where(BookCheck.unit_id == unit_id)
        rows = session.exec(query.order_by(BookCheck.checked_on.desc(), BookCheck.id.desc())).all()
        names = names_on(session, {row.by_unit_id for row in rows}, clock.today())
        return [
            BookCheckLine(
                row.code, row.by_unit_id, names[row.by_unit_id], row.checker, row.checked_on,
                row.first_month, row.last_month, row.remark,
            )
            for row in rows
        ]  # fmt: skip


def latest(viewer: Viewer, unit_id: int) -> BookCheckLine | None:
    """The last check of a cell's book, as long as it is fresh."""
    fresh = clock.today() - timedelta(days=FRESH_DAYS)
    return next((line for line in list_of_cell(viewer, unit_id)[:1] if line.checked_on >= fresh), None)


def _require_above(session: Session) -> None:
    if not context_of(session).viewer.writes(Work.TEAMS):
        raise NotAllowed()


def _require_own(session: Session, code: str) -> BookCheck:
    _require_above(session)
    row = row_access.require_by_code(session, BookCheck, code)
    if row.by_unit_id != context_of(session).viewer.unit_id:
        raise NotAllowed()
    return row


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
