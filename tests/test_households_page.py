"""The screens of households:
what each role sees and does there, that a forged choice changes nothing, that files and charts say the same.
"""

import io
from datetime import date
from urllib.parse import parse_qsl

import openpyxl
import pytest
from sqlmodel import select

from components.charts import coverage as drawing
from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest
from db.errors import NotAllowed
from db.figures import coverage
from db.figures.coverage import CoverageCount
from db.figures.unit_counts import UnitCount
from db.households import assignments, board, groups, named_households
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.households.named_households import RatingInput
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Assignment, Draft, DraftValue, ExemptionClass, Household, HouseholdClass, HouseholdHelp
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from db.units import units
from tests import drawn_charts
from tests.pages import app, button, links, press, said, shown
from tests.rows import code_of, rows

BOARD, GROUP, HOME, CHARTS = (
    f"pages/{page}.py"
    for page in ("households/households", "households/group", "households/household", "figures/charts")
)
TODAY, NOVEMBER = date(2026, 11, 22), date(2026, 11, 1)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def codes(world) -> dict[str, str]:
    """A cluster of 17 with a group of 9 that Mr An looks after, and a household by name that nobody does."""
    unit = world.units["dong_bao"]
    cluster = groups.create(world.secretary, unit, "Cụm 1", 17)
    group = groups.create(world.secretary, unit, "Nhóm hộ 1.1", 9, within=cluster)
    home = named_households.create(
        world.secretary, cluster, "Hộ *bà* M.", "Ngõ 3", NOVEMBER, RatingInput(2026, "poor", "QĐ 12")
    )
    assignments.assign(
        world.secretary, unit, [code_of(world, "an")], AssignmentTargets(groups=[group]), NOVEMBER, "NQ 5"
    )
    return {"cluster": cluster, "group": group, "home": home}


def deed(app, name: str):
    next(group for group in app.button_group if (group.key or "").endswith("_action")).set_value(name).run()
    return app


@pytest.mark.parametrize("role", ["secretary", "assistant"])
def test_the_board_says_who_looks_after_what(world, codes, role):
    app = shown(world.viewers[role], BOARD)
    assert "Chi bộ thôn Đồng Bào · 17 hộ trong 1 cụm · tính đến 22/11/2026" in said(app)
    assert "**9/17** hộ có người phụ trách (52,9 %)" in said(app)
    assert "**2/3** đảng viên chưa được phân công phụ trách hộ" in said(app)
    assert "17 hộ, 8 hộ chưa có người" in links(app, "household-group")[0]
    assert "Nguyễn Văn An" in links(app, "household-group")[1]
    (home,) = links(app, "household")
    assert r"Hộ \*bà\* M\." in home
    assert "Hộ nghèo 2026" in home
    assert r"\! chưa có người phụ trách" in home


def test_home_and_the_member_s_page_lead_there(world, codes):
    home = app(world.secretary)
    (label,) = links(home, "households")
    assert label == "Còn 8/17 hộ chưa có người phụ trách"
    assert "households_view=" in next(
        element.proto.query_string for element in home.get("page_link") if element.proto.page == "households"
    )
    bare = shown(world.secretary, BOARD, households_view="Chưa có ai")
    assert [len(links(bare, page)) for page in ("household-group", "household")] == [1, 1]
    assert r"Nhóm hộ 1\.1 · từ 01/11/2026" in said(
        shown(world.secretary, "pages/people/member.py", member=code_of(world, "an"))
    )
    assert "Nhóm hộ 1" not in said(shown(world.district, "pages/people/member.py", member=code_of(world, "an")))


def test_an_empty_board_offers_the_first_step(world):
    app = deed(shown(world.secretary, BOARD), "group")
    assert "bắt đầu bằng việc thêm cụm thứ nhất" in said(app)
    assert app.text_input[0].value == "Cụm 1"
    app.number_input[0].set_value(17)
    button(app, "Thêm").click().run()
    assert [line.cover.households for line in board.load(world.secretary, world.units["dong_bao"]).lines] == [17]


def test_the_commune_opens_a_cell_and_the_others_nothing(world, codes):
    app = shown(world.commune, BOARD)
    assert "Chi bộ thôn Đồng Bào" in str(links(app, "households"))
    assert "Cộng: 9/17 hộ có người phụ trách" in said(app)
    assert "Nguyễn Văn An" in str(
        links(shown(world.commune, BOARD, households_cell="Chi bộ thôn Đồng Bào"), "household-group")
    )
    assert not links(shown(world.other_commune, BOARD), "household-group")


