"""The page of totals, and a meeting reported by totals, as users see them."""

import json
from datetime import date
from html import escape

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from components.i18n import _
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import WriteFailed
from db.meetings import meetings, totals, totals_record
from db.meetings.meetings import MeetingRef
from db.meetings.totals import draft_part
from db.models import DraftValue, Meeting
from db.periods import closing
from db.units import units
from tests.pages import button, links, press, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE, RECORD = "pages/meetings/totals.py", "pages/meetings/record.py"


def type_in(world, month: int = 202610, **numbers: str) -> None:
    opened = totals.load(world.secretary, world.units["dong_bao"], 2026)
    values = {DraftField(draft_part(month, 1), name): value for name, value in numbers.items()}
    drafts.save_values(world.secretary, opened.place, values, {})


def saved(world) -> MeetingRef:
    type_in(world, expected="50", absent="8", exempt="5")
    totals_record.save(world.secretary, world.units["dong_bao"], 2026)
    return MeetingRef(world.units["dong_bao"], "regular", 202610)


def test_a_years_draft_is_restored_in_its_grid_and_saved_with_one_tap(world):
    type_in(world, expected="50", absent="8", exempt="5")
    test = shown(world.assistant, PAGE)
    grid = test.dataframe[0].value
    assert grid.loc[9, ["expected", "absent", "exempt"]].to_list() == [50, 8, 5]
    press(test, _("Save the totals"))
    assert not test.error
    assert links(test, "record")[0] == "tháng 10/2026 · 03/10/2026 · 42/50 có mặt, 5 được miễn · Σ chỉ có tổng số"


def test_numbers_that_do_not_add_up_are_reported_by_month_before_and_on_saving(world):
    type_in(world, expected="50", present="45", absent="8")
    test = shown(world.secretary, PAGE)
    sentence = "tháng 10/2026: số không khớp. Triệu tập 50, nhưng có mặt 45 và vắng 8."
    assert sentence in said(test).replace("\\", "")
    press(test, _("Save the totals"))
    assert sentence in test.error[0].value.replace("\\", "")
    assert test.dataframe[0].value.loc[9, "present"] == 45


def test_only_the_commune_is_asked_for_the_date_of_the_minutes(world):
    assert len(shown(world.commune, PAGE, unit=code(world)).date_input) == 1
    assert len(shown(world.secretary, PAGE).date_input) == 0


def code(world) -> str:
    return units.by_id(world.admin)[world.units["dong_bao"]].code


def test_a_commune_chooses_the_cell_first_and_a_foreign_cell_is_refused(world):
    assert "Chi bộ thôn Đồng Bào" in links(shown(world.commune, PAGE), "totals")
    assert shown(world.neighbour, PAGE, unit=code(world)).error


