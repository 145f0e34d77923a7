"""Cells of three kinds, as many as a province has."""

from db.kernel.raw_sql import insert_rows
from db.models import Unit, UnitKind, UnitVersion

CELLS = {"commune": 2_548, "ward": 460, "other": 1_325}


def add_cells(session, area_id: int) -> dict[str, list[int]]:
    """The cells of the communes, of the wards, and the others, all below one area."""
    found = {}
    for whose, count in CELLS.items():
        kind = UnitKind.AGENCY_CELL if whose == "other" else UnitKind.CELL
        ids = insert_rows(session, Unit, [{"kind": kind, "level": "cell", "reports": True} for _ in range(count)])
        names = [f"Chi bộ {whose} {at}" for at in range(count)]
        versions = [
            {"unit_id": unit_id, "name": name, "search_key": name, "sort_key": name, "parent_id": area_id}
            for unit_id, name in zip(ids, names, strict=True)
        ]
        insert_rows(session, UnitVersion, versions)
        found[whose] = ids
    return found
