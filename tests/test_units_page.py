"""The page of units: the tree, and what is done with one of its units."""

from datetime import date

import pytest

from components.i18n import _
from components.units import unit_table
from db.kernel.scope import Work
from db.units import unit_list, units
from tests.pages import links, press, said, shown

pytestmark = pytest.mark.usefixtures("november")
PAGE = unit_table.PAGE
LABELS = {"found": _("Add a unit below"), "name": _("Rename"), "end": _("End the unit")}


def code(world, key: str) -> str:
    return next(line.code for line in unit_list.load(world.admin) if line.id == world.units[key])


def opened(world, key: str, action: str, viewer=None):
    test = shown(viewer or world.admin, PAGE, unit=code(world, key))
    test.button_group[0].set_value(action).run()
    return test


def test_the_tree_stands_indented_with_kinds_days_and_members(world):
    rows = "\n".join(links(shown(world.admin, PAGE), "units"))
    for cell in ("– – Chi bộ thôn Đồng Bào", "– Xã Đông Hà", "– Bệnh viện huyện An Bình", "Huyện An Bình"):
        assert f"**{cell}**" in rows
    assert rows.index("Xã Đông Hà") < rows.index("Chi bộ thôn Bến Đá") < rows.index("Xã Tây Sơn")


def test_a_large_tree_shows_its_upper_levels_and_says_how_many_are_below(world, monkeypatch):
    monkeypatch.setattr(unit_table, "WHOLE_TREE", 5)
    test = shown(world.admin, PAGE)
    assert len(links(test, "units")) == 4
    assert "3" in test.main.caption[-1].value
    below = shown(world.admin, PAGE, unit=code(world, "dong_ha"))
    assert "Chi bộ thôn Bến Đá" in "\n".join(links(below, "units"))


def test_a_cell_is_added_below_a_commune(world):
    test = opened(world, "dong_ha", "found")
    next(field for field in test.text_input if field.label == _("Name")).set_value("Chi bộ thôn Cầu Đá")
    press(test, _("Add the unit"))
    assert "Chi bộ thôn Cầu Đá" in [unit.name for unit in units.by_id(world.admin).values()]
    assert "Chi bộ thôn Cầu Đá" in "\n".join(links(test, "units"))


def test_a_name_that_a_neighbour_has_is_refused_in_a_sentence_and_stays_typed(world):
    test = opened(world, "dong_bao", "name")
    field = next(field for field in test.text_input if field.label == _("Name"))
    field.set_value("Chi bộ thôn Bến Đá")
    press(test, _("Rename"))
    assert "Chi bộ thôn Bến Đá" in test.error[0].value
    assert next(field for field in test.text_input if field.label == _("Name")).value == "Chi bộ thôn Bến Đá"
    assert units.by_id(world.admin)[world.units["dong_bao"]].name == "Chi bộ thôn Đồng Bào"


def test_a_unit_with_members_is_not_ended_and_an_empty_one_is(world):
    test = press(opened(world, "dong_bao", "end"), _("End the unit"))
    assert "4" in test.error[0].value
    test = press(opened(world, "hospital", "end"), _("End the unit"))
    assert not test.error
    line = next(line for line in unit_list.load(world.admin) if line.id == world.units["hospital"])
    assert line.until == date(2026, 11, 22)


@pytest.mark.parametrize("key", ["commune", "district"])
def test_who_may_not_change_units_reads_them(world, key):
    viewer = world.viewers[key]
    assert not viewer.writes(Work.UNITS)
    test = shown(viewer, PAGE, unit=code(world, "dong_ha"))
    assert not test.button_group
    assert "Xã Đông Hà" in test.title[0].value
    assert _("All units") in said(test) + "".join(links(test, "units"))
