"""Due meetings of a cell: planned ones past their day and not in the register, and postponed ones.

Of a commune's joint meetings, none is planned.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, or_
from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.months import (
    add_months,
    first_day,
    last_day,
    last_day_of_period,
    month_of,
    months_between,
    months_of_period,
    period_of,
)
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.meetings import joint_roster
from db.models import Meeting, MeetingAudience, MeetingState, MembershipKind, Tally, UnitVersion
from db.settings import settings

LOOKS_BACK = {1: 3, 6: 1}  # periods, by months per period
PUT_OFF = timedelta(days=92)  # how long a postponed meeting is due after its new day, whatever period it belongs to


class DueMeeting(NamedTuple):
    """A planned meeting with nothing recorded yet, or a postponed one whose new day has come; `code` identifies a
    postponed one that is not due by its period.
    """

    type: str
    period: int
    months: int
    day: date
    code: str | None = None


def list_due(viewer: Viewer, unit_id: int) -> list[DueMeeting]:
    """Planned meetings past their day that are neither recorded nor declared not held, latest first; postponed ones
    appear on their new day.
    """
    with reading(viewer) as session:
        return list_due_in(session, unit_id, clock.today())


def list_next(viewer: Viewer, unit_id: int) -> list[DueMeeting]:
    """The next planned meeting of each kind, for which a list can be printed: of the current period until its day is
    over, then of the one after it.
    """
    today = clock.today()
    with reading(viewer) as session:
        known = settings.value_for_unit(session, "meeting_types", unit_id)
        kinds: dict[int, str] = {}
        for row in known:
            if row.get("planned"):
                kinds.setdefault(row["months"], row["key"])
        found = []
        for months, type_ in kinds.items():
            now = period_of(month_of(today), months)
            days = [(each, planned_day(session, unit_id, each, months)) for each in (now, add_months(now, months))]
            period, day = next(each for each in days if each[1] >= today)
            found.append(DueMeeting(type_, period, months, day))
        return found


def list_due_in(session: Session, unit_id: int, today: date) -> list[DueMeeting]:
    """Like `list_due`, within the caller's session."""
    known = settings.value_for_unit(session, "meeting_types", unit_id)
    joint = joint_roster.is_joint(session, unit_id)
    planned = [row for row in known if row.get("planned") and not joint]
    due: list[DueMeeting] = []
    passed_periods: dict[str, list[int]] = {}
    first = settings.value_for_unit(session, "first_month", unit_id)
    begun = session.exec(_BEGUN, params={"unit": unit_id}).one() or date.min
    begun = max(begun, first_day(first) if first else date.min)
    for months in sorted({row["months"] for row in planned}):
        types = [row["key"] for row in planned if row["months"] == months]
        passed = [day for day in planned_days(session, unit_id, months, today) if begun <= day <= today]
        periods = [period_of(month_of(day), months) for day in passed]
        passed_periods |= dict.fromkeys(types, periods)
        said = _said(session, unit_id, types, periods) | _met_jointly(session, unit_id, periods, months)
        due += [
            DueMeeting(types[0], period, months, said.get(period) or day)
            for day in passed
            if _open(said, period := period_of(month_of(day), months), today)
        ]
    due += _put_off(session, unit_id, {row["key"]: row["months"] for row in known}, passed_periods, today)
    return sorted(due, key=lambda row: row.day, reverse=True)


def _put_off(
    session: Session, unit_id: int, spans: Mapping[str, int], passed: Mapping[str, Collection[int]], today: date
) -> list[DueMeeting]:
    """Postponed meetings whose new day has come, except those due by their period: of unplanned types, and of periods
    that are over, such as the past year, or whose planned day is still to come.
    """
    asked = {"unit": unit_id, "types": list(spans), "since": today - PUT_OFF, "until": today}
    return [
        DueMeeting(row.type, row.period, spans[row.type], row.day, row.code)
        for row in session.exec(_PUT_OFF, params=asked).all()
        if row.period not in passed.get(row.type, ())
        and not _met_jointly(session, unit_id, [row.period], spans[row.type])
    ]


def planned_days(session: Session, unit_id: int, months: int, today: date) -> list[date]:
    """The planned days of the latest periods, ending with the current one."""
    back = LOOKS_BACK.get(months, 1) - 1
    latest = period_of(month_of(today), months)
    periods = months_between(add_months(latest, -back * months), latest)[::months]
    return [planned_day(session, unit_id, period, months) for period in periods]


def planned_day(session: Session, unit_id: int, period: int, months: int) -> date:
    """The planned day of a cell's meeting in a period: its day of the month, for half-years in the month set for them.

    A later change of the setting moves no planned day of an earlier period.
    """
    within = months_of_period(period, months)
    ends = last_day(within[-1])
    chosen = [
        month
        for month in within
        if months == 1 or month % 100 in settings.value_for_unit(session, "contact_months", unit_id, ends)
    ]
    return _day((chosen or within)[-1], settings.value_for_unit(session, "meeting_day", unit_id, ends))


