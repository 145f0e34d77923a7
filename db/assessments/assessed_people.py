"""Who is assessed: the contact members on a cell's list at the end of a year, without those exempt from meetings;
likewise the own members, who are classified.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, or_, select

from db.calendar import clock
from db.calendar.validity import begun_on, valid_on
from db.errors import Invalid
from db.kernel.statements import prepared_statement
from db.models import CommentRequest, Exemption, ExemptionClass, Member, Membership, MembershipKind

EXEMPTED_BY = {MembershipKind.CONTACT: ExemptionClass.CONTACT, MembershipKind.OWN: ExemptionClass.OWN}


class AssessedPerson(NamedTuple):
    """A contact member of a cell in a year. `here`: on its list on the year's reference day."""

    member_id: int
    code: str
    name: str
    search_key: str
    number: int | None
    born: str | None
    since: date | None
    until: date | None
    here: bool
    exempt: bool

    @property
    def due(self) -> bool:
        """Whether an assessment is due even without a request."""
        return self.here and not self.exempt


def reference_day(year: int) -> date:
    """The day on which a year's list is read: its last day, or today during the year."""
    return max(date(year, 1, 1), min(date(year, 12, 31), clock.today()))


def list_in_year(
    session: Session, unit_id: int, year: int, kind: MembershipKind = MembershipKind.CONTACT
) -> list[AssessedPerson]:
    """Return everybody on a cell's list of contact (or own) members in a year, by number, each once
    with the last state.
    """
    day = reference_day(year)
    asked = {"unit": unit_id, "first": date(year, 1, 1), "day": day, "kind": kind, "exempt": EXEMPTED_BY[kind]}
    exempt = set(session.exec(_EXEMPT, params=asked))
    rows = {}
    for row in session.exec(_LISTED, params=asked):
        rows[row.id] = row
    people = [
        AssessedPerson(*row, row.valid_to is None or row.valid_to >= day, row.id in exempt) for row in rows.values()
    ]
    return sorted(people, key=lambda one: (not one.here, one.number is None, one.number or 0))


def with_open_requests(session: Session, member_ids: Collection[int]) -> set[int]:
    """Those about whom there is an unanswered request for a comment."""
    return set(session.exec(_ASKED_FOR, params={"members": list(member_ids)})) if member_ids else set()


def require_due(session: Session, unit_id: int, year: int, member_ids: Collection[int]) -> None:
    """Raise Invalid("assessment_exempt") for somebody exempt from meetings about whom there is no request."""
    exempt = set(session.exec(_EXEMPT, params=_contact_asked(unit_id, year))) & set(member_ids)
    if exempt := exempt - with_open_requests(session, exempt):
        name = session.exec(select(Member.name).where(Member.id == min(exempt))).first()
        raise Invalid("assessment_exempt", name=name)


def _contact_asked(unit_id: int, year: int) -> dict:
    return {"unit": unit_id, "day": reference_day(year), "exempt": ExemptionClass.CONTACT}


_UNIT: BindParameter[int] = bindparam("unit")
_DAY = bindparam("day", type_=Date)
_LISTED = prepared_statement(
    select(
        Member.id,
        Member.code,
        Member.name,
        Member.search_key,
        Membership.roster_number,
        Member.born,
        Membership.valid_from,
        Membership.valid_to,
    )
    .join(Membership, Membership.member_id == Member.id)
    .where(
        Membership.unit_id == _UNIT,
        Membership.kind == bindparam("kind"),
        begun_on(Membership, _DAY),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= bindparam("first", type_=Date)),
    )
    .order_by(Member.sort_key, Member.id, Membership.valid_to.is_(None), Membership.valid_to)
)
_ASKED_FOR = prepared_statement(
    select(CommentRequest.member_id).where(
        CommentRequest.member_id.in_(bindparam("members", expanding=True)),
        CommentRequest.answered_on.is_(None),
        CommentRequest.closed_on.is_(None),
    )
)
_EXEMPT = prepared_statement(
    select(Exemption.member_id).where(
        Exemption.unit_id == _UNIT, Exemption.kind == bindparam("exempt"), valid_on(Exemption, _DAY)
    )
)
