"""Charts by class: a bar opens to communes, cells, and exactly the meetings or petitions it counts."""

from datetime import date

import pytest

from components.charts import axes, class_bars
from components.charts.class_bars import ClassBar
from db.figures import class_results, team_visit_counts
from db.households import groups
from db.households.assignments import AssignmentTargets
from db.kernel import bulk
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Evaluation, Meeting, Petition, PetitionText, Team, Unit
from db.teams import officials, teams
from tests import months
from tests.db.boards import assign
from tests.figure_pages import label, query_of, read, rows_of
from tests.pages import links, shown
from tests.rows import rows

CHARTS, PETITIONS = "pages/figures/charts.py", "petitions"
SPAN = {"charts_since": "202601", "charts_until": "202610"}
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    with writing(SYSTEM, "types") as session:
        june = [row.id for row in rows(Meeting, period=202606)]
        bulk.update(session, Meeting, [{"id": one, "type": "thematic"} for one in june])
    return world


def meetings_listed(app) -> int:
    return sum("✓ đã họp" in block.value for block in app.markdown)


@pytest.mark.parametrize(
    ("topic", "key", "every", "each"),
    [("types", "thematic", 3, 1), ("types", "regular", 24, 8), ("thematic", "202604", 3, 1)],
)
def test_a_type_opens_down_to_its_meetings(year, topic, key, every, each):
    told = {"charts_which": "meeting_types", "charts_topic": topic, "charts_class": key, **SPAN}
    app = shown(year.district, CHARTS, **told)
    assert f"Cộng: {every}/27 cuộc họp" in read(app)
    inside = shown(year.district, CHARTS, **query_of(rows_of(app)[0]))
    assert f"Cộng: {2 * each}/18 cuộc họp" in read(inside)
    for link in rows_of(inside):
        assert meetings_listed(shown(year.district, CHARTS, **query_of(link))) == each


def test_thematic_meetings_are_shown_by_quarter(year):
    app = shown(year.secretary, CHARTS, charts_which="meeting_types", charts_topic="thematic", **SPAN)
    assert "3" not in app.subheader[0].value.split("/")[0]
    assert app.subheader[0].value.startswith("Quý II/2026")
    assert meetings_listed(app) == 1


@pytest.fixture
def asking(world):
    """Three petitions: from today, from a month ago, and from a year ago."""
    with writing(SYSTEM, "asked") as session:
        insert_rows(
            session,
            Petition,
            [
                {"unit_id": world.units[cell], "source": "meeting", "received_on": day, "holder": "cell"}
                for cell, day in (
                    ("dong_bao", date(2026, 11, 22)),
                    ("ben_da", date(2025, 11, 22)),
                    ("nui_doi", date(2025, 11, 22)),
                )
            ],
        )
    return world


def test_petitions_open_too_long_open_to_their_cells_for_those_who_may_read_them(asking):
    told = {"charts_which": "petitions", "charts_class": "over_60"}
    app = shown(asking.district, CHARTS, **told)
    assert "Cộng: 2/3 ý kiến, kiến nghị chưa trả lời" in read(app)
    inside = shown(asking.district, CHARTS, **query_of(rows_of(app)[0]))
    assert "Cộng: 1/2 ý kiến, kiến nghị chưa trả lời" in read(inside)
    commune = shown(asking.commune, CHARTS, **told)
    opening = [
        link for link in commune.get("page_link") if link.proto.page == PETITIONS and "state" in link.proto.query_string
    ]
    assert [label(link) for link in opening] == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"]
    assert {query_of(link)["petitions_age"] for link in opening} == {"over_60"}
    assert "đã chuyển đến đơn vị mình" in read(commune)


def test_an_age_opens_exactly_its_petitions_in_the_cells_list(asking):
    texts = [{"petition_id": row.id, "unit_id": row.unit_id, "text": "Đường hỏng"} for row in rows(Petition)]
    with writing(SYSTEM, "texts") as session:
        insert_rows(session, PetitionText, texts)
    today = shown(asking.secretary, "pages/households/petitions.py", petitions_state="open", petitions_age="to_7")
    long = shown(asking.secretary, "pages/households/petitions.py", petitions_state="open", petitions_age="over_60")
    assert ["Đường hỏng" in read(one) or bool(links(one, PETITIONS)) for one in (today, long)] == [True, False]


def test_a_register_without_petitions_says_so(world):
    app = shown(world.district, CHARTS, charts_which="petitions")
    assert app.info[0].value == "Không có ý kiến, kiến nghị nào chờ trả lời."


