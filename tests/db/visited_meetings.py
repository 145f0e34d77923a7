"""Meetings of cells with guests from above."""

from datetime import date

from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Guest, Meeting, MeetingAudience, MeetingState
from db.teams import guest_visits


def meet(world, cell: str, day: date, guests: tuple = (), state: MeetingState = MeetingState.HELD) -> int:
    """A saved meeting with guests from above; its visits are written as a save writes them."""
    with writing(SYSTEM, "test") as session:
        meeting = Meeting(
            unit_id=world.units[cell], type="regular", audience=MeetingAudience.OWN, state=state, held_on=day,
            period=day.year * 100 + day.month,
        )  # fmt: skip
        session.add(meeting)
        session.flush()
        for name, title in guests:
            session.add(
                Guest(meeting_id=meeting.id, unit_id=meeting.unit_id, name=name, position=title, from_above=True)
            )
        guest_visits.write_visits(session, meeting)
        return meeting.id