def test_a_closed_month_asks_for_a_reason(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    type_in(world, expected="50", absent="8")
    test = press(shown(world.secretary, PAGE), _("Save the totals"))
    assert "đã chốt" in test.error[0].value
    test.text_input(key="totals_reason").set_value("bổ sung").run()
    press(test, _("Save the totals"))
    assert not test.error


def test_a_day_of_another_month_is_asked_about(world):
    type_in(world, expected="50", absent="8", held_on="2026-11-02")
    test = press(shown(world.secretary, PAGE), _("Save the totals"))
    assert "không thuộc" in test.error[0].value
    test.checkbox[0].check().run()
    press(test, _("Save the totals"))
    assert [row.held_on for row in rows(Meeting, period=202610)] == [date(2026, 11, 2)]


def test_a_draft_is_discarded(world):
    type_in(world, expected="50")
    press(shown(world.secretary, PAGE), _("Discard the draft"))
    assert totals.load(world.secretary, world.units["dong_bao"], 2026).typed.values == {}


def test_a_meeting_of_totals_says_so_and_waits_for_names(world):
    call = saved(world)
    test = shown(world.secretary, RECORD, type="regular", period="202610")
    assert "42/50 có mặt, 5 được miễn" in said(test)
    assert not [each for each in test.button if each.label == _("Save the meeting")]
    press(test, _("Enter names in place of the totals"))
    press(test, _("Save the meeting"))
    assert meetings.load(world.secretary, call).saved
    assert _("Reported by totals, without names: {totals}.").split(":")[0] not in said(test)


def test_a_meeting_of_totals_entered_by_mistake_is_removed(world):
    call = saved(world)
    test = shown(world.secretary, RECORD, type="regular", period="202610")
    test.toggle(key="record_totals_mistaken").set_value(True).run()
    press(test, _("Remove this meeting"))
    assert meetings.load(world.secretary, call).meeting is None
    assert button(test, _("Save the meeting"))


def test_a_date_that_could_not_be_stored_is_written_before_the_totals_are_saved(world, monkeypatch):
    type_in(world, expected="50", absent="8")
    test = shown(world.commune, PAGE, unit=code(world))
    write, full = drafts.save_values, [True]

    def refused(*args):
        if full:
            raise WriteFailed("not_written")
        return write(*args)

    monkeypatch.setattr(drafts, "save_values", refused)
    test.date_input[0].set_value(date(2026, 10, 5))
    press(test, _("Save the totals"))
    press(test, _("Save the totals"))
    assert test.error
    assert not rows(Meeting, period=202610)
    full.clear()
    press(test, _("Save the totals"))
    (meeting,) = rows(Meeting, period=202610)
    assert meeting.minutes_dated == date(2026, 10, 5)


def bring_back(test, *cells: tuple) -> None:
    """What the browser does after a reload with cells that the server did not get: each with the values known there."""
    named = [(draft_part(month, 1), name, value, known) for month, name, value, known in cells]
    send_back(test, json.dumps(named))


def send_back(test, sent: str) -> None:
    next(each for each in test.text_input if each.label == "totals_grid").set_value(sent).run()


def test_cells_brought_back_after_a_reload_are_in_the_draft(world):
    type_in(world, expected="50", absent="8")
    test = shown(world.secretary, PAGE)
    bring_back(
        test,
        (202610, "absent", 9, [8]),
        (202610, "exempt", 5, [None]),
        (202609, "held_on", "2026-09-04T00:00:00", ["2026-09-03"]),
    )
    assert "chưa được lưu" not in said(test)
    grid = test.dataframe[0].value
    assert grid.loc[9, ["expected", "absent", "exempt"]].to_list() == [50, 9, 5]
    assert grid.loc[8, "held_on"].date() == date(2026, 9, 4)


def test_the_text_of_a_cell_that_was_not_left_yet_is_in_the_draft(world):
    test = shown(world.secretary, PAGE)
    bring_back(
        test, (202610, "absent", "9", [None]), (202609, "absent", "x", [None]), (202609, "exempt", "0" * 99, [None])
    )
    assert [(row.field, row.value) for row in rows(DraftValue)] == [("absent", "9")]


def test_a_grid_tells_its_page_which_cells_it_has_received(world):
    test = shown(world.secretary, PAGE)
    edited = WidgetState(id=test.dataframe[0].proto.id, string_value='{"edited_rows": {"0": {"absent": 8}}}')
    test._run(WidgetStates(widgets=[edited]))
    told = next(each.body for each in test.get("html") if "grid-rows" in each.body)
    assert escape('["totals_grid_1", {"0": {"absent": 8}}]') in told


def test_a_cell_brought_back_overwrites_nothing_unseen_and_is_named_instead(world):
    type_in(world, expected="50", absent="8")
    test = shown(world.secretary, PAGE)
    bring_back(test, (202610, "absent", 9, [None, 7]), (202610, "expected", 50, [None]), (201001, "absent", 3, [None]))
    (told,) = test.warning
    assert told.value.replace("\\", "").endswith("10/2026 Vắng: 9\n\nVắng: 3")
    assert test.dataframe[0].value.loc[9, ["expected", "absent"]].to_list() == [50, 8]


@pytest.mark.parametrize(
    "sent",
    [
        "{",
        "[" * 100_000,
        "7",
        "[7]",
        '[["p202610.1", "absent", 9]]',
        '[["p202610.1", "absent", NaN, [null]], ["p202610.1", "held_on", "ab", [null]]]',
        '[["p202610.1", "absent", -1, [null]]]',
        "[[[], {}, 1, [1]]]",
    ],
)
def test_what_no_browser_of_ours_brings_back_changes_nothing(world, sent):
    test = shown(world.secretary, PAGE)
    send_back(test, sent)
    assert not test.exception
    assert not test.warning
    assert rows(DraftValue) == []
