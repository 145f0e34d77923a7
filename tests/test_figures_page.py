"""The screens of figures: what is drawn, what opens behind it and what is exported agree, for each role."""

import json

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from components.charts.axes import SELECTION
from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest
from components.files import workbook_reader
from components.jobs import job_list
from db.errors import NotAllowed
from db.figures import figures
from db.figures.figures import FigureQuery
from db.jobs import jobs
from db.units import units
from tests import months
from tests.figure_pages import came, drawn, label, query_of, rows_of
from tests.pages import press, said, shown

CHARTS, EXPORTS, JOBS = "pages/figures/charts.py", "pages/figures/exports.py", "pages/figures/jobs.py"
ROLES = ("secretary", "assistant", "commune", "district")
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("month", [202610, 202603])
def test_a_point_its_parts_and_the_file_agree(year, role, month):
    viewer = year.viewers[role]
    app = shown(viewer, CHARTS, charts_month=f"tháng {month % 100}/2026")
    point = next(row["of"] for row in drawn(app) if row["period"] == month and row.get("of"))
    behind = came(said(app))
    below = _below(
        export_jobs.make_now(
            viewer.account_id, viewer.grant_id, ExportRequest("meetings", since=month, until=month, reason="report")
        )
    )
    counted = figures.attendance_by_period(viewer, FigureQuery(month, month))[0].counts
    assert point == f"{behind[0]}/{behind[1]}"
    assert behind == below == (counted.present, counted.expected)


def _below(data: bytes) -> tuple[int, int]:
    """Present and expected on a file's totals line."""
    rows = workbook_reader.read_sheets(data)[0].rows
    heads = next(row for row in rows if row[0] == "TT")
    return int(rows[-1][heads.index("Có mặt")]), int(rows[-1][heads.index("Triệu tập")])


def test_a_district_goes_from_a_month_to_a_commune_to_a_cell_to_its_meeting(year):
    app = shown(year.district, CHARTS, charts_month="tháng 10/2026")
    assert [label(link) for link in rows_of(app)] == ["Xã Đông Hà", "Xã Tây Sơn"]
    app = shown(year.district, CHARTS, **query_of(rows_of(app)[0]))
    assert [label(link) for link in rows_of(app)] == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"]
    app = shown(year.district, CHARTS, **query_of(rows_of(app)[1]))
    assert "**Sinh hoạt thường kỳ** · ✓ đã họp 03/10/2026" in said(app)
    assert came(said(app))[1] == 3
    assert [link for link in app.get("page_link") if link.proto.page == "record"] == []


def test_a_commune_on_the_first_page_opens_to_its_cells_that_did_not_report(world):
    app = shown(world.district, "pages/home/home.py")
    waiting = rows_of(app)
    assert waiting
    for link in waiting:
        behind = shown(world.district, CHARTS, **query_of(link))
        assert label(link) in behind.subheader[0].value
        # of a single cell
        silent = sum(
            "! chưa ghi" in row.proto.label for row in rows_of(behind)
        ) or "chưa biết có họp hay không" in said(behind)
        assert f"{int(silent)} chi bộ" in link.proto.label


def test_viewers_who_read_names_are_led_to_the_meeting(year):
    app = shown(year.secretary, CHARTS, charts_month="tháng 10/2026")
    assert [link.proto.label for link in app.get("page_link") if link.proto.page == "record"] == [
        "Danh sách người dự ngày 03/10/2026"
    ]


def test_a_drill_down_is_closed_when_another_unit_is_chosen(year):
    code = next(unit.code for unit in units.by_id(year.district).values() if unit.name == "Xã Tây Sơn")
    app = shown(year.district, CHARTS, charts_area="Xã Đông Hà", charts_in=code, charts_within="all")
    assert [label(link) for link in rows_of(app)] == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"]


def test_a_month_that_was_not_held_says_so_with_its_reason(year):
    app = shown(year.secretary, CHARTS, charts_which="Chi bộ đã họp", charts_month="tháng 5/2026")
    assert "– không họp" in said(app)
    assert "=mưa bão" in said(app).replace("\\", "")


def test_a_register_without_meetings_says_what_will_be_shown(world):
    app = shown(world.district, CHARTS)
    assert app.info[0].value.startswith("Chưa có gì được ghi")


@pytest.mark.parametrize(
    "forged",
    [
        {"charts_month": "tháng 13/2026"},
        {"charts_in": "xxxxxxxxxxxx", "charts_within": "all"},
        {"charts_since": "9/9999"},
    ],
)
def test_a_forged_address_shows_only_what_the_viewer_may_see(year, forged):
    app = shown(year.commune, CHARTS, **forged)
    assert "Núi Đôi" not in said(app)
    assert came(said(app))[1] == 5


def test_a_viewer_never_gets_somebody_elses_picture(year):
    of_commune = {row["period"]: row["of"] for row in drawn(shown(year.commune, CHARTS)) if row.get("of")}
    of_district = {row["period"]: row["of"] for row in drawn(shown(year.district, CHARTS)) if row.get("of")}
    assert of_commune[202610].endswith("/5")
    assert of_district[202610].endswith("/6")


