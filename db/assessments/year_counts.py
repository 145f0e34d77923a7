"""What the year's record says about each contact member besides the assessment: meetings, speaking, entries."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from db.assessments.assessment_forms import FormItem
from db.models import Attendance, Meeting, Tally, YearEntry
from db.year_entries import year_record_counts

TABLES = (Attendance, Meeting, Tally, YearEntry)  # what is read


class YearCounts(NamedTuple):
    """Attendance in each recorded half-year, number of times spoken, and entries by kind."""

    halves: Mapping[int, bool] = {}  # by first month
    spoke: int = 0
    entries: Mapping[str, int] = {}
    meetings: int = 0  # meetings attended, including extra ones

    @property
    def attended(self) -> int:
        """The number of half-years attended."""
        return sum(self.halves.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded about the person all year."""
        return not (self.meetings or self.attended or self.spoke or self.entries)

    def proposed_mark(self, item: FormItem) -> str | None:
        """The mark proposed from the record of meetings for an item; None without a recorded meeting."""
        if not item.attendance or not self.halves:
            return None
        share = "all" if all(self.halves.values()) else "some" if self.attended else "none"
        return item.attendance.get(share)


CountsByMember = dict[tuple[int, int], YearCounts]  # by cell and member


def year_counts_of_cells(session: Session, unit_ids: Iterable[int], year: int) -> CountsByMember:
    """The counts of contact members in these cells with anything recorded, by cell and member."""
    found = year_record_counts.counts_in(session, unit_ids, year)
    return {
        (unit_id, member_id): YearCounts(counts.half_years, counts.spoke, counts.entries, counts.attended)
        for (unit_id, member_id, contact), counts in found.items()
        if contact
    }
