"""Introducing members: taking in a workplace's letter, entered by the workplace or on its behalf."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, select, true

from db.calendar import clock
from db.contacts import letters, people_named_in_letters, receiving
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import IntroducedPerson
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.kernel.session_context import context_of
from db.models import Introduction, IntroductionState, Member, Role


class IntroducedCounts(NamedTuple):
    """How many were introduced, and how many had been before; of those introduced, how many the commune received at
    once and how many wait because they may be in the register already.
    """

    taken: int
    known: int = 0
    received: int = 0
    doubtful: int = 0


def introduce(
    viewer: Viewer, letter: Letter, people: Sequence[IntroducedPerson], token: str | None = None
) -> IntroducedCounts:
    """Take in a letter about one or more people; what a commune enters itself counts as received.

    People whom this workplace has already introduced to this commune are left unchanged. Raises Invalid for values that
    cannot be stored, if the only person named is introduced already, and for people exempt from introduction;
    NotAllowed for another unit's letter.
    """
    with writing(viewer, "introduce", token=token) as session:
        letter = letters.clean_letter(session, letter)
        if viewer.role != Role.WORKPLACE:
            context_of(session).action.on_behalf_of = letter.workplace_id
        known = known_to_commune(session, letter)
        new: list[tuple[Member, bool]] = []
        ids: list[int] = []
        for person in people:
            member = people_named_in_letters.make_member(session, letter.commune_id, person, letter.workplace)
            listed = find_known(known, member)
            if listed is None and not any(people_named_in_letters.is_typed_alike(member, one) for one, _ in new):
                new.append((member, person.exempt))
            elif listed and listed[0].state == IntroductionState.TO_INTRODUCE:
                _send(listed[0], letter, person.exempt)
                ids.append(listed[0].id)
            elif len(people) == 1 and listed:
                raise Invalid("introduced_already", name=member.name, day=listed[0].sent_on or listed[0].placed_on)
        ids += _enter(session, letter, new)
        session.flush()
        if viewer.role != Role.COMMUNE:
            return IntroducedCounts(len(ids), len(people) - len(ids))
        found = receiving.receive_in(session, receiving.load_introductions(session, ids), {})
        return IntroducedCounts(len(ids), len(people) - len(ids), *found)


def known_to_commune(session: Session, letter: Letter) -> list[tuple[Introduction, Member]]:
    """People whom this workplace has introduced to this commune, or has on its list."""
    query = select(Introduction, Member).join(Member, Member.id == Introduction.member_id)
    named = Member.workplace == letter.workplace if letter.workplace_id is None else true()
    where = Introduction.commune_id == letter.commune_id, Introduction.workplace_id == letter.workplace_id, named
    gone = IntroductionState.ENDED, IntroductionState.UNKNOWN
    return list(session.exec(query.where(*where, Introduction.state.not_in(gone))))


def find_known(known: list[tuple[Introduction, Member]], person) -> tuple[Introduction, Member] | None:
    """Return the one among them who is described like this person."""
    return next((each for each in known if people_named_in_letters.is_typed_alike(each[1], person)), None)


def letter_columns(letter: Letter) -> dict:
    """The columns that an introduction takes from its letter; sent today unless the letter is older."""
    return {
        "workplace_id": letter.workplace_id,
        "commune_id": letter.commune_id,
        "state": IntroductionState.INTRODUCED,
        "letter": letter.number,
        "letter_date": letter.day,
        "sent_on": letter.day or clock.today(),
    }


def _enter(session: Session, letter: Letter, new: list[tuple[Member, bool]]) -> list[int]:
    member_ids = people_named_in_letters.enter_in_register(session, [member for member, _ in new])
    rows = [
        Introduction(member_id=member_id, exempt=exempt, **letter_columns(letter))
        for member_id, (_, exempt) in zip(member_ids, new, strict=True)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _send(row: Introduction, letter: Letter, exempt: bool) -> None:
    """Send the letter of somebody on the workplace's list."""
    for name, value in letter_columns(letter).items():
        setattr(row, name, value)
    row.exempt = exempt
