"""A commune's proposals to a workplace about one of its people, and the workplace's answer."""

from dataclasses import replace

import pytest

from components.files import template_builder
from db.comments import proposals_to_workplaces
from db.errors import Invalid, NotAllowed
from db.papers import documents, templates
from tests.db.confirmed_assessments import DAY, member_code

pytestmark = pytest.mark.usefixtures("november")


def test_a_commune_proposes_praise_to_the_workplace_and_records_the_outcome(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    dung = member_code(world)
    with pytest.raises(NotAllowed):
        proposals_to_workplaces.propose(world.secretary, dung, "praise", "Hiến đất", shipped)
    with pytest.raises(Invalid, match="proposal_text_missing"):
        proposals_to_workplaces.propose(world.commune, dung, "praise", " ", shipped)
    paper = proposals_to_workplaces.propose(world.commune, dung, "praise", "Hiến đất làm đường", shipped)
    said = documents.load(world.workplace, paper).content["values"]
    assert (said["kinh gui"], said["de nghi"]) == ("Bệnh viện huyện An Bình", "biểu dương")
    assert said["can cu"].startswith("Thực hiện Quy định số 213-QĐ/TW ngày 02/01/2020")
    (line,) = proposals_to_workplaces.list_all(world.secretary)
    proposals_to_workplaces.record_outcome(world.commune, line.code, "Đã biểu dương tại hội nghị", DAY)
    assert proposals_to_workplaces.list_all(world.commune)[0].outcome == "Đã biểu dương tại hội nghị"
    assert proposals_to_workplaces.list_all(world.other_commune) == []
    with pytest.raises(NotAllowed):
        proposals_to_workplaces.list_all(world.workplace)


def test_a_workplace_answers_a_letter_addressed_to_it_once_and_reads_nothing_else_of_it(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    paper = proposals_to_workplaces.propose(world.commune, member_code(world), "praise", "Hiến đất làm đường", shipped)
    assert proposals_to_workplaces.received_letters_with_answers(world.workplace) == {paper: None}
    assert proposals_to_workplaces.received_letters_with_answers(world.commune) == {}
    for viewer in (world.secretary, world.other_commune, world.district):
        with pytest.raises(NotAllowed):
            proposals_to_workplaces.record_own_answer(viewer, paper, "Đã biểu dương", DAY)
    with pytest.raises(Invalid, match="proposal_text_missing"):
        proposals_to_workplaces.record_own_answer(world.workplace, paper, " ", DAY)
    proposals_to_workplaces.record_own_answer(world.workplace, paper, "Đã biểu dương tại hội nghị", DAY)
    assert proposals_to_workplaces.received_letters_with_answers(world.workplace) == {paper: DAY}
    (line,) = proposals_to_workplaces.list_all(world.commune)
    assert (line.outcome, line.outcome_on) == ("Đã biểu dương tại hội nghị", DAY)
    with pytest.raises(Invalid, match="proposal_answered"):
        proposals_to_workplaces.record_own_answer(world.workplace, paper, "Khác", DAY)


def test_a_workplace_cannot_answer_a_letter_to_another(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    paper = proposals_to_workplaces.propose(world.commune, member_code(world), "praise", "Hiến đất làm đường", shipped)
    other = replace(world.workplace, unit_id=world.units["ben_da"], unit_ids=frozenset({world.units["ben_da"]}))
    with pytest.raises(NotAllowed):
        proposals_to_workplaces.record_own_answer(other, paper, "Đã biểu dương", DAY)
