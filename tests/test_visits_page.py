"""The screens of visits and of the round: three taps for a cluster, seven for a round with two exceptions."""

from datetime import date

import pytest

from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.households import assignments, groups, household_notes, named_households, visits
from db.households.assignments import AssignmentTargets
from db.households.visits import VisitInput
from db.models import HouseholdNote, HouseholdReport, HouseholdVisit, Task
from tests.pages import button, links, press, said, shown
from tests.rows import code_of, rows

VISITS, SHEETS, RECORD, BOARD, HOME = (
    f"pages/{page}.py"
    for page in (
        "households/visits",
        "households/sheets",
        "meetings/record",
        "households/households",
        "households/household",
    )
)
TODAY, NOVEMBER = date(2026, 11, 22), date(2026, 11, 1)
MEETING = {"type": "regular", "period": "202611"}
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def places(world) -> dict[str, str]:
    """A cluster of 17 that Mr An looks after, and in it a named household that Ms Bình looks after."""
    unit = world.units["dong_bao"]
    cluster = groups.create(world.secretary, unit, "Cụm 1", 17)
    home = named_households.create(world.secretary, cluster, "Hộ *bà* M.", "Ngõ 3", NOVEMBER)
    for key, chosen in (("an", AssignmentTargets(groups=[cluster])), ("binh", AssignmentTargets(households=[home]))):
        assignments.assign(world.secretary, unit, [code_of(world, key)], chosen, NOVEMBER)
    return {"cluster": cluster, "home": home}


def of_key(elements, part: str):
    return next(each for each in elements if part in (each.key or ""))


def test_a_whole_cluster_is_recorded_in_three_taps(world, places):
    assert links(shown(world.secretary, "pages/home/home.py"), "visits") == ["Ghi thăm hộ"]
    app = shown(world.secretary, VISITS)
    of_key(app.button_group, "_places").set_value([places["cluster"]]).run()
    press(app, "Ghi lần thăm")
    (visit,) = rows(HouseholdVisit)
    assert (visit.visited_on, visit.households, visit.member_id) == (TODAY, None, None)
    assert "**22/11/2026** · Cụm 1" in said(app)
    assert drafts.load(world.secretary, DraftKey("visit", visit.unit_id, str(world.secretary.account_id))).values == {}


def test_a_visits_draft_survives_a_refusal_and_a_reload(world, places):
    app = shown(world.secretary, VISITS)
    of_key(app.button_group, "_places").set_value([places["cluster"]]).run()
    of_key(app.number_input, "_of_").set_value(5).run()
    of_key(app.text_input, "_agreed").set_value("Hẹn giúp làm hồ sơ vay vốn").run()
    assert "Không ghi ý kiến, tôn giáo" in said(app)
    app.date_input[0].set_value(date(2026, 12, 1)).run()
    press(app, "Ghi lần thăm")
    assert rows(HouseholdVisit) == []
    again = shown(world.secretary, VISITS)
    assert of_key(again.text_input, "_agreed").value == "Hẹn giúp làm hồ sơ vay vốn"
    again.date_input[0].set_value(TODAY).run()
    press(again, "Ghi lần thăm")
    assert [row.households for row in rows(HouseholdVisit)] == [5]
    assert [row.text for row in rows(HouseholdNote)] == ["Hẹn giúp làm hồ sơ vay vốn"]


def test_a_meetings_round_with_two_exceptions(world, places):
    app = shown(world.secretary, RECORD, **MEETING)
    app.checkbox[0].set_value(True).run()  # 1
    assert "**2/2** đồng chí phụ trách hộ đã báo cáo" in said(app)
    assert "Không ghi ý kiến, tôn giáo" in said(app)
    for at, place in enumerate(("home", "cluster")):
        part = f"record_newnote{at}"
        of_key(app.button_group, f"{part}_place").set_value(places[place]).run()  # 2, 5
        of_key(app.text_input, f"{part}_note").set_value(f"Việc {at}").run()  # 3, 6
        of_key(app.selectbox, f"{part}_member").set_value(str(world.members["cuong"])).run()  # 4, 7
    press(app, "Lưu cuộc họp")
    assert [row.reported for row in rows(HouseholdReport)] == [True, True]
    assert [row.text for row in rows(HouseholdNote)] == ["Việc 0", "Việc 1"]
    assert {row.member_id for row in rows(Task)} == {world.members["cuong"]}
    assert "Đảng viên phụ trách hộ đã báo cáo: 2/2. Việc mới: Hộ *bà* M.: Việc 0" in app.code[0].value


def test_board_household_and_sheet_show_the_visits(world, places):
    wish = VisitInput([places["home"]], TODAY, code_of(world, "an"), None, "Sửa *mái* nhà", code_of(world, "binh"))
    visits.record(world.secretary, world.units["dong_bao"], wish)
    board = shown(world.secretary, BOARD)
    assert "Tháng này đã thăm **1/17** hộ" in said(board)
    assert "22/11/2026" in links(board, "household")[0]
    home = said(shown(world.secretary, HOME, household=places["home"]))
    assert r"Sửa \*mái\* nhà · Trần Thị Bình theo dõi" in home
    assert household_notes.list_notes(world.commune, places["home"]) == []
    assert "mái" not in said(shown(world.commune, HOME, household=places["home"]))
    sheets = shown(world.secretary, SHEETS)
    tables = [each.value for each in sheets.markdown if each.value.startswith("| ")]
    assert len(tables) == 2
    assert all(r"Sửa \*mái\* nhà \(22/11/2026\)" in table for table in tables), "who has its cluster sees it, too"
    assert "Ngõ 3" in tables[1]
    assert button(shown(world.secretary, VISITS), "Ghi lần thăm")
