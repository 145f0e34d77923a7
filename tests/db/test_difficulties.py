"""Difficulties reported by cells: to the commune, passed on, answered by a day, taken note of, or brought back by
teams; who reads their text, and that they are in no figure of petitions.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import Conflict, Invalid, NotAllowed
from db.figures import petition_ages, petition_counts
from db.figures.petition_counts import PetitionCount, WaitingDifficulties, WaitingPetitions
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, Petition, PetitionAsker, PetitionText, Team, Unit
from db.petitions import difficulties, petition_list, petition_states, petitions
from db.petitions.difficulties import DifficultyInput
from db.petitions.petition_list import PetitionFilter
from db.petitions.petition_states import PetitionState
from db.petitions.petitions import PetitionInput
from db.teams import teams
from db.teams.teams import TeamInput
from tests import people
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
TODAY, EARLY = date(2026, 11, 22), date(2026, 10, 1)
TEXT = "Nhà văn hóa chưa có loa, đề nghị xã hỗ trợ"
ASKERS = petition_states.DIFFICULTIES


def report(world, viewer=None, cell="dong_bao", day=EARLY, text=TEXT, topic="means", **more) -> str:
    return difficulties.report(viewer or world.secretary, world.units[cell], DifficultyInput(text, topic, day, **more))


def listed(viewer, **wanted) -> list[str]:
    return [line.code for line in petition_list.list_all(viewer, PetitionFilter(askers=ASKERS, **wanted))]


def counted(viewer) -> PetitionCount:
    return petition_counts.total(part.count for part in petition_counts.by_unit(viewer, askers=ASKERS))


def team_of(viewer, *followed: int, name: str = "Tổ 1", since: date = date(2026, 1, 1)) -> str:
    code = teams.create(viewer, TeamInput(name, "cells", since))
    codes = {row.id: row.code for row in rows(Unit)}
    teams.set_followed_units(viewer, code, [codes[one] for one in followed], since)
    return code


def test_a_difficulty_goes_to_the_commune_at_once_and_comes_back_answered(world):
    code = report(world)
    line = petition_list.find(world.commune, code).line
    assert (line.state, line.held_by, line.held, line.deadline) == ("open", "Xã Đông Hà", True, date(2026, 10, 31))
    assert line.overdue
    petitions.promise(world.commune, code, date(2026, 12, 15))
    assert petition_list.find(world.secretary, code).line.deadline == date(2026, 12, 15)
    petitions.answer(world.commune, code, "Cấp loa trong tháng 12", TODAY)
    assert petition_counts.count_difficulties_waiting_for_unit(world.secretary) == WaitingDifficulties(0, 0, 1)
    assert petition_counts.count_difficulties_waiting_for_unit(world.commune) == WaitingDifficulties(0, 0, 0)
    petitions.record_answer_told(world.secretary, code, TODAY)
    told = petition_list.find(world.secretary, code)
    assert (told.line.state, told.answer) == (PetitionState.TOLD, "Cấp loa trong tháng 12")


def test_the_commune_reads_it_first_and_the_district_only_what_was_passed_on(world):
    code = report(world)
    assert listed(world.assistant) == listed(world.commune) == [code]
    for viewer in (world.district, world.neighbour, world.other_commune):
        assert listed(viewer) == []
        with pytest.raises(NotAllowed):
            petition_list.find(viewer, code)
    assert counted(world.district).open == 1, "that there is one is counted for all above"
    petitions.forward(world.commune, code, day=date(2026, 10, 5))
    assert listed(world.district) == listed(world.commune) == [code]
    with pytest.raises(NotAllowed):
        petitions.answer(world.commune, code, "Đã cấp loa", TODAY)
    with pytest.raises(NotAllowed):
        petitions.promise(world.secretary, code, TODAY)
    petitions.answer(world.district, code, "Đã cấp loa", TODAY)
    assert petition_list.find(world.commune, code).answer == "Đã cấp loa"


def test_a_cell_cannot_answer_itself_but_closes_what_it_solved(world):
    code = report(world)
    with pytest.raises(NotAllowed):
        petitions.answer(world.secretary, code, "Xong", TODAY)
    with pytest.raises(NotAllowed):
        petitions.close(world.neighbour, code, "Xong", TODAY)
    petitions.close(world.secretary, code, "Chi bộ đã vận động mua loa", TODAY)
    assert petition_list.find(world.commune, code).line.state == PetitionState.CLOSED


def test_a_report_nobody_has_acted_on_is_corrected_and_deleted_by_its_author(world):
    code = report(world)
    with pytest.raises(NotAllowed):
        difficulties.correct(world.neighbour, code, DifficultyInput("Khác", "other", EARLY))
    difficulties.correct(world.secretary, code, DifficultyInput("Khác", "other", date(2026, 10, 2)))
    row = rows(Petition)[0]
    assert (row.source, row.received_on, row.forwarded_on) == ("other", date(2026, 10, 2), date(2026, 10, 2))
    petitions.promise(world.commune, code, date(2026, 12, 1))
    for deed in (
        lambda: difficulties.correct(world.secretary, code, DifficultyInput("Khác nữa", "other", EARLY)),
        lambda: difficulties.delete(world.secretary, code),
        lambda: petitions.delete(world.secretary, code),
    ):
        with pytest.raises(Conflict):
            deed()
    second = report(world)
    difficulties.delete(world.secretary, second)
    assert [row.code for row in rows(Petition)] == [code]


def test_officials_of_a_team_report_difficulties_to_the_unit_that_sent_them(world):
    of_district = team_of(world.district, world.units["dong_ha"])
    of_commune = team_of(world.commune, world.units["dong_bao"], name="Tổ của xã")
    assert difficulties.teams_after_visits(world.district, world.units["dong_bao"], EARLY) == {of_district: "Tổ 1"}
    assert difficulties.teams_after_visits(world.secretary, world.units["dong_bao"], EARLY) == {}
    first = report(world, world.district, team=of_district)
    second = report(world, world.commune, team=of_commune)
    lines = {line.code: line for line in petition_list.list_all(world.secretary, PetitionFilter(askers=ASKERS))}
    assert (lines[first].held_by, lines[first].team) == ("Huyện An Bình", "Tổ 1")
    assert (lines[second].held_by, lines[second].team) == ("Xã Đông Hà", "Tổ của xã")
    assert listed(world.district) == [first]
    assert set(listed(world.commune)) == {first, second}, "the commune reads what its superiors were told of its cell"
    petitions.answer(world.district, first, "Huyện cấp kinh phí", TODAY)
    petitions.record_answer_told(world.secretary, first, TODAY)
    difficulties.delete(world.commune, second)


def test_a_team_reports_only_on_cells_it_follows_and_only_through_the_unit_that_sent_it(world):
    code = team_of(world.district, world.units["nui_doi"])
    with pytest.raises(Invalid, match="difficulty_team_not_following"):
        report(world, world.district, team=code)
    for viewer in (world.secretary, world.commune, world.neighbour, world.other_commune):
        with pytest.raises(NotAllowed):
            report(world, viewer, "nui_doi", team=code)
    with pytest.raises(NotAllowed):
        report(world, world.district)  # a cell's own difficulty is not the district's to enter
    assert rows(Petition) == rows(PetitionText) == []


def test_incomplete_or_impossible_reports_are_refused_with_a_sentence(world):
    refused = {
        "difficulty_text_missing": {"text": "  "},
        "difficulty_topic_missing": {"topic": None},
        "choice_unknown": {"topic": "visit"},
        "day_to_come": {"day": date(2026, 11, 23)},
        "petition_denunciation": {"text": "Đơn tố cáo ông A"},
    }
    for refusal, more in refused.items():
        with pytest.raises(Invalid, match=refusal):
            report(world, **more)
    for viewer in (world.neighbour, world.workplace, world.admin):
        with pytest.raises(NotAllowed):
            report(world, viewer)
    code = report(world)
    with pytest.raises(Invalid, match="petition_due_early"):
        petitions.promise(world.commune, code, date(2026, 9, 1))


def test_the_commune_enters_one_for_a_cell_that_works_on_paper_and_it_is_marked(world):
    code = report(world, world.commune)
    assert petition_list.find(world.secretary, code).on_behalf
    petitions.answer(world.commune, code, "Đã cấp loa", TODAY)
    assert petition_counts.count_difficulties_waiting_for_unit(world.commune).answered == 1
    petitions.record_answer_told(world.commune, code, TODAY)


def test_directly_below_the_top_unit_a_difficulty_goes_to_that_unit(database):
    ward = people.ward()
    code = report(ward)
    line = petition_list.find(ward.secretary, code).line
    assert (line.held_by, line.holder) == ("Phường An Bình", "district")
    petitions.answer(ward.commune, code, "Đã cấp loa", TODAY)
    team = team_of(ward.commune, ward.units["dong_bao"])
    assert petition_list.find(ward.commune, report(ward, ward.commune, team=team)).line.held


def test_difficulties_are_in_no_figure_and_no_list_of_petitions(world):
    report(world)
    assert petition_list.list_all(world.commune, PetitionFilter()) == []
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.commune)) == PetitionCount()
    assert petition_counts.count_received(world.commune, EARLY, TODAY) == 0
    assert petition_counts.count_waiting_for_unit(world.commune) == WaitingPetitions(0, 0)
    assert sum(age.open for age in petition_ages.by_age(world.commune)) == 0
    petitions.receive(world.secretary, world.units["dong_bao"], PetitionInput("Đường ngập", "visit", EARLY))
    assert counted(world.commune).received == 1
    assert len(listed(world.secretary)) == 1


def test_a_report_is_undone_whole_unless_somebody_has_passed_it_on(world):
    report(world)
    undo.undo(world.secretary, rows(Batch)[-1].id)
    assert rows(Petition) == rows(PetitionText) == []


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["dong_bao", "ben_da", "nui_doi"]),
        st.sampled_from(list(PetitionAsker)),
        st.sampled_from(["open", "answered", "told", "closed"]),
        st.dates(date(2026, 9, 1), TODAY),
    ),
    max_size=12,
)


@given(DEEDS)
@hypothesis(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_of_difficulties_and_petitions_equal_a_recount(world, some):
    with writing(SYSTEM, "test") as session:
        for row in rows(Petition):
            session.delete(session.get_one(Petition, row.id))
        if not rows(Team):
            session.add(Team(unit_id=world.units["an_binh"], name="Tổ", kind="cells"))
            session.flush()
        for cell, asker, state, day in some:
            done = {"answered": {"answered_on": TODAY}, "told": {"answered_on": TODAY, "told_on": TODAY}}
            session.add(
                Petition(
                    unit_id=world.units[cell],
                    asker=asker,
                    team_id=rows(Team)[0].id if asker == PetitionAsker.TEAM else None,
                    source="other",
                    received_on=day,
                    **done.get(state, {"closed_on": TODAY} if state == "closed" else {}),
                )
            )
    for askers in (petition_states.PEOPLE, ASKERS):
        for viewer, cells in ((world.district, 3), (world.commune, 2), (world.other_commune, 1)):
            reach = {3: {"dong_bao", "ben_da", "nui_doi"}, 2: {"dong_bao", "ben_da"}, 1: {"nui_doi"}}[cells]
            mine = [one for one in some if one[0] in reach and one[1] in askers]
            late = [one for one in mine if one[2] == "open" and (TODAY - one[3]).days > 30]
            found = petition_counts.total(part.count for part in petition_counts.by_unit(viewer, askers=askers))
            states = [sum(one[2] == state for one in mine) for state in ("open", "answered", "told", "closed")]
            assert found == PetitionCount(len(mine), *states, len(late))


def test_an_official_of_one_part_sees_nothing_of_another_commune(world):
    code = report(world)
    petitions.forward(world.commune, code)
    part = replace(world.district, unit_id=world.units["tay_son"], unit_ids=world.other_commune.unit_ids)
    assert listed(part) == []