@pytest.mark.parametrize("role", ["commune", "district"])
def test_what_is_open_is_what_is_exported(year, role):
    viewer = year.viewers[role]
    app = shown(viewer, CHARTS, charts_month="tháng 10/2026")
    for _level in range(3 if role == "district" else 2):
        behind = came(said(app))
        link = next(link for link in app.get("page_link") if link.proto.page == "exports")
        asked = query_of(link)
        assert (asked["exports_since"], asked["exports_until"]) == ("202610", "202610")
        exports = shown(viewer, EXPORTS, **asked)
        request = ExportRequest("meetings", _code(viewer, exports), since=202610, until=202610, reason="report")
        assert _below(export_jobs.make_now(viewer.account_id, viewer.grant_id, request)) == behind
        if open_next := rows_of(app):
            app = shown(viewer, CHARTS, **query_of(open_next[0]))


def test_a_complete_link_overrides_earlier_choices(year):
    link = next(
        link
        for link in shown(year.district, CHARTS, charts_month="tháng 10/2026").get("page_link")
        if link.proto.page == "exports"
    )
    app = shown(
        year.district, EXPORTS, exports_area="Xã Đông Hà", exports_what="Cuộc họp kèm số liệu", exports_until="9/2026"
    )
    assert _code(year.district, app)
    app.query_params.clear()
    for name, value in query_of(link).items():
        app.query_params[name] = value
    app.run()
    assert _code(year.district, app) is None
    assert [box.value for box in app.selectbox if box.key in ("exports_since", "exports_until")] == [202610, 202610]
    assert "anew" not in app.query_params


def _code(viewer, app) -> str | None:
    """The unit chosen in a page's filters, which the viewer sees."""
    chosen = [box.value for box in app.selectbox if box.key in ("exports_area", "exports_cell") and box.value]
    return next((unit.code for unit in units.by_id(viewer).values() if chosen and unit.code == chosen[-1]), None)


def test_exports_offer_what_a_role_may_read(year):
    offered = {
        role: next(box.options for box in shown(year.viewers[role], EXPORTS).selectbox if box.key == "exports_what")
        for role in (*ROLES, "admin")
    }
    assert (
        offered["secretary"]
        == offered["commune"]
        == [
            "Đảng viên",
            "Cuộc họp kèm số liệu",
            "Điểm danh theo tên",
            "Hộ gia đình, người phụ trách",
            "Phụ trách hộ theo chi bộ",
            "Tổng hợp đảng viên giữ mối liên hệ nơi cư trú",
            "Kết quả nhận xét",
            "Khó khăn, vướng mắc của chi bộ",
            "Ý kiến, kiến nghị của nhân dân",
            "Thăm hộ",
            "Khó khăn, vướng mắc theo chi bộ",
            "Ý kiến, kiến nghị của nhân dân theo chi bộ",
            "Hộ nghèo, cận nghèo theo năm",
            "Đánh giá, xếp loại đảng viên",
            "Xếp loại trong năm theo chi bộ",
            "Nguồn kết nạp theo chi bộ",
            "Mô hình của các chi bộ",
            "Chỉ số khu dân cư",
            "Tổ công tác",
            "Lượt dự sinh hoạt của tổ công tác",
            "Cuộc họp cán bộ tổ công tác đã dự",
            "Dự họp chi bộ theo tháng",
            "Kiểm tra sổ của chi bộ",
            "Việc được giao",
            "Ghi nhận trong năm",
            "Tổ đảng viên",
            "Danh bạ",
            "Giấy giới thiệu giữ mối liên hệ",
            "Yêu cầu nhận xét",
            "Đơn vị",
        ]
    )
    assert (offered["district"], offered["admin"]) == (
        [
            "Đảng viên",
            "Cuộc họp kèm số liệu",
            "Phụ trách hộ theo chi bộ",
            "Tổng hợp đảng viên giữ mối liên hệ nơi cư trú",
            "Kết quả nhận xét",
            "Khó khăn, vướng mắc của chi bộ",
            "Ý kiến, kiến nghị của nhân dân",
            "Khó khăn, vướng mắc theo chi bộ",
            "Ý kiến, kiến nghị của nhân dân theo chi bộ",
            "Hộ nghèo, cận nghèo theo năm",
            "Xếp loại trong năm theo chi bộ",
            "Nguồn kết nạp theo chi bộ",
            "Mô hình của các chi bộ",
            "Chỉ số khu dân cư",
            "Tổ công tác",
            "Lượt dự sinh hoạt của tổ công tác",
            "Cuộc họp cán bộ tổ công tác đã dự",
            "Dự họp chi bộ theo tháng",
            "Kiểm tra sổ của chi bộ",
            "Giấy giới thiệu giữ mối liên hệ",
            "Đơn vị",
        ],
        ["Đảng viên", "Giấy giới thiệu giữ mối liên hệ", "Đơn vị"],
    )


