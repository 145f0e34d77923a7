"""Totals without names: a year of a unit's planned meetings as numbers, typed values over saved ones.

Meetings recorded by name are shown beside them and never changed here; entering names for a totals meeting replaces it.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import month_of, months_between, months_of_period
from db.drafts import drafts
from db.drafts.drafts import DraftContent, DraftField, DraftKey
from db.errors import Invalid, NotAllowed
from db.kernel import closed_periods
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.meetings import due_meetings
from db.models import Meeting, MeetingAudience, MeetingState, Tally
from db.settings import settings

DRAFT, YEAR = "totals", "year"  # a part of the draft: what applies to all its meetings
OTHER_MONTH = "another_month"  # a field of the draft: the confirmed day
NUMBERS = ("expected", "present", "absent", "excused", "unexcused", "exempt")
MOST = 9999
FIRST_YEAR = 1990


class TotalsInput(NamedTuple):
    """The numbers of one meeting as typed; one of present and absent may be left out."""

    held_on: date | None = None
    expected: int | None = None
    present: int | None = None
    absent: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    exempt: int | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether any number is known."""
        return any(number is not None for number in self[1:])


class TotalsLine(NamedTuple):
    """The planned meeting of one period: its saved numbers, and these with typed changes."""

    period: int
    months: int
    type: str
    audience: MeetingAudience
    meeting: Meeting | None
    closed: bool
    saved: TotalsInput
    now: TotalsInput
    confirmed_day: date | None  # a day outside its period that was confirmed

    @property
    def first_month_and_count(self) -> tuple[int, int]:
        """Its first month, and how many months it spans."""
        return self.period, self.months

    @property
    def part(self) -> str:
        """Its draft part."""
        return draft_part(self.period, self.months)

    @property
    def named(self) -> bool:
        """Whether it is recorded person by person."""
        return self.meeting is not None and self.meeting.state == MeetingState.HELD and self.meeting.named

    @property
    def is_outside_period(self) -> bool:
        """Whether it has a day outside its period that nobody has confirmed."""
        day, put_off = self.now.held_on, self.meeting.postponed_to if self.meeting else None
        within = day is None or month_of(day) in months_of_period(self.period, self.months)
        return not within and day not in (self.saved.held_on, self.confirmed_day, put_off)

    @property
    def changed(self) -> bool:
        """Whether it has anything to save."""
        return not self.named and (self.now.has_numbers or self.saved.has_numbers) and self.now != self.saved


class TotalsYear(NamedTuple):
    """A unit's planned meetings of a year; `base` is a fingerprint of everything saved beneath the draft."""

    unit_id: int
    year: int
    place: DraftKey
    lines: list[TotalsLine]
    typed: DraftContent
    base: str
    saved: bool = False  # never: there is always more to type

    @property
    def changed(self) -> list[TotalsLine]:
        """The meetings that a save would write."""
        return [line for line in self.lines if line.changed]

    @property
    def minutes_dated(self) -> date | None:
        """The date of the paper that the numbers come from."""
        return clock.parse_day(self.typed.values.get(DraftField(YEAR, "minutes_dated")))


def draft_part(period: int, months: int) -> str:
    """The draft part of a period's numbers."""
    return f"p{period}.{months}"


def load(viewer: Viewer, unit_id: int, year: int) -> TotalsYear:
    """A year with its draft. Raises NotAllowed outside the viewer's units, Invalid for an impossible year."""
    with reading(viewer) as session:
        return load_in(session, unit_id, year)


def load_in(session: Session, unit_id: int, year: int) -> TotalsYear:
    """Like `load`, within the caller's session."""
    if not context_of(session).viewer.reaches(unit_id):
        raise NotAllowed()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid("year_unknown")
    place = DraftKey(DRAFT, unit_id, str(year))
    content = drafts.load_in(session, place)
    typed = content._replace(
        values={field: value for field, value in content.values.items() if is_readable(field, value)}
    )
    meetings = _meetings(session, unit_id, year)
    sums = _sums(session, [meeting.id for meeting in meetings.values()])
    closed = closed_periods.filter_closed(session, {(unit_id, year * 100 + month) for month in range(1, 13)})
    lines = [
        _line(session, unit_id, row, period, meetings, sums, {month for _, month in closed}, typed.values)
        for row in _planned(session, unit_id)
        for period in months_between(year * 100 + 1, year * 100 + 12)[:: row["months"]]
        if period <= month_of(clock.today())
    ]
    stands = [(line.period, line.months, line.meeting and line.meeting.model_dump(), line.saved) for line in lines]
    return TotalsYear(unit_id, year, place, lines, typed, hashlib.sha256(repr(stands).encode()).hexdigest())


