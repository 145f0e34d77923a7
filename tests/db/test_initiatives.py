"""Initiatives and indicators: who reads and writes them, what is refused, and what undoing each action restores."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st
from sqlmodel import select

from db.errors import Invalid, NotAllowed
from db.figures import initiative_figures
from db.history import undo
from db.households import groups
from db.initiatives import indicators, initiatives
from db.initiatives.indicators import IndicatorInput
from db.initiatives.initiatives import InitiativeInput
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, IndicatorValue, Initiative, Unit
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
INCOME = IndicatorInput("income", 2025, 40.5, None, "over")


def add(world, viewer=None, cell="dong_bao", **more) -> str:
    typed = InitiativeInput(**{"name": "Khu dân cư đoàn kết", "households": 43, **more})
    return initiatives.create(viewer or world.secretary, world.units[cell], typed)


def test_an_initiative_is_entered_corrected_ended_and_read_at_all_levels(world):
    code = add(world, leader=code_of(world, "an"), since=date(2025, 1, 1))
    typed = InitiativeInput(
        "Khu dân cư đoàn kết", households=45, office="Chi hội trưởng phụ nữ", since=date(2025, 1, 1)
    )
    initiatives.correct(world.commune, code, typed, InitiativeInput(""))
    ended = InitiativeInput(
        "Khu dân cư đoàn kết",
        None,
        45,
        None,
        "Chi hội trưởng phụ nữ",
        date(2025, 1, 1),
        date(2026, 6, 1),
        "Xong đường hoa",
    )
    initiatives.correct(world.assistant, code, ended, typed)
    for viewer in (world.secretary, world.commune, world.district):
        (line,) = initiatives.list_of_cell(viewer, world.units["dong_bao"])
        assert (line.households, line.leader, line.leader_code) == (45, "Chi hội trưởng phụ nữ", None)
        assert (line.until, line.result, line.cluster) == (date(2026, 6, 1), "Xong đường hoa", None)
    assert initiatives.list_of_cell(world.neighbour, world.units["dong_bao"]) == []
    assert initiative_figures.list_initiatives(world.other_commune) == []
    for stranger in (world.neighbour, world.other_commune, world.district):
        with pytest.raises(NotAllowed):
            initiatives.correct(stranger, code, typed, ended)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"name": " "}, "initiative_name_missing"),
        ({"households": -1}, "households_unfit"),
        ({"since": date(2026, 1, 2), "until": date(2026, 1, 1)}, "span_backwards"),
        ({"result": "x" * 301}, "text_long"),
    ],
)
def test_an_impossible_initiative_is_refused(world, typed, code):
    with pytest.raises(Invalid, match=code):
        add(world, **typed)
    assert rows(Initiative) == []


def test_a_cluster_of_another_cell_is_refused_and_one_closed_since_stays(world):
    other = groups.create(world.commune, world.units["ben_da"], "Cụm 1", 10)
    with pytest.raises(Invalid, match="group_of_another_cell"):
        add(world, world.commune, cluster=other)
    own = groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 10)
    code = add(world, cluster=own)
    groups.end(world.secretary, own, date(2026, 11, 20))
    initiatives.correct(world.secretary, code, InitiativeInput("Đường cờ", own), InitiativeInput("", own))
    assert [line.cluster for line in initiatives.list_of_cell(world.secretary, world.units["dong_bao"])] == ["Cụm 1"]
    with pytest.raises(Invalid, match="group_closed"):
        add(world, cluster=own)


def test_one_value_a_year_is_kept_as_published(world):
    unit = world.units["dong_bao"]
    indicators.record(world.secretary, unit, INCOME)
    indicators.record(world.commune, unit, IndicatorInput("income", 2025, 41))
    indicators.record(world.secretary, unit, IndicatorInput("criteria", 2025, 13, 15))
    found = {line.indicator: line for line in indicators.list_of_cell(world.district, unit)}
    assert (found["income"].value, found["income"].qualifier) == (41, None)
    assert (found["criteria"].value, found["criteria"].total, found["criteria"].charted_value) == (13, 15, 13 / 15)
    (year,) = initiative_figures.by_year(world.district, "criteria")
    assert (year.period, [line.cell for line in year.lines]) == (2025, ["Chi bộ thôn Đồng Bào, Xã Đông Hà"])
    assert initiative_figures.by_year(world.other_commune, "criteria") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (IndicatorInput(None, 2025, 1), "indicator_missing"),
        (IndicatorInput("đẹp", 2025, 1), "choice_unknown"),
        (IndicatorInput("income", 2027, 1), "year_unfit"),
        (IndicatorInput("income", 2025, None), "indicator_value_unfit"),
        (IndicatorInput("income", 2025, -1), "indicator_value_unfit"),
        (IndicatorInput("criteria", 2025, 16, 15), "indicator_total_unfit"),
        (IndicatorInput("criteria", 2025, 0, 0), "indicator_total_unfit"),
    ],
)
def test_an_impossible_value_is_refused(world, typed, code):
    with pytest.raises(Invalid, match=code):
        indicators.record(world.secretary, world.units["dong_bao"], typed)
    assert rows(IndicatorValue) == []


@hypothesis(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_counts_of_cells_equal_a_recount_for_every_viewer(world, data):
    for table in (Initiative, IndicatorValue):
        with writing(SYSTEM, "test") as session:
            for row in session.exec(select(table)):
                session.delete(row)
    for cell in ("dong_bao", "ben_da", "nui_doi"):
        for households in data.draw(st.lists(st.none() | st.integers(0, 50), max_size=3)):
            add(world, SYSTEM, cell, name="Đường cờ", households=households)
        for year in data.draw(st.sets(st.integers(2020, 2026), max_size=3)):
            indicators.record(SYSTEM, world.units[cell], IndicatorInput("income", year, 40))
    for viewer in (world.secretary, world.commune, world.other_commune, world.district):
        lines, figures = initiative_figures.list_initiatives(viewer), initiative_figures.list_indicator_values(viewer)
        found = initiative_figures.list_cells(viewer)
        codes = {row.id: row.code for row in rows(Unit)}
        assert {each.code: each[2:] for each in found} == {
            codes[unit]: (
                sum(line.unit_id == unit for line in lines),
                sum(line.households or 0 for line in lines if line.unit_id == unit),
                sum(line.unit_id == unit for line in figures),
            )
            for unit in {line.unit_id for line in (*lines, *figures)}
        }
        assert initiative_figures.total(found) == (len(lines), sum(line.households or 0 for line in lines))


def test_each_action_can_be_undone(world):
    unit, tables = world.units["dong_bao"], (Initiative, IndicatorValue)
    code = add(world)
    indicators.record(world.secretary, unit, INCOME)
    for act in (
        lambda: add(world, name="Đường cờ"),
        lambda: initiatives.correct(world.secretary, code, InitiativeInput("Đường hoa"), InitiativeInput("")),
        lambda: initiatives.delete(world.secretary, code),
        lambda: indicators.record(world.secretary, unit, IndicatorInput("income", 2025, 50)),
        lambda: indicators.delete(world.secretary, unit, "income", 2025),
    ):
        before = [rows(table) for table in tables]
        act()
        assert [rows(table) for table in tables] != before
        undo.undo(world.secretary, max(row.id for row in rows(Batch)))
        assert [rows(table) for table in tables] == before
    with pytest.raises(NotAllowed):
        indicators.delete(world.district, unit, "income", 2025)


def test_a_field_left_alone_keeps_what_another_user_saved_meanwhile(world):
    code = add(world, since=date(2025, 1, 1))
    (line,) = initiatives.list_of_cell(world.secretary, world.units["dong_bao"])
    seen = line.as_typed
    initiatives.correct(world.commune, code, replace(seen, result="Xong đường hoa"), seen)
    initiatives.correct(world.secretary, code, replace(seen, households=45), seen)
    (line,) = initiatives.list_of_cell(world.secretary, world.units["dong_bao"])
    assert (line.households, line.result, line.since) == (45, "Xong đường hoa", date(2025, 1, 1))
    initiatives.correct(world.commune, code, replace(seen, since=date(2026, 9, 1)), seen)
    with pytest.raises(Invalid, match="span_backwards"):  # from both corrections together
        initiatives.correct(world.secretary, code, replace(seen, until=date(2026, 6, 1)), seen)
