"""What the year's record says of each contact member, beside his assessment: both meetings, spoken, entries."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from db.assessments.assessment_forms import FormItem
from db.year_entries import year_record


class YearCounts(NamedTuple):
    """Whether he came in each half-year that his meeting was recorded in, how often he spoke, entries by kind."""

    halves: Mapping[int, bool] = {}  # by their first month
    spoke: int = 0
    entries: Mapping[str, int] = {}
    meetings: int = 0  # that he came to, extra ones too

    @property
    def attended(self) -> int:
        """In how many half-years he came."""
        return sum(self.halves.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is noted of him all year."""
        return not (self.meetings or self.attended or self.spoke or self.entries)

    def proposed_mark(self, item: FormItem) -> str | None:
        """The mark that the record of meetings proposes for an item; none where no meeting is recorded."""
        if not item.attendance or not self.halves:
            return None
        share = "all" if all(self.halves.values()) else "some" if self.attended else "none"
        return item.attendance.get(share)


def year_counts_of_cells(session: Session, unit_ids: Iterable[int], year: int) -> dict[tuple[int, int], YearCounts]:
    """The counts of every contact member in these cells of whom anything is noted, by cell and member."""
    found = year_record.counts_in(session, unit_ids, year)
    return {
        (unit_id, member_id): YearCounts(counts.half_years, counts.spoke, counts.entries, counts.attended)
        for (unit_id, member_id, contact), counts in found.items()
        if contact
    }
