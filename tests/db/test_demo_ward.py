"""The demonstration of a ward: its cells are directly below it, and its people hold several roles."""

from collections import Counter
from pathlib import Path

import pytest

from db import config
from db.demo.build import build
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import MembershipKind, Role, UnitKind
from db.units import unit_tree_consistency
from tests.demo import Rows, holds


@pytest.fixture
def ward(database: Path) -> Rows:
    build("ward", lambda *told: None)
    return Rows(config.database_url())


def test_a_ward_has_its_cells_directly_below_it_and_its_people_hold_several_roles(ward: Rows):
    root = ward.named("Phường Đông Bình")
    kinds = Counter(unit.kind for unit in ward.unit)
    assert (kinds[UnitKind.AREA], kinds[UnitKind.AGENCY_CELL], kinds[UnitKind.WORKPLACE]) == (1, 4, 4)
    assert {version.parent_id for version in ward.unit_version if version.unit_id != root} == {root}
    assert {unit.level for unit in ward.unit if unit.id == root} == {"commune"}
    with reading(SYSTEM) as session:
        unit_tree_consistency.require_valid_tree(session, [unit.id for unit in ward.unit])
    held = {
        account.username: [grant.role for grant in ward.access_grant if grant.account_id == account.id]
        for account in ward.account
    }
    assert held["huyen"] == [Role.DISTRICT]
    assert held["xa"] == [Role.COMMUNE, Role.DISTRICT, Role.ADMIN]
    assert {"admin", "bithu", "coquan"} <= held.keys()
    hospital = ward.named("Bệnh viện Đa khoa Yên Lĩnh")
    placed = [row.membership_id for row in ward.introduction if row.workplace_id == hospital]
    stays = {row.id: row for row in ward.membership}
    assert len(placed) == 40
    assert all(stays[each].kind == MembershipKind.CONTACT and holds(stays[each], ward.today) for each in placed)