@pytest.mark.parametrize(("page", "what"), [(GROUP, "cluster"), (HOME, "home")])
def test_another_cell_s_address_shows_nothing(world, codes, page, what):
    app = shown(world.neighbour, page, household=codes[what])
    assert not {"M.", "Cụm 1"} & set(said(app).split())
    assert app.error
    assert shown(world.secretary, page, household="nowhere").error


def test_charges_are_kept_as_they_are_tapped_and_done_once(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    who = next(group for group in app.button_group if group.label.startswith("Đồng chí"))
    who.set_value([code_of(world, "binh")]).run()
    again = deed(shown(world.secretary, BOARD), "assign")
    chosen = next(group for group in again.button_group if group.label.startswith("Đồng chí"))
    assert chosen.value == [code_of(world, "binh")]
    which = next(group for group in again.button_group if group.label.startswith("Phụ trách cụm"))
    which.set_value([codes["home"]]).run()
    button(again, "Phân công phụ trách").click().run()
    assert [row.member_id for row in rows(Assignment)] == [world.members["an"], world.members["binh"]]
    assert "Bỏ bản nháp" not in [each.label for each in deed(shown(world.secretary, BOARD), "assign").button]


def test_whoever_puts_somebody_in_charge_is_told_of_another_who_was_meanwhile_and_may_put_both(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    next(group for group in app.button_group if group.label.startswith("Đồng chí")).set_value(
        [code_of(world, "binh")]
    ).run()
    next(group for group in app.button_group if group.label.startswith("Phụ trách cụm")).set_value(
        [codes["home"]]
    ).run()
    chosen = AssignmentTargets(households=[codes["home"]])
    assignments.assign(world.commune, world.units["dong_bao"], [code_of(world, "an")], chosen, NOVEMBER)
    button(app, "Phân công phụ trách").click().run()
    assert "Nguyễn Văn An đã được giao phụ trách" in app.error[0].value
    of_home = [row for row in rows(Assignment) if row.household_id]
    assert [row.member_id for row in of_home] == [world.members["an"]]
    button(app, "Phân công phụ trách").click().run()
    of_home = [row for row in rows(Assignment) if row.household_id]
    assert [row.member_id for row in of_home] == [world.members["an"], world.members["binh"]]


def test_a_forged_choice_changes_nothing(world, codes):
    foreign = groups.create(world.neighbour, world.units["nui_doi"], "Cụm lạ", 3)
    for members, chosen in (([code_of(world, "lan")], [codes["home"]]), ([code_of(world, "binh")], [foreign])):
        with pytest.raises(NotAllowed):
            assignments.assign(
                world.secretary, world.units["dong_bao"], members, AssignmentTargets(households=chosen), NOVEMBER
            )
        with pytest.raises(NotAllowed):
            assignments.assign(
                world.secretary, world.units["dong_bao"], members, AssignmentTargets(groups=chosen), NOVEMBER
            )
    assert len(rows(Assignment)) == 1


def test_a_group_is_handed_over_from_its_own_page(world, codes):
    app = deed(shown(world.secretary, GROUP, household=codes["group"]), "hand")
    to = next(group for group in app.button_group if group.label.startswith("Giao cho ai"))
    to.set_value([code_of(world, "cuong")]).run()
    button(app, "Bàn giao").click().run()
    assert [(row.member_id, row.valid_to) for row in rows(Assignment)] == [
        (world.members["an"], date(2026, 11, 21)),
        (world.members["cuong"], None),
    ]
    text = said(shown(world.secretary, GROUP, household=codes["group"]))
    assert "Phụ trách: **Lê Văn Cường**" in text
    assert "Nguyễn Văn An · 01/11/2026 – 21/11/2026 · Bàn giao cho đồng chí khác" in text


def test_a_household_is_rated_and_closed_on_its_page(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "rate")
    next(box for box in app.selectbox if box.label == "Xếp loại hộ").set_value("near_poor")
    button(app, "Ghi xếp loại").click().run()
    assert "2026: Hộ cận nghèo" in said(shown(world.secretary, HOME, household=codes["home"]))
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "close")
    app.date_input[0].set_value(date(2026, 11, 21))
    button(app, "Thôi theo dõi riêng hộ này").click().run()
    assert rows(Household)[0].valid_to == date(2026, 11, 21)
    assert "Thôi theo dõi từ ngày 21/11/2026" in said(shown(world.secretary, HOME, household=codes["home"]))


@pytest.mark.parametrize("role", ["secretary", "commune"])
def test_what_a_household_asks_for_is_taken_down_from_its_page(world, codes, role):
    page = shown(world.viewers[role], HOME, household=codes["home"])
    (link,) = [each.proto for each in page.get("page_link") if each.proto.page == "petitions"]
    query = dict(parse_qsl(link.query_string))
    opened = shown(world.viewers[role], "pages/households/petitions.py", **query)
    chosen = [box.value for box in opened.selectbox if (box.key or "").endswith("_household")]
    assert chosen == [codes["home"]]


def test_a_refusal_leaves_what_was_typed(world, codes):
    app = deed(shown(world.secretary, GROUP, household=codes["cluster"]), "count")
    app.number_input[0].set_value(5)
    button(app, "Ghi số hộ").click().run()
    assert app.error[0].value.startswith("Cụm 1 có 5 hộ, nhưng bên trong sẽ là 10 hộ")
    assert app.number_input[0].value == 5


def test_the_chart_opens_from_communes_to_cells_to_households(world, codes):
    app = shown(world.district, CHARTS, charts_which="Hộ có người phụ trách")
    assert "9/17" in links(app, "charts")[0]
    inside = shown(
        world.district, CHARTS, charts_which="Hộ có người phụ trách", charts_within_area=_code(world, "dong_ha")
    )
    assert "chỉ chi bộ và Đảng ủy xã" in said(inside)
    assert "9/17" in said(inside)
    assert "9/17" in links(shown(world.commune, CHARTS, charts_which="Hộ có người phụ trách"), "households")[1]


def _code(world, key: str) -> str:
    return units.by_id(SYSTEM, [world.units[key]])[world.units[key]].code


def test_the_chart_says_its_finding_and_every_count():
    parts = [_part("Xã A", 50, 100), _part("Xã B", 10, 100), _part("Xã C", 0, 0)]
    spec = drawn_charts.spec(drawing.chart(parts, TODAY))
    assert " ".join(spec["title"]["text"]) == "Còn 140/200 hộ chưa có người phụ trách"
    assert spec["title"]["subtitle"][0] == "60/200 hộ có người phụ trách"
    told = [row for data in spec["datasets"].values() for row in data] if "datasets" in spec else spec["data"]["values"]
    assert [(row["name"], row["said"]) for row in told] == [
        ("Xã B", "10 % · 10/100"),
        ("Xã A", "50 % · 50/100"),
        ("Xã C", "chưa nhập hộ"),
    ]


def _part(name: str, covered: int, households: int) -> UnitCount[CoverageCount]:
    return UnitCount(1, name, name, False, CoverageCount(Cover(households, covered), 10, 4, 2, 1))


@pytest.mark.parametrize("role", ["secretary", "commune"])
def test_files_add_up_to_the_figures(world, codes, role):
    viewer = world.viewers[role]
    shown_ = coverage.total([part.count for part in coverage.by_unit(viewer)]).cover
    for what in ("households", "coverage"):
        sheet = openpyxl.load_workbook(
            io.BytesIO(export_jobs.make_now(viewer.account_id, viewer.grant_id, ExportRequest(what, reason="report")))
        ).worksheets[0]
        lines = list(sheet.iter_rows(values_only=True))
        top = next(place for place, line in enumerate(lines) if line[0] == "TT")
        at = {title: place for place, title in enumerate(lines[top])}
        inside = [line for line in lines[top + 1 :] if isinstance(line[0], int)]
        assert (
            Cover(*(sum(line[at[title]] or 0 for line in inside) for title in ("Số hộ", "Có người phụ trách")))
            == shown_
        )
        assert "Hộ *bà* M." in str(inside) or what == "coverage"
    assert "Nguyễn Văn An" not in str(inside)


def test_a_household_of_a_day_to_come_is_found_and_changed_before(world, codes):
    later = named_households.create(world.secretary, codes["cluster"], "Hộ ông N.", None, date(2026, 12, 15))
    assert [label for label in links(shown(world.secretary, BOARD), "household") if "15/12/2026" in label] == [
        r"**Hộ ông N\.** :small[15/12/2026]"
    ]
    one = shown(world.secretary, HOME, household=later)
    assert "15/12/2026" in one.caption[0].value
    deed(one, "data")
    next(field for field in one.text_input if field.value == "Hộ ông N.").set_value("Hộ ông Năm")
    button(one, "Lưu").click().run()
    assert not one.exception
    assert rows(Household, code=later)[0].name == "Hộ ông Năm"


def test_a_closing_that_is_planned_is_said_before_it_comes(world, codes):
    named_households.end(world.secretary, codes["home"], date(2026, 12, 20), None)
    assert "đến 20/12/2026" in shown(world.secretary, HOME, household=codes["home"]).caption[0].value


def test_where_nothing_was_chosen_that_is_what_is_said(world, codes):
    one = shown(world.secretary, HOME, household=codes["home"])
    deed(one, "move")
    button(one, "Chuyển").click().run()
    assert "cụm" in one.error[0].value


@pytest.mark.parametrize("page", [GROUP, HOME])
def test_a_page_that_is_refused_leads_back(world, page):
    for query in ({}, {"household": "zzz"}):
        refused = shown(world.secretary, page, **query)
        assert links(refused, "households") == ["Tất cả các hộ"]
        assert len(refused.title) == len(refused.error) == 1


def test_a_search_says_why_somebody_found_cannot_be_put_in_charge(world, codes):
    exemptions.exempt(
        world.secretary,
        code_of(world, "cuong"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    app = deed(shown(world.secretary, BOARD), "assign")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("cuong").run()
    assert "Không phân công được: Lê Văn Cường (miễn)" in said(app).replace("\\", "")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("dung").run()
    (offered,) = [group for group in app.button_group if group.label.startswith("Đồng chí")]
    assert "liên hệ nơi cư trú" in str(offered.options)


def test_what_was_searched_for_is_still_there_after_somebody_was_opened(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("cuong").run()
    app.switch_page("pages/people/member.py")
    app.query_params["member"] = code_of(world, "cuong")
    assert app.run().title[0].value == "Lê Văn Cường"
    app.switch_page(BOARD)
    again = deed(app.run(), "assign")
    assert next(each for each in again.text_input if each.key.endswith("_find")).value == "cuong"


def test_the_yearly_review_marks_who_is_away_and_carries_the_rest_on(world, codes):
    unit = world.units["dong_bao"]
    assignments.assign(
        world.secretary, unit, [code_of(world, "binh")], AssignmentTargets(households=[codes["home"]]), NOVEMBER
    )
    exemptions.exempt(world.secretary, code_of(world, "an"), unit, ExemptionInput(ExemptionClass.AWAY, TODAY))
    app = deed(shown(world.secretary, BOARD), "review")
    assert "1 phân công giữ nguyên" in said(app)
    assert any("Nguyễn Văn An" in box.label for box in app.selectbox)
    press(app, "Xác nhận cho năm")
    then = board.load(world.secretary, unit, date(2027, 1, 1))
    assert {line.name: [carer.name for carer in line.carers] for line in then.lines if not line.kind} == {
        "Hộ *bà* M.": ["Trần Thị Bình"]
    }
    assert then.find(codes["group"]).carers == []
    assert "01/01/2027" in said(shown(world.secretary, BOARD))


def touch(app, ending: str, value):
    """Touch among the pills whose key ends so."""
    next(each for each in app.button_group if (each.key or "").endswith(ending)).set_value(value).run()
    assert not app.exception, app.exception
    return app


def test_help_is_recorded_on_a_households_page_in_three_touches_and_stands_on_its_card(world, codes):
    assignments.assign(
        world.secretary,
        world.units["dong_bao"],
        [code_of(world, "binh")],
        AssignmentTargets(households=[codes["home"]]),
        date(2026, 11, 1),
    )
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    touch(app, "_kind", "care")
    assert [box.value for box in app.selectbox if box.label == "Đảng viên"] == [code_of(world, "binh")]
    button(app, "Lưu việc giúp đỡ").click().run()
    card = said(shown(world.secretary, HOME, household=codes["home"]))
    assert "22/11/2026** · Chăm nom, giúp việc nhà · Trần Thị Bình" in card
    assert "Chăm nom" not in said(shown(world.commune, HOME, household=codes["home"])), "the cell's own"


def test_help_half_typed_waits_for_the_cell_alone_and_goes_with_what_was_recorded(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    touch(app, "_kind", "goods")
    touch(app, "_giver", "front")
    next(each for each in app.text_input if (each.key or "").endswith("_amount")).set_value("500 nghìn").run()
    for stranger in (world.commune, world.neighbour, world.district):
        with reading(stranger) as session:
            assert session.exec(select(DraftValue)).all() == []
    again = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    assert next(each for each in again.text_input if (each.key or "").endswith("_amount")).value == "500 nghìn"
    button(again, "Lưu việc giúp đỡ").click().run()
    assert [(row.kind, row.giver, row.amount) for row in rows(HouseholdHelp)] == [("goods", "front", 500_000)]
    assert rows(Draft) == []


def test_help_with_an_amount_that_is_read_in_two_ways_is_asked_and_without_a_kind_refused(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    touch(app, "_giver", "front")
    button(app, "Lưu việc giúp đỡ").click().run()
    assert "chọn việc giúp đỡ" in app.error[0].value
    touch(app, "_kind", "goods")
    next(each for each in app.text_input if (each.key or "").endswith("_amount")).set_value("khoảng 500 nghìn").run()
    button(app, "Lưu việc giúp đỡ").click().run()
    assert [(row.amount, row.approximate, row.giver) for row in rows(HouseholdHelp)] == [(500_000, True, "front")]


def test_causes_are_touched_and_what_was_a_mistake_is_taken_back(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "causes")
    touch(app, "_causes", ["capital", "spending"])
    assert "bệnh tật" in said(app), "what is not recorded stands beside the box"
    button(app, "Lưu nguyên nhân").click().run()
    assert "Thiếu vốn" in said(shown(world.secretary, HOME, household=codes["home"]))
    named_households.record_class(world.secretary, codes["home"], RatingInput(2025, "poor"))
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "mistake")
    next(box for box in app.selectbox if box.label == "Mục nào ghi nhầm").set_value(("class", 2025)).run()
    button(app, "Bỏ mục ghi nhầm này").click().run()
    assert [row.year for row in rows(HouseholdClass)] == [2026]


def test_a_class_without_a_paper_is_marked_so(world, codes):
    named_households.record_class(world.secretary, codes["home"], RatingInput(2025, "poor"))
    assert "○ chưa có văn bản" in said(shown(world.secretary, HOME, household=codes["home"]))


def test_the_classes_of_a_year_are_gone_through_on_one_screen(world, codes):
    named_households.delete_rating(world.secretary, codes["home"], 2026)
    named_households.record_class(world.secretary, codes["home"], RatingInput(2025, "poor"))
    app = deed(shown(world.secretary, BOARD), "classes")
    (box,) = [each for each in app.selectbox if (each.key or "").endswith(codes["home"])]
    assert box.value == "poor", "as it was last"
    button(app, "Lưu kết quả rà soát năm 2026").click().run()
    assert [(row.year, row.rating) for row in rows(HouseholdClass)][-1] == (2026, "poor")
    assert "đã rà soát" in said(deed(shown(world.secretary, BOARD), "classes"))


def test_the_chart_of_poor_households_opens_from_years_to_communes_to_cells(world, codes):
    named_households.record_class(world.secretary, codes["home"], RatingInput(2026, "poor"))
    app = shown(world.district, CHARTS, charts_which="poverty", charts_month="2026")
    assert "5,9 % · 1/17" in "".join(links(app, "charts"))
    inside = shown(
        world.district,
        CHARTS,
        charts_which="poverty",
        charts_month="2026",
        charts_in=_code(world, "dong_ha"),
        charts_within="all",
    )
    assert "5,9 % · 1/17" in said(inside)
    assert "chỉ chi bộ và Đảng ủy xã" in said(inside)
    assert "nghèo 1/17 \\= 5,9 %" in said(inside)
    assert "5,9 % · 1/17" in "".join(links(shown(world.commune, CHARTS, charts_which="poverty"), "households"))
    assert links(app, "exports")
