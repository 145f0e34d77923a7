"""Which cluster each member of a cell looks after households in."""

from collections import Counter, defaultdict

from sqlmodel import func, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assignment, CellGroup, GroupKind, HouseholdPlace


def list_cluster_names(viewer: Viewer, unit_id: int) -> list[tuple[str, str]]:
    """The clusters of a cell in their order, each with its code."""
    with reading(viewer) as session:
        query = select(CellGroup.code, CellGroup.name).where(
            CellGroup.unit_id == unit_id, CellGroup.kind == GroupKind.CLUSTER, valid_on(CellGroup, clock.today())
        )
        return [(code, name) for code, name in session.exec(query.order_by(CellGroup.place, CellGroup.id))]


def cluster_by_member(viewer: Viewer, unit_id: int) -> dict[int, str]:
    """Return, for each member, the cluster that contains most of the member's groups and households."""
    today = clock.today()
    place = (HouseholdPlace.household_id == Assignment.household_id) & valid_on(HouseholdPlace, today)
    query = select(Assignment.member_id, func.coalesce(Assignment.group_id, HouseholdPlace.group_id).label("group_id"))
    charges = query.outerjoin(HouseholdPlace, place).where(Assignment.unit_id == unit_id, valid_on(Assignment, today))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    with reading(viewer) as session:
        columns = select(CellGroup.id, CellGroup.name, CellGroup.parent_id).where(CellGroup.unit_id == unit_id)
        groups = {row.id: row for row in session.exec(columns)}
        for member_id, group_id in session.exec(charges.order_by(Assignment.id)):
            if group := groups.get(group_id):
                found[member_id][groups[group.parent_id or group.id].name] += 1
    return {member_id: counted.most_common(1)[0][0] for member_id, counted in found.items()}
