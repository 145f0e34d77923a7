"""Each member's year in a cell as counts: meetings, tasks, households, entries, posts."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, select

from db.assessments.assessed_people import reference_day
from db.assessments.assessment_forms import FormItem
from db.calendar import clock
from db.calendar.validity import begun_on, not_ended_on
from db.errors import Invalid, NotAllowed
from db.households import member_work
from db.households.member_work import MemberWork
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.meetings import task_progress
from db.meetings.task_progress import MemberTasks
from db.models import (
    Assignment,
    Attendance,
    CellGroup,
    Exemption,
    Household,
    HouseholdClass,
    HouseholdCount,
    HouseholdPlace,
    HouseholdReport,
    HouseholdVisit,
    Meeting,
    Member,
    Membership,
    MembershipKind,
    Office,
    Tally,
    Task,
    YearEntry,
)
from db.year_entries import entry_list, year_record_counts
from db.year_entries.entry_list import EntryLine
from db.year_entries.year_record_counts import NOTHING, RecordCounts

FIRST_YEAR = 2000
TABLES = (
    *(Assignment, Attendance, CellGroup, Exemption, Household, HouseholdClass, HouseholdCount, HouseholdPlace),
    *(HouseholdReport, HouseholdVisit, Meeting, Member, Membership, Office, Tally, Task, YearEntry),
)  # what is read


class YearWork(NamedTuple):
    """Somebody's year in one cell; posts by their keys."""

    record: RecordCounts = NOTHING
    tasks: MemberTasks = MemberTasks()
    homes: MemberWork = MemberWork()
    posts: tuple[str, ...] = ()

    def proposed_mark(self, item: FormItem) -> str | None:
        """None: counts imply no class."""
        return None


WorkByMember = dict[tuple[int, bool], YearWork]  # by member, and whether as a contact member


class WorkSheet(NamedTuple):
    """A person with counts of the year, and the entries, latest first."""

    member_id: int
    code: str
    name: str
    number: int | None
    kind: MembershipKind
    here: bool
    exempt: bool
    work: YearWork
    entries: list[EntryLine]


def list_sheets(viewer: Viewer, unit_id: int, year: int, member: str = "") -> list[WorkSheet]:
    """Everybody who was in a cell in that year, by number, or one member by public code.

    Raises NotAllowed outside the viewer's units and for roles that read no entries, Invalid for an impossible year.
    """
    if not (viewer.reads(Audience.ENTRIES) and viewer.reaches(unit_id)):
        raise NotAllowed()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid("year_unknown")
    with reading(viewer) as session:
        people = year_record_counts.records_in(session, unit_id, year)
        people.sort(key=lambda person: person.kind == MembershipKind.CONTACT)
        work, entries = work_by_member(session, unit_id, year), entry_list.by_member(session, unit_id, year)
    return [
        WorkSheet(*person[:7], _of(work, person.member_id, person.kind), entries.get(person.member_id, []))
        for person in people
        if member in ("", person.code)
    ]


def work_by_member(session: Session, unit_id: int, year: int) -> WorkByMember:
    """The year of each person of a cell, by member and whether as a contact member."""
    counts = year_record_counts.counts_in(session, [unit_id], year)
    tasks = task_progress.by_member(session, unit_id, year)
    homes = member_work.by_member(session, unit_id, year, reference_day(year))
    posts: dict[int, list[str]] = defaultdict(list)
    span = {"unit": unit_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    for member_id, post in session.exec(_POSTS, params=span):
        if post not in posts[member_id]:
            posts[member_id].append(post)
    people = {(each, False) for each in {*tasks, *homes, *posts}} | {(one, contact) for _, one, contact in counts}
    return {
        (one, contact): YearWork(
            counts.get((unit_id, one, contact), NOTHING),
            tasks.get(one, MemberTasks()),
            homes.get(one, MemberWork()),
            tuple(posts[one]),
        )
        for one, contact in {*people, *((one, True) for one, _ in people)}
    }


def _of(work: dict[tuple[int, bool], YearWork], member_id: int, kind: MembershipKind) -> YearWork:
    return work.get((member_id, kind == MembershipKind.CONTACT), YearWork())


_POSTS = prepared_statement(
    select(Office.member_id, Office.post)
    .join(Member, Member.id == Office.member_id)
    .where(
        Office.unit_id == bindparam("unit"),
        begun_on(Office, bindparam("last", type_=Date)),
        not_ended_on(Office, bindparam("first", type_=Date)),
    )
    .order_by(Office.valid_from, Office.id)
)
