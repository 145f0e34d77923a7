"""Closing of figures: who may close, who has not reported, what was changed since, closing again,
figures then and now.
"""

import io

import openpyxl
import pytest
from sqlmodel import select

from components.i18n import _, _n, period_name
from components.jobs import worker
from components.periods import past_figures_request, past_figures_view
from components.periods.past_figures_request import PastRequest
from db.calendar.months import months_of_period
from db.errors import Invalid, NotAllowed
from db.jobs import jobs
from db.kernel.scope import Work
from db.kernel.session import writing
from db.meetings import meetings_not_held
from db.models import JobState, Meeting, MeetingState
from db.periods import closing
from tests.months import hold
from tests.pages import button, press, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE = "pages/figures/periods.py"
OCTOBER = _("Close {period}", period=period_name(202610))
REOPEN, AGAIN = _("Reopen"), _("Close again")
CHANGED = _n("Changed after closing: {count} action", "Changed after closing: {count} actions", 1)


def _closed(viewer, period: int = 202610, months: int = 1) -> bool:
    return closing.load_states(viewer, [period], months)[period].closed_at is not None


@pytest.mark.parametrize("key", ["commune", "district"])
def test_the_latest_month_is_closed_after_confirmation_and_reopened(world, key):
    viewer = world.viewers[key]
    test = press(shown(viewer, PAGE), OCTOBER)
    assert not _closed(viewer)
    test = press(test, _("Yes, continue"))
    assert closing.load_states(viewer, [202610], 1)[202610].months[0].unit_id == viewer.unit_id
    assert _("{month} (closed)", month=period_name(202610)) in test.selectbox(key="periods_from_1").options
    press(test, REOPEN)
    assert not _closed(viewer)


@pytest.mark.parametrize(("months", "period"), [(6, 202601), (12, 202501)])
def test_a_half_year_and_a_year_are_closed_at_once(world, months, period):
    test = shown(world.commune, PAGE, periods_length=str(months))
    test = press(press(test, _("Close {period}", period=period_name(period, months))), _("Yes, continue"))
    assert _closed(world.commune, period, months)
    assert all(_closed(world.commune, month) for month in months_of_period(period, months))


def test_cells_that_have_not_reported_are_named_before_closing(world):
    warned = shown(world.commune, PAGE).warning[0].value
    assert "Chi bộ thôn Đồng Bào" in warned
    assert "Chi bộ thôn Bến Đá" in warned
    assert "2" in warned
    hold(world.secretary)
    warned = shown(world.commune, PAGE).warning[0].value
    assert "Chi bộ thôn Đồng Bào" not in warned
    year = [each.value for each in shown(world.commune, PAGE, periods_length="12").warning]
    assert len(year) == 3  # the months, the half-years and the assessments of the year; no households
    assert "24" in year[0]


def test_a_period_is_not_closed_over_a_report_that_was_taken_back_unseen(world):
    hold(world.secretary)
    test = press(shown(world.commune, PAGE), OCTOBER)
    assert "Chi bộ thôn Đồng Bào" not in test.warning[0].value
    meetings_not_held.cancel_meeting(world.secretary, rows(Meeting)[0].code)
    press(test, _("Yes, continue"))
    assert "Chưa chốt" in test.error[0].value
    assert "Chi bộ thôn Đồng Bào" in test.warning[0].value
    assert not _closed(world.commune)
    press(press(test, OCTOBER), _("Yes, continue"))
    assert _closed(world.commune)


def test_the_commune_sees_what_the_district_closed_and_cannot_reopen_it(world):
    closing.close_months(world.district, world.units["an_binh"], [202610])
    test = shown(world.commune, PAGE)
    assert "Huyện An Bình" in said(test)
    assert not [each for each in test.button if each.label in (OCTOBER, REOPEN)]


@pytest.mark.parametrize("key", ["secretary", "assistant", "workplace", "admin"])
def test_nobody_else_closes_or_asks_for_past_figures(world, key):
    viewer = world.viewers[key]
    assert not viewer.writes(Work.PERIODS)
    with pytest.raises(NotAllowed):
        past_figures_request.enqueue(viewer, PastRequest(202610, 1, on="2026-11-22"))


