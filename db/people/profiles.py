"""Profiles: what is known about one member, and correcting it."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, or_, select

from db import identity_number_key
from db.calendar import clock, partial_dates
from db.calendar.validity import valid_on
from db.errors import Conflict, Invalid
from db.kernel import row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Expertise, Member, Membership, Sex, Standing, StandingKind
from db.people import former_members, member_search
from db.settings import settings
from db.vietnamese import fold, person_sort_key

WHO = ("name", "sex", "born", "admitted", "official")
DATES = ("born", "admitted", "official")
NUMBERS = {"card": validation.CARD, "citizen": validation.CITIZEN}


@dataclass(frozen=True)
class MemberInput:
    """Data typed about a member. Dates may be partial; an empty number keeps the stored one."""

    name: str = ""
    sex: str | None = None
    born: str | None = None
    admitted: str | None = None
    official: str | None = None
    address: str | None = None
    phone: str | None = None
    workplace: str | None = None
    position: str | None = None
    organisation: str | None = None
    card: str | None = None
    citizen: str | None = None
    expertise: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A member as known today.

    `in_care`: the viewer's units are responsible for the member's data; `is_former`: others are, and the viewer sees
    only who the member is.
    """

    id: int
    code: str
    facts: MemberInput
    card_last4: str | None
    citizen_last4: str | None
    standing: StandingKind | None
    in_care: bool
    is_former: bool = False


def load(viewer: Viewer, code: str) -> Profile:
    """Return a member's profile. Raises NotAllowed if the viewer may not see the member."""
    with reading(viewer) as session:
        member = row_access.require_member(session, code)
        standing = member_search.standings_on(session, [member.id], clock.today()).get(member.id)
        if former_members.former_among(session, [member.id]):
            return Profile(
                member.id,
                member.code,
                MemberInput(*(getattr(member, field) for field in WHO)),
                None,
                None,
                standing,
                in_care=False,
                is_former=True,
            )
        subjects = tuple(
            session.exec(select(Expertise.subject).where(Expertise.member_id == member.id).order_by(Expertise.id))
        )
        return Profile(
            member.id,
            member.code,
            _facts(member, subjects),
            member.card_last4,
            member.citizen_last4,
            standing,
            _unit(session, member) is not None,
        )


def correct(
    viewer: Viewer, code: str, seen: MemberInput, typed: MemberInput, standing: StandingKind | None = None
) -> None:
    """Correct or complete a member's data: only what differs from what its author saw.

    Raises Conflict("changed_meanwhile") if somebody else changed the same fields, Invalid for values that cannot be
    stored.
    """
    with writing(viewer, "correct_member") as session:
        member = row_access.require_member(session, code)
        unit_id = _answering(session, member)
        write_differences(session, member, unit_id, typed, seen)
        if typed.card or typed.citizen:
            check_numbers(session, member)
        if typed.expertise != seen.expertise:
            set_expertise(session, member.id, unit_id, typed.expertise)
        _follow(session, member, seen, typed, standing)


def recognise_as_full(
    viewer: Viewer, code: str, day: date | None, paper: str | None = None, token: str | None = None
) -> None:
    """Recognise a probationary member as full.

    Raises Invalid if the member is full already, and for a day before the admission.
    """
    with writing(viewer, "recognise", token=token) as session:
        member = row_access.require_member(session, code)
        _answering(session, member)
        if day is None:
            raise Invalid("day_missing")
        validation.event_day(day)
        if member_search.standings_on(session, [member.id], date.max).get(member.id) == StandingKind.FULL:
            raise Invalid("full_already")
        if member.admitted and day < partial_dates.earliest_day(member.admitted):
            raise Invalid("day_before_admission")
        session.add(
            Standing(
                member_id=member.id, kind=StandingKind.FULL, valid_from=day, paper=validation.optional_text(paper, 200)
            )
        )
        member.official = day.isoformat()


def write_differences(session: Session, member: Member, unit_id: int, typed: MemberInput, seen: MemberInput) -> None:
    """Write typed values that differ from those seen, by the rules and lists of this unit."""
    before = asdict(seen)
    for field, value in asdict(typed).items():
        if field in NUMBERS:
            _number(session, member, unit_id, field, value)
        elif field != "expertise" and (value != before[field] or (field == "name" and not member.name)):
            kept = _kept(session, unit_id, field, value)
            if getattr(member, field) not in (kept, before[field] or None):
                raise Conflict("changed_meanwhile")
            setattr(member, field, kept)
    member.sort_key, member.search_key = person_sort_key(member.name), fold(member.name)
    validation.check_life_dates({field: getattr(member, field) for field in DATES})


