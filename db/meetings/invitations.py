"""Inviting people to a commune's meeting individually: finding them by name, and noting it on the sheet."""

from typing import NamedTuple

from sqlmodel import Session, select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.meetings import joint_roster, meetings, sheet
from db.meetings.joint_roster import JointCall
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.models import Member
from db.models.meetings import MeetingAudience
from db.vietnamese import search_words

FOUND = 12


class InvitationCandidate(NamedTuple):
    """A person found by name; without a cell on the meeting's day, the person cannot be invited."""

    member_id: int
    name: str
    born: str | None
    cell: str


def find_people_to_invite(viewer: Viewer, opened: OpenMeeting, sought: str) -> list[InvitationCandidate]:
    """The viewer's people whose names contain these words, in Vietnamese order, a dozen at most."""
    query = select(Member.id, Member.name, Member.born)
    for word in search_words(sought):
        query = query.where(Member.search_key.contains(word, autoescape=True))
    with reading(viewer) as session:
        rows = session.exec(query.order_by(Member.sort_key, Member.id).limit(FOUND)).all()
        cells = _cells(session, opened, [row.id for row in rows])
        return [InvitationCandidate(*row, cells.get(row.id, "")) for row in rows]


def invite(viewer: Viewer, ref: MeetingRef, member_id: int) -> None:
    """Note an invitation on the sheet. Raises Invalid for somebody without a cell that day, or already called."""
    with writing(viewer, "type") as session:
        opened = meetings.load_in(session, ref)
        member = row_access.require_row(session, Member, member_id)
        joint_roster.check_invitation(session, ref.unit_id, member, opened.day, opened.sheet.people)
        field = DraftField(sheet.draft_part(member_id), sheet.INVITED)
        drafts.save_values_in(session, opened.place, {field: "1"}, {field: opened.typed.values.get(field)})


def list_invited(viewer: Viewer, opened: OpenMeeting) -> dict[int, str]:
    """Names of the people invited individually, by id."""
    people = joint_roster.parse_call(opened.audience, opened.typed.values).invited
    with reading(viewer) as session:
        rows = session.exec(select(Member.id, Member.name).where(Member.id.in_(people)).order_by(Member.sort_key))
        return {row.id: row.name for row in rows}


def _cells(session: Session, opened: OpenMeeting, member_ids: list[int]) -> dict[int, str]:
    people = joint_roster.people_called_on(
        session, opened.ref.unit_id, JointCall([], [MeetingAudience.OWN], member_ids), opened.day
    )
    return {person.member_id: person.group for person in people}
