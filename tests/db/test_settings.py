"""Settings and rules: who chooses what from which day, what is refused, and which value each viewer gets."""

import json
from datetime import date

import pytest

from db.errors import Conflict, Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Role, Setting
from db.settings import setting_definitions, settings, settings_and_rules_in_force

TODAY = date(2026, 11, 22)
ROLES = ("secretary", "assistant", "commune", "workplace", "district", "admin")
pytestmark = pytest.mark.usefixtures("november")


def choose(viewer, name: str, chosen, day: date = TODAY) -> None:
    settings.set_value(viewer, viewer.unit_id, name, chosen, day)


def status_of(viewer, name: str) -> settings_and_rules_in_force.SettingStatus:
    return settings_and_rules_in_force.all_settings(viewer)[name]


def shipped_list_with(name: str, at: int = 0, **words) -> list[dict]:
    standing = [dict(row) for row in settings._shipped()[name]]
    standing[at] |= words
    return standing


def test_every_setting_has_a_kind_and_fits_it():
    assert set(setting_definitions.DEFINITIONS) == set(settings.all_names())
    for name, shipped in settings._shipped().items():
        assert setting_definitions.validate_value(name, shipped, shipped) == shipped


def test_each_role_chooses_its_own_settings(world):
    refused = 0
    for viewer in (world.viewers[key] for key in ROLES):
        for name, shipped in settings._shipped().items():
            if setting_definitions.may_choose(viewer.role, name):
                choose(viewer, name, shipped)
                continue
            for chosen in (shipped, None):
                with pytest.raises(NotAllowed):
                    choose(viewer, name, chosen)
                refused += 1
        own = {name for name, found in settings_and_rules_in_force.all_settings(viewer).items() if found.own}
        if viewer.role in (Role.SECRETARY, Role.COMMUNE):
            assert own == {
                name for name in setting_definitions.DEFINITIONS if setting_definitions.may_choose(viewer.role, name)
            }
    assert refused == 2 * sum(
        not setting_definitions.may_choose(world.viewers[key].role, name)
        for key in ROLES
        for name in setting_definitions.DEFINITIONS
    )


@pytest.mark.parametrize(
    ("key", "unit"), [("secretary", "ben_da"), ("secretary", "dong_ha"), ("commune", "nui_doi"), ("commune", "an_binh")]
)
def test_nobody_chooses_for_units_of_others(world, key, unit):
    with pytest.raises(NotAllowed):
        settings.set_value(world.viewers[key], world.units[unit], "meeting_day", 5, TODAY)
    assert status_of(world.neighbour, "meeting_day").value == 3


def test_the_nearest_unit_that_chose_decides_from_its_day_on(world):
    choose(world.district, "meeting_day", 5, date(2026, 1, 1))
    choose(world.commune, "meeting_day", 7, date(2026, 6, 1))
    choose(world.secretary, "meeting_day", 9, date(2027, 1, 1))
    found = status_of(world.secretary, "meeting_day")
    assert (found.value, found.unit_id, found.since, found.own) == (7, world.units["dong_ha"], date(2026, 6, 1), False)
    assert found.coming == [(date(2027, 1, 1), 9)]
    assert status_of(world.neighbour, "meeting_day").unit_id == world.units["an_binh"]
    assert status_of(world.commune, "meeting_day").who == "xa"
    assert status_of(world.commune, "contact_months").unit_id is None


def test_a_unit_can_go_back_to_the_value_of_the_unit_above(world):
    choose(world.district, "meeting_day", 5, date(2026, 1, 1))
    choose(world.secretary, "meeting_day", 9, date(2026, 2, 1))
    choose(world.secretary, "meeting_day", None)
    assert (
        status_of(world.secretary, "meeting_day").value
        == settings.value_for_viewer(world.secretary, "meeting_day")
        == 5
    )
    with reading(world.secretary) as session:
        assert settings.value_for_unit(session, "meeting_day", world.secretary.unit_id, date(2026, 3, 1)) == 9


@pytest.mark.parametrize(
    ("name", "chosen", "code"),
    [
        ("meeting_day", 31, "meeting_day_unfit"),
        ("meeting_day", 0, "meeting_day_unfit"),
        ("meeting_day", True, "meeting_day_unfit"),
        ("meeting_day", "=1", "meeting_day_unfit"),
        ("contact_months", [6], "contact_months_unfit"),
        ("contact_months", [7, 12], "contact_months_unfit"),
        ("address", "javascript:alert(1)", "address_unfit"),
        ("address", "http://a b", "address_unfit"),
        ("posts", shipped_list_with("posts", vi=" "), "words_missing"),
        ("posts", shipped_list_with("posts", vi="x" * 81), "text_long"),
        ("posts", shipped_list_with("posts", vi="pho bi thu"), "words_twice"),
        ("posts", shipped_list_with("posts")[1:], "changed_meanwhile"),
        ("meeting_types", [*shipped_list_with("meeting_types"), {"vi": "Họp khác", "en": ""}], "changed_meanwhile"),
        ("levels", shipped_list_with("levels")[1:], "changed_meanwhile"),
        ("levels", [{**row, "off": True} for row in shipped_list_with("levels")], "level_of_areas_missing"),
        ("nothing", 1, "setting_unknown"),
    ],
)
def test_an_invalid_value_is_refused_and_nothing_changes(world, name, chosen, code):
    with pytest.raises((Invalid, Conflict), match=code):
        choose(world.admin, name, chosen)
    assert not any(found.unit_id for found in settings_and_rules_in_force.all_settings(world.admin).values())


