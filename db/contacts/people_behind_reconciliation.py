"""The people behind each number of a reconciliation, and why some are not introduced yet."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, select

from db.contacts import reconciliation
from db.contacts.introduction_steps import INTRODUCED_STEPS, IntroductionOnDay, IntroductionStep
from db.contacts.reconciliation import Grouping
from db.errors import Invalid
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import Introduction, IntroductionState, Member, Membership, MembershipKind, Unit
from db.settings import settings
from db.units.units import names_on

PAGE, MANY = 50, 500


class PeopleFilter(StrEnum):
    """Which people behind the counts to list."""

    PENDING = "pending"
    UNRECEIVED = "unreceived"
    UNPLACED = "unplaced"
    PLACED = "placed"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"


class PersonReconciliation(NamedTuple):
    """A person behind the counts. `since`: since when the next step has been pending, or since the placement."""

    introduction_id: int | None
    code: str
    name: str
    born: str | None
    step: IntroductionStep
    exempt: bool
    workplace: str | None
    commune: str | None
    cell: str | None
    reason: str | None
    letter: str | None
    since: date | None


class PeoplePage(NamedTuple):
    """One page of people, and how many there are."""

    rows: list[PersonReconciliation]
    total: int


MATCHES = {
    PeopleFilter.PENDING: lambda one: one.step == IntroductionStep.PENDING,
    PeopleFilter.UNRECEIVED: lambda one: one.step == IntroductionStep.INTRODUCED,
    PeopleFilter.UNPLACED: lambda one: one.step == IntroductionStep.RECEIVED,
    PeopleFilter.PLACED: lambda one: one.step == IntroductionStep.PLACED,
    PeopleFilter.EXEMPT: lambda one: one.exempt,
    PeopleFilter.UNKNOWN: lambda one: one.step == IntroductionStep.UNKNOWN,
}


def list_people(
    viewer: Viewer,
    day: date,
    which: PeopleFilter,
    *,
    grouping: Grouping = Grouping.COMMUNE,
    unit_code: str | None = None,
    page: int = 1,
    introductions: Iterable[IntroductionOnDay] | None = None,
) -> PeoplePage:
    """The people behind a count of one unit (default: all in sight) as of a day, in Vietnamese order, page by page;
    `introductions` is the result of `reconciliation.introductions_on_day`.

    An empty code selects people whose workplace is not in the register. Raises Invalid for a day in the future or
    before anything is known.
    """
    if introductions is None:
        introductions = reconciliation.introductions_on_day(viewer, day)
    found = [one for one in introductions if MATCHES[which](one)]
    with reading(viewer) as session:
        if unit_code is not None:
            chosen = row_access.require_by_code(session, Unit, unit_code).id if unit_code else None
            found = [one for one in found if reconciliation.unit_counted_for(one, grouping) == chosen]
        shown = _sorted(session, found)[(page - 1) * PAGE : page * PAGE]
        return PeoplePage(list(_named(session, shown, day)), len(found))


def set_pending_reason(viewer: Viewer, introduction_ids: Iterable[int], reason: str | None) -> None:
    """Set why these people are not introduced yet, by a key of the setting "pending_reasons"; None clears it.

    Raises Invalid for somebody introduced already, NotAllowed outside the viewer's workplace or commune.
    """
    with writing(viewer, "explain_pending") as session:
        for introduction_id in introduction_ids:
            row = row_access.require_row(session, Introduction, introduction_id)
            if row.state != IntroductionState.TO_INTRODUCE:
                raise Invalid("pending_no_more")
            row.pending_reason = settings.option_key(session, "pending_reasons", reason, row.commune_id)


def _sorted(session: Session, found: list[IntroductionOnDay]) -> list[IntroductionOnDay]:
    """In Vietnamese order; for many people it is cheaper to read everybody's sort key."""
    contacts = select(Membership.member_id).where(Membership.kind == MembershipKind.CONTACT)
    anybody = Member.id.in_(select(Introduction.member_id)) | Member.id.in_(contacts)
    asked = anybody if len(found) > MANY else Member.id.in_([one.row.member_id for one in found])
    keys = dict(session.exec(select(Member.id, Member.sort_key).where(asked)).all())
    return sorted(found, key=lambda one: (keys[one.row.member_id], one.row.member_id))


def _named(session: Session, shown: list[IntroductionOnDay], day: date) -> Iterator[PersonReconciliation]:
    """The people on a page with the names of their units."""
    rows = [one.row for one in shown]
    person = select(Member.id, Member.code, Member.name, Member.born)
    members = {row.id: row for row in session.exec(person.where(Member.id.in_({row.member_id for row in rows})))}
    ids = {unit_id for row in rows for unit_id in (row.workplace_id, row.commune_id, row.unit_id)} - {None}
    names = names_on(session, ids, day)
    letters = dict(
        session.exec(
            select(Introduction.id, Introduction.letter).where(Introduction.id.in_({row.id for row in rows} - {None}))
        ).all()
    )
    for one in shown:
        row, member = one.row, members[one.row.member_id]
        introduced = one.step in INTRODUCED_STEPS
        yield PersonReconciliation(
            row.id,
            member.code,
            member.name,
            member.born,
            one.step,
            one.exempt,
            names.get(row.workplace_id),
            names.get(row.commune_id),
            names.get(row.unit_id) if one.step in (IntroductionStep.PLACED, IntroductionStep.UNKNOWN) else None,
            row.pending_reason if one.step == IntroductionStep.PENDING else None,
            letters.get(row.id) if introduced else None,
            _since(one),
        )


def _since(one: IntroductionOnDay) -> date | None:
    row = one.row
    reached = {
        IntroductionStep.PENDING: row.listed_on,
        IntroductionStep.INTRODUCED: row.sent_on,
        IntroductionStep.RECEIVED: row.received_on,
        IntroductionStep.PLACED: row.placed_on or row.valid_from,
        IntroductionStep.UNKNOWN: row.valid_from,
    }
    return reached[one.step]
