"""Reconciliation on screen: who is subject and on what basis, each number opening to its people."""

from datetime import date

import pytest

from db.contacts import introduction_steps, stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState, Unit
from tests import people
from tests.db.placed_members import add_person
from tests.pages import links, press, said, shown
from tests.rows import rows

PAGE = "pages/contacts/contacts.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def hoa(world: people.World) -> int:
    """She works at the hospital and lives in Đông Hà; no letter has been written yet."""
    sides = {"workplace_id": world.units["hospital"], "commune_id": world.units["dong_ha"]}
    listed = {"state": IntroductionState.TO_INTRODUCE, "listed_on": date(2026, 3, 2)}
    with writing(SYSTEM, "introduce") as session:
        return bulk.insert(
            session, Introduction, [{"member_id": add_person(session, "Vũ Thị Hoa"), **sides, **listed}]
        )[0]


def page(viewer, **query):
    return shown(viewer, PAGE, view="reconcile", **query)


def test_the_total_is_shown_with_the_basis_for_who_is_subject(world, hoa):
    told = said(page(world.district))
    assert "Đã giới thiệu **2/3** đảng viên thuộc diện, tính đến 22/11/2026 (66,7 %)" in told
    assert "Còn **1** đồng chí chưa được giới thiệu" in told
    assert "danh sách đảng viên của nơi công tác" in told
    stated_introduction_counts.record(world.commune, [StatedCount(world.units["dong_ha"], date(2026, 6, 1), 7, 3)])
    told = said(page(world.district))
    assert "**2/8**" in told
    assert "1 đơn vị theo số đã báo" in told
    assert "miễn giới thiệu: 3, sổ chỉ giữ con số" in told
    assert "Còn 5 người trong số thuộc diện đã báo mà chưa có tên." in told


def test_a_unit_opens_to_its_people(world, hoa):
    code = next(row.code for row in rows(Unit, id=world.units["tay_son"]))
    assert "Nobody" not in said(page(world.district))
    assert any("Vũ Thị Hoa" in label for label in links(page(world.district), "member"))
    other = page(world.district, reconcile_unit=code)
    assert "Không có ai." in said(other)
    placed = page(world.district, reconcile_unit=code, reconcile_people="placed")
    assert any("Đỗ Minh Quân" in label for label in links(placed, "member"))


def test_a_workplace_sees_its_people_and_says_why_one_is_not_introduced_yet(world, hoa):
    test = page(world.workplace)
    assert "Vũ Thị Hoa" in said(test)
    assert links(test, "member") == []
    box = next(each for each in test.selectbox if each.label == "Lý do")
    box.select_index(box.options.index("Mới kết nạp"))
    press(test, "Lưu")
    assert rows(Introduction, id=hoa)[0].pending_reason == "admitted"
    assert "Mới kết nạp" in said(page(world.workplace))


def test_a_day_before_any_data_is_explained_with_a_sentence(world, hoa):
    test = page(world.district, reconcile_on="2026-03-01")
    assert [each.value.replace("\\", "") for each in test.error] == [
        "Sổ chưa có dữ liệu của ngày 01/03/2026: giới thiệu đầu tiên là ngày 02/03/2026. "
        "Đồng chí chọn từ ngày đó trở đi."
    ]


def test_a_count_is_stated_on_screen(world):
    test = page(world.workplace, reconcile_section="counts")
    test.number_input[0].set_value(41)
    test.number_input[1].set_value(2)
    press(test, "Lưu số thuộc diện")
    assert stated_introduction_counts.list_of_unit(world.workplace, world.units["hospital"]) == [
        StatedCount(world.units["hospital"], date(2026, 11, 22), 41, 2)
    ]


@pytest.mark.parametrize("section", ["months", "absent", "twice", "counts"])
@pytest.mark.parametrize("who", ["commune", "district", "workplace"])
def test_every_list_opens_for_those_who_are_offered_it(world, hoa, who, section):
    page(world.viewers[who], reconcile_section=section)


def test_the_counts_and_the_people_behind_them_are_queried_once(world, hoa, monkeypatch):
    asked, ask = [], introduction_steps.introductions_on
    monkeypatch.setattr(introduction_steps, "introductions_on", lambda *about: asked.append(about) or ask(*about))
    shown(world.commune, PAGE, view="reconcile")
    assert len(asked) == 1
