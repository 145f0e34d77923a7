"""The effects of applying a change notice: on the member, the stay in the cell, or all the member's data."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, select

from db.contacts import stated_introduction_counts
from db.kernel import row_access
from db.kernel.session_context import context_of
from db.models import (
    ChangeNotice,
    ExemptionClass,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
)
from db.people import erasure, exemptions, memberships
from db.people.exemptions import ExemptionInput
from db.settings import settings

ERASED_AS = "not_subject"  # departure reason for somebody who stays in the register as a cell's own member


class NoticeEffect(StrEnum):
    """A possible effect of a kind of notice."""

    POSITION = "position"
    LEAVES = "leaves"
    EXEMPT = "exempt"
    ERASE = "erase"


class NoticeKind(NamedTuple):
    """A kind of notice with its label and effect; no effect if it is only noted."""

    key: str
    label: str
    effect: str | None


def load_notice_kind(session: Session, notice: ChangeNotice) -> dict:
    """The kind of a notice as listed in the commune's settings."""
    rows = settings.value_for_unit(session, "change_notices", notice.commune_id)
    return next((row for row in rows if row["key"] == notice.kind), {"key": notice.kind, "vi": notice.kind})


def apply_notice(session: Session, notice: ChangeNotice, member: Member, kind: dict) -> list[str] | None:
    """Apply a notice; if somebody is erased, returns the words to purge from copies elsewhere."""
    return _EFFECTS[NoticeEffect(kind["effect"])](session, notice, member, kind)


def _position(session: Session, notice: ChangeNotice, member: Member, kind: dict) -> None:
    member.position = notice.value


def _leaves(session: Session, notice: ChangeNotice, member: Member, kind: dict) -> None:
    _end(session, notice, kind.get("departure"))


def _exempt(session: Session, notice: ChangeNotice, member: Member, kind: dict) -> None:
    for row in _introductions(session, notice):
        row.exempt = True
        if row.membership_id is not None:
            stay = row_access.require_row(session, Membership, row.membership_id)
            leave = ExemptionInput(ExemptionClass.CONTACT, notice.effective_on)
            exemptions.exempt_in(session, member, stay.unit_id, leave)


def _erase(session: Session, notice: ChangeNotice, member: Member, kind: dict) -> list[str] | None:
    """Erase the member except for a number; what another cell or commune stores about the member stays."""
    stated_introduction_counts.increment_not_introduced(session, notice.commune_id, notice.effective_on)
    _end(session, notice, ERASED_AS)
    if _kept_elsewhere(session, notice):
        return None
    return erasure.erase_in(session, member, kind["vi"], leaving=True)


def _kept_elsewhere(session: Session, notice: ChangeNotice) -> bool:
    """Return whether the person is or was an own member of a cell, or a contact member in another commune."""
    member_id, ours = notice.member_id, context_of(session).viewer.unit_ids
    own = Membership.kind != MembershipKind.CONTACT
    another = own if ours is None else own | Membership.unit_id.not_in(ours)
    stays = select(Membership.id).where(Membership.member_id == member_id, another)
    letters = select(Introduction.id).where(
        Introduction.member_id == member_id, Introduction.commune_id != notice.commune_id
    )
    with row_access.reading_as_system(session):
        return any(session.exec(query).first() is not None for query in (stays, letters))


_EFFECTS: dict[NoticeEffect, Callable[[Session, ChangeNotice, Member, dict], list[str] | None]] = {
    NoticeEffect.POSITION: _position,
    NoticeEffect.LEAVES: _leaves,
    NoticeEffect.EXEMPT: _exempt,
    NoticeEffect.ERASE: _erase,
}


def _introductions(session: Session, notice: ChangeNotice) -> list[Introduction]:
    """Current introductions of this person to this commune."""
    query = select(Introduction).where(
        Introduction.member_id == notice.member_id,
        Introduction.commune_id == notice.commune_id,
        Introduction.state != IntroductionState.ENDED,
    )
    return list(session.exec(query).all())


def _end(session: Session, notice: ChangeNotice, departure: str | None) -> None:
    """End the stay in the commune's cell and the introduction on the notice's day."""
    for row in _introductions(session, notice):
        if row.membership_id is not None:
            stay = row_access.require_row(session, Membership, row.membership_id)
            row_access.require_cell_work(session, stay.unit_id)
            if stay.valid_to is None or stay.valid_to > notice.effective_on:
                memberships.end_in(session, [stay], notice.effective_on, departure)
        row.state, row.ended_on, row.end_reason = IntroductionState.ENDED, notice.effective_on, departure