def test_a_short_list_is_a_download_and_a_long_one_a_job(year, monkeypatch):
    app = shown(year.commune, EXPORTS)
    assert app.get("download_button")[0].proto.label == "Tải về 6 dòng"
    monkeypatch.setattr(export_jobs, "MAX_ROWS_AT_ONCE", 2)
    app = shown(year.commune, EXPORTS)
    app.button_group(key="exports_reason").set_value("report").run()
    press(app, "Lập tệp 6 dòng")
    assert [job.kind for job in jobs.list_own(year.commune)] == ["export"]


def test_nothing_is_exported_before_a_reason_is_chosen(year, monkeypatch):
    app = shown(year.commune, EXPORTS)
    assert app.get("download_button")[0].proto.disabled
    app.button_group(key="exports_reason").set_value("inspection").run()
    assert not app.get("download_button")[0].proto.disabled
    assert "Đồng chí chọn lý do" not in said(app)


def test_a_long_list_is_requested_with_a_filter_in_the_address(year, monkeypatch):
    monkeypatch.setattr(export_jobs, "MAX_ROWS_AT_ONCE", 2)
    app = shown(year.commune, EXPORTS, exports_cell="Chi bộ thôn Đồng Bào")
    assert app.caption[0].value.startswith("Chi bộ thôn Đồng Bào · ")
    app.button_group(key="exports_reason").set_value("report").run()
    press(app, "Lập tệp 4 dòng")
    assert [job.wanted["unit"] for job in jobs.list_own(year.commune)] == [
        _code(year.commune, shown(year.commune, EXPORTS, exports_cell="Chi bộ thôn Đồng Bào"))
    ]
    assert app.title[0].value == "Việc đang làm"


def test_the_line_below_a_title_names_the_chosen_unit(year):
    for page, noun in ((CHARTS, "charts"), (EXPORTS, "exports"), ("pages/people/members.py", "members")):
        assert shown(year.district, page).caption[0].value.startswith("Huyện An Bình · ")
        assert shown(year.district, page, **{f"{noun}_area": "Xã Đông Hà"}).caption[0].value.startswith("Xã Đông Hà · ")


def test_a_users_jobs_are_listed_and_can_be_requested_again(year):
    code = export_jobs.enqueue(year.commune, ExportRequest("members", reason="report"))
    jobs.mark_interrupted()
    jobs.finish(jobs.claim_next().id, jobs.JobState.FAILED, {"code": "not_allowed", "values": {}})
    app = shown(year.commune, JOBS)
    assert "**Đảng viên**" in said(app)
    assert "chưa xong" in said(app)
    next(each for each in app.button if each.label == "Làm lại").click().run()
    assert [job.code != code for job in jobs.list_own(year.commune)] == [True, False]
    assert "**Đảng viên**" not in said(shown(year.other_commune, JOBS))


def test_a_job_whose_file_is_gone_says_so_and_can_be_requested_again(year):
    code = export_jobs.enqueue(year.commune, ExportRequest("members", reason="report"))
    jobs.result_file(code).write_bytes(b"x")
    jobs.finish(jobs.claim_next().id, jobs.JobState.DONE, {"file": "dang-vien.xlsx"})
    assert "không còn được giữ nữa" not in said(shown(year.commune, JOBS))
    jobs.result_file(code).unlink()
    app = shown(year.commune, JOBS)
    assert "Tệp đã làm không còn được giữ nữa" in said(app)
    next(each for each in app.button if each.label == "Làm lại").click().run()
    assert [job.code != code for job in jobs.list_own(year.commune)] == [True, False]


def test_a_file_is_read_only_by_the_user_who_requested_it(year):
    code = export_jobs.enqueue(year.commune, ExportRequest("members", reason="report"))
    jobs.result_file(code).write_bytes(b"x")
    assert job_list.result_file(year.commune.account_id, year.commune.grant_id, code) == b"x"
    with pytest.raises(NotAllowed):
        job_list.result_file(year.other_commune.account_id, year.other_commune.grant_id, code)


NO_MARKS = (
    "ab",
    7,
    None,
    [],
    ["ab"],
    {},
    {"period": "ab"},
    {"period": 1e300},
    {"class": []},
    {"code": 7},
    {"code": {}},
)


def test_what_is_no_mark_of_a_chart_opens_nothing(year):
    for page in ({}, {"charts_which": "meetings_held"}, {"charts_which": "contact_members"}):
        app = shown(year.commune, CHARTS, **page)
        for mark in (*NO_MARKS, {"code": units.one(year.commune, year.units["dong_bao"]).code}):
            for sent in ({"selection": {SELECTION: [mark]}}, {"selection": {SELECTION: mark}}, {"selection": mark}):
                picture = app.get("vega_lite_chart")[0].proto.id
                app._run(WidgetStates(widgets=[WidgetState(id=picture, string_value=json.dumps(sent))]))
                assert not app.exception, (page, sent, app.exception)
