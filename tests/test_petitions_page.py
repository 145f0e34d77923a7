"""The page of petitions: written down, passed on, answered, reported back; nothing typed is lost, nothing is kept of a
denunciation, and pending ones are on the holder's first page.
"""

from datetime import date

import pytest

from db.drafts.drafts import DraftKey
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Draft, DraftValue, Household, Petition, PetitionOrigin, PetitionText, Unit
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from tests.pages import app, links, press, said, shown
from tests.petition_pages import HOSTILE, TEXT, choose, type_in
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
PAGE, HOME = "pages/households/petitions.py", "pages/home/home.py"


def received(world, day=date(2026, 10, 1), text=TEXT) -> str:
    return petitions.receive(world.secretary, world.units["dong_bao"], PetitionInput(text, "front", day))


def test_on_a_phone_a_units_figures_carry_their_column_labels_and_zero_shows_nothing_more(world):
    petitions.receive(world.secretary, world.units["dong_bao"], PetitionInput(TEXT, "front", date(2026, 11, 1)))
    bare, told = links(shown(world.commune, PAGE, petitions_view="counts"), "petitions")
    assert told.startswith("**Chi bộ thôn Đồng Bào** :small[~~Đã tiếp nhận~~ 1] :small[~~Đang chờ trả lời~~ 1]")
    assert bare.count("~~") == 2
    assert ":small[~~Đã tiếp nhận~~ 0]" in bare


def test_a_petition_is_written_down_with_its_household_and_the_form_is_cleared(world):
    with writing(SYSTEM, "home") as session:
        session.add(home := Household(unit_id=world.units["dong_bao"], name="Hộ bà M.", sort_key="m", search_key="m"))
        session.flush()
    code = rows(Household)[0].code
    assert home
    test = press(shown(world.secretary, PAGE, petitions_view="new"), "Lưu")
    assert "nội dung ý kiến" in test.error[0].value
    type_in(test, "_text", TEXT)
    press(test, "Lưu")
    assert "chọn nguồn" in test.error[0].value
    choose(test, "_source", "visit")
    assert "để trống nếu người dân" in "".join(each.label for each in test.selectbox)
    press(test, "Lưu")
    assert [row.text for row in rows(PetitionText)] == [TEXT]
    assert rows(PetitionOrigin) == rows(Draft) == []
    assert not [each for each in test.text_area if each.value]
    linked = shown(world.secretary, PAGE, petitions_view="new", petitions_household=code)
    assert [each.value for each in linked.button_group if (each.key or "").endswith("_source")] == ["visit"]


def test_the_person_who_brought_it_is_chosen_among_the_cells_people(world):
    test = type_in(shown(world.secretary, PAGE, petitions_view="new"), "_text", TEXT)
    choose(test, "_source", "contact_member")
    box = next(each for each in test.selectbox if (each.key or "").endswith("_member"))
    assert [option.split(" · ")[1] for option in box.options] == [
        "Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung"
    ]  # fmt: skip
    box.select_index(3).run()
    press(test, "Lưu")
    assert [row.member_id for row in rows(PetitionOrigin)] == [world.members["dung"]]


def test_a_draft_waits_for_its_author_and_is_as_restricted_as_the_petition(world):
    type_in(shown(world.secretary, PAGE, petitions_view="new"), "_text", TEXT)
    assert [(row.audience, row.unit_id) for row in rows(Draft)] == [("cell", world.units["dong_bao"])]
    again = shown(world.secretary, PAGE, petitions_view="new")
    assert [each.value for each in again.text_area] == [TEXT]
    assert [each.value for each in shown(world.assistant, PAGE, petitions_view="new").text_area] == [""]


def test_a_denunciation_is_refused_as_it_is_typed_and_no_draft_keeps_it(world):
    test = type_in(shown(world.secretary, PAGE, petitions_view="new"), "_text", "Đơn tố cáo ông A")
    assert "nơi tiếp công dân" in test.error[0].value
    choose(test, "_source", "front")
    press(test, "Lưu")
    assert [each.value for each in test.text_area] == ["Đơn tố cáo ông A"], "what was typed stays before his eyes"
    assert rows(Petition) == []
    assert [row.value for row in rows(DraftValue) if row.value and "tố cáo" in row.value] == []


