"""Unit names in a member list, cells that it creates, and what a commune may import."""

from dataclasses import replace

import pytest
from sqlmodel import select

from db.errors import Invalid, NotAllowed
from db.history import undo
from db.imports import import_answers, import_run
from db.imports.member_list_outcomes import RowEffect
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Batch,
    Member,
    Membership,
    Unit,
    UnitVersion,
)
from db.settings import settings
from db.units import units
from db.vietnamese import fold, unit_words
from tests.db.dumps import dump
from tests.db.member_lists import BEN_DA, FILE, NEW, NUI_DOI, answer, bring_in, effects, hashed, number, read, row


def test_an_unknown_unit_name_is_asked_about_once_and_remembered_for_the_next_list(world):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell="CB Đồng Bào")]
    plan = import_run.preview(world.admin, FILE, rows)
    assert plan.outcomes[0].code == "import_unit_unknown"
    assert plan.names["cb đồng bào"].proposals[0] == world.units["dong_bao"]
    code = plan.known.places[world.units["dong_bao"]].code
    answer(world.admin, import_answers.unit_part("cb đồng bào"), means=f"unit:{code}")
    bring_in(world.admin, rows)
    assert settings.value_for_viewer(world.admin, "unit_names") == {"cb đồng bào": f"unit:{code}"}
    (outcome,) = import_run.preview(world.admin, "zzzzzzzzzzzz", rows).outcomes
    assert outcome.effect == RowEffect.UNTOUCHED


def test_an_answer_about_a_mere_sheet_name_is_not_remembered_for_another_cells_list(world):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell="Sheet1", cell_of_sheet=True)]
    plan = import_run.preview(world.admin, FILE, rows)
    code = plan.known.places[world.units["dong_bao"]].code
    answer(world.admin, import_answers.unit_part("sheet1"), means=f"unit:{code}")
    assert bring_in(world.admin, rows).counts["created"] == 1
    assert settings.value_for_viewer(world.admin, "unit_names") == {}
    (other,) = import_run.preview(world.admin, "zzzzzzzzzzzz", [replace(rows[0], name="Lê Văn Bảo")]).outcomes
    assert other.code == "import_unit_unknown"


def test_what_was_remembered_about_a_name_does_not_answer_for_a_sheet_that_is_called_so(world):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell="Tờ 1")]
    code = import_run.preview(world.admin, FILE, rows).known.places[world.units["dong_bao"]].code
    answer(world.admin, import_answers.unit_part("tờ 1"), means=f"unit:{code}")
    bring_in(world.admin, rows)
    other = row(2, "Lê Văn Bảo", born="1971", cell="Tờ 1")
    assert import_run.preview(world.admin, "zzzzzzzzzzzz", [other]).outcomes[0].effect == RowEffect.CREATED
    of_sheet = import_run.preview(world.admin, "zzzzzzzzzzzz", [replace(other, cell_of_sheet=True)])
    assert of_sheet.outcomes[0].code == "import_unit_unknown"


def test_an_answer_about_a_unit_name_stays_with_it_when_other_names_come_or_go(world):
    bao, moi = (
        row(2, "Trần Văn Ánh", born="1970", cell="CB Đồng Bào"),
        row(3, "Trần Văn Bảo", born="1970", cell="CB thôn Mới"),
    )
    places = import_run.preview(world.admin, FILE, [bao, moi]).known.places
    answer(world.admin, import_answers.unit_part("cb thôn mới"), means=f"unit:{places[world.units['ben_da']].code}")
    for rows in ([bao, moi], [moi, bao], [moi]):
        names = import_run.preview(world.admin, FILE, rows).names
        assert {name: known.meaning and known.meaning.unit_id for name, known in names.items()}[
            "cb thôn mới"
        ] == world.units["ben_da"]
        assert not names.get("cb đồng bào") or names["cb đồng bào"].meaning is None


