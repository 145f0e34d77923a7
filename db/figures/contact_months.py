"""Contact members month by month: how many were introduced, received and placed, and attendance of contact meetings."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row
from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import last_day, month_of, months_between
from db.figures import contact_steps, repeated_calls, unit_history
from db.figures.contact_steps import StepKind
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Meeting, MembershipKind, Tally
from db.models.meetings import MeetingAudience


class ContactMonth(NamedTuple):
    """What happened in a month. `expected` and `present` count people over all contact meetings
    held in it, each once.
    """

    month: int
    introduced: int = 0
    received: int = 0
    placed: int = 0
    meetings: int = 0
    expected: int = 0
    present: int = 0

    @property
    def rate(self) -> float | None:
        """The share of those expected who came; None if nobody was expected."""
        return self.present / self.expected if self.expected else None


def by_month(viewer: Viewer, year: int) -> list[ContactMonth]:
    """The months of a year up to the current one; attendance only for roles that read figures."""
    months = [month for month in months_between(year * 100 + 1, year * 100 + 12) if month <= month_of(clock.today())]
    if not months:
        return []
    span = (date(year, 1, 1), last_day(months[-1]))
    with reading(viewer) as session:
        steps = contact_steps.list_steps(session, *span)
        met = _met(session, span) if viewer.reads(Audience.FIGURES) else {}
    counted = Counter((step.kind, step.month) for step in steps)
    return [
        ContactMonth(month, *(counted[kind, month] for kind in StepKind), *met.get(month, (0, 0, 0)))
        for month in months
    ]


def _met(session: Session, span: tuple[date, date]) -> dict[int, tuple[int, int, int]]:
    """Contact meetings by month, with people expected and present."""
    query = select(Meeting.held_on, Tally.meeting_id, Tally.unit_id, Tally.expected, Tally.present)
    query = query.join(Tally, Tally.meeting_id == Meeting.id)
    practice = unit_history.practice_units(session)
    query = query.where(
        Meeting.held_on.between(*span),
        Tally.kind == MembershipKind.CONTACT,
        Tally.audience == MeetingAudience.CONTACT,
        Tally.unit_id.not_in(practice),
    )
    tallies: dict[int, list[Row]] = {}
    for row in session.exec(query):
        tallies.setdefault(month_of(row.held_on), []).append(row)
    return {month: _people(session, rows) for month, rows in tallies.items()}


def _people(session: Session, tallies: list[Row]) -> tuple[int, int, int]:
    """Return meetings and the people of their tallies; somebody called to several counts once."""
    meetings, cells = {row.meeting_id for row in tallies}, {row.unit_id for row in tallies}
    again = repeated_calls.by_person(session, meetings, cells) if len(meetings) > 1 else []
    expected = sum(row.expected for row in tallies) - sum(one.called for one in again)
    present = sum(row.present for row in tallies) - sum(one.came for one in again)
    return len(meetings), expected, present
