"""Change notices: what a workplace reports about people whom it introduced, and how the commune handles it.

The effect of a notice is defined with its kind in the setting "change_notices": a new position, leaving the cell,
exemption from meetings, or erasure of people who no longer need an introduction. Kinds without an effect are only
noted.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.contacts import change_notice_effects
from db.contacts.change_notice_effects import NoticeEffect, NoticeKind
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.kernel.validation import EARLIEST
from db.models import ChangeNotice, Introduction, IntroductionState, Member, Membership, Role
from db.people import erasure
from db.settings import settings
from db.units.units import names_on

NOTIFIED = (
    IntroductionState.INTRODUCED,
    IntroductionState.RECEIVED,
    IntroductionState.PLACED,
    IntroductionState.UNKNOWN,
)
MOST_HANDLED = 50  # handled notices that are listed


class NoticeOutcome(StrEnum):
    """How the commune handled a notice."""

    APPLIED = "applied"
    NOTED = "noted"
    RETURNED = "returned"


@dataclass(frozen=True)
class NoticeInput:
    """A notice as typed; `value` is the new position, workplace or address."""

    kind: str | None
    effective_on: date | None
    value: str | None = None
    reason: str | None = None


class NoticeLine(NamedTuple):
    """A notice with the person it is about."""

    code: str
    member: str
    name: str
    born: str | None
    workplace: str | None
    commune: str | None
    cell: str | None
    kind: str
    effective_on: date
    value: str | None
    reason: str | None
    sent_on: date
    handled_on: date | None
    outcome: str | None
    answer: str | None


class NotifiedPerson(NamedTuple):
    """Somebody about whom a notice may be sent."""

    code: str
    name: str
    born: str | None


def list_kinds(viewer: Viewer) -> dict[str, NoticeKind]:
    """The kinds of notice on offer, by key, with their effect."""
    return {
        option.key: NoticeKind(option.key, option.label, option.row.get("effect"))
        for option in settings.active_options(viewer, "change_notices")
    }


def list_people_to_notify_of(viewer: Viewer) -> list[NotifiedPerson]:
    """Return people introduced by the viewer's workplace or to the viewer's commune, in Vietnamese order."""
    with reading(viewer) as session:
        query = select(Member.code, Member.name, Member.born).join(Introduction, Introduction.member_id == Member.id)
        rows = session.exec(query.where(Introduction.state.in_(NOTIFIED)).order_by(Member.sort_key, Member.id))
        return list(dict.fromkeys(NotifiedPerson(*row) for row in rows))


def send(viewer: Viewer, member_code: str | None, notice: NoticeInput, token: str | None = None) -> None:
    """Send a notice to the commune, which may also enter one on a workplace's behalf.

    Raises Invalid for somebody not introduced by the workplace or who has left, for a day in the future or before the
    introduction, and if a notice of the same kind is still waiting.
    """
    with writing(viewer, "send_notice", token=token) as session:
        member, row = _introduced(session, member_code)
        if viewer.role == Role.COMMUNE:
            context_of(session).action.on_behalf_of = row.workplace_id
        kind = settings.option_key(session, "change_notices", notice.kind, row.commune_id)
        if kind is None:
            raise Invalid("notice_kind_missing")
        day = _check_day(notice.effective_on, row)
        waiting = select(ChangeNotice.sent_on).where(
            ChangeNotice.member_id == member.id, ChangeNotice.kind == kind, ChangeNotice.handled_on.is_(None)
        )
        if before := session.exec(waiting).first():
            raise Invalid("notice_twice", day=before)
        session.add(
            ChangeNotice(
                member_id=member.id,
                workplace_id=row.workplace_id,
                commune_id=row.commune_id,
                kind=kind,
                effective_on=day,
                value=validation.optional_text(notice.value, 200),
                reason=validation.optional_text(notice.reason, 200),
                sent_on=clock.today(),
            )
        )


def list_waiting(viewer: Viewer) -> list[NoticeLine]:
    """Visible notices that wait for the commune, oldest first."""
    with reading(viewer) as session:
        query = _LINES.where(ChangeNotice.handled_on.is_(None)).order_by(ChangeNotice.sent_on, ChangeNotice.id)
        return _lines(session, query)


def list_handled(viewer: Viewer) -> list[NoticeLine]:
    """Visible notices that the commune has handled, latest first."""
    with reading(viewer) as session:
        query = _LINES.where(ChangeNotice.handled_on.is_not(None))
        return _lines(
            session, query.order_by(ChangeNotice.handled_on.desc(), ChangeNotice.id.desc()).limit(MOST_HANDLED)
        )


def apply_notice(viewer: Viewer, code: str, token: str | None = None) -> None:
    """Apply a notice. If it erases the person, the notice is erased as well and only a number stays.

    Raises Invalid if its kind has no effect or its contents are impossible, Conflict if it is handled already.
    """
    words: list[str] | None = None
    ground = _ground(viewer, code)
    with writing(viewer, "apply_notice", reason=ground, token=token) as session:
        notice = _waiting(session, code)
        member = row_access.require_row(session, Member, notice.member_id)
        entry = change_notice_effects.load_notice_kind(session, notice)
        if entry.get("effect") is None:
            raise Invalid("notice_only_noted")
        notice.handled_on, notice.outcome = clock.today(), NoticeOutcome.APPLIED
        words = change_notice_effects.apply_notice(session, notice, member, entry)
    if words is not None:
        erasure.purge_copies(words)


def note_without_effect(viewer: Viewer, code: str, token: str | None = None) -> None:
    """Mark a notice as noted without applying it. Raises Conflict if it is handled already."""
    with writing(viewer, "note_notice", token=token) as session:
        notice = _waiting(session, code)
        notice.handled_on, notice.outcome = clock.today(), NoticeOutcome.NOTED


def return_to_workplace(viewer: Viewer, code: str, answer: str | None, token: str | None = None) -> None:
    """Return a notice to its workplace. Raises Invalid without a reason, Conflict if it is handled already."""
    with writing(viewer, "return_notice", token=token) as session:
        notice = _waiting(session, code)
        said = validation.optional_text(answer, 200)
        if said is None:
            raise Invalid("notice_answer_missing")
        notice.handled_on, notice.outcome, notice.answer = clock.today(), NoticeOutcome.RETURNED, said


def _introduced(session: Session, member_code: str | None) -> tuple[Member, Introduction]:
    """Return the person and introduction visible to the viewer; what others know about the person is not revealed."""
    query = select(Member, Introduction).join(Introduction, Introduction.member_id == Member.id)
    rows = session.exec(query.where(Member.code == (member_code or "")).order_by(Introduction.id.desc())).all()
    going_on = [(member, row) for member, row in rows if row.state in NOTIFIED]
    if going_on:
        return going_on[0]
    ended = [row.ended_on for _, row in rows if row.state == IntroductionState.ENDED]
    raise Invalid("notice_left", day=ended[0]) if ended else Invalid("notice_not_introduced")


def _check_day(day: date | None, row: Introduction) -> date:
    if day is None:
        raise Invalid("day_missing")
    if day < EARLIEST:
        raise Invalid("day_too_early", day=day)
    if day > clock.today():
        raise Invalid("notice_ahead", day=day)
    if row.sent_on and day < row.sent_on:
        raise Invalid("notice_before_introduction", day=row.sent_on)
    return day


def _waiting(session: Session, code: str) -> ChangeNotice:
    if not context_of(session).viewer.writes(Work.PEOPLE):
        raise NotAllowed()
    notice = row_access.require_by_code(session, ChangeNotice, code)
    if notice.handled_on is not None:
        raise Conflict("changed_meanwhile")
    return notice


def _ground(viewer: Viewer, code: str) -> str | None:
    """The reason for an erasure, as a closed month requires: the label of the kind."""
    with reading(viewer) as session:
        kind = change_notice_effects.load_notice_kind(session, row_access.require_by_code(session, ChangeNotice, code))
    return kind["vi"] if kind.get("effect") == NoticeEffect.ERASE else None


_LINES = select(
    ChangeNotice.member_id,
    ChangeNotice.workplace_id,
    ChangeNotice.commune_id,
    ChangeNotice.code,
    Member.code,
    Member.name,
    Member.born,
    *(getattr(ChangeNotice, name) for name in NoticeLine._fields[7:]),
).join(Member, Member.id == ChangeNotice.member_id)


def _lines(session: Session, query) -> list[NoticeLine]:
    rows = session.exec(query).all()
    stays = select(Introduction.member_id, Introduction.commune_id, Membership.unit_id)
    stays = stays.join(Membership, Membership.id == Introduction.membership_id)
    found = session.exec(stays.where(Introduction.member_id.in_({row[0] for row in rows})))
    cells = {(member_id, commune_id): unit_id for member_id, commune_id, unit_id in found}
    ids = {unit_id for row in rows for unit_id in row[1:3] if unit_id} | set(cells.values())
    names = names_on(session, ids, clock.today())
    return [
        NoticeLine(
            *row[3:7],
            names.get(row[1]),
            names.get(row[2]),
            names.get(cells.get((row[0], row[2]))),
            *row[7:],
        )
        for row in rows
    ]
