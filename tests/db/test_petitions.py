"""Requests of the people: from whoever brings them to the answer reported; who reads what they say and who only how
many there are; what is refused, and that nothing of a denunciation is kept.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import Conflict, Invalid, NotAllowed
from db.figures import petition_counts
from db.figures.petition_counts import PetitionCount, WaitingPetitions
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Batch,
    Change,
    Household,
    Meeting,
    Petition,
    PetitionHolder,
    PetitionOrigin,
    PetitionText,
    Setting,
    UnitKind,
)
from db.petitions import petition_list, petitions
from db.petitions.petition_list import PetitionFilter
from db.petitions.petition_states import PetitionState
from db.petitions.petitions import PetitionInput
from db.settings import settings
from db.units import unit_actions
from tests import people
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
TODAY, EARLY = date(2026, 11, 22), date(2026, 10, 1)
TEXT = "Đường vào thôn ngập nước, đề nghị làm cống"


@pytest.fixture
def home(world) -> str:
    """A household that the cell follows by name."""
    names = {"name": "Hộ bà M.", "sort_key": "m", "search_key": "ho ba m"}
    with writing(SYSTEM, "home") as session:
        bulk.insert(session, Household, [{"unit_id": world.units["dong_bao"], **names}])
    return rows(Household)[0].code


def receive(world, viewer=None, cell="dong_bao", day=EARLY, text=TEXT, source="visit", **more) -> str:
    asked = PetitionInput(text, source, day, **more)
    return petitions.receive(viewer or world.secretary, world.units[cell], asked)


def listed(viewer, **wanted) -> list[str]:
    return [line.code for line in petition_list.list_all(viewer, PetitionFilter(**wanted))]


def test_a_request_goes_from_a_visit_to_the_district_and_its_answer_back_to_the_people(world, home):
    code = receive(world, household=home, member=code_of(world, "dung"), due=date(2026, 12, 15))
    told = petition_list.find(world.secretary, code)
    assert (told.line.state, told.line.held_by, told.above) == ("open", "Chi bộ thôn Đồng Bào", "Xã Đông Hà")
    assert told.origin == ((home, "Hộ bà M."), (code_of(world, "dung"), "Phạm Thị Dung"))
    petitions.forward(world.secretary, code, on=date(2026, 10, 3))
    assert petition_list.find(world.secretary, code).line.held_by == "Xã Đông Hà"
    petitions.forward(world.commune, code, on=date(2026, 10, 10))
    assert petition_list.find(world.district, code).above == ""
    petitions.forward(world.district, code, "Ban quản lý dự án", date(2026, 10, 20))
    petitions.answer(world.district, code, "Làm cống trong quý I", date(2026, 11, 10))
    assert petition_list.find(world.secretary, code).line.state == PetitionState.ANSWERED
    petitions.record_answer_told(world.secretary, code, date(2026, 11, 20))
    told = petition_list.find(world.secretary, code)
    assert (told.line.state, told.answer, told.line.body) == ("told", "Làm cống trong quý I", "Ban quản lý dự án")
    assert told.line.due == date(2026, 12, 15)


def test_what_a_request_says_is_read_by_the_cell_and_by_whom_it_came_to_and_counted_by_all_above(world):
    code = receive(world)
    for viewer in (world.commune, world.district, world.neighbour, world.other_commune):
        with pytest.raises(NotAllowed):
            petition_list.find(viewer, code)
        assert listed(viewer) == []
    assert listed(world.assistant) == [code]
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.commune)).open == 1
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.district)).open == 1
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.other_commune)).received == 0
    petitions.forward(world.secretary, code)
    assert listed(world.commune) == [code]
    assert listed(world.district) == listed(world.other_commune) == []
    petitions.forward(world.commune, code)
    assert listed(world.commune) == listed(world.district) == [code], "what was passed on stays in sight"


def test_whose_it_is_stays_in_the_cell_and_nothing_is_kept_of_an_anonymous_one(world, home):
    code = receive(world, household=home)
    petitions.forward(world.secretary, code)
    assert petition_list.find(world.commune, code).origin is None
    petitions.forward(world.commune, code)
    assert petition_list.find(world.district, code).origin is None
    receive(world)
    assert len(rows(PetitionOrigin)) == 1
    assert set(PetitionText.model_fields) == {
        "id",
        "petition_id",
        "unit_id",
        "text",
        "body",
        "answer",
        "closed_because",
    }


def test_a_request_corrected_to_an_anonymous_one_keeps_nothing_of_whose_it_was(world, home):
    code = receive(world, household=home)
    petitions.correct(world.secretary, code, PetitionInput(TEXT, "visit", EARLY))
    assert rows(PetitionOrigin) == []


def test_what_the_cell_noted_of_a_commune_s_request_the_commune_leaves_alone_and_takes_back_with_it(world, home):
    code = receive(world, world.commune)
    petitions.correct(world.secretary, code, PetitionInput(TEXT, "visit", EARLY, household=home))
    petitions.correct(world.commune, code, PetitionInput(TEXT, "meeting", EARLY))
    (origin,) = rows(PetitionOrigin)
    assert (origin.household_id, origin.on_behalf_of) == (rows(Household)[0].id, None)
    brought = PetitionInput(TEXT, "meeting", EARLY, member=code_of(world, "dung"))
    with pytest.raises(Conflict) as refused:
        petitions.correct(world.commune, code, brought)
    assert refused.value.code == "petition_origin_known"
    petitions.delete(world.commune, code)
    assert rows(PetitionOrigin) == rows(PetitionText) == rows(Petition) == []


def test_copies_in_the_history_are_as_close_as_what_they_copy(world, home):
    petitions.forward(world.secretary, receive(world, household=home))
    found = {(row.table_name, row.audience) for row in rows(Change)}
    assert found >= {("petition", "figures"), ("petition_text", "cell"), ("petition_origin", "cell")}
    assert ("petition_text", "petitions") not in found


def test_a_commune_enters_for_a_cell_that_types_nothing_and_does_all_of_it(world):
    code = receive(world, world.commune, "ben_da", member=code_of(world, "hung"))
    assert rows(Petition)[0].on_behalf_of == world.units["dong_ha"]
    assert rows(Batch)[-1].on_behalf_of == world.units["ben_da"]
    assert petition_list.find(world.commune, code).origin.member[1] == "Nguyễn Văn Hùng"
    petitions.forward(world.commune, code)
    petitions.answer(world.commune, code, "Đã sửa", TODAY)
    petitions.record_answer_told(world.commune, code, TODAY)
    assert listed(world.commune, state="told") == [code]
    assert listed(world.district) == []


def test_nobody_acts_on_what_is_not_in_his_hands(world):
    code = receive(world)
    for viewer in (world.neighbour, world.commune, world.district, world.other_commune, world.workplace, world.admin):
        for act in (
            lambda v=viewer: petitions.forward(v, code),
            lambda v=viewer: petitions.answer(v, code, "x", TODAY),
            lambda v=viewer: petitions.close(v, code, "x", TODAY),
            lambda v=viewer: petitions.correct(v, code, PetitionInput("x", "visit", EARLY)),
            lambda v=viewer: petitions.delete(v, code),
        ):
            with pytest.raises(NotAllowed):
                act()
    for viewer, cell in ((world.neighbour, "dong_bao"), (world.district, "dong_bao"), (world.commune, "nui_doi")):
        with pytest.raises(NotAllowed):
            receive(world, viewer, cell)
    petitions.forward(world.secretary, code)
    with pytest.raises(NotAllowed):
        petitions.forward(world.secretary, code)
    with pytest.raises(NotAllowed):
        petitions.close(world.secretary, code, "không có", TODAY)
    petitions.answer(world.commune, code, "Đã xem", TODAY)
    petitions.forward(world.commune, other := _forwarded(world))
    with pytest.raises(NotAllowed):
        petitions.record_answer_told(world.district, other, TODAY)


def _forwarded(world) -> str:
    code = receive(world)
    petitions.forward(world.secretary, code)
    return code


def test_nothing_of_another_cell_is_tied_to_a_request(world):
    with writing(SYSTEM, "far") as session:
        unit = world.units["nui_doi"]
        session.add(Household(unit_id=unit, name="Hộ xa", sort_key="x", search_key="x"))
        held = {"type": "regular", "period": 202611, "audience": "own", "state": "held"}
        session.add(Meeting(unit_id=unit, area_id=world.units["tay_son"], **held))
    for more in (
        {"household": rows(Household)[0].code},
        {"member": code_of(world, "lan")},
        {"meeting": rows(Meeting)[0].code},
        {"household": "no-such-code"},
    ):
        with pytest.raises(NotAllowed):
            receive(world, **more)
    with pytest.raises(NotAllowed):
        receive(world, world.commune, "ben_da", household=_household_in(world, "dong_bao"))
    assert rows(Petition) == rows(PetitionText) == []


def _household_in(world, cell: str) -> str:
    with writing(SYSTEM, "near") as session:
        session.add(home := Household(unit_id=world.units[cell], name="Hộ gần", sort_key="g", search_key="g"))
        session.flush()
        return home.code


@pytest.mark.parametrize(
    "text",
    ["Đơn tố cáo ông A nhận tiền", "ĐƠN TỐ CÁO", "gửi đơn  tố cáo", "don to cao ong A", "Đơn tố cáo"],
)
def test_a_denunciation_is_refused_and_nothing_of_it_is_kept(world, text):
    with pytest.raises(Invalid) as refused:
        receive(world, text=text)
    assert refused.value.code == "petition_denunciation"
    assert rows(Petition) == rows(PetitionText) == rows(Change, table_name="petition") == []


def test_words_that_only_look_like_it_are_no_denunciation(world):
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
def test_what_cannot_be_is_refused_with_a_code_and_nothing_is_written(world, more, code):
    with pytest.raises(Invalid) as refused:
        receive(world, **more)
    assert refused.value.code == code
    assert rows(Petition) == []


def test_a_request_goes_up_one_level_for_each_press_that_saw_who_has_it(world):
    code = receive(world, world.commune)
    petitions.forward(world.secretary, code, seen=PetitionHolder.CELL)
    with pytest.raises(Conflict) as refused:
        petitions.forward(world.commune, code, seen=PetitionHolder.CELL)
    assert (refused.value.code, rows(Petition)[0].holder) == ("petition_passed_on", "commune")


def test_no_step_is_of_a_day_before_the_step_before_it(world):
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


def test_no_request_is_told_back_or_closed_without_an_answer_or_a_reason(world):
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


def test_two_who_answer_at_once_do_not_overwrite_each_other(world):
    code = _forwarded(world)
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


def test_a_cell_corrects_and_takes_back_what_it_still_holds_and_nobody_what_went_on(world, home):
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
        petitions.delete(world.secretary, _forwarded(world))


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


def test_open_too_long_is_as_the_nearest_unit_that_chose_has_it_and_waits_for_whoever_holds_it(world):
    receive(world, day=TODAY - timedelta(days=30))
    late, promised = receive(world, day=TODAY - timedelta(days=31)), receive(world, day=EARLY, due=TODAY)
    assert listed(world.secretary, state="overdue") == [late]
    assert petition_counts.count_waiting_for_unit(world.secretary) == WaitingPetitions(1, 0)
    settings.set_value(world.district, world.units["an_binh"], "petition_days", 10, EARLY)
    assert len(listed(world.secretary, state="overdue")) == 2
    settings.set_value(world.secretary, world.units["dong_bao"], "petition_days", 60, EARLY)
    assert listed(world.secretary, state="overdue") == []
    settings.set_value(world.secretary, world.units["dong_bao"], "petition_days", 5, EARLY)
    petitions.forward(world.secretary, late)
    assert petition_counts.count_waiting_for_unit(world.secretary) == WaitingPetitions(1, 0)
    assert petition_counts.count_waiting_for_unit(world.commune) == WaitingPetitions(1, 0)
    assert petition_counts.count_waiting_for_unit(world.district) == WaitingPetitions(0, 0)
    petitions.forward(world.commune, late)
    assert petition_counts.count_waiting_for_unit(world.commune) == WaitingPetitions(0, 0)
    assert petition_counts.count_waiting_for_unit(world.district) == WaitingPetitions(1, 0)
    assert listed(world.district, held=True) == [late]
    petitions.answer(world.district, late, "Có", TODAY)
    assert petition_counts.count_waiting_for_unit(world.district) == WaitingPetitions(0, 0)
    assert petition_counts.count_waiting_for_unit(world.secretary) == WaitingPetitions(1, 1)
    assert promised in listed(world.secretary, state="open")


def test_in_a_ward_with_its_cells_right_below_the_ward_is_the_uppermost(database):
    world = people.ward()
    code = receive(world, day=EARLY)
    assert petition_list.find(world.secretary, code).above == "Phường An Bình"
    petitions.forward(world.secretary, code)
    assert rows(Petition)[0].holder == PetitionHolder.DISTRICT
    assert listed(world.commune, held=True) == listed(world.district, held=True) == [code]
    assert (
        petition_counts.count_waiting_for_unit(world.commune).overdue
        == petition_counts.count_waiting_for_unit(world.district).overdue
        == 1
    )
    with pytest.raises(Invalid):
        petitions.forward(world.commune, code)
    petitions.answer(world.commune, code, "Đã sửa", TODAY)


def test_a_cell_that_practises_is_in_no_count(world):
    receive(world)
    unit_actions.correct(world.admin, world.units["dong_bao"], UnitKind.CELL, reports=False)
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.district)) == PetitionCount()


DAYS = st.integers(-60, 0).map(lambda back: TODAY + timedelta(days=back))


@hypothesis(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_counts_equal_a_recount_of_the_rows(world, data):
    """On random requests, at all levels, on any day."""
    with writing(SYSTEM, "anew") as session:
        for table in (PetitionText, Petition, Setting):
            bulk.delete(session, table, [row.id for row in rows(table)])
        cells = [world.units[key] for key in ("dong_bao", "ben_da", "nui_doi")]
        made = [_random(data, cells) for _ in range(data.draw(st.integers(0, 12)))]
        bulk.insert(session, Petition, made)
        chosen = {unit: data.draw(st.integers(1, 40)) for unit in (*cells, world.units["dong_ha"])}
        if data.draw(st.booleans()):
            chosen.pop(cells[0])
        since = {"name": "petition_days", "valid_from": date(2020, 1, 1)}
        values = [{"unit_id": unit, "value": str(days), **since} for unit, days in chosen.items()]
        bulk.insert(session, Setting, values)
    day = data.draw(DAYS)
    days = {cells[0]: chosen.get(cells[0], chosen[world.units["dong_ha"]])} | {u: chosen[u] for u in cells[1:]}
    for viewer, below in ((world.commune, cells[:2]), (world.district, cells), (world.secretary, cells[:1])):
        whole = petition_counts.total(part.count for part in petition_counts.by_unit(viewer, day=day))
        assert whole == _recount([row for row in made if row["unit_id"] in below], day, days)
        each = petition_counts.list_cells(viewer, day=day)
        assert petition_counts.total(row.count for row in each) == whole
    for part in petition_counts.by_unit(world.commune, day=day):
        assert part.count == _recount([row for row in made if row["unit_id"] == part.unit_id], day, days)


def _random(data, cells: list[int]) -> dict:
    received = data.draw(DAYS)
    later = st.one_of(st.none(), st.dates(received, TODAY))
    answered = data.draw(later)
    ends = st.one_of(st.none(), st.dates(answered or received, TODAY))
    told = data.draw(ends) if answered else None
    return {
        "unit_id": data.draw(st.sampled_from(cells)),
        "source": "visit",
        "received_on": received,
        "due": data.draw(st.one_of(st.none(), st.dates(received, TODAY + timedelta(days=30)))),
        "holder": data.draw(st.sampled_from(list(PetitionHolder))),
        "answered_on": answered,
        "told_on": told,
        "closed_on": None if told else data.draw(ends),
    }


def _recount(made: list[dict], day: date, days: dict[int, int]) -> PetitionCount:
    found: Counter[str] = Counter()
    for row in made:
        if row["received_on"] > day:
            continue
        found["received"] += 1
        reached = [name for name in ("closed_on", "told_on", "answered_on") if row[name] and row[name] <= day]
        found[reached[0][:-3] if reached else "open"] += 1
        until = row["due"] or row["received_on"] + timedelta(days=days[row["unit_id"]])
        found["overdue"] += not reached and until < day
    return PetitionCount(**{name: found[name] for name in PetitionCount._fields})
