"""How long facts have been as they are: a finding is the cell's own to review first, others see it some days later."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, func, select

from db.calendar import clock
from db.findings.finding import Finding
from db.kernel import row_access
from db.models import Assessment, Attendance, Batch, Change, ChangeKind, Exemption, Membership, Tally
from db.settings import settings

SETTING = "review_days"
ABOUT_PEOPLE = (Exemption, Membership, Assessment)


def shown_to_others(session: Session, findings: Iterable[Finding], unit_ids: Collection[int]) -> list[Finding]:
    """The findings whose facts are older than the time that their cell has to review them first.

    Imported data, from before the history began, count as old.
    """
    days = settings.values_for_units(session, SETTING, unit_ids, clock.today())
    changed = _Changes(session, max(days.values(), default=0))
    return [each for each in findings if changed.latest(each) + timedelta(days=days[each.unit_id]) <= clock.today()]


class _Changes:
    """The day of the last recent change of each meeting, and of each person's dates."""

    def __init__(self, session: Session, days: int) -> None:
        since = clock.now() - timedelta(days=days + 1)
        self._meetings: dict[int, date] = defaultdict(lambda: date.min)
        self._people: dict[tuple[int | None, int | None], date] = defaultdict(lambda: date.min)
        with row_access.reading_as_system(session):
            for table, wanted in ((Tally, ()), (Attendance, (Change.action == ChangeKind.UPDATE,))):
                self._note_meetings(session.exec(_changed(table, since, *wanted)))
            query = select(Change.unit_id, Change.member_id, func.max(Batch.at)).select_from(Change)
            query = query.join(Batch, Batch.id == Change.batch_id).where(
                Batch.at >= since, Change.table_name.in_([table.__tablename__ for table in ABOUT_PEOPLE])
            )
            for unit_id, member_id, at in session.exec(query.group_by(Change.unit_id, Change.member_id)):
                self._people[unit_id, member_id] = _day(at)

    def latest(self, finding: Finding) -> date:
        """The latest change behind a finding."""
        meetings = (self._meetings[fact.meeting_id] for fact in finding.facts if fact.meeting_id)
        about = self._people[finding.unit_id, finding.member_id] if finding.member_id else date.min
        return max((about, *meetings))

    def _note_meetings(self, found: Iterable[Any]) -> None:
        for meeting_id, at in found:
            self._meetings[meeting_id] = max(self._meetings[meeting_id], _day(at))


def _changed(table: Any, since: datetime, *conditions: Any) -> Any:
    query = select(table.meeting_id, func.max(Batch.at)).select_from(Change)
    query = query.join(Batch, Batch.id == Change.batch_id).join(table, table.id == Change.row_id)
    wanted = (Batch.at >= since, Change.table_name == table.__tablename__)
    return query.where(*wanted, *conditions).group_by(table.meeting_id)


def _day(at: datetime) -> date:
    return at.astimezone(clock.HERE).date()
