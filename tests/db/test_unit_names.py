"""A unit's name on a day: the one it had then, otherwise the last one before, otherwise the first one it will have."""

from datetime import date

import pytest

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Unit, UnitKind, UnitVersion
from db.units.units import names_on, units_on

VERSIONS = [
    ("Bến Mới", date(2026, 1, 1), date(2026, 3, 31)),
    ("Bến Tên Sau", date(2026, 4, 1), date(2026, 6, 30)),
]


@pytest.fixture
def renamed(world):
    """A cell that was founded, renamed and closed within one year."""
    with writing(SYSTEM, "test") as session:
        (unit_id,) = bulk.insert(session, Unit, [{"kind": UnitKind.CELL, "level": "cell"}])
        dated = [
            {"name": name, "search_key": name, "sort_key": name, "valid_from": since, "valid_to": until}
            for name, since, until in reversed(VERSIONS)
        ]
        bulk.insert(
            session,
            UnitVersion,
            [{"unit_id": unit_id, "parent_id": world.units["dong_ha"], **version} for version in dated],
        )
    return unit_id


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("day", "called"),
    [
        (date(2025, 12, 31), "Bến Mới"),
        (date(2026, 3, 31), "Bến Mới"),
        (date(2026, 4, 1), "Bến Tên Sau"),
        (date(2027, 1, 1), "Bến Tên Sau"),
    ],
)
def test_a_unit_has_the_name_of_the_day(world, renamed, day, called):
    with reading(world.district) as session:
        assert units_on(session, [renamed], day)[renamed].name == called
        assert names_on(session, [renamed], day, with_area=True) == {renamed: f"{called}, Xã Đông Hà"}
