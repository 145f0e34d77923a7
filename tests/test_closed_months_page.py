"""Closing a month on the page of settings: who may, who has not reported, what follows, and opening it again."""

import pytest

from components.i18n import _, month_text
from components.settings import closed_months
from db.kernel.scope import Work
from db.periods import closing
from tests.pages import button, press, said, shown

pytestmark = pytest.mark.usefixtures("november")
PAGE = "pages/administration/settings.py"
CLOSE, REOPEN = _("Close the month"), _("Reopen the month")


@pytest.mark.parametrize("key", ["commune", "district"])
def test_the_latest_month_is_closed_after_a_question_and_opened_again(world, key):
    viewer = world.viewers[key]
    test = press(shown(viewer, PAGE), CLOSE)
    assert closing.list_months(viewer)[0].closed_at is None
    test = press(test, _("Yes, continue"))
    assert closing.list_months(viewer)[0].unit_id == viewer.unit_id
    assert _("{month} (closed)", month=month_text(202610)) in test.selectbox(key="closing_month").options
    press(test, REOPEN)
    assert closing.list_months(viewer)[0].closed_at is None


def test_whoever_has_not_reported_is_named_before(world):
    warned = shown(world.commune, PAGE).warning[0].value
    assert "Chi bộ thôn Đồng Bào" in warned
    assert "Chi bộ thôn Bến Đá" in warned
    assert "2" in warned


def test_of_many_only_the_first_are_named(world, monkeypatch):
    monkeypatch.setattr(closed_months, "NAMED", 1)
    warned = shown(world.commune, PAGE).warning[0].value
    assert "Chi bộ thôn Bến Đá" in warned
    assert "Chi bộ thôn Đồng Bào" not in warned
    assert _("others") in warned


def test_what_the_district_closed_the_commune_reads_and_does_not_open(world):
    closing.close_months(world.district, world.units["an_binh"], [202610])
    test = shown(world.commune, PAGE)
    assert "Huyện An Bình" in said(test)
    assert not [each for each in test.button if each.label in (CLOSE, REOPEN)]


@pytest.mark.parametrize("key", ["secretary", "admin"])
def test_nobody_else_is_offered_it(world, key):
    assert not world.viewers[key].writes(Work.PERIODS)
    assert not [each for each in shown(world.viewers[key], PAGE).selectbox if each.key == "closing_month"]


def test_a_month_that_is_running_is_not_offered(world):
    test = shown(world.commune, PAGE)
    assert month_text(202611) not in test.selectbox(key="closing_month").options
    assert button(test, CLOSE)