def load_saved(viewer: Viewer, meeting: Meeting) -> TotalsInput:
    """The totals by which a meeting was reported."""
    with reading(viewer) as session:
        return _saved(meeting, _sums(session, [meeting.id]).get(meeting.id or 0))


def is_readable(field: DraftField, value: str | None) -> bool:
    """Whether a value of the draft can be parsed for its field."""
    if not value:
        return True
    if field.name in NUMBERS:
        return value.isascii() and value.isdigit() and len(value) <= len(str(MOST))
    return field.name in ("held_on", "minutes_dated", OTHER_MONTH) and clock.parse_day(value) is not None


def _planned(session: Session, unit_id: int) -> list[dict]:
    """The planned types of meetings, the first of each length."""
    known = [row for row in settings.value_for_unit(session, "meeting_types", unit_id) if row.get("planned")]
    first = {row["months"]: row for row in reversed(known)}
    return [first[months] for months in sorted(first)]


def _meetings(session: Session, unit_id: int, year: int) -> dict[tuple[int, int], Meeting]:
    known = settings.value_for_unit(session, "meeting_types", unit_id)
    query = select(Meeting).where(
        Meeting.unit_id == unit_id,
        Meeting.period.between(year * 100 + 1, year * 100 + 12),
        Meeting.type.in_([row["key"] for row in known if row.get("planned")]),
        Meeting.state != MeetingState.CANCELLED,
    )
    return {(row.period, row.months): row for row in session.exec(query.order_by(Meeting.id.desc()))}


def _sums(session: Session, meeting_ids: list[int | None]) -> dict[int, Tally]:
    """The tallies of these meetings, all kinds of people together."""
    found: dict[int, Tally] = {}
    for row in session.exec(select(Tally).where(Tally.meeting_id.in_(meeting_ids))):
        standing = found.setdefault(row.meeting_id, Tally(meeting_id=row.meeting_id))
        for name in ("expected", "present", "excused", "unexcused", "unknown", "exempt"):
            setattr(standing, name, getattr(standing, name) + getattr(row, name))
    return found


def _line(
    session: Session,
    unit_id: int,
    type_: dict,
    period: int,
    meetings: dict[tuple[int, int], Meeting],
    sums: dict[int, Tally],
    closed: set[int],
    typed: Mapping[DraftField, str | None],
) -> TotalsLine:
    months = type_["months"]
    meeting = meetings.get((period, months))
    saved = _saved(meeting, sums.get(meeting.id or 0)) if meeting else TotalsInput()
    now = saved if meeting and meeting.named and saved.has_numbers else _typed(saved, draft_part(period, months), typed)
    if now.held_on is None and (DraftField(draft_part(period, months), "held_on") not in typed):
        put_off = meeting.postponed_to if meeting else None
        planned = put_off or due_meetings.planned_day(session, unit_id, period, months)
        now = now._replace(held_on=planned if planned <= clock.today() else None)
    return TotalsLine(
        period,
        months,
        type_["key"],
        MeetingAudience(type_["audience"]),
        meeting,
        bool(closed.intersection(months_of_period(period, months))),
        saved,
        now,
        clock.parse_day(typed.get(DraftField(draft_part(period, months), OTHER_MONTH))),
    )


def _saved(meeting: Meeting, row: Tally | None) -> TotalsInput:
    if meeting.state != MeetingState.HELD or row is None:
        return TotalsInput()
    absent = row.excused + row.unexcused + row.unknown
    return TotalsInput(meeting.held_on, row.expected, row.present, absent, row.excused, row.unexcused, row.exempt)


def _typed(saved: TotalsInput, part: str, typed: Mapping[DraftField, str | None]) -> TotalsInput:
    """Return saved numbers with typed changes; if the total is retyped, the number present is derived
    from the others.
    """
    said = {name: typed.get(DraftField(part, name)) for name in TotalsInput._fields}
    now = saved
    if said["present"] is None and (said["expected"] is not None or said["absent"] is not None):
        now = now._replace(present=None)
    elif said["present"] and said["absent"] is None:
        now = now._replace(absent=None)
    for name, value in said.items():
        if value is not None:
            now = now._replace(**{name: _value(name, value)})
    return now


def _value(name: str, value: str) -> date | int | None:
    if not value:
        return None
    return clock.parse_day(value) if name == "held_on" else int(value)
