"""Petitions: from whoever brings them to the reported answer, step by step; what is refused, and that nothing is kept
of a denunciation.
"""

from datetime import date, timedelta

import pytest

from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.history.latest_change import latest_change
from db.kernel import concurrent_changes
from db.models import (
    Batch,
    Change,
    Petition,
    PetitionHolder,
    PetitionOrigin,
    PetitionText,
)
from db.petitions import petition_list, petitions
from db.petitions.petition_states import PetitionState
from db.petitions.petitions import PetitionInput
from tests.db.received_petitions import EARLY, TEXT, TODAY, follow_household, forwarded, listed, receive
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def home(world) -> str:
    """A household that the cell follows by name."""
    return follow_household(world)


def test_a_petition_travels_from_a_visit_to_the_district_and_its_answer_back_to_the_people(world, home):
    code = receive(world, household=home, member=code_of(world, "dung"), due=date(2026, 12, 15))
    told = petition_list.find(world.secretary, code)
    assert (told.line.state, told.line.held_by, told.above) == ("open", "Chi bộ thôn Đồng Bào", "Xã Đông Hà")
    assert told.origin == ((home, "Hộ bà M."), (code_of(world, "dung"), "Phạm Thị Dung"))
    petitions.forward(world.secretary, code, day=date(2026, 10, 3))
    assert petition_list.find(world.secretary, code).line.held_by == "Xã Đông Hà"
    petitions.forward(world.commune, code, day=date(2026, 10, 10))
    assert petition_list.find(world.district, code).above == ""
    petitions.forward(world.district, code, "Ban quản lý dự án", date(2026, 10, 20))
    petitions.answer(world.district, code, "Làm cống trong quý I", date(2026, 11, 10))
    assert petition_list.find(world.secretary, code).line.state == PetitionState.ANSWERED
    petitions.record_answer_told(world.secretary, code, date(2026, 11, 20))
    told = petition_list.find(world.secretary, code)
    assert (told.line.state, told.answer, told.line.body) == ("told", "Làm cống trong quý I", "Ban quản lý dự án")
    assert told.line.due == date(2026, 12, 15)


def test_a_commune_does_everything_on_behalf_of_a_cell_that_types_nothing(world):
    code = receive(world, world.commune, "ben_da", member=code_of(world, "hung"))
    assert rows(Petition)[0].on_behalf_of == world.units["dong_ha"]
    assert rows(Batch)[-1].on_behalf_of == world.units["ben_da"]
    assert petition_list.find(world.commune, code).origin.member[1] == "Nguyễn Văn Hùng"
    petitions.forward(world.commune, code)
    petitions.answer(world.commune, code, "Đã sửa", TODAY)
    petitions.record_answer_told(world.commune, code, TODAY)
    assert listed(world.commune, state="told") == [code]
    assert listed(world.district) == []


@pytest.mark.parametrize(
    "text",
    ["Đơn tố cáo ông A nhận tiền", "ĐƠN TỐ CÁO", "gửi đơn  tố cáo", "don to cao ong A", "Đơn tố cáo"],
)
def test_a_denunciation_is_refused_and_nothing_of_it_is_kept(world, text):
    with pytest.raises(Invalid) as refused:
        receive(world, text=text)
    assert refused.value.code == "petition_denunciation"
    assert rows(Petition) == rows(PetitionText) == rows(Change, table_name="petition") == []


def test_words_that_merely_look_like_one_are_not_a_denunciation(world):
    receive(world, text="Nhà to cao che đường, tổ Cao Sơn đề nghị dọn tờ cáo phó cũ")
    assert len(rows(Petition)) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "petition_text_missing"),
        ({"text": "a" * 1001}, "text_long"),
        ({"source": None}, "petition_source_missing"),
        ({"source": "forged"}, "choice_unknown"),
        ({"day": None}, "day_missing"),
        ({"day": TODAY + timedelta(days=1)}, "day_to_come"),
        ({"day": date(1900, 1, 1)}, "day_too_early"),
        ({"due": EARLY - timedelta(days=1)}, "petition_due_early"),
        ({"due": date(2099, 1, 1)}, "day_too_far"),
    ],
)
def test_an_invalid_petition_is_refused_with_a_code_and_nothing_is_written(world, more, code):
    with pytest.raises(Invalid) as refused:
        receive(world, **more)
    assert refused.value.code == code
    assert rows(Petition) == []


def test_a_second_click_does_not_pass_a_petition_up_another_level(world):
    code = receive(world, world.commune)
    petitions.forward(world.secretary, code, seen=PetitionHolder.CELL)
    with pytest.raises(Conflict) as refused:
        petitions.forward(world.commune, code, seen=PetitionHolder.CELL)
    assert (refused.value.code, rows(Petition)[0].holder) == ("petition_passed_on", "commune")


@pytest.mark.parametrize("act", ["answer", "promise", "close"])
def test_nobody_acts_on_a_request_that_was_passed_on_unseen(world, act):
    code = receive(world, world.commune)
    petitions.forward(world.secretary, code)
    given = {"answer": ("Có", TODAY), "promise": (TODAY,), "close": ("Đã xong", TODAY)}[act]
    with pytest.raises(Conflict) as refused:
        getattr(petitions, act)(world.commune, code, *given, seen=PetitionHolder.CELL)
    assert refused.value.code == "petition_passed_on"
    getattr(petitions, act)(world.commune, code, *given, seen=PetitionHolder.COMMUNE)


