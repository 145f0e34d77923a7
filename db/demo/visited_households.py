"""Visits and reports of the demonstration: members in charge visit their households and report at meetings."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import Row, select

from db.calendar.months import month_of, months_before
from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import District, seeded_random
from db.models import (
    Assignment,
    Attendance,
    Household,
    HouseholdNote,
    HouseholdReport,
    HouseholdVisit,
    Meeting,
    MeetingAudience,
    MeetingState,
    Outcome,
    Task,
)

MONTHS = 6  # months back
VISITED, REPORTED = 0.45, 0.95  # share of assignments visited in a month; share of those present who report
AGREED = (
    "Hẹn giúp làm hồ sơ vay vốn ngân hàng chính sách",
    "Giúp chuyển đổi 2 sào sang trồng rau",
    "Đề nghị xã hỗ trợ sửa mái nhà trước mùa mưa",
    "Giới thiệu lớp học nghề may",
    "Con út đã được nhận học bổng, tháng sau hỏi tiếp",
)


def fill(filler: BulkFiller, district: District) -> None:
    """Add them in every cell that assigns households and records names."""
    since = months_before(district.today, MONTHS)
    charges: dict[int, list[Row]] = defaultdict(list)
    for row in filler.query(select(Assignment).where(Assignment.valid_to.is_(None)).order_by(Assignment.id)):
        charges[row.unit_id].append(row)
    names = {row.id: row.name for row in filler.query(select(Household.id, Household.name))}
    for unit_id, held in charges.items():
        _visit(filler, district, unit_id, held, names)
    _report(filler, since, charges)


def _visit(filler: BulkFiller, district: District, unit_id: int, held: list[Row], names: dict[int, str]) -> None:
    random = seeded_random("visits", unit_id)
    for charge in held:
        for back in range(MONTHS, -1, -1):
            day = months_before(district.today, back) - timedelta(days=random.randrange(12))
            if random.random() > VISITED or (charge.valid_from and day < charge.valid_from):
                continue
            target = {"unit_id": unit_id, "household_id": charge.household_id, "group_id": charge.group_id}
            who = {"member_id": charge.member_id}
            visit = filler.add(HouseholdVisit, **target, **who, visited_on=day, period=month_of(day))
            if charge.household_id and random.random() < 0.5:
                task = None
                if back < 2:
                    task = filler.add(Task, unit_id=unit_id, text=names[charge.household_id], **who)
                filler.add(HouseholdNote, **target, visit_id=visit, text=random.choice(AGREED), task_id=task)
        filler.write()


def _report(filler: BulkFiller, since: date, charges: dict[int, list[Row]]) -> None:
    """Add, for each meeting recorded by name, the reports of the members in charge."""
    in_charge = {unit_id: {row.member_id for row in held} for unit_id, held in charges.items()}
    query = (
        select(Meeting.id, Meeting.unit_id, Meeting.held_on, Attendance.member_id, Attendance.outcome)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.held_on >= since,
            Meeting.state == MeetingState.HELD,
            Meeting.audience == MeetingAudience.OWN,
            Meeting.type.in_(("regular", "regular_with_thematic")),
            Attendance.outcome.is_not(None),
        )
        .order_by(Meeting.id, Attendance.id)
    )
    random = seeded_random("reports")
    for row in filler.query(query):
        if row.member_id in in_charge.get(row.unit_id, ()):
            reported = row.outcome == Outcome.PRESENT and random.random() < REPORTED
            about = {"unit_id": row.unit_id, "meeting_id": row.id, "member_id": row.member_id}
            about["reported_on"] = row.held_on
            filler.add(HouseholdReport, **about, reported=reported)
    filler.write()