def test_a_petition_goes_to_its_answer_on_each_holders_screen(world):
    code = received(world)
    cell = shown(world.secretary, PAGE, petition=code)
    choose(cell, "_action", "forward")
    press(cell, "Chuyển")
    assert rows(Petition)[0].holder == "commune"
    test = shown(world.commune, PAGE, petition=code)
    choose(test, "_action", "answer")
    press(test, "Ghi trả lời")
    assert "nội dung trả lời" in test.error[0].value
    type_in(test, "_answer", "Sẽ làm cống")
    assert [(row.audience, row.unit_id) for row in rows(Draft)] == [("names", world.units["dong_ha"])]
    press(test, "Ghi trả lời")
    assert rows(Draft) == []
    assert "1 trả lời chưa báo lại cho nhân dân" in links(app(world.secretary), "petitions")
    back = shown(world.secretary, PAGE, petition=code)
    assert "Sẽ làm cống" in said(back)
    choose(back, "_action", "tell")
    press(back, "Đã báo lại cho nhân dân")
    assert rows(Petition)[0].told_on == date(2026, 11, 22)
    assert "Báo lại nhân dân ngày 22/11/2026" in said(shown(world.secretary, PAGE, petition=code))


def test_a_petition_passed_on_meanwhile_is_not_passed_up_another_level_by_the_same_click(world):
    asked = PetitionInput(TEXT, "front", date(2026, 11, 2))
    code = petitions.receive(world.commune, world.units["dong_bao"], asked)
    test = choose(shown(world.commune, PAGE, petition=code), "_action", "forward")
    petitions.forward(world.secretary, code)
    press(test, "Chuyển")
    assert "có người chuyển" in test.error[0].value
    assert rows(Petition)[0].holder == "commune"
    press(test, "Chuyển")
    assert rows(Petition)[0].holder == "district"


def test_an_answer_to_a_petition_passed_on_meanwhile_is_saved_only_once_that_was_shown(world):
    code = received(world)
    petitions.forward(world.secretary, code)
    test = choose(shown(world.secretary, PAGE, petition=code), "_action", "answer")
    type_in(test, "_answer", "Sẽ làm cống")
    petitions.forward(world.commune, code)
    press(test, "Ghi trả lời")
    assert "có người chuyển" in test.error[0].value
    assert rows(Petition)[0].answered_on is None
    press(test, "Ghi trả lời")
    assert rows(PetitionText)[0].answer == "Sẽ làm cống"


def test_who_answers_second_is_told_and_gets_back_the_typed_text(world):
    code = received(world)
    test = choose(shown(world.secretary, PAGE, petition=code), "_action", "answer")
    type_in(test, "_answer", "Đã *trả lời* tại cuộc họp")
    petitions.answer(world.secretary, code, "Đã sửa xong", date(2026, 11, 2))
    press(test, "Ghi trả lời")
    assert "Lần bấm vừa rồi chưa được ghi nhận" in said(test)
    assert "Đã \\*trả lời\\* tại cuộc họp" in said(test)
    assert [row.answer for row in rows(PetitionText)] == ["Đã sửa xong"]
    assert "Lần bấm vừa rồi" not in said(test.run())


def test_closing_without_an_answer_needs_a_reason(world):
    code = received(world)
    test = choose(shown(world.secretary, PAGE, petition=code), "_action", "close")
    press(test, "Khép lại, nêu lý do")
    assert "ghi vì sao không có trả lời" in test.error[0].value
    type_in(test, "_because", "Dân đã rút")
    press(test, "Khép lại, nêu lý do")
    assert rows(PetitionText)[0].closed_because == "Dân đã rút"


def test_a_half_typed_step_is_discarded_together_with_its_petition(world):
    code = received(world)
    test = choose(shown(world.secretary, PAGE, petition=code), "_action", "correct")
    type_in(test, "_text", "Đường ngập hai nơi")
    draft = rows(Draft)[0]
    petitions.delete(world.secretary, code, DraftKey(draft.kind, draft.unit_id, draft.key))
    assert rows(Draft) == []


