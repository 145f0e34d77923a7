"""Exemptions: who need not attend a cell's meetings, of which class, from when to when."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db.calendar.spans import day_span, span_of
from db.errors import Invalid
from db.kernel import row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.meetings import roster_questions
from db.meetings.roster import KINDS_EXEMPTED
from db.models import Exemption, ExemptionClass, Member, Membership
from db.people import membership_consistency
from db.settings import settings


@dataclass(frozen=True)
class ExemptionInput:
    """An exemption as typed; an open end is not known yet."""

    kind: ExemptionClass
    since: date | None = None
    until: date | None = None
    reason: str | None = None
    paper: str | None = None


def exempt(viewer: Viewer, code: str, unit_id: int, exemption: ExemptionInput, token: str | None = None) -> None:
    """Exempt a member from a cell's meetings, or note a temporary absence.

    Raises Invalid outside the member's time in the cell, for impossible days, and for a class that applies at that time
    already.
    """
    with writing(viewer, "away" if exemption.kind == ExemptionClass.AWAY else "exempt", token=token) as session:
        exempt_in(session, row_access.require_member(session, code), unit_id, exemption)


def exempt_in(session: Session, member: Member, unit_id: int, exemption: ExemptionInput) -> None:
    """Like `exempt`, within the caller's action."""
    row_access.require_cell_work(session, unit_id)
    with roster_questions.ask_on_change(session, member.id, unit_id):
        row = Exemption(member_id=member.id, unit_id=unit_id, kind=exemption.kind)
        _fill(session, row, exemption)
        session.add(row)
        membership_consistency.require_consistency(session, {(member.id, unit_id)})


def end(viewer: Viewer, exemption_id: int, day: date | None) -> None:
    """End an exemption after its last day. Raises Invalid for an impossible day or if it ended before."""
    with writing(viewer, "end_exemption") as session:
        row = row_access.require_row(session, Exemption, exemption_id)
        row_access.require_cell_work(session, row.unit_id)
        day = validation.end_day(day, row.valid_from, row.valid_to)
        with roster_questions.ask_on_change(session, row.member_id, row.unit_id):
            row.valid_to = day


def correct(viewer: Viewer, exemption_id: int, exemption: ExemptionInput) -> None:
    """Correct an exemption."""
    with writing(viewer, "correct_exemption") as session:
        row = row_access.require_row(session, Exemption, exemption_id)
        row_access.require_cell_work(session, row.unit_id)
        with roster_questions.ask_on_change(session, row.member_id, row.unit_id):
            _fill(session, row, exemption)
            membership_consistency.require_consistency(session, {(row.member_id, row.unit_id)})


def _fill(session: Session, row: Exemption, exemption: ExemptionInput) -> None:
    validation.check_span(exemption.since, exemption.until)
    with session.no_autoflush:
        stay = _stay(session, row, exemption)
        row.kind, row.reason = (
            ExemptionClass(exemption.kind),
            settings.option_key(session, "exemption_reasons", exemption.reason, row.unit_id),
        )
        row.valid_from, row.valid_to = exemption.since or stay.valid_from, exemption.until or stay.valid_to
        row.paper = validation.optional_text(exemption.paper, 200)


def _stay(session: Session, row: Exemption, exemption: ExemptionInput):
    """The stay in the cell that contains the exemption and bounds its open ends."""
    query = select(Membership.valid_from, Membership.valid_to).where(
        Membership.member_id == row.member_id, Membership.unit_id == row.unit_id
    )
    for stay in session.exec(
        query.where(Membership.kind.in_(KINDS_EXEMPTED[exemption.kind])).order_by(
            Membership.valid_to.is_not(None), Membership.valid_to.desc()
        )
    ):
        if span_of(stay).covers(day_span(exemption.since or stay.valid_from, exemption.until or stay.valid_to)):
            return stay
    raise Invalid("exemption_outside_membership", start=exemption.since, end=exemption.until)