@pytest.mark.parametrize(
    ("day", "code"), [(None, "day_missing"), (date(1900, 1, 1), "day_too_early"), (date(2099, 1, 1), "day_too_far")]
)
def test_an_impossible_day_is_refused(world, day, code):
    with pytest.raises(Invalid, match=code):
        choose(world.admin, "meeting_day", 5, day)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" sochibo.vn/ ", "http://sochibo.vn"), ("https://10.0.0.2:8501/accounts?x=1", "https://10.0.0.2:8501")],
)
def test_an_address_is_stored_without_anything_after_the_host(world, typed, kept):
    choose(world.admin, "address", typed)
    assert settings.value_for_viewer(world.secretary, "address") == kept


def test_entries_of_a_list_are_added_reworded_and_withdrawn(world):
    rows = shipped_list_with("absence_reasons", vi="Bận việc cơ quan", off=True)
    choose(
        world.district,
        "absence_reasons",
        [*rows, {"key": "", "vi": "Thời tiết xấu", "en": ""}, {"vi": "Thời tiết xấu, lũ lụt", "en": "Flood"}],
    )
    found = {option.key: option.label for option in settings.options(world.secretary, "absence_reasons")}
    assert found["work"] == "Bận việc cơ quan"
    assert (found["thoi_tiet_xau"], found["thoi_tiet_xau_lu_lut"]) == ("Thời tiết xấu", "Thời tiết xấu, lũ lụt")
    assert "work" not in [option.key for option in settings.active_options(world.secretary, "absence_reasons")]
    assert "work" in [option.key for option in settings.active_options(world.secretary, "absence_reasons", "work")]


def test_the_meaning_of_a_meeting_type_cannot_be_forged(world):
    choose(
        world.district,
        "meeting_types",
        shipped_list_with("meeting_types", vi="Họp thường kỳ", audience="contact", months=12),
    )
    first = settings.options(world.secretary, "meeting_types")[0]
    assert (first.label, first.row["audience"], first.row["months"]) == ("Họp thường kỳ", "own", 1)


def test_the_districts_own_rule_overrides_the_shipped_one(world):
    settings_and_rules_in_force.choose_rule(
        world.district, "attendance_aim", {"above_percent": 92}, "Hướng dẫn số 1-HD/HU", True, date(2026, 1, 1)
    )
    own, *shipped = settings_and_rules_in_force.all_rules(world.secretary)["attendance_aim"]
    assert (own.parameters, own.unit_id, own.now, own.verified) == (
        {"above_percent": 92},
        world.units["an_binh"],
        True,
        True,
    )
    assert [line.unit_id for line in shipped] == [None, None]
    assert settings_and_rules_in_force.all_rules(world.district)["attendance_aim"][0].who == "huyen"


@pytest.mark.parametrize("key", ["secretary", "assistant", "commune", "workplace"])
def test_only_the_district_chooses_rules(world, key):
    with pytest.raises(NotAllowed):
        settings_and_rules_in_force.choose_rule(
            world.viewers[key], "attendance_aim", {"above_percent": 1}, "x", False, TODAY
        )


@pytest.mark.parametrize(
    ("name", "parameters", "citation", "day", "code"),
    [
        ("attendance_aim", {"above_percent": 101}, "x", TODAY, "rule_unfit"),
        ("attendance_aim", {"above_percent": True}, "x", TODAY, "rule_unfit"),
        ("attendance_aim", {"other": 1}, "x", TODAY, "setting_unknown"),
        ("nothing", {}, "x", TODAY, "setting_unknown"),
        ("attendance_aim", {"above_percent": 90}, " ", TODAY, "citation_missing"),
        ("attendance_aim", {"above_percent": 90}, "x", None, "day_missing"),
    ],
)
def test_an_invalid_rule_is_refused(world, name, parameters, citation, day, code):
    with pytest.raises(Invalid, match=code):
        settings_and_rules_in_force.choose_rule(world.district, name, parameters, citation, False, day)


def test_a_list_chosen_earlier_gets_entries_shipped_later(world):
    shipped = settings.shipped_value("meeting_types")
    chosen = [row | {"vi": f"{row['vi']} *"} for row in shipped if row["key"] != "joint"]
    with writing(SYSTEM, "test") as session:
        text = json.dumps(chosen, ensure_ascii=False)
        session.add(
            Setting(unit_id=world.units["an_binh"], name="meeting_types", value=text, valid_from=date(2026, 1, 1))
        )
    found = settings.value_for_viewer(world.secretary, "meeting_types")
    assert [row["key"] for row in found] == [row["key"] for row in shipped]
    assert (found[0]["vi"], found[-1]["vi"]) == ("Sinh hoạt thường kỳ *", "Họp chung nhiều chi bộ")
    settings.set_value(world.admin, world.units["an_binh"], "meeting_types", found, date(2026, 1, 1))