def test_the_form_for_a_correction_starts_with_the_present_text(world):
    code = received(world)
    test = choose(shown(world.secretary, PAGE, petition=code), "_action", "correct")
    assert [each.value for each in test.text_area] == [TEXT]
    type_in(test, "_text", "Đường ngập hai nơi")
    press(test, "Lưu nội dung đã sửa")
    assert (rows(PetitionText)[0].text, rows(Petition)[0].source) == ("Đường ngập hai nơi", "front")


def test_petitions_open_too_long_are_on_their_holders_first_page(world):
    code = received(world)
    line = "1 ý kiến, kiến nghị của nhân dân để quá lâu"
    assert line in links(app(world.secretary), "petitions")
    assert line not in links(app(world.commune), "petitions")
    petitions.forward(world.secretary, code)
    assert line not in links(app(world.secretary), "petitions")
    assert line in links(app(world.commune), "petitions")
    petitions.forward(world.commune, code)
    assert line in links(app(world.district), "petitions")


def test_filters_are_codes_in_the_address(world):
    received(world)
    received(world, date(2026, 11, 20), "Đèn hỏng")
    test = shown(world.secretary, PAGE, petitions_state="overdue")
    assert ["Đèn hỏng" in line for line in links(test, "petitions") if "Đường" in line or "Đèn" in line] == [False]
    test = shown(world.secretary, PAGE, petitions_source="visit")
    assert "Đề nghị bỏ bớt điều kiện lọc" in said(test)
    assert shown(world.secretary, PAGE, petitions_state="forged", petitions_source="'; drop")


def test_levels_above_see_how_many_but_not_what(world):
    received(world)
    for viewer in (world.commune, world.district):
        listed = shown(viewer, PAGE)
        assert "Chưa có ý kiến, kiến nghị nào được chuyển đến" in said(listed)
        counts = shown(viewer, PAGE, petitions_view="counts")
        assert "Đã nhận **1** ý kiến" in said(counts)
        assert TEXT not in str(counts.main)
        refused = shown(viewer, PAGE, petition=rows(Petition)[0].code)
        assert refused.error
        assert TEXT not in said(refused)
    area = rows(Unit, id=world.units["dong_ha"])[0].code
    inside = shown(world.district, PAGE, petitions_view="counts", petitions_within=area)
    assert "Xã Đông Hà" in said(inside)
    assert any("Đồng Bào" in line for line in links(inside, "petitions"))


def test_counts_of_a_commune_out_of_reach_do_not_open(world):
    code = rows(Unit, id=world.units["tay_son"])[0].code
    assert not shown(world.commune, PAGE, petitions_view="counts", petitions_within=code).subheader
    assert shown(world.district, PAGE, petitions_view="counts", petitions_within=code).subheader


def test_another_cells_petition_and_an_invented_one_open_for_nobody(world):
    code = received(world)
    for viewer, asked in ((world.neighbour, code), (world.secretary, "no-such"), (world.secretary, "")):
        test = shown(viewer, PAGE, petition=asked)
        assert TEXT not in said(test)


def test_petition_text_is_shown_as_plain_text(world):
    code = received(world, text=HOSTILE)
    test = shown(world.secretary, PAGE, petition=code)
    assert "**đậm**" not in said(test)
    assert "\\*\\*đậm" in said(test)
    assert "<script>" not in said(test)


@pytest.mark.parametrize(("source", "who"), [("contact_member", "dung"), ("own_member", "binh")])
def test_the_person_who_brought_a_petition_is_chosen_by_name(world, source, who):
    test = shown(world.secretary, PAGE, petitions_view="new")
    type_in(test, "_text", TEXT)
    choose(test, "_source", source)
    next(each for each in test.selectbox if (each.key or "").endswith("_member")).set_value(code_of(world, who)).run()
    press(test, "Lưu")
    assert [row.member_id for row in rows(PetitionOrigin)] == [world.members[who]]
