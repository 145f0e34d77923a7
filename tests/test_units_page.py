"""The page of units: the tree, and the actions on one of its units."""

from datetime import date

import pytest

from components.i18n import _
from components.units import unit_table
from db.accounts import accounts
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import Work
from db.meetings import meetings
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import draft_part
from db.models import UnitKind
from db.units import unit_actions, unit_list, units
from db.units.unit_actions import UnitInput
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


def test_the_tree_is_indented_with_kinds_days_and_members(world):
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


def test_a_siblings_name_is_refused_with_a_sentence_and_stays_typed(world):
    test = opened(world, "dong_bao", "name")
    field = next(field for field in test.text_input if field.label == _("Name"))
    field.set_value("Chi bộ thôn Bến Đá")
    press(test, _("Rename"))
    assert "Chi bộ thôn Bến Đá" in test.error[0].value
    assert next(field for field in test.text_input if field.label == _("Name")).value == "Chi bộ thôn Bến Đá"
    assert units.by_id(world.admin)[world.units["dong_bao"]].name == "Chi bộ thôn Đồng Bào"


def test_a_unit_with_members_cannot_be_ended_and_an_empty_one_can(world):
    test = press(opened(world, "dong_bao", "end"), _("End the unit"))
    assert "4" in test.error[0].value
    test = press(opened(world, "hospital", "end"), _("End the unit"))
    assert not test.error
    line = next(line for line in unit_list.load(world.admin) if line.id == world.units["hospital"])
    assert line.until == date(2026, 11, 22)


def test_a_unit_cannot_be_ended_before_it_began(world):
    unit_actions.create(
        world.admin, world.units["dong_ha"], UnitInput(UnitKind.WORKPLACE, "Trạm Y tế", date(2026, 11, 10))
    )
    line = next(line for line in unit_list.load(world.admin) if line.name == "Trạm Y tế")
    test = shown(world.admin, PAGE, unit=line.code)
    test.button_group[0].set_value("end").run()
    next(field for field in test.date_input if field.label == _("Last day")).set_value(date(2026, 11, 9))
    press(test, _("End the unit"))
    assert "10/11/2026" in test.error[0].value
    assert next(each for each in unit_list.load(world.admin) if each.id == line.id).until is None


def test_a_unit_cannot_be_put_below_its_own_descendant(world):
    unit_actions.create(world.admin, world.units["dong_ha"], UnitInput(UnitKind.AREA, "Đảng bộ bộ phận"))
    test = opened(world, "dong_ha", "move")
    place = next(box for box in test.selectbox if box.label == _("Move to"))
    assert "Xã Đông Hà" not in place.options
    assert "Đảng bộ bộ phận" not in place.options


def test_a_cell_is_moved_while_its_meeting_is_being_typed_and_the_draft_moves_along(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202611)
    field = DraftField(draft_part(world.members["binh"]), "outcome")
    drafts.save_values(world.secretary, meetings.load(world.secretary, call).place, {field: "absent"}, {})
    test = opened(world, "dong_bao", "move")
    assert _("Meetings held before this date keep counting for the former unit. Nothing being typed is lost.") in [
        each.value for each in test.caption
    ]
    place = next(box for box in test.selectbox if box.label == _("Move to"))
    place.set_value(str(world.units["tay_son"]))
    press(test, _("Move"))
    assert not test.error, test.error[0].value
    secretary = accounts.viewer_for(world.secretary.account_id, world.secretary.grant_id)
    assert "**1** vắng" in said(shown(secretary, "pages/meetings/record.py", type="regular", period="202611"))


def actions(test) -> list[str]:
    return [option for group in test.button_group for option in group.options]


def test_a_commune_adds_cells_and_workplaces_below_it_and_renames_them(world):
    assert actions(shown(world.commune, PAGE, unit=code(world, "dong_ha"))) == [LABELS["found"]]
    assert actions(shown(world.commune, PAGE, unit=code(world, "ben_da"))) == [LABELS["name"], _("Meeting day")]
    test = opened(world, "dong_ha", "found", world.commune)
    kinds = next(box for box in test.selectbox if box.label == _("Type"))
    assert kinds.options == ["Chi bộ dân cư", "Chi bộ cơ quan", "Nơi công tác"]
    next(field for field in test.text_input if field.label == _("Name")).set_value("Chi bộ thôn Cầu Đá")
    press(test, _("Add the unit"))
    assert "Chi bộ thôn Cầu Đá" in "\n".join(links(test, "units"))


def test_the_administrator_adds_an_area_of_a_lower_level_and_chooses_the_level(world):
    kinds = next(box for box in opened(world, "an_binh", "found").selectbox if box.label == _("Type"))
    assert kinds.options[0] == "Xã, phường"
    kinds = next(box for box in opened(world, "dong_ha", "found").selectbox if box.label == _("Type"))
    assert kinds.options == ["Chi bộ dân cư", "Chi bộ cơ quan", "Nơi công tác"]
    test = opened(world, "an_binh", "level")
    next(box for box in test.selectbox if box.label == _("Level")).set_value("commune")
    press(test, _("Save"))
    assert "Xã, phường" in test.caption[0].value


def test_ended_units_are_listed_on_request_and_their_page_opens(world):
    unit_actions.end(world.admin, world.units["hospital"], date(2026, 11, 20))
    test = shown(world.admin, PAGE)
    assert "Bệnh viện" not in "\n".join(links(test, "units"))
    test.toggle[0].set_value(True).run()
    row = next(label for label in links(test, "units") if "Bệnh viện" in label)
    assert "20/11/2026" in row
    every = unit_list.load(world.admin, ended=True)
    ended = next(line.code for line in every if line.id == world.units["hospital"])
    assert actions(shown(world.admin, PAGE, unit=ended)) == [LABELS["name"]]


def test_a_unit_to_be_moved_or_renamed_says_when_and_does_not_look_ended(world):
    unit_actions.rename(world.admin, world.units["ben_da"], "Chi bộ thôn Bến Mới", date(2026, 12, 1))
    row = next(label for label in links(shown(world.admin, PAGE), "units") if "Bến Đá" in label)
    assert _("changes on {day}", day="01/12/2026") in row
    assert _("until {day}", day="30/11/2026") not in row


def test_members_of_a_practice_cell_are_in_no_sum(world):
    unit_actions.correct(world.admin, world.units["ben_da"], UnitKind.CELL, reports=False)
    row = next(label for label in links(shown(world.admin, PAGE), "units") if "Xã Đông Hà" in label)
    assert ":small[4]" in row


def test_viewers_who_may_not_change_units_read_them(world):
    viewer = world.district
    assert not viewer.writes(Work.CELLS)
    test = shown(viewer, PAGE, unit=code(world, "dong_ha"))
    assert not test.button_group
    assert "Xã Đông Hà" in test.title[0].value
    assert _("All units") in said(test) + "".join(links(test, "units"))
