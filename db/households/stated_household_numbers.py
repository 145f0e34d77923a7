"""Numbers of households stated for clusters and groups on past days: the denominators of rates.

Named households add nothing here, so that a past year's rate stays the same when one of them is erased.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from db.calendar.spans import is_valid_on
from db.households.household_queries import KINDS
from db.models import CellGroup, HouseholdCount


def by_cell(session: Session, days: Iterable[date]) -> dict[date, dict[int, int]]:
    """The number of households of each visible cell on each of these days: as stated for its clusters, or for the
    groups in them if these add up to more. Cells without a number by then are left out.
    """
    columns = (CellGroup.id, CellGroup.unit_id, CellGroup.parent_id, CellGroup.valid_from, CellGroup.valid_to)
    groups = session.exec(select(*columns).where(CellGroup.kind.in_(KINDS))).all()
    told = select(HouseholdCount.group_id, HouseholdCount.households, HouseholdCount.valid_from)
    order = (HouseholdCount.valid_from.is_not(None), HouseholdCount.valid_from, HouseholdCount.id)
    counts = session.exec(told.order_by(*order)).all()
    return {day: _on(day, groups, counts) for day in days}


def _on(day: date, groups: list, counts: list) -> dict[int, int]:
    told = {row.group_id: row.households for row in counts if row.valid_from is None or row.valid_from <= day}
    there = [row for row in groups if is_valid_on(row, day)]
    known, standing = {row.id for row in there}, [row for row in there if row.id in told]
    inside: Counter[int] = Counter()
    for row in standing:
        if row.parent_id in known:
            inside[row.parent_id] += told[row.id]
    found: defaultdict[int, int] = defaultdict(int)
    for row in standing:
        if row.parent_id not in known:
            found[row.unit_id] += max(told[row.id], inside.pop(row.id, 0))
    units = {row.id: row.unit_id for row in groups}
    for group_id, households in inside.items():  # clusters for which no number was stated
        found[units[group_id]] += households
    return dict(found)