def test_a_new_cell_is_created_by_those_allowed_and_undone_with_the_list(world):
    before, rows = dump(), [row(2, "Trần Văn Ánh", born="1970", cell="Chi bộ thôn Mới")]
    commune = import_run.preview(world.admin, FILE, rows).known.places[world.units["dong_ha"]].code
    answer(world.admin, import_answers.unit_part("chi bộ thôn mới"), means=f"new:{commune}")
    done = bring_in(world.admin, rows)
    assert read(select(UnitVersion.parent_id).where(UnitVersion.name == "Chi bộ thôn Mới")) == [world.units["dong_ha"]]
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_two_spellings_create_one_new_cell_in_each_commune_and_none_when_imported_again(world):
    texts = ["CB TDP 7", "Chi bộ tổ dân phố số 7", "Chi bộ Mới"]
    rows = [
        row(at, f"Trần Văn {name}", born="1970", cell=text)
        for at, (name, text) in enumerate(zip(("Ánh", "Bảo", "Cam"), texts, strict=True), 2)
    ]
    places = import_run.preview(world.admin, FILE, rows).known.places
    for text, commune in zip(texts, ("dong_ha", "dong_ha", "tay_son"), strict=True):
        answer(
            world.admin, import_answers.unit_part(unit_words(text)), means=f"new:{places[world.units[commune]].code}"
        )
    assert bring_in(world.admin, rows).counts["created"] == 3
    made = read(select(UnitVersion.name, UnitVersion.parent_id).where(UnitVersion.unit_id > max(world.units.values())))
    assert sorted(made) == [("Chi bộ Mới", world.units["tay_son"]), ("Chi bộ tổ dân phố số 7", world.units["dong_ha"])]
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_communes_are_added_once_and_only_by_those_who_create_units(world):
    units.create_areas(world.admin, ["Xã Bắc Lý", " ", "Phường Nam Hồng"])
    assert [place.name for place in import_run.preview(world.admin, FILE, NEW).known.communes()] == [
        "Phường Nam Hồng",
        "Xã Bắc Lý",
        "Xã Đông Hà",
        "Xã Tây Sơn",
    ]
    for wrong in (["XÃ ĐÔNG HÀ"], ["", " "]):
        with pytest.raises(Invalid):
            units.create_areas(world.admin, wrong)
    with pytest.raises(NotAllowed):
        units.create_areas(world.commune, ["Xã Bắc Lý 2"])


def test_a_commune_creates_no_units(world):
    rows = [row(2, "Trần Văn Ánh", cell="Chi bộ thôn Mới")]
    code = import_run.preview(world.commune, FILE, rows).known.places[world.units["dong_ha"]].code
    answer(world.commune, import_answers.unit_part("chi bộ thôn mới"), means=f"new:{code}")
    with pytest.raises(NotAllowed):
        bring_in(world.commune, rows)
    assert read(select(Unit.id).where(Unit.id > max(world.units.values()))) == []


def test_a_commune_imports_only_into_its_own_cells(world):
    rows = [
        row(2, "Trần Văn Ánh", born="1970"),
        row(3, "Lê Thị Ân", cell=NUI_DOI),
        row(4, "Đỗ Văn Bảo", born="1985", cell=NUI_DOI, home=BEN_DA),
    ]
    assert effects(world.commune, rows) == [("created", None), ("refused", "import_unit_foreign"), ("created", None)]
    bring_in(world.commune, rows)
    assert (
        read(select(Membership.id).where(Membership.unit_id == world.units["nui_doi"], Membership.valid_from.is_(None)))
        == []
    )


