"""Entries of the year: recorded for one person, several or a whole group, corrected, and deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import month_of
from db.calendar.validity import valid_on
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid
from db.kernel import bulk, closed_periods, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.meetings import minutes_date
from db.models import Campaign, Member, Membership, YearEntry
from db.year_entries import entry_kinds
from db.year_entries.amount_parser import LARGEST, LONGEST
from db.year_entries.entry_kinds import Measure

NOTE = 200  # characters


@dataclass(frozen=True)
class EntryInput:
    """An entry; amount and days only for kinds that measure them, each per person."""

    kind: str
    happened_on: date | None
    amount: int | None = None
    days: float | None = None
    approximate: bool = False
    campaign: str | None = None  # public code
    note: str | None = None
    minutes_dated: date | None = None


def record(
    viewer: Viewer,
    unit_id: int,
    entries: Sequence[tuple[EntryInput, Sequence[str]]],
    reason: str | None = None,
    token: str | None = None,
    draft: DraftKey | None = None,
) -> int:
    """Record each of these entries for the people of a cell given with it by public code, and drop the form's draft;
    returns the number of rows.

    Raises Invalid if there is nobody, for somebody who was not in the cell that day, a kind or campaign that it lacks,
    a day in the future and a closed month without a reason, NotAllowed outside the viewer's cells.
    """
    with writing(viewer, "record_entries", reason=reason, token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.ENTRIES)
        if not any(codes for _, codes in entries):
            raise Invalid("entry_people_missing")
        rows = []
        for entry, codes in entries:
            columns = _columns(session, unit_id, entry)
            people = _people(session, unit_id, codes, columns["happened_on"])
            rows += [columns | {"unit_id": unit_id, "member_id": member_id} for member_id in people]
        bulk.insert(session, YearEntry, rows)
        if draft:
            drafts.delete_in(session, draft)
        return len(rows)


def correct(viewer: Viewer, entry_ids: Collection[int], entry: EntryInput, reason: str | None = None) -> None:
    """Correct an entry of one person, or of several made together; raises as `record` does."""
    with writing(viewer, "correct_entries", reason=reason) as session:
        rows = _require(session, entry_ids)
        columns = _columns(session, rows[0].unit_id, entry, standing=rows[0].kind)
        codes = session.exec(select(Member.code).where(Member.id.in_([row.member_id for row in rows]))).all()
        _people(session, rows[0].unit_id, codes, columns["happened_on"])
        bulk.update(session, YearEntry, [columns | {"id": row.id} for row in rows])


def delete(viewer: Viewer, entry_ids: Collection[int], reason: str | None = None) -> None:
    """Delete entries made by mistake; the history keeps them, and undo restores them."""
    with writing(viewer, "take_back_entries", reason=reason) as session:
        rows = _require(session, entry_ids)
        bulk.delete(session, YearEntry, [row.id for row in rows])


def needs_reason(viewer: Viewer, unit_id: int, day: date | None) -> bool:
    """Return whether a day is in a closed month of a cell, so that changes require a reason."""
    if day is None or month_of(day) >= month_of(clock.today()):
        return False
    with reading(viewer) as session:
        return bool(closed_periods.filter_closed(session, {(unit_id, month_of(day))}))


def _require(session: Session, entry_ids: Collection[int]) -> list[YearEntry]:
    """Rows of one cell. Raises NotAllowed if one is not the viewer's or no longer exists."""
    rows = [row_access.require_row(session, YearEntry, entry_id) for entry_id in entry_ids]
    for unit_id in {row.unit_id for row in rows}:
        row_access.require_cell_work(session, unit_id, Work.ENTRIES)
    if not rows or len({row.unit_id for row in rows}) > 1:
        raise Invalid("entry_people_missing")
    return rows


def _columns(session: Session, unit_id: int, entry: EntryInput, standing: str | None = None) -> dict:
    """An entry as it is stored. Raises Invalid if it does not fit."""
    known = entry_kinds.measures(session, unit_id)
    if entry.kind not in known and entry.kind != standing:
        raise Invalid("entry_kind_missing")
    day = validation.past_day(entry.happened_on)
    measure = known.get(entry.kind, Measure.NONE)
    amount = _fitting(entry.amount, LARGEST) if measure == Measure.MONEY else None
    days = _fitting(entry.days, LONGEST) if measure == Measure.DAYS else None
    return {
        "kind": entry.kind,
        "happened_on": day,
        "period": month_of(day),
        "amount": amount,
        "days": days,
        "approximate": entry.approximate and (amount or days) is not None,
        "campaign_id": _campaign(session, unit_id, entry.campaign, day),
        "note": validation.optional_text(entry.note, NOTE),
        "minutes_dated": minutes_date.clean_date(entry.minutes_dated, None),
    }


def _fitting(value, most):
    """An amount, or None if unknown. Raises Invalid for an impossible one."""
    if value is not None and not 0 < value <= most:
        raise Invalid("amount_unfit")
    return value


def _campaign(session: Session, unit_id: int, code: str | None, day: date) -> int | None:
    if not code:
        return None
    found = session.exec(select(Campaign).where(Campaign.code == code, Campaign.unit_id == unit_id)).first()
    if found is None or (found.ended_on and found.ended_on < day):
        raise Invalid("campaign_unknown")
    return found.id


def _people(session: Session, unit_id: int, codes: Sequence[str], day: date) -> list[int]:
    """The people of the cell that day by code, each once, in the given order."""
    wanted = list(dict.fromkeys(codes))
    query = select(Member.code, Member.id).join(Membership, Membership.member_id == Member.id)
    here = dict(
        session.exec(
            query.where(Membership.unit_id == unit_id, Member.code.in_(wanted), valid_on(Membership, day))
        ).all()
    )
    if missing := [code for code in wanted if code not in here]:
        name = session.exec(select(Member.name).where(Member.code == missing[0])).first()
        raise Invalid("entry_person_elsewhere", name=name or "…", day=day)
    return [here[code] for code in wanted]
