"""Mark counts: how many people have each mark of each item in a year, by cell, without names."""

from collections import Counter, defaultdict

from sqlmodel import Session, func, select

from db.assessments.mark_storage import split_marks
from db.kernel import row_access
from db.models import Assessment

MarkCounts = Counter[tuple[str, str]]  # by item and mark


def by_cell(session: Session, year: int) -> dict[int, MarkCounts]:
    """Return the counts of every cell with marks, regardless of the viewer."""
    people = func.count(Assessment.member_id.distinct())
    query = select(Assessment.unit_id, Assessment.marks, people).where(Assessment.year == year)
    found: dict[int, MarkCounts] = defaultdict(Counter)
    with row_access.reading_as_system(session):
        for unit_id, kept, count in session.exec(query.group_by(Assessment.unit_id, Assessment.marks)):
            for given in split_marks(kept).items():
                found[unit_id][given] += count
    return found