def test_a_person_of_another_commune_is_not_duplicated_and_only_said_to_be_known(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [{"id": world.members["lan"], "citizen_hash": hashed("099160000001"), "citizen_last4": "0001"}],
        )
    rows = [
        row(2, "Vũ Thị Lan", born="1960", citizen=number("099160000001")),
        row(3, "Trần Văn Ánh", born="1970", card=number("099160000001")),
    ]
    for one in rows:
        (outcome,) = import_run.preview(world.commune, FILE, [one]).outcomes
        assert (outcome.effect.value, outcome.code, outcome.values, outcome.member_id, outcome.asked) == (
            "refused",
            "import_elsewhere",
            {},
            None,
            (),
        )
    assert bring_in(world.commune, rows).batch_id is None
    assert import_run.preview(world.admin, FILE, rows[:1]).outcomes[0].member_id == world.members["lan"]


def test_a_communes_import_for_a_cell_is_marked_as_on_its_behalf(world):
    bring_in(world.commune, [row(2, "Trần Văn Ánh", born="1970")], "one")
    bring_in(
        world.commune, [row(2, "Lê Thị Ân", born="1970"), row(3, "Đỗ Văn Bảo", born="1985", cell=BEN_DA)], "several"
    )
    bring_in(world.admin, [row(2, "Bùi Văn Ẩn", born="1975")], "not on behalf")
    assert read(select(Batch.on_behalf_of).where(Batch.deed == "import").order_by(Batch.id)) == [
        world.units["dong_bao"],
        None,
        None,
    ]


@pytest.mark.parametrize("named", ["Chi bộ thôn Đồng Bảo", "CHI BỘ THÔN ĐÔNG BÀO", "Chi bộ thôn Đống Bao"])
def test_a_cell_written_with_other_accents_than_the_registers_is_asked_about(world, named):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell=named), row(3, "Trần Văn Bảo", born="1970")]
    assert effects(world.admin, rows) == [("asked", "import_unit_unknown"), ("created", None)]
    name = next(name for name in import_run.preview(world.admin, FILE, rows).names.values() if name.meaning is None)
    assert name.likely == world.units["dong_bao"]


@pytest.mark.parametrize(
    "named", ["CHI BỘ THÔN ĐỒNG BÀO", "Chi bo thon Dong Bao", "Chi bộ: thôn Đồng Bào.", "chi bộ thôn đồng bào"]
)
def test_a_cell_written_in_capitals_with_signs_or_without_any_accents_is_the_registers(world, named):
    assert effects(world.admin, [row(2, "Trần Văn Ánh", born="1970", cell=named)]) == [("created", None)]


def test_two_cells_that_differ_only_in_accents_each_keep_their_people(world):
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units["ben_da"])).one()
        name = "Chi bộ thôn Đông Bảo"
        bulk.update(session, UnitVersion, [{"id": version.id, "name": name, "search_key": fold(name)}])
    rows = [row(2, "Trần Văn Ánh", born="1970", cell=name), row(3, "Trần Văn Bảo", born="1970")]
    plan = import_run.preview(world.admin, FILE, rows)
    assert [outcome.joins[0].where.unit_id for outcome in plan.outcomes] == [
        world.units["ben_da"],
        world.units["dong_bao"],
    ]
    assert effects(world.admin, [row(2, "Trần Văn Ánh", cell="CHI BO THON DONG BAO")]) == [
        ("asked", "import_unit_unknown")
    ]
    bring_in(world.admin, rows)
    assert effects(world.admin, rows) == [("untouched", None)] * 2


def test_two_new_cells_that_differ_only_in_accents_are_two(world):
    texts = "Chi bộ thôn Đông", "Chi bộ thôn Đồng"
    rows = [row(at, f"Trần Văn Ánh{at}", born="1970", cell=text) for at, text in enumerate(texts, 2)]
    commune = import_run.preview(world.admin, FILE, rows).known.places[world.units["dong_ha"]].code
    for text in texts:
        answer(world.admin, import_answers.unit_part(unit_words(text)), means=f"new:{commune}")
    bring_in(world.admin, rows)
    assert sorted(read(select(UnitVersion.name).where(UnitVersion.unit_id > max(world.units.values())))) == sorted(
        texts
    )
