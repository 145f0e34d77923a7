"""Which cluster each member of a cell looks after households in."""

from collections import Counter, defaultdict

from sqlalchemy.orm import aliased
from sqlmodel import func, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assignment, CellGroup, GroupKind, HouseholdPlace


def names(viewer: Viewer, unit_id: int) -> list[tuple[str, str]]:
    """The clusters of a cell in their order, each with its code."""
    with reading(viewer) as session:
        query = select(CellGroup.code, CellGroup.name).where(
            CellGroup.unit_id == unit_id, CellGroup.kind == GroupKind.CLUSTER, valid_on(CellGroup, clock.today())
        )
        return [(code, name) for code, name in session.exec(query.order_by(CellGroup.place, CellGroup.id))]


def by_assignment(viewer: Viewer, unit_id: int) -> dict[int, str]:
    """By member the cluster in which he has most of his groups and households."""
    today, group, cluster = clock.today(), aliased(CellGroup), aliased(CellGroup)
    query = (
        select(Assignment.member_id, cluster.name)
        .outerjoin(
            HouseholdPlace,
            (HouseholdPlace.household_id == Assignment.household_id) & valid_on(HouseholdPlace, today),
        )
        .join(group, group.id == func.coalesce(Assignment.group_id, HouseholdPlace.group_id))
        .join(cluster, cluster.id == func.coalesce(group.parent_id, group.id))
        .where(Assignment.unit_id == unit_id, valid_on(Assignment, today))
        .order_by(Assignment.id)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    with reading(viewer) as session:
        for member_id, name in session.exec(query):
            found[member_id][name] += 1
    return {member_id: counted.most_common(1)[0][0] for member_id, counted in found.items()}
