"""Levels of the organisation: set up from the root down, named as the administrator chooses, shown in the names of
roles.
"""

from datetime import date

import pytest

from components import level_names
from components.i18n import in_language
from components.labels import setting_labels
from db.accounts import accounts, signin
from db.errors import Invalid, NotAllowed
from db.models import Role, Setting, Unit, UnitKind
from db.settings import levels, setting_definitions, settings
from db.units import unit_actions, unit_list, units
from db.units.unit_actions import UnitInput
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
TODAY = date(2026, 11, 22)


def administrator(root: str):
    """The first administrator of a register set up with this root."""
    account_id = accounts.set_up_register(
        "Đông Bình", name="Hoa", username="hoale", password="mật khẩu của Hoa", root=root
    )
    token = signin.start_device_session(account_id, "Test").token
    return signin.viewer_of_token(signin.hash_secret(token))


def role_names(viewer, role: Role) -> tuple[str, str]:
    """A role in both languages."""
    with in_language("en"):
        english = level_names.role_name(viewer, role)
    return level_names.role_name(viewer, role), english


@pytest.mark.parametrize(
    ("root", "commune", "district"),
    [
        (
            "ward",
            ("Cán bộ Đảng ủy phường, phụ trách chi bộ", "Ward committee officer, for the cells"),
            ("Cán bộ phường, tổng hợp", "Ward officer, overview"),
        ),
        (
            "commune",
            ("Cán bộ Đảng ủy xã, phụ trách chi bộ", "Commune committee officer, for the cells"),
            ("Cán bộ xã, tổng hợp", "Commune officer, overview"),
        ),
        (
            "district",
            ("Cán bộ Đảng ủy xã, phường", "Commune committee officer"),
            ("Cán bộ huyện", "District officer"),
        ),
        (
            "province",
            ("Cán bộ Đảng ủy xã, phường", "Commune committee officer"),
            ("Cán bộ tỉnh, thành phố", "Province officer"),
        ),
    ],
)
def test_roles_are_named_after_the_levels_of_the_set_up(database, root, commune, district):
    viewer = administrator(root)
    assert role_names(viewer, Role.COMMUNE) == commune
    assert role_names(viewer, Role.DISTRICT) == district
    assert role_names(viewer, Role.SECRETARY) == ("Bí thư chi bộ", "Cell secretary")


def test_every_way_to_set_up_ends_with_cells_and_is_described_by_its_levels(database):
    assert setting_labels.root_labels()["ward"] == "Phường › Chi bộ"
    assert setting_labels.root_labels()["province_of_districts"] == "Tỉnh, thành phố › Huyện › Xã, phường › Chi bộ"
    for root in levels.root_choices():
        assert [row["key"] for row in levels.levels_of_root(root)][-2:] == ["cell", "workplace"]
        assert all(len(row["key"]) <= 20 for row in levels.levels_of_root(root))


def test_a_register_needs_a_root_level_to_be_set_up(database):
    with pytest.raises(Invalid, match="root_level_missing"):
        administrator("")
    assert accounts.no_account_exists()


def test_a_district_keeps_the_shipped_levels_and_a_ward_has_no_areas_below(database):
    viewer = administrator("ward")
    assert rows(Unit)[0].level == levels.load(viewer).root == levels.load(viewer).lowest == "commune"
    assert levels.load(viewer).below("commune") == []
    code = unit_actions.create(viewer, viewer.unit_id, UnitInput(UnitKind.CELL, "Chi bộ tổ dân phố số 1"))
    assert unit_list.find(viewer, code).depth == 1


def test_a_province_with_districts_founds_level_by_level(database):
    viewer = administrator("province_of_districts")
    above = viewer.unit_id
    for level in ("district", "commune"):
        code = unit_actions.create(viewer, above, UnitInput(UnitKind.AREA, f"Đơn vị {level}"))
        found = unit_list.find(viewer, code)
        assert found.level == level
        above = found.id
    units.create_areas(viewer, ["Huyện Hai"])
    assert {line.level for line in unit_list.load(viewer) if line.depth == 1} == {"district"}


def test_the_administrator_renames_levels_and_adds_one_above_cells(world):
    standing = settings.value_for_viewer(world.admin, "levels")
    chosen = [{**row, "vi": "Phường"} if row["key"] == "commune" else row for row in standing]
    added = {"key": "", "vi": "Đảng bộ bộ phận trực thuộc", "en": "Sub-committee"}
    settings.set_value(world.admin, world.units["an_binh"], "levels", [*chosen, added], TODAY)
    found = levels.load(world.secretary)
    assert [row["key"] for row in found.rows] == [
        "district",
        "commune",
        "dang_bo_bo_phan",
        "cell",
        "workplace",
    ]
    assert level_names.level_word(world.secretary, "commune") == "phường"
    assert [row["key"] for row in found.below("commune")] == ["dang_bo_bo_phan"]


def test_chosen_levels_are_not_replaced_by_shipped_ones(database):
    viewer = administrator("ward")
    with pytest.raises(Invalid, match="level_of_areas_missing"):
        settings.set_value(viewer, viewer.unit_id, "levels", None, TODAY)
    assert level_names.level_heading(viewer) == "Phường"


@pytest.mark.parametrize("key", ["district", "commune", "secretary"])
def test_only_the_administrator_names_levels(world, key):
    viewer = world.viewers[key]
    assert not setting_definitions.may_choose(viewer.role, "levels")
    with pytest.raises(NotAllowed):
        settings.set_value(viewer, viewer.unit_id, "levels", settings.value_for_viewer(viewer, "levels"), TODAY)
    assert rows(Setting) == []