def test_classes_of_the_year_open_to_the_cells_list(world):
    with writing(SYSTEM, "classes") as session:
        bulk.insert(
            session,
            Evaluation,
            [
                {"unit_id": world.units[cell], "member_id": world.members[key], "year": 2026, "proposed": proposed}
                for key, cell, proposed in (("an", "dong_bao", "excellent"), ("hung", "ben_da", "good"))
            ],
        )
    told = {"charts_which": "classes", "charts_topic": "2026", "charts_class": "excellent"}
    commune = shown(world.commune, CHARTS, **told)
    assert "Cộng: 1/5 đảng viên = 20 %" in read(commune)
    cells = [link for link in commune.get("page_link") if "unit=" in link.proto.query_string]
    assert [label(link) for link in cells] == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"]
    listed = [links(shown(world.commune, "pages/people/evaluations.py", **query_of(link)), "member") for link in cells]
    assert [len(people) for people in listed] == [0, 1]
    assert shown(world.assistant, CHARTS, **told).info[0].value.startswith("Năm này chưa có ai")


@pytest.fixture
def cluster(world) -> str:
    """A cluster of seventeen households."""
    return groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 17)


def test_a_class_with_an_erased_member_keeps_its_count_and_says_so(world):
    told = {"unit_id": world.units["dong_bao"], "year": 2026, "decided": "excellent"}
    with writing(SYSTEM, "evaluate") as session:
        insert_rows(session, Evaluation, [told | {"member_id": world.members["an"]}, told | {"member_id": None}])
    viewer, cell = world.secretary, world.units["dong_bao"]
    counted = {one.key: one.members for one in class_results.by_class(viewer, 2026)}
    listed = class_results.list_people(viewer, 2026, "excellent", cell)
    assert counted["excellent"] == len(listed) + class_results.count_erased(viewer, 2026, "excellent", cell) == 2
    assert class_results.count_erased(viewer, 2026, "good", cell) == 0
    opened = shown(viewer, "pages/people/evaluations.py", year="2026", evaluations_class="excellent")
    assert "và 1 đồng chí đã xóa dữ liệu" in read(opened)


def test_labels_behind_bars_have_room_at_any_width():
    """The longest label of the longest bar ends within the axis, on a phone and on a wide screen."""
    bars = [ClassBar("a", "Trên 30 hộ", 19, "19 · 19 with too many"), ClassBar("b", "Khác", 5, "5 · 5 with too many")]
    spec = class_bars.draw_class_bars(bars, axes.chart_title("A"), "members").to_dict()
    ends = {
        layer["encoding"]["x"]["scale"]["domainMax"]["expr"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"]["x"]
    }
    (end,) = ends
    for width in (220, 300, 900):
        most = eval(end, {"max": max, "min": min, "width": width})
        for bar in bars:
            assert bar.count / most * width + axes.LETTER * len(bar.said) <= width
    assert eval(end, {"max": max, "min": min, "width": 900}) < 19 * 1.3


def test_loads_open_to_a_cells_households_for_those_who_read_names(world, cluster):
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    app = shown(world.secretary, CHARTS, charts_which="loads")
    assert "Cộng: 1/1 đồng chí có hộ phụ trách" in read(app)
    assert app.subheader[0].value == "13 đến 20 hộ"
    (cell,) = [link for link in app.get("page_link") if "load=" in link.proto.query_string]
    people = [
        links(
            shown(world.secretary, "pages/households/households.py", **query_of(cell) | {"households_load": load}),
            "member",
        )
        for load in ("to_20", "to_5")
    ]
    assert [len(found) for found in people] == [1, 0]
    district = shown(world.district, CHARTS, charts_which="loads", **_inside_dong_ha(world))
    assert not [
        link for link in district.get("page_link") if "households" in link.proto.page and link.proto.query_string
    ]


def _inside_dong_ha(world) -> dict[str, str]:
    code = rows(Unit, id=world.units["dong_ha"])[0].code
    return {"charts_in": code, "charts_within": "all"}


def test_an_open_teams_name_comes_with_its_count_without_counting_again(world, monkeypatch):
    since, counted, count = date(2026, 1, 1), [], team_visit_counts.by_team
    officials.add(
        world.district, officials.parse_lines("Nguyễn Văn Minh – Chánh Thanh tra – Tổ 1"), None, "cells", since
    )
    (team,) = rows(Team)
    teams.set_followed_units(
        world.district, team.code, [row.code for row in rows(Unit) if row.id == world.units["dong_ha"]], since
    )
    monkeypatch.setattr(team_visit_counts, "by_team", lambda *asked: counted.append(asked) or count(*asked))
    app = shown(world.district, CHARTS, charts_which="team_visits")
    assert app.subheader[0].value.startswith("Tổ 1")
    app.run()
    assert len(counted) == 1