def test_a_month_still_running_is_not_offered(world):
    test = shown(world.commune, PAGE)
    assert period_name(202611) not in test.selectbox(key="periods_from_1").options
    assert button(test, OCTOBER)


def test_a_change_after_closing_is_flagged_everywhere_until_it_is_closed_again(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    hold(world.secretary, reason="Biên bản nộp muộn")
    pages = {
        "pages/figures/reporting.py": {},
        "pages/figures/charts.py": {},
        "pages/meetings/record.py": {"type": "regular", "period": "202610"},
    }
    test = shown(world.commune, PAGE)
    assert _n("Changed after closing: {count} action. Figures of this period are marked until it is closed again.",
              "Changed after closing: {count} actions. Figures of this period are marked until it is closed again.",
              1) in said(test)  # fmt: skip
    for page, query in pages.items():
        viewer = world.secretary if "record" in page else world.commune
        assert CHANGED in [each.label for each in shown(viewer, page, **query).expander], page
        assert CHANGED not in [each.label for each in shown(world.other_commune, page).expander], page
    press(test, AGAIN)
    for page, query in pages.items():
        viewer = world.secretary if "record" in page else world.commune
        assert CHANGED not in [each.label for each in shown(viewer, page, **query).expander], page
    assert _closed(world.commune)


def test_a_period_is_not_closed_again_over_a_change_that_the_page_did_not_show(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    hold(world.secretary, reason="Biên bản nộp muộn")
    test = shown(world.commune, PAGE)
    with writing(world.secretary, "save_status", reason="Ghi nhầm") as session:
        session.exec(select(Meeting)).one().state = MeetingState.POSTPONED
    press(test, AGAIN)
    assert "lại có người sửa" in test.error[0].value
    assert CHANGED not in [each.label for each in test.expander]
    press(test, AGAIN)
    assert _("Nothing was changed after the closing.") in said(test)


def test_the_figures_at_the_closing_are_beside_those_of_today(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    hold(world.secretary, reason="Biên bản nộp muộn")
    test = press(shown(world.commune, PAGE), _("Compare with today's figures"))
    assert worker.run_next_job()
    job = jobs.list_own(world.commune)[0]
    assert job.state == JobState.DONE, job.result
    found = {pair.label: pair for pair in past_figures_view.figure_pairs(world.commune, job.result)}
    not_held = found[_("Cells that held no meeting, with the reason")]
    assert (not_held.then, not_held.now, not_held.difference_text) == (0, 1, "+1")
    silent = found[_("Cells that have not reported")]
    assert (silent.then, silent.now, silent.difference_text) == (2, 1, "−1")
    test.run()
    assert _("Cells that held no meeting, with the reason") in said(test)
    assert _("Members called to meetings") not in said(test)  # does not differ
    request = past_figures_request.from_dict(job.wanted)
    book = openpyxl.load_workbook(io.BytesIO(past_figures_view._workbook(world.commune, request, "tháng 10/2026", job)))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[1] == "Chi bộ chưa báo cáo"]
    assert rows == [(rows[0][0], "Chi bộ chưa báo cáo", 2, 1, -1, None)]


def test_an_impossible_request_is_explained_with_a_sentence(world, set_clock):
    asked = {
        "past_not_closed": PastRequest(202610, 1),
        "past_day_ahead": PastRequest(202610, 1, on="2026-11-23"),
        "past_before_register": PastRequest(202610, 1, on="2026-11-21"),
        "briefing_period_ahead": PastRequest(202612, 1, on="2026-11-22"),
    }
    for code, request in asked.items():
        with pytest.raises(Invalid) as refusal:
            past_figures_request.enqueue(world.commune, request)
        assert refusal.value.code == code
    with pytest.raises(NotAllowed):
        past_figures_request.enqueue(world.commune, PastRequest(202610, 1, unit="nowhere", on="2026-11-22"))
