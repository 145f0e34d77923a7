"""An address that names a period that cannot be shown: it is said, and what is shown instead."""

import pytest

from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from tests import months
from tests.pages import said, shown

pytestmark = pytest.mark.usefixtures("november")
CHARTS, PAPERS, PERIODS = "pages/figures/charts.py", "pages/figures/papers.py", "pages/figures/periods.py"
EXPORTS, TEAMS, TOTALS = "pages/figures/exports.py", "pages/people/teams.py", "pages/meetings/totals.py"
REPORTING = "pages/figures/reporting.py"
LATEST = "đang xem tháng 10/2026."
NAMED = [
    (PAPERS, {"papers_view": "meeting", "pack_period_1": "203001"}, f"Tháng 1/2030 chưa bắt đầu; {LATEST}"),
    (PAPERS, {"papers_view": "meeting", "pack_months": "3", "pack_period_3": "202701"},
     "Quý I/2027 chưa bắt đầu; đang xem quý III/2026."),
    (PAPERS, {"papers_view": "report", "report_period_1": "202612"}, f"Tháng 12/2026 chưa bắt đầu; {LATEST}"),
    (PAPERS, {"papers_view": "report", "report_months": "12", "report_period_12": "203001"},
     "Năm 2030 chưa bắt đầu; đang xem năm 2025."),
    (PAPERS, {"papers_view": "report", "report_period_1": "202613"}, f"Không có kỳ như vậy; {LATEST}"),
    (PAPERS, {"papers_view": "report", "report_period_1": "200001"},
     f"Ở đây chọn được từ tháng 12/2023 đến tháng 11/2026; {LATEST}"),
    (CHARTS, {"charts_until": "202712"}, "Tháng 12/2027 chưa bắt đầu; đang xem tháng 11/2026."),
    (CHARTS, {"charts_since": "202701"}, "Tháng 1/2027 chưa bắt đầu; đang xem tháng 12/2025."),
    (CHARTS, {"charts_month": "202701"}, "Tháng 1/2027 chưa bắt đầu; đang xem tháng 11/2026."),
    (CHARTS, {"charts_month": "202501"}, "đang xem tháng 11/2026."),
    (EXPORTS, {"exports_what": "meetings", "exports_until": "202712"}, "Tháng 12/2027 chưa bắt đầu"),
    (PERIODS, {"periods_from_1": "202612"}, f"Tháng 12/2026 chưa bắt đầu; {LATEST}"),
    (PERIODS, {"periods_from_1": "202611"}, f"đến tháng 10/2026; {LATEST}"),  # is not over
    (REPORTING, {"reporting_until": "202701"}, "Tháng 1/2027 chưa bắt đầu; đang xem tháng 11/2026."),
]  # fmt: skip


@pytest.fixture
def reported(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))
    return world


@pytest.mark.parametrize(("page", "query", "sentence"), NAMED)
def test_a_period_that_cannot_be_shown_is_said_with_what_is_shown_instead(reported, page, query, sentence):
    viewer = reported.commune if "report" in query.get("papers_view", "") else reported.district
    test = shown(viewer, page, **query)
    assert sentence in said(test)
    test.run()
    assert sentence not in said(test)  # the address was put right, and so is what is said


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (PAPERS, {"papers_view": "meeting", "pack_period_1": "202611"}),
        (PAPERS, {"papers_view": "report", "report_months": "12", "report_period_12": "202601"}),
        (CHARTS, {"charts_since": "202601", "charts_until": "202611", "charts_month": "202611"}),
        (CHARTS, {"charts_month": "tháng 11/2026"}),  # as older addresses said it
        (PERIODS, {"periods_from_1": "202609"}),
        (REPORTING, {"reporting_until": "202611"}),
    ],
)
def test_nothing_is_said_of_a_period_that_is_shown(reported, page, query):
    viewer = reported.commune if "report" in query.get("papers_view", "") else reported.district
    assert "đang xem" not in said(shown(viewer, page, **query))


def test_a_month_that_is_opened_goes_without_a_word_when_the_reader_narrows_the_chart(world):
    months.fill(world)
    test = shown(world.district, CHARTS, charts_since="202601", charts_until="202611", charts_month="202609")
    assert "Tháng 9/2026" in [heading.value for heading in test.subheader]
    next(box for box in test.selectbox if box.key == "charts_until").set_value(202608).run()
    assert "Tháng 8/2026" in [heading.value for heading in test.subheader]
    assert "đang xem" not in said(test)


def test_a_year_that_has_not_begun_is_said_with_the_year_that_is_shown(reported):
    assert "Năm 2030 chưa bắt đầu; đang xem 2026." in said(shown(reported.secretary, TOTALS, year="2030"))
    test = shown(reported.secretary, TOTALS, year="hai nghìn")
    assert "Không có kỳ như vậy; đang xem 2026." in said(test)
