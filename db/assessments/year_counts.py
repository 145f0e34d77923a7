"""What the year's record says of each contact member, beside his assessment: both meetings, spoken, entries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from db.assessments.forms import FormItem
from db.calendar.months import period_of
from db.kernel.statements import prepared_statement
from db.models import Attendance, Expectation, Meeting, MembershipKind, Outcome, YearEntry

HALF = 6  # months


class YearCounts(NamedTuple):
    """Whether he came in each half-year that his meeting was recorded in, how often he spoke, entries by kind."""

    halves: Mapping[int, bool] = {}  # by their first month
    spoke: int = 0
    entries: Mapping[str, int] = {}

    @property
    def attended(self) -> int:
        """In how many half-years he came."""
        return sum(self.halves.values())

    @property
    def nothing(self) -> bool:
        """Whether nothing is noted of him all year."""
        return not (self.attended or self.spoke or self.entries)

    def proposes(self, item: FormItem) -> str | None:
        """The mark that the record of meetings proposes for an item; none where no meeting is recorded."""
        if not item.attendance or not self.halves:
            return None
        share = "all" if all(self.halves.values()) else "some" if self.attended else "none"
        return item.attendance.get(share)


def of_cells(session: Session, unit_ids: Iterable[int], year: int) -> dict[tuple[int, int], YearCounts]:
    """The counts of everybody in these cells, by cell and member."""
    halves: dict[tuple[int, int], dict[int, bool]] = defaultdict(dict)
    spoken: dict[tuple[int, int], int] = defaultdict(int)
    asked = {"units": list(unit_ids), "since": year * 100 + 1, "until": year * 100 + 12}
    for row in session.exec(_ATTENDED, params=asked):
        key, half = (row.unit_id, row.member_id), period_of(row.period, HALF)
        spoken[key] += row.spoke
        if row.expectation != Expectation.EXEMPT and (row.months == HALF or row.owner_id != row.unit_id):
            halves[key][half] = halves[key].get(half, False) or row.outcome == Outcome.PRESENT
    entries: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for unit_id, member_id, kind, count in session.exec(_ENTERED, params=asked):
        entries[unit_id, member_id][kind] = count
    return {
        key: YearCounts(halves.get(key, {}), spoken.get(key, 0), entries.get(key, {})) for key in {**spoken, **entries}
    }


_ATTENDED = prepared_statement(
    select(
        Attendance.unit_id,
        Attendance.member_id,
        Attendance.period,
        Attendance.expectation,
        Attendance.outcome,
        Attendance.spoke,
        Meeting.months,
        Meeting.unit_id.label("owner_id"),
    )
    .join(Meeting, Meeting.id == Attendance.meeting_id)
    .where(
        Attendance.unit_id.in_(bindparam("units", expanding=True)),
        Attendance.period >= bindparam("since"),
        Attendance.period <= bindparam("until"),
        Attendance.kind == MembershipKind.CONTACT,
    )
)
_ENTERED = prepared_statement(
    select(YearEntry.unit_id, YearEntry.member_id, YearEntry.kind, func.count(YearEntry.id))
    .where(
        YearEntry.unit_id.in_(bindparam("units", expanding=True)),
        YearEntry.period >= bindparam("since"),
        YearEntry.period <= bindparam("until"),
    )
    .group_by(YearEntry.unit_id, YearEntry.member_id, YearEntry.kind)
)
