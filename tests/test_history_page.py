"""The history on the screen: a deed in a closed month is undone with a reason."""

import pytest

from db import batches, closing
from db.meetings import recording
from db.meetings.meetings import Call
from tests.pages import shown

PAGE = "pages/administration/history.py"
pytestmark = pytest.mark.usefixtures("november")


def test_a_closed_month_asks_for_a_reason_and_takes_it(world):
    recording.save(world.secretary, Call(world.units["dong_bao"], "regular", 202610))
    deed = batches.latest(world.secretary)[0].id
    closing.close(world.district, world.units["an_binh"], [202610])
    page = shown(world.secretary, PAGE)
    page.button(key=f"history_undo_{deed}").click().run()
    assert "lý do" in page.error[0].value
    page.text_input(key=f"history_reason_{deed}").set_value("Biên bản ghi khác").run()
    page.button(key=f"history_undo_{deed}").click().run()
    assert not page.exception
    assert batches.latest(world.secretary)[0].reason == "Biên bản ghi khác"