def load_planned_day(viewer: Viewer, unit_id: int, period: int, months: int) -> date:
    """Like `planned_day`, for a page."""
    with reading(viewer) as session:
        return planned_day(session, unit_id, period, months)


def planned_days_of_month(session: Session, month: int, unit_ids: Iterable[int]) -> dict[int, date]:
    """Each cell's planned meeting day in a month."""
    return planned_days_of_months(session, [month], unit_ids)[month]


def planned_days_of_months(
    session: Session, months: Iterable[int], unit_ids: Iterable[int]
) -> dict[int, dict[int, date]]:
    """Each cell's planned meeting day in several months."""
    ends = {month: last_day(month) for month in months}
    chosen = settings.values_on_days(session, "meeting_day", unit_ids, ends.values())
    return {month: _days_of(month, chosen[end]) for month, end in ends.items()}


def planned_days_of_half_years(
    session: Session, halves: Iterable[int], unit_ids: Iterable[int]
) -> dict[int, dict[int, date]]:
    """Each cell's planned contact meeting day, by half-year (its first month)."""
    ends, wanted = {half: last_day_of_period(half, 6) for half in halves}, list(unit_ids)
    days = settings.values_on_days(session, "meeting_day", wanted, ends.values())
    chosen = settings.values_on_days(session, "contact_months", wanted, ends.values())
    found: dict[int, dict[int, date]] = {}
    for half, end in ends.items():
        at = (half % 100) // 6  # the first or the second of the two months
        by_month: dict[int, dict[int, int]] = {}
        for unit_id, months in chosen[end].items():
            by_month.setdefault(half - half % 100 + months[at], {})[unit_id] = days[end][unit_id]
        found[half] = {
            unit_id: day for month, some in by_month.items() for unit_id, day in _days_of(month, some).items()
        }
    return found


def _days_of(month: int, chosen: dict[int, int]) -> dict[int, date]:
    days = {day: _day(month, day) for day in set(chosen.values())}
    return {unit_id: days[day] for unit_id, day in chosen.items()}


def _day(month: int, day: int) -> date:
    return first_day(month).replace(day=min(int(day), 28))


def _said(session: Session, unit_id: int, types: list[str], periods: list[int]) -> dict[int, date | None]:
    """Periods with something recorded: the day their meeting is postponed to; None if it was held or will not be."""
    asked = {"unit": unit_id, "types": types, "periods": periods}
    return {
        row.period: row.postponed_to if row.state == MeetingState.POSTPONED else None
        for row in session.exec(_SAID, params=asked)
    }


def _met_jointly(session: Session, unit_id: int, periods: list[int], months: int) -> dict[int, None]:
    """Half-years in which the cell's contact members were called to a joint meeting and so have met."""
    if months == 1 or not periods:
        return {}
    asked = {"unit": unit_id, "since": min(periods), "until": months_of_period(max(periods), months)[-1]}
    return dict.fromkeys(period_of(month, months) for month in session.exec(_JOINT, params=asked))


def _open(said: dict[int, date | None], period: int, today: date) -> bool:
    """Whether a period is still open: nothing was recorded, or the postponed day has come."""
    return period not in said or ((day := said[period]) is not None and day <= today)


# Run by every cell's first page; prepared once, since building them costs more than running them.
_BEGUN = prepared_statement(
    select(func.min(func.coalesce(UnitVersion.valid_from, date.min))).where(UnitVersion.unit_id == bindparam("unit"))
)
_PUT_OFF = prepared_statement(
    select(Meeting.type, Meeting.period, Meeting.postponed_to.label("day"), Meeting.code).where(
        Meeting.unit_id == bindparam("unit"),
        Meeting.type.in_(bindparam("types", expanding=True)),
        Meeting.state == MeetingState.POSTPONED,
        Meeting.postponed_to.between(bindparam("since"), bindparam("until")),
    )
)
_JOINT = prepared_statement(
    select(Tally.period)
    .join(Meeting, Meeting.id == Tally.meeting_id)
    .where(
        Tally.unit_id == bindparam("unit"),
        Tally.period.between(bindparam("since"), bindparam("until")),
        Tally.kind == MembershipKind.CONTACT,
        Tally.audience == MeetingAudience.CONTACT,
        Meeting.audience == MeetingAudience.INVITED,
    )
)
_SAID = prepared_statement(
    select(Meeting.period, Meeting.state, Meeting.postponed_to)
    .where(
        # its own meetings, and those of its commune to which its people were called
        or_(
            Meeting.unit_id == bindparam("unit"),
            Meeting.id.in_(
                select(Tally.meeting_id).where(
                    Tally.unit_id == bindparam("unit"), Tally.period.in_(bindparam("periods", expanding=True))
                )
            ),
        ),
        Meeting.type.in_(bindparam("types", expanding=True)),
        Meeting.period.in_(bindparam("periods", expanding=True)),
        Meeting.state != MeetingState.CANCELLED,
    )
    .order_by(Meeting.id.desc())
)
