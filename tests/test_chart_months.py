"""Which months a chart shows before anybody chooses: twelve, and of checks of books those of the year so far."""

from datetime import date

import pytest

from db.models import Unit
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from tests import months
from tests.figure_pages import drawn
from tests.pages import said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
CHARTS = "pages/figures/charts.py"


def shown_months(test) -> tuple[int, int]:
    """The months chosen on the page."""
    return tuple(test.selectbox(key=f"charts_{end}").value for end in ("since", "until"))


@pytest.fixture
def year(world):
    months.fill(world)
    code = rows(Unit, id=world.units["dong_bao"])[0].code  # one of three books, January to October
    book_checks.record_checks(
        world.commune, [code], BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, 202610, "")
    )
    return world


def test_books_checked_for_the_year_so_far_are_whole_unless_other_months_are_chosen(year):
    test = shown(year.district, CHARTS, charts_which="book_checks")
    assert shown_months(test) == (202601, 202611)
    assert {row["class"]: row["count"] for row in drawn(test)} == {"whole": 1, "part": 0, "unchecked": 2}
    assert "Cộng: 1/2 chi bộ" in said(test).replace("\\", "")  # of the communes that have one of these
    test = shown(year.district, CHARTS, charts_which="book_checks", charts_since="202512")
    assert shown_months(test) == (202512, 202611)
    assert {row["class"]: row["count"] for row in drawn(test)} == {"whole": 0, "part": 1, "unchecked": 2}


def test_months_that_nobody_chose_follow_the_chart_and_those_chosen_stay(year):
    test = shown(year.district, CHARTS, charts_which="attendance")
    assert shown_months(test) == (202512, 202611)
    test.selectbox(key="charts_which").set_value("book_checks").run()
    assert shown_months(test) == (202601, 202611)
    assert "charts_since" not in test.query_params
    test.selectbox(key="charts_which").set_value("attendance").run()
    assert shown_months(test) == (202512, 202611)
    test.selectbox(key="charts_since").set_value(202603).run()
    test.selectbox(key="charts_which").set_value("book_checks").run()
    assert shown_months(test) == (202603, 202611)


def test_in_january_the_year_of_the_latest_month_that_is_over_is_shown(year, set_clock):
    set_clock("2027-01-05")
    assert shown_months(shown(year.district, CHARTS, charts_which="book_checks")) == (202601, 202701)
