"""Exports of teams, their visits, difficulties and checks of books: the rows of a file are those of the screens."""

from datetime import date

import pytest

from components.exporting import export_registry
from components.exporting.export_request import ExportRequest
from db.errors import NotAllowed
from db.figures import checked_books, petition_counts, team_visits
from db.models import TeamVisit, Unit
from db.petitions import difficulties, petition_states, petitions
from db.petitions.difficulties import DifficultyInput
from db.teams import book_checks, officials, teams
from db.teams.book_checks import BookCheckInput
from tests.db.visited_meetings import meet
from tests.exported_files import HOSTILE, cells_of
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
WHAT = (
    "team_officials",
    "team_visits_owed",
    "team_visits",
    "team_visits_by_month",
    "difficulties",
    "difficulty_counts",
    "book_checks",
)


def codes(world, *names: str) -> list[str]:
    known = {row.id: row.code for row in rows(Unit)}
    return [known[world.units[name]] for name in names]


@pytest.fixture
def filled(world):
    """A team of two that attended a meeting, a difficulty from it and one from the cell, and a check of one book."""
    since, bao = date(2026, 1, 1), world.units["dong_bao"]
    lines = f"Nguyễn Văn Minh – {HOSTILE} – Tổ 1 – Tổ trưởng – 0912345678\nTrần Thị Hoa – Chánh Thanh tra – Tổ 1"
    officials.add(world.district, officials.parse_lines(lines), None, "cells", since)
    team = teams.list_current(world.district)[0].code
    teams.set_followed_units(world.district, team, codes(world, "dong_ha"), since)
    visited(world, date(2026, 3, 3))
    difficulties.report(world.district, bao, DifficultyInput("Thiếu tài liệu", "meetings", date(2026, 9, 1), team=team))
    code = difficulties.report(world.secretary, bao, DifficultyInput(HOSTILE, "means", date(2026, 10, 1)))
    petitions.answer(world.commune, code, "Cấp loa", date(2026, 11, 10))
    typed = BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, 202606, HOSTILE)
    book_checks.record_checks(world.commune, codes(world, "dong_bao"), typed)
    return world


def visited(world, day: date) -> None:
    """A meeting of Đồng Bào with the team's leader as a guest."""
    meet(world, "dong_bao", day, (("Nguyễn Văn Minh", HOSTILE),))


def test_teams_and_visits_are_those_of_the_screen(filled):
    found = cells_of(filled.district, "team_officials")
    assert [(row[1], row[3], row[5], row[7]) for row in found] == [
        ("Tổ 1", "Nguyễn Văn Minh", "có", "Xã Đông Hà"), ("Tổ 1", "Trần Thị Hoa", None, "Xã Đông Hà"),
    ]  # fmt: skip
    team = team_visits.by_team(filled.district, 2026)[0]
    owed = cells_of(filled.district, "team_visits_owed")
    sums = [sum(row[at] for row in owed) for at in range(3, 7)]
    assert sums == [team.owed, team.met, team.missing, team.made] == [1, 1, 0, 1]
    ((_, name, who, _, cell, held, _),) = cells_of(filled.district, "team_visits")
    assert (name, who, cell, held.date()) == (
        "Tổ 1",
        "Nguyễn Văn Minh",
        "Chi bộ thôn Đồng Bào, Xã Đông Hà",
        date(2026, 3, 3),
    )
    assert len(rows(TeamVisit)) == 1


def test_meetings_attended_by_month_equal_a_recount_of_the_meetings(filled):
    for day in (date(2026, 3, 17), date(2026, 7, 2), date(2025, 12, 3)):
        visited(filled, day)
    for until, year in ((date(2026, 11, 22), 2026), (date(2026, 6, 30), 2026), (date(2025, 12, 31), 2025)):
        found = {row[2]: row[4:] for row in cells_of(filled.district, "team_visits_by_month", on=until)}
        listed = cells_of(filled.district, "team_visits", on=until)
        for name in ("Nguyễn Văn Minh", "Trần Thị Hoa"):
            days = [row[5] for row in listed if row[2] == name]
            counted = [sum(day.month == month for day in days) for month in range(1, until.month + 1)]
            assert found[name] == [*counted, *[None] * (12 - until.month), len(days), len(set(map(bool, days)))]
        assert sum(row[12] for row in found.values()) == sum(
            row.period // 100 == year and row.period <= until.year * 100 + until.month for row in rows(TeamVisit)
        )


def test_a_past_day_counts_the_periods_that_had_ended_then(filled):
    until = {"on": date(2026, 3, 31)}
    assert [row[3:] for row in cells_of(filled.district, "team_visits_owed", **until) if row[3]] == [[1, 1, 0, 1]]
    assert sum(row[3] for row in cells_of(filled.district, "team_visits_owed", on=date(2026, 3, 30))) == 0
    assert cells_of(filled.district, "team_visits", on=date(2026, 3, 2)) == []


def test_difficulties_are_read_by_those_who_may_and_counted_for_everybody_above(filled):
    assert len(cells_of(filled.secretary, "difficulties")) == 2
    assert {row[4] for row in cells_of(filled.commune, "difficulties")} == {"Tổ 1", "chi bộ"}
    ((_, _, text, _, by, *_),) = cells_of(filled.district, "difficulties")
    assert (text, by) == ("Thiếu tài liệu", "Tổ 1")
    shown = petition_counts.total(
        part.count for part in petition_counts.by_unit(filled.district, askers=petition_states.DIFFICULTIES)
    )
    found = cells_of(filled.district, "difficulty_counts")
    assert [sum(row[at] for row in found) for at in (3, 4, 6)] == [shown.received, shown.open, shown.answered]
    assert cells_of(filled.commune, "petitions") == []


def test_checked_books_are_those_of_the_screen(filled):
    found = {row[2]: row[3:6] for row in cells_of(filled.commune, "book_checks")}
    books = {row.name: row.count for row in checked_books.list_cells(filled.commune, 202601, 202610)}
    assert found == {name: [book.months, book.checked, book.months - book.checked] for name, book in books.items()}
    assert found["Chi bộ thôn Đồng Bào"] == [10, 6, 4]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 1, 10), [0, 0, 0, None]),
        (date(2026, 10, 31), [10, 0, 10, None]),
        (date(2026, 11, 19), [10, 0, 10, None]),
        (date(2026, 11, 20), [10, 6, 4, date(2026, 11, 20)]),
    ],
)
def test_checked_books_as_of_a_day_know_of_no_later_check(filled, day, told):
    request = ExportRequest("book_checks", on=day)
    (row,) = export_registry.build_table(filled.secretary, request).rows
    assert row[3:7] == told
    assert export_registry.count_rows(filled.secretary, request) == 1


def test_each_unit_exports_its_own_rows_and_others_nothing(filled):
    (commune,) = codes(filled, "tay_son")
    for what in ("team_officials", "team_visits_owed", "team_visits", "team_visits_by_month"):
        assert cells_of(filled.district, what, unit=commune) == []
        assert cells_of(filled.neighbour, what) == []
    for viewer in (filled.admin, filled.workplace):
        for what in WHAT:
            with pytest.raises(NotAllowed):
                export_registry.count_rows(viewer, ExportRequest(what))
