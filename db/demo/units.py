"""The units of the demonstration: communes, cells and workplaces, with their names and meeting days."""

import json
from datetime import timedelta

from db import vietnamese
from db.calendar.months import month_of
from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import Cell, District
from db.demo.word_lists import load_words
from db.models import Setting, SuccessionKind, Unit, UnitKind, UnitSuccession, UnitVersion
from db.settings import levels, settings

DECISION = "Quyết định số 118-QĐ/ĐU"


def fill(filler: BulkFiller, district: District) -> None:
    """Add the units, and store their ids in the district."""
    root = levels.levels_of_root(district.root)[0]["key"]
    district.id = _unit(filler, district.name, UnitKind.AREA, root, None, "99.168")
    for number, commune in enumerate(district.communes, 1):
        commune.id = (
            district.id
            if district.has_cells_at_root
            else _unit(filler, commune.name, UnitKind.AREA, "commune", district.id, f"99.168.{number:03}")
        )
        for place, cell in enumerate(commune.cells, 1):
            _cell(filler, district, cell, f"99.168.{number:03}.000.{place:03}")
    work = load_words()["work"]
    for name in (work["hospital"], *work["others_of_ward" if district.has_cells_at_root else "others"]):
        district.workplaces[name] = _unit(filler, name, UnitKind.WORKPLACE, "workplace", district.id)
    _settings(filler, district)


def _unit(
    filler: BulkFiller,
    name: str,
    kind: UnitKind,
    level: str,
    parent_id: int | None,
    official: str | None = None,
    **version,
) -> int:
    unit_id = filler.add(Unit, kind=kind, level=level, official_code=official)
    _version(filler, unit_id, name, parent_id, **version)
    return unit_id


def _version(filler: BulkFiller, unit_id: int, name: str, parent_id: int | None, **version) -> None:
    filler.add(
        UnitVersion,
        unit_id=unit_id,
        name=name,
        search_key=vietnamese.fold(name),
        sort_key=vietnamese.unit_sort_key(name),
        parent_id=parent_id,
        **version,
    )


def _cell(filler: BulkFiller, district: District, cell: Cell, official: str) -> None:
    span = {
        "valid_from": cell.founded or (district.merger_day if cell.formerly else None),
        "paper": DECISION if cell.formerly or cell.before else None,
    }
    cell.id = _unit(filler, cell.name, cell.kind, "cell", cell.commune.id, official, **span)
    if cell.formerly:
        _version(filler, cell.id, cell.formerly, cell.commune.id, valid_to=district.merger_day - timedelta(days=1))
    for old in cell.before:
        old.id = _unit(filler, old.name, old.kind, "cell", cell.commune.id, valid_to=old.closed)
        filler.add(
            UnitSuccession, old_id=old.id, new_id=cell.id, kind=SuccessionKind.MERGED, day=cell.founded, paper=DECISION
        )


def _settings(filler: BulkFiller, district: District) -> None:
    for cell in district.cells:
        if cell.meeting_day != 3:
            filler.add(
                Setting, unit_id=cell.id, name="meeting_day", value=str(cell.meeting_day), valid_from=district.first_day
            )
    begins = str(month_of(district.first_day))
    filler.add(Setting, unit_id=district.id, name="first_month", value=begins, valid_from=district.first_day)
    if (rows := levels.levels_of_root(district.root)) != settings.shipped_value(levels.NAME):
        value = json.dumps(rows, ensure_ascii=False)
        filler.add(Setting, unit_id=district.id, name=levels.NAME, value=value, valid_from=settings.EARLIEST)
