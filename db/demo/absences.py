"""Absences of the demonstration: exempt members, those away, and those excused again and again."""

from datetime import date, timedelta

from db.demo.cell_builder import CellBuilder
from db.demo.district_plan import BOOK, COPIED
from db.demo.district_state import CellMember, ReportingHabit
from db.models import Exemption, ExemptionClass, UnitKind


def fill(builder: CellBuilder, staff: set[int]) -> None:
    """Exempt the oldest, send some away, and give some cells a member excused month after month; never officers."""
    cell = builder.cell
    staying = [
        person
        for person in cell.people
        if person.end is None and person.start == cell.founded and person.member_id not in staff
    ]
    _exempt(builder, sorted(staying, key=lambda person: (person.born, person.member_id)))
    free = [person for person in staying if not person.exempt]
    _let_go(builder, free)
    _miss_often(builder, [person for person in free if not person.exempt])


def add_exemption(
    builder: CellBuilder,
    person: CellMember,
    kind: ExemptionClass,
    start: date | None,
    end: date | None,
    reason: str,
    paper: str | None = None,
) -> None:
    """Add an exemption."""
    builder.filler.add(
        Exemption,
        member_id=person.member_id,
        unit_id=builder.cell.id,
        kind=kind,
        valid_from=start,
        valid_to=end,
        reason=reason,
        paper=paper,
    )
    person.exempt.append((start, end))


def _exempt(builder: CellBuilder, oldest: list[CellMember]) -> None:
    """Exempt members from Party work and meetings; for half of them since a known day."""
    cell, random = builder.cell, builder.random
    usual = 0 if cell.kind == UnitKind.AGENCY_CELL else round(cell.own * 0.1)
    for person in oldest[: usual if cell.exempt is None else cell.exempt]:
        start = person.start if random.random() < 0.5 else builder.random_day()
        reason = "age" if person.born < builder.district.today.year - 70 else "health"
        add_exemption(
            builder, person, ExemptionClass.OWN, start, None, reason, f"Nghị quyết số {random.randint(1, 30):02}-NQ/CB"
        )


def _let_go(builder: CellBuilder, free: list[CellMember]) -> None:
    cell, random = builder.cell, builder.random
    for person in random.sample(free, min(len(free) // 4, cell.own // 18)):
        start = builder.random_day()
        end = start + timedelta(days=random.randint(60, 240))
        if (
            cell.exempt is None or end <= builder.last
        ):  # where the number of exempt members is fixed, nobody is away now
            add_exemption(builder, person, ExemptionClass.AWAY, start, end, "away_work")


def _miss_often(builder: CellBuilder, present: list[CellMember]) -> None:
    random, cell = builder.random, builder.cell
    if cell.name == BOOK:
        several = [(present[-1], 4), (present[-2], 3)]
    elif cell.name == COPIED:
        several = [(present[-1], 4), (present[-2], 4)]
    elif len(present) > 12 and random.random() < 0.15 and cell.habit != ReportingHabit.PERFECT:
        several = [(random.choice(present), random.randint(3, 6))]
    else:
        several = []
    for person, months in several:
        latest = cell.latest_meeting_day(builder.district.today)
        person.misses = (latest - timedelta(days=31 * months - 10), latest - timedelta(days=1))
