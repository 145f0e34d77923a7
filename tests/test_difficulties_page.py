"""The page of difficulties: reported by a cell, answered by the commune, taken note of; brought back by a team."""

from datetime import date

import pytest

from db.models import Draft, Petition, PetitionText, Team, Unit
from db.petitions import difficulties, petitions
from db.petitions.difficulties import DifficultyInput
from db.teams import teams
from db.teams.teams import TeamInput
from tests.pages import app, links, press, said, shown
from tests.petition_pages import HOSTILE, choose, type_in
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE = "pages/people/difficulties.py"
TEXT = "Nhà văn hóa chưa có loa"
EMPTY = "Chưa có khó khăn, vướng mắc nào của chi bộ được báo cáo đến đây."


def reported(world, text=TEXT, day=date(2026, 10, 1)) -> str:
    return difficulties.report(world.secretary, world.units["dong_bao"], DifficultyInput(text, "means", day))


def test_a_difficulty_is_reported_and_the_form_is_cleared(world):
    test = press(shown(world.secretary, PAGE, difficulties_view="new"), "Báo cáo")
    assert "ghi nội dung" in test.error[0].value
    type_in(test, "_text", HOSTILE)
    press(test, "Báo cáo")
    assert "chọn việc thuộc nội dung nào" in test.error[0].value
    choose(test, "_topic", "means")
    press(test, "Báo cáo")
    assert [row.text for row in rows(PetitionText)] == [HOSTILE]
    assert rows(Draft) == []
    assert "<script>" not in said(shown(world.commune, PAGE)).replace("\\<script", "")


def test_a_half_typed_report_is_kept(world):
    type_in(shown(world.secretary, PAGE, difficulties_view="new"), "_text", TEXT)
    assert [row.kind for row in rows(Draft)] == ["difficulty"]
    test = shown(world.secretary, PAGE, difficulties_view="new")
    assert [each.value for each in test.text_area] == [TEXT]


def test_the_commune_promises_a_day_and_answers_and_the_cell_takes_note(world):
    code = reported(world)
    assert "1 khó khăn, vướng mắc của chi bộ chờ trả lời · ! 1 việc quá hạn" in links(
        app(world.commune), "difficulties"
    )
    test = choose(shown(world.commune, PAGE, difficulty=code), "_action", "promise")
    assert "Hẹn ngày này" in [each.label for each in test.button]
    petitions.promise(world.commune, code, date(2026, 12, 20))
    test = choose(shown(world.commune, PAGE, difficulty=code), "_action", "answer")
    type_in(test, "_answer", "Cấp loa trong tháng 12")
    press(test, "Ghi trả lời")
    assert "1 khó khăn, vướng mắc đã được trả lời, đề nghị chi bộ tiếp thu" in links(
        app(world.secretary), "difficulties"
    )
    test = choose(shown(world.secretary, PAGE, difficulty=code), "_action", "tell")
    press(test, "Chi bộ đã tiếp thu")
    assert "Đã trả lời, chi bộ đã tiếp thu" in said(shown(world.commune, PAGE, difficulty=code))


def test_a_teams_report_is_typed_by_the_unit_that_sent_it(world):
    since, cell = date(2026, 1, 1), next(row for row in rows(Unit) if row.id == world.units["dong_bao"])
    where = {
        "difficulties_view": "new",
        "difficulties_new_area": commune_code(world),
        "difficulties_new_cell": cell.code,
    }
    assert "Chưa có tổ công tác nào" in said(shown(world.district, PAGE, **where))
    code = teams.create(world.district, TeamInput("Tổ 1", "cells", since))
    teams.set_followed_units(world.district, code, [cell.code], since)
    test = shown(world.district, PAGE, **where)
    assert "Tổ 1 báo cáo" in said(test)
    choose(type_in(test, "_text", TEXT), "_topic", "means")
    press(test, "Báo cáo")
    assert [row.team_id for row in rows(Petition)] == [rows(Team)[0].id]
    (told,) = links(shown(world.district, PAGE), "difficulties")
    assert TEXT in told


def commune_code(world) -> str:
    return next(row.code for row in rows(Unit) if row.id == world.units["dong_ha"])


def test_nobody_opens_reports_of_others_and_difficulties_and_petitions_stay_apart(world):
    code = reported(world)
    for viewer in (world.neighbour, world.other_commune, world.district):
        assert TEXT not in said(shown(viewer, PAGE, difficulty=code))
        assert EMPTY in said(shown(viewer, PAGE)) or viewer == world.neighbour
    assert TEXT not in said(shown(world.secretary, "pages/households/petitions.py", petition=code))
    assert "**1** đã báo cáo" in said(shown(world.district, PAGE, difficulties_view="counts"))


def test_a_mistaken_report_is_deleted_on_the_page(world):
    code = reported(world)
    test = choose(shown(world.secretary, PAGE, difficulty=code), "_action", "correct")
    assert [each.value for each in test.text_area] == [TEXT]
    type_in(test, "_text", "Chưa có loa, micrô")
    press(test, "Lưu nội dung đã sửa")
    assert [row.text for row in rows(PetitionText)] == ["Chưa có loa, micrô"]
    test = choose(shown(world.secretary, PAGE, difficulty=code), "_action", "delete")
    assert test.button