def check_numbers(session: Session, member: Member) -> None:
    """Raise Invalid if the member's card or citizen number belongs to somebody else in the register, without telling
    whom or where.
    """
    numbers = {member.card_hash, member.citizen_hash} - {None}
    with row_access.as_system(session):
        theirs = or_(Member.card_hash.in_(numbers), Member.citizen_hash.in_(numbers))
        if session.exec(select(Member.id).where(theirs, Member.id != member.id).limit(1)).first():
            raise Invalid("number_known")


def set_expertise(session: Session, member_id: int, unit_id: int, subjects: tuple[str, ...]) -> None:
    """Set the subjects of expertise that a member offers."""
    standing = {row.subject: row for row in session.exec(select(Expertise).where(Expertise.member_id == member_id))}
    for subject in set(subjects) - set(standing):
        session.add(
            Expertise(
                member_id=member_id,
                subject=settings.option_key(session, "expertise", subject, unit_id),
                consented_on=clock.today(),
            )
        )
    for subject in set(standing) - set(subjects):
        session.delete(standing[subject])


def _facts(member: Member, subjects: tuple[str, ...]) -> MemberInput:
    kept = {
        field: getattr(member, field)
        for field in MemberInput.__dataclass_fields__
        if field not in (*NUMBERS, "expertise")
    }
    return MemberInput(**kept, expertise=subjects)


def _kept(session: Session, unit_id: int, field: str, value: str | None):
    if field == "name":
        return validation.person_name(value or "")
    if field in DATES:
        return partial_dates.parse(value)
    if field == "sex":
        return Sex(value) if value else None
    if field == "organisation":
        return settings.option_key(session, "organisations", value, unit_id)
    return validation.phone(value) if field == "phone" else validation.optional_text(value, 200)


def _number(session: Session, member: Member, unit_id: int, field: str, typed: str | None) -> None:
    """Store a number as hash and last four digits, in full only if the setting says so."""
    if number := validation.id_number(typed, NUMBERS[field]):
        setattr(member, f"{field}_hash", identity_number_key.hash_number(number))
        setattr(member, f"{field}_last4", number[-4:])
        setattr(
            member, f"{field}_number", number if settings.value_for_unit(session, "keep_numbers", unit_id) else None
        )


def _follow(
    session: Session, member: Member, seen: MemberInput, typed: MemberInput, standing: StandingKind | None
) -> None:
    """Adjust the standing to the dates of admission and recognition and to a corrected kind."""
    query = (
        select(Standing)
        .where(Standing.member_id == member.id)
        .order_by(Standing.valid_from.is_not(None), Standing.valid_from, Standing.id)
    )
    rows = session.exec(query).all()
    if standing and not rows:
        session.add(Standing(member_id=member.id, kind=StandingKind(standing)))
    if standing and rows:
        rows[-1].kind = StandingKind(standing)
    for row in rows:
        field = "official" if row.kind == StandingKind.FULL else "admitted"
        if getattr(typed, field) != getattr(seen, field):
            row.valid_from = partial_dates.exact_day(getattr(member, field)) or row.valid_from


def _answering(session: Session, member: Member) -> int:
    """Return the viewer's cell that is responsible for a member's data. Raises Invalid if the member
    now belongs elsewhere.
    """
    unit_id = _unit(session, member)
    if unit_id is None:
        raise Invalid("member_elsewhere")
    row_access.require_cell_work(session, unit_id)
    return unit_id


def _unit(session: Session, member: Member) -> int | None:
    """Return the member's current unit within the viewer's reach; the last one if there is none now."""
    query = select(Membership.unit_id).where(Membership.member_id == member.id, valid_on(Membership, clock.today()))
    here = session.exec(query.order_by(Membership.kind.desc(), Membership.id)).first()
    return (
        here
        if here is not None
        else next(
            filter(context_of(session).viewer.reaches, former_members.responsible_cells([member.id])[member.id]), None
        )
    )
