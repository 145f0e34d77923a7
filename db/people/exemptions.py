"""Exemptions: who need not come to a cell's meetings, of which class, from when to when."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db import checks, deeds
from db.faults import Invalid
from db.meetings.roster import FITS
from db.models import Exemption, ExemptionClass, Membership
from db.people import questions, sound
from db.scope import Viewer
from db.session import writing


@dataclass(frozen=True)
class Leave:
    """An exemption as it is typed; an open end is not known yet."""

    kind: ExemptionClass
    since: date | None = None
    until: date | None = None
    reason: str | None = None
    paper: str | None = None


def exempt(viewer: Viewer, code: str, unit_id: int, leave: Leave, token: str | None = None) -> None:
    """Exempt a member from a cell's meetings, or note that he is away for a time.

    Raises Invalid outside his time in the cell, for days that cannot be, and for a class he has at that time already.
    """
    with writing(viewer, "away" if leave.kind == ExemptionClass.AWAY else "exempt", token=token) as session:
        member = deeds.member(session, code)
        deeds.about(session, unit_id)
        with questions.asking(session, member.id, unit_id):
            row = Exemption(member_id=member.id, unit_id=unit_id, kind=leave.kind)
            _fill(session, row, leave)
            session.add(row)
            sound.check(session, {(member.id, unit_id)})


def end(viewer: Viewer, exemption_id: int, day: date | None) -> None:
    """End an exemption; the day is its last one. Raises Invalid for a day that cannot be or one that ended before."""
    with writing(viewer, "end_exemption") as session:
        row = deeds.row(session, Exemption, exemption_id)
        deeds.about(session, row.unit_id)
        day = checks.last(day, row.valid_from, row.valid_to)
        with questions.asking(session, row.member_id, row.unit_id):
            row.valid_to = day


def correct(viewer: Viewer, exemption_id: int, leave: Leave) -> None:
    """Put right what was typed wrongly about an exemption."""
    with writing(viewer, "correct_exemption") as session:
        row = deeds.row(session, Exemption, exemption_id)
        deeds.about(session, row.unit_id)
        with questions.asking(session, row.member_id, row.unit_id):
            _fill(session, row, leave)
            sound.check(session, {(row.member_id, row.unit_id)})


def _fill(session: Session, row: Exemption, leave: Leave) -> None:
    checks.span(leave.since, leave.until)
    with session.no_autoflush:
        stay = _stay(session, row, leave)
        row.kind, row.reason = ExemptionClass(leave.kind), checks.chosen(session, "exemption_reasons", leave.reason, row.unit_id)
        row.valid_from, row.valid_to = leave.since or stay.valid_from, leave.until or stay.valid_to
        row.paper = checks.text(leave.paper, 200)


def _stay(session: Session, row: Exemption, leave: Leave):
    """The time in the cell that the exemption lies in; its own open ends reach as far as that."""
    query = select(Membership.valid_from, Membership.valid_to).where(Membership.member_id == row.member_id, Membership.unit_id == row.unit_id)
    for stay in session.exec(query.where(Membership.kind.in_(FITS[leave.kind])).order_by(Membership.valid_to.is_not(None), Membership.valid_to.desc())):
        if checks.covered(leave.since or stay.valid_from, leave.until or stay.valid_to, [stay]):
            return stay
    raise Invalid("exemption_outside_membership", start=leave.since, end=leave.until)
