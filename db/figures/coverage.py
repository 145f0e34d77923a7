"""Coverage: of how many households somebody looks after them, area by area and cell by cell, and how many members look after any.

Counted as the board of a cell counts, from rows without names, so that whoever sees no household by name sees the same figures.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db import clock
from db.figures import belonging, opened
from db.households import cover, known
from db.households.cover import Charged, Cover
from db.meetings.roster import holds
from db.models import Assignment, Exemption, Membership, MembershipKind
from db.scope import Viewer
from db.session import reading


class Count(NamedTuple):
    """Households with those looked after; own members neither exempt nor away, and those of them who look after any; cells, and those that assigned."""

    cover: Cover = Cover()
    members: int = 0
    assigned: int = 0
    cells: int = 0
    assigning: int = 0


class CellRow(NamedTuple):
    """A cell by its area's and its own name."""

    area: str
    cell: str
    cell_id: int
    count: Count


class Part(NamedTuple):
    """An area or a cell within a figure."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    count: Count


def parts(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[Part]:
    """The areas right below a unit (all in sight), or its cells, on a day (today), in Vietnamese order."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = _standing(session, unit_id, day)
        heads = opened.heads(session, viewer, unit_id, {(area_id, cell_id) for cell_id, area_id in areas.items()}, day)
        called = opened.units_on(session, set(heads.values()), day)
    below: dict[int, list[Count]] = {head: [] for head in called}
    for (_, cell_id), head in heads.items():
        below[head].append(counts[cell_id])
    return [Part(unit.id, unit.code, unit.name, unit.kind in belonging.CELLS, total(below[unit.id])) for unit in called.values()]


def cells(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[CellRow]:
    """Every cell below a unit (all in sight) on a day (today), by area and name in Vietnamese order."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = _standing(session, unit_id, day)
        called = opened.units_on(session, {*areas, *filter(None, areas.values())}, day)
    places = {found: place for place, found in enumerate(called)}
    order = sorted(areas, key=lambda cell_id: (places.get(areas[cell_id], -1), places[cell_id]))
    return [CellRow(called[areas[each]].name if areas[each] in called else "", called[each].name, each, counts[each]) for each in order]


def of_cell(viewer: Viewer, unit_id: int) -> Cover:
    """The households of one cell today, and those of them that somebody looks after."""
    with reading(viewer) as session:
        return _by_cell(session, [unit_id], clock.today())[unit_id].cover


def total(counts: list[Count]) -> Count:
    """Counts added up."""
    rest = [sum(column) for column in zip(*(count[1:] for count in counts), strict=True)]
    return Count(cover.total(count.cover for count in counts), *rest)


def _standing(session: Session, unit_id: int | None, day: date) -> tuple[dict[int, int | None], dict[int, Count]]:
    """The cells that stood on a day by their area, and the count of each."""
    viewer = session.info["viewer"]
    stays = belonging.stays(session, viewer, belonging.asked_unit(viewer, unit_id))
    areas = {stay.unit_id: stay.area_id for stay in stays if (stay.first is None or stay.first <= day) and (stay.last is None or day <= stay.last)}
    return areas, _by_cell(session, list(areas), day)


def _by_cell(session: Session, cells: list[int], day: date) -> dict[int, Count]:
    whole = session.info["viewer"].unit_ids is None
    asked = None if whole and len(cells) > 50 else cells  # of most of the tree all is read at once, which is quicker than thousands of ids
    groups, told, named = known.groups(session, day, asked), known.told(session, day, asked), known.places(session, day, asked)
    charged, carers = _charged(session, day)
    covers = cover.of_groups(known.as_groups(groups, told), named, charged)
    outermost = {group.id for group in cover.outermost(known.as_groups(groups, told))}
    of_cell: dict[int, list[Cover]] = defaultdict(list)
    for row in groups:
        if row.id in outermost:
            of_cell[row.unit_id].append(covers[row.id])
    free = _free(session, day)
    return {cell_id: _count(cover.total(of_cell[cell_id]), free.get(cell_id, 0), len(carers[cell_id])) for cell_id in cells}


def _count(covered: Cover, members: int, assigned: int) -> Count:
    return Count(covered, members, assigned, 1, int(covered.covered > 0))


def _charged(session: Session, day: date) -> tuple[Charged, dict[int, set[int]]]:
    """What is looked after on a day by whoever is there to do it, and which own members of each cell do."""
    here = select(Membership.id).where(Membership.member_id == Assignment.member_id, Membership.unit_id == Assignment.unit_id, holds(Membership, day))
    absent = select(Exemption.id).where(Exemption.member_id == Assignment.member_id, Exemption.unit_id == Assignment.unit_id, holds(Exemption, day))
    query = select(Assignment.unit_id, Assignment.member_id, Assignment.group_id, Assignment.household_id)
    query = query.where(holds(Assignment, day), here.exists(), ~absent.exists())
    rows = session.exec(query).all()
    own = session.exec(
        select(Assignment.unit_id, Assignment.member_id).where(
            holds(Assignment, day), here.where(Membership.kind == MembershipKind.OWN).exists(), ~absent.exists()
        )
    )
    carers: dict[int, set[int]] = defaultdict(set)
    for unit_id, member_id in own:
        carers[unit_id].add(member_id)
    return Charged({row.group_id for row in rows}, {row.household_id for row in rows}), carers


def _free(session: Session, day: date) -> dict[int, int]:
    """The number of own members of each cell who are neither exempt nor away: whoever may be asked to look after households."""
    absent = select(Exemption.id).where(Exemption.member_id == Membership.member_id, Exemption.unit_id == Membership.unit_id, holds(Exemption, day))
    query = select(Membership.unit_id, func.count(Membership.member_id.distinct())).where(Membership.kind == MembershipKind.OWN, holds(Membership, day))
    return dict(session.exec(query.where(~absent.exists()).group_by(Membership.unit_id)).all())
