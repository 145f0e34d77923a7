"""The reason for changing something closed: asked for on any page, given with the next attempt, and not asked again."""

from datetime import date

import pytest

from components.jobs import job_handlers, worker
from db.history import action_log
from db.jobs import jobs
from db.kernel import closed_periods
from db.kernel.audience import Audience
from db.models import Job, Membership
from db.periods import closing
from tests.pages import button, shown
from tests.rows import code_of, rows

ONE, HOME = "pages/people/member.py", "pages/home/home.py"
pytestmark = pytest.mark.usefixtures("november")


def _choose(app, world, action: str) -> str:
    pills = next(each for each in app.button_group if (each.key or "").endswith("_action"))
    pills.set_value(action).run()
    return next(each.key for each in app.date_input if f"_{action}_" in each.key).rpartition("_")[0]


def test_a_departure_in_a_closed_month_asks_for_a_reason_and_keeps_what_was_typed(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    assert not [each for each in app.text_input if each.key == "closing_reason"]
    form = _choose(app, world, "leave")
    app.date_input(key=f"{form}_day").set_value(date(2026, 10, 20))
    app.selectbox(key=f"{form}_reason").set_value("transferred")
    app.text_input(key=f"{form}_paper").set_value("Giấy 12")
    button(app, "Ghi rời chi bộ").click().run()
    assert ["Số liệu tháng 10/2026 đã chốt" in each.value for each in app.error] == [True]
    assert app.text_input(key=f"{form}_paper").value == "Giấy 12"
    assert rows(Membership, member_id=world.members["an"])[0].valid_to is None
    button(app, "Ghi rời chi bộ").click().run()  # a blank is not a reason
    assert app.error
    app.text_input(key="closing_reason").set_value("Báo muộn").run()
    button(app, "Ghi rời chi bộ").click().run()
    assert not app.error, [each.value for each in app.error]
    assert rows(Membership, member_id=world.members["an"])[0].valid_to == date(2026, 10, 20)
    assert action_log.list_latest(world.secretary)[0].reason == "Báo muộn"
    assert not [each for each in app.text_input if each.key == "closing_reason"]


def test_the_reason_is_asked_for_only_on_the_page_of_the_refusal(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    form = _choose(app, world, "leave")
    app.date_input(key=f"{form}_day").set_value(date(2026, 10, 20))
    app.selectbox(key=f"{form}_reason").set_value("transferred")
    button(app, "Ghi rời chi bộ").click().run()
    app.switch_page(HOME)
    app.run()
    assert not app.exception
    assert not [each for each in app.text_input if each.key == "closing_reason"]


def test_a_job_uses_the_reason_given_when_it_was_queued(world, monkeypatch):
    heard = []
    monkeypatch.setitem(job_handlers.HANDLERS, "export", lambda viewer, wanted, code, progress: heard.append(
        (closed_periods.current_default_reason(), wanted)) or {})  # fmt: skip
    with closed_periods.default_reason("Danh sách cũ thiếu người"):
        code = jobs.enqueue(world.commune, "export", {"what": "list"}, Audience.FIGURES)
    jobs.enqueue(world.commune, "export", {"what": "list"}, Audience.FIGURES)
    assert worker.run_next_job()
    assert worker.run_next_job()
    assert heard == [("Danh sách cũ thiếu người", {"what": "list"}), (None, {"what": "list"})]
    assert jobs.find(world.commune, code).wanted == {"what": "list"}
    assert closed_periods.current_default_reason() is None
    assert len(rows(Job)) == 2