@pytest.mark.parametrize("act", ["forward", "answer", "promise", "close", "delete", "correct"])
def test_nobody_acts_on_a_request_that_was_corrected_unseen(world, act):
    code = receive(world)
    typed = PetitionInput("Xin sửa đường khác", "visit", EARLY)
    given = {"answer": ("Có", TODAY), "promise": (TODAY,), "close": ("Đã xong", TODAY), "correct": (typed,)}
    shown = latest_change()
    petitions.correct(world.secretary, code, PetitionInput("Xin sửa cầu", "visit", EARLY))
    with concurrent_changes.based_on(shown), pytest.raises(Conflict) as refused:
        getattr(petitions, act)(world.secretary, code, *given.get(act, ()))
    assert refused.value.code == "changed_meanwhile"
    with concurrent_changes.based_on(latest_change()):
        getattr(petitions, act)(world.secretary, code, *given.get(act, ()))


def test_no_step_is_dated_before_the_previous_step(world):
    code = receive(world)
    petitions.forward(world.secretary, code, "UBND xã", date(2026, 10, 5))
    earlier = date(2026, 10, 4)
    for act in (
        lambda: petitions.answer(world.secretary, code, "Có", earlier),
        lambda: petitions.correct(world.secretary, code, PetitionInput(TEXT, "visit", date(2026, 10, 6))),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.code == "day_before_start"
    petitions.answer(world.secretary, code, "Có", date(2026, 10, 10))
    with pytest.raises(Invalid):
        petitions.record_answer_told(world.secretary, code, date(2026, 10, 9))


def test_no_petition_is_reported_back_or_closed_without_an_answer_or_a_reason(world):
    code = receive(world)
    for act, wanted in (
        (lambda: petitions.record_answer_told(world.secretary, code, TODAY), "petition_unanswered"),
        (lambda: petitions.close(world.secretary, code, "  ", TODAY), "petition_close_reason_missing"),
        (lambda: petitions.answer(world.secretary, code, "", TODAY), "petition_answer_missing"),
        (lambda: petitions.answer(world.secretary, code, "Có", EARLY - timedelta(days=1)), "day_before_start"),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.code == wanted
    petitions.close(world.secretary, code, "Người dân rút ý kiến", TODAY)
    told = petition_list.find(world.secretary, code)
    assert (told.line.state, told.closed_because) == (PetitionState.CLOSED, "Người dân rút ý kiến")


def test_two_simultaneous_answers_do_not_overwrite_each_other(world):
    code = forwarded(world)
    petitions.answer(world.commune, code, "Đang làm", TODAY)
    for act in (
        lambda: petitions.answer(world.secretary, code, "Khác", TODAY),
        lambda: petitions.forward(world.commune, code),
        lambda: petitions.correct(world.secretary, code, PetitionInput("x", "visit", EARLY)),
    ):
        with pytest.raises(Conflict):
            act()
    petitions.record_answer_told(world.secretary, code, TODAY)
    with pytest.raises(Conflict):
        petitions.record_answer_told(world.secretary, code, TODAY)
    with pytest.raises(Conflict):
        petitions.close(world.secretary, code, "x", TODAY)
    assert petition_list.find(world.secretary, code).answer == "Đang làm"


def test_a_cell_corrects_and_deletes_what_it_still_holds_and_nobody_changes_what_was_passed_on(world, home):
    code = receive(world, household=home)
    petitions.correct(
        world.secretary, code, PetitionInput("Đèn đường hỏng", "front", EARLY, member=code_of(world, "an"))
    )
    told = petition_list.find(world.secretary, code)
    assert (told.line.text, told.line.source) == ("Đèn đường hỏng", "front")
    assert told.origin == (None, (code_of(world, "an"), "Nguyễn Văn An"))
    petitions.delete(world.secretary, code)
    assert rows(Petition) == rows(PetitionText) == rows(PetitionOrigin) == []
    with pytest.raises(Conflict):
        petitions.delete(world.secretary, forwarded(world))


def test_every_step_is_undone_by_whoever_took_it(world, home):
    code = receive(world, household=home)
    start = rows(Petition), rows(PetitionText), rows(PetitionOrigin)
    petitions.forward(world.secretary, code)
    passed = rows(Petition), rows(PetitionText), rows(PetitionOrigin)
    petitions.answer(world.commune, code, "Đã sửa", TODAY)
    with pytest.raises(NotAllowed):
        undo.undo(world.other_commune, rows(Batch)[-1].id)
    undo.undo(world.commune, rows(Batch)[-1].id)
    assert (rows(Petition), rows(PetitionText), rows(PetitionOrigin)) == passed
    undo.undo(world.secretary, next(batch.id for batch in rows(Batch) if batch.deed == "forward_petition"))
    assert (rows(Petition), rows(PetitionText), rows(PetitionOrigin)) == start
    undo.undo(world.secretary, next(batch.id for batch in rows(Batch) if batch.deed == "receive_petition"))
    assert rows(Petition) == rows(PetitionText) == rows(PetitionOrigin) == []
