"""Seed 002, a province on members in charge of households: poverty over time, a household looked after to the end, four
models of a cluster, the figures of a village.
"""

from datetime import date

import pytest

from components.i18n import in_language, percent
from components.labels import indicator_labels
from db.errors import Invalid
from db.figures import initiative_figures, poverty
from db.households import assignments, groups, household_board, household_help, household_history, named_households
from db.households.assignments import AssignmentTargets
from db.households.household_help import HelpInput
from db.households.named_households import RatingInput
from db.initiatives import indicators, initiatives
from db.initiatives.indicators import IndicatorInput
from db.initiatives.initiatives import InitiativeInput
from db.kernel.scope import SYSTEM
from tests.rows import code_of

pytestmark = pytest.mark.usefixtures("november")
MODELS = (
    "Tiếng kẻng tay gậy, dây thừng vây bắt kẻ gian",
    "Tang lễ văn minh tiến bộ",
    "Khu dân cư đoàn kết",
    "Cựu chiến binh tham gia đảm bảo an ninh trật tự an toàn giao thông các trường học",
)


@pytest.mark.parametrize(("poor", "rate"), [(16, "8 %"), (20, "10 %")])
def test_8_to_10_percent_were_poor_between_2010_and_2015(world, poor, rate):
    """ "thôn có 8 đến 10% hộ nghèo", of more than 200 households"""
    cluster = groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 200)
    for number in range(poor):
        rated = RatingInput(2012, "poor")
        named_households.create(world.secretary, cluster, f"Hộ {number}", None, date(2012, 1, 1), rated)
    (year,) = poverty.by_year(world.secretary)
    with in_language("vi"):
        assert percent(year.count.poor, year.count.households) == rate


def test_1_of_217_households_is_0_46_percent(world):
    """ "hộ nghèo giảm còn 0,46%\""""
    cluster = groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 217)
    named_households.create(world.secretary, cluster, "Hộ A", None, date(2019, 1, 1), RatingInput(2019, "poor"))
    (year,) = poverty.by_year(world.district)
    assert (year.count.poor, year.count.households) == (1, 217)
    with in_language("vi"):
        assert percent(year.count.poor, year.count.households) == "0,46 %"


def test_mrs_m_is_looked_after_by_a_member_until_her_death(world):
    """ "hộ bà M. neo đơn … đã phân công đảng viên Lê Thị Hải thường xuyên giúp đỡ … Khi bà M. qua đời\""""
    unit, who = world.units["dong_bao"], code_of(world, "binh")
    cluster = groups.create(world.secretary, unit, "Cụm 1", 40)
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", None, date(2026, 1, 1))
    targets = AssignmentTargets(households=[home])
    assignments.assign(world.secretary, unit, [who], targets, date(2026, 1, 1))
    household_help.record(world.secretary, home, HelpInput("care", "member", date(2026, 5, 1), who))
    named_households.end(world.secretary, home, date(2026, 11, 1), "died")
    told = household_history.load_household_history(world.secretary, home)
    assert (told.until, told.reason, told.assignees[0].until) == (date(2026, 11, 1), "died", date(2026, 11, 1))
    assert [line.kind for line in household_help.list_help(world.secretary, home)] == ["care"]
    assert household_board.load(world.secretary, unit).find(home) is None
    with pytest.raises(Invalid, match="household_closed"):
        household_help.record(world.secretary, home, HelpInput("care", "member", date(2026, 11, 2), who))


def test_cluster_3_carries_on_four_models_one_of_them_with_43_households(world):
    """ "Cụm dân cư số 3 - đơn vị thực hiện điểm 4 mô hình của phường … 43 hộ của mô hình “Khu dân cư đoàn kết”\""""
    unit = world.units["dong_bao"]
    cluster = groups.create(world.secretary, unit, "Cụm 3", 43)
    for name in MODELS:
        households, leader = (43, code_of(world, "an")) if name == MODELS[2] else (None, None)
        initiatives.create(world.secretary, unit, InitiativeInput(name, cluster, households, leader))
    lines = initiatives.list_of_cell(world.district, unit)
    assert {line.name for line in lines} == set(MODELS)
    assert {line.cluster for line in lines} == {"Cụm 3"}
    (whole,) = [line for line in lines if line.households]
    assert (whole.name, whole.households, whole.leader) == (MODELS[2], 43, "Nguyễn Văn An")
    assert sum(line.households or 0 for line in lines) == 43


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (IndicatorInput("production", 2019, 149), "149"),
        (IndicatorInput("income", 2019, 40, None, "over"), "hơn 40"),
        (IndicatorInput("criteria", 2019, 13, 15), "13/15"),
        (IndicatorInput("gardens", 2019, 2, 3), "2/3"),
    ],
)
def test_figures_of_a_village_are_kept_as_published(world, typed, said):
    """ "149 triệu đồng/ha/năm", "hơn 40 triệu đồng/người/năm", "13/15 tiêu chí", "2/3 số hộ" (of 17)"""
    groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 17)
    indicators.record(world.secretary, world.units["dong_bao"], typed)
    (line,) = indicators.list_of_cell(world.district, world.units["dong_bao"])
    with in_language("vi"):
        assert indicator_labels.figure_text(line) == said


def test_two_of_the_three_villages_of_a_commune_meet_all_their_criteria(world):
    """ "Xã Yên Trường có 3 thôn … Hiện xã có 2 thôn đã cơ bản đạt chuẩn các tiêu chí thôn nông thôn mới kiểu mẫu\""""
    for cell, met in (("dong_bao", 15), ("ben_da", 15), ("nui_doi", 13)):
        indicators.record(SYSTEM, world.units[cell], IndicatorInput("criteria", 2019, met, 15))
    (year,) = initiative_figures.by_year(world.district, "criteria")
    assert len(year.lines) == 3
    assert sum(line.value == line.total for line in year.lines) == 2
