"""The chart of composition states what it found and out of how many; a bar opens to communes, cells, and the list of
members.
"""

import re
from urllib.parse import parse_qsl

import pytest

from components.charts import member_composition as drawing
from db.figures.member_classes import MemberClass
from db.figures.member_composition import CompositionQuery
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Member, MembershipKind
from db.people.member_traits import Trait
from tests import drawn_charts
from tests.drawn_charts import rows_drawn
from tests.figure_pages import label, query_of, read, rows_of
from tests.pages import shown
from tests.people import speak

CHARTS, MEMBERS = "pages/figures/charts.py", "pages/people/members.py"
OF = CompositionQuery(MembershipKind.OWN, Trait.ORGANISATION)
FOUND = [MemberClass("commune", 60, 100), MemberClass("ward", 30, 100), MemberClass("forces", 0, 100)]
NAMES = {"commune": "Xã", "ward": "Phường, thị trấn", "forces": "Quân đội, công an", "unknown": "Chưa ghi"}
pytestmark = pytest.mark.usefixtures("november")


def test_the_title_states_the_finding_its_denominator_and_what_is_unknown():
    spec = drawn_charts.spec(drawing.chart([*FOUND, MemberClass("unknown", 10, 100)], NAMES, OF, "ward"))
    assert spec["title"]["text"] == ["Đông nhất: Xã, 60 · 60 %"]
    assert spec["title"]["subtitle"][:2] == ["trên tổng số 100 đảng viên", "chưa ghi: 10 · 10 %"]
    rows = [row for row in rows_drawn(spec) if "said" in row]
    assert [(row["name"], row["count"], row["chosen"]) for row in rows] == [
        ("Xã", 60, False), ("Phường, thị trấn", 30, True), ("Chưa ghi", 10, False),
    ]  # fmt: skip
    assert {row["name"] for row in rows if row["faint"]} == {"Chưa ghi"}


def test_if_nothing_is_known_of_anybody_the_title_says_so():
    spec = drawing.chart([MemberClass("commune", 0, 4), MemberClass("unknown", 4, 4)], NAMES, OF).to_dict()
    assert spec["title"]["text"] == ["Chưa ghi nội dung này cho ai"]


@pytest.fixture
def working(world):
    with writing(SYSTEM, "work") as session:
        for key, kind in (("an", "forces"), ("binh", "forces"), ("hung", "joint_stock"), ("lan", "forces")):
            session.get_one(Member, world.members[key]).organisation = kind
    return world


def test_a_district_goes_from_a_bar_to_a_commune_to_a_cell_to_its_members(working):
    app = shown(working.district, CHARTS, charts_which="composition", charts_class="forces")
    assert [label(link) for link in rows_of(app)] == ["Xã Đông Hà", "Xã Tây Sơn"]
    assert "Cộng: 3/6 đảng viên = 50 %" in read(app)
    app = shown(working.district, CHARTS, **query_of(rows_of(app)[0]))
    assert "Cộng: 2/5 đảng viên = 40 %" in read(app)
    links = [link for link in app.get("page_link") if "members_class" in link.proto.query_string]
    told = {label(link): int(re.search(r"~~Trong nhóm~~ (\d+)", link.proto.label)[1]) for link in links}
    assert told == {"Chi bộ thôn Bến Đá": 0, "Chi bộ thôn Đồng Bào": 2}
    listed = shown(working.district, MEMBERS, **dict(parse_qsl(links[1].proto.query_string)))
    names = [label(link) for link in listed.get("page_link") if link.proto.page == "member"]
    assert names == ["Nguyễn Văn An", "Trần Thị Bình"]


@pytest.mark.parametrize("forged", [{"charts_class": "spies"}, {"charts_topic": "own-religion"}])
def test_a_forged_class_or_trait_opens_the_first(working, forged):
    app = shown(working.commune, CHARTS, charts_which="composition", **forged)
    assert "Cộng: 2/5 đảng viên = 40 %" in read(app)


def test_a_chart_sent_by_its_address_opens_in_the_other_language(working):
    told = {"charts_which": "composition", "charts_topic": "own-organisation", "charts_class": "forces"}
    assert "Cộng: 2/5 đảng viên = 40 %" in read(shown(working.commune, CHARTS, **told))
    speak(working.commune, "en")
    english = shown(working.commune, CHARTS, **told)
    assert english.subheader[0].value == "Army and police"
    assert "Total: 2 of 5 members = 40 %" in read(english)
