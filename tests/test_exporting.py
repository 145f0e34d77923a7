"""Exporting lists: workbooks in Vietnamese whose sums are the figures shown, made at once or by the worker."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from components import i18n
from components.exporting import export_filters, export_jobs, export_registry, export_request
from components.exporting.export_request import ExportRequest, FileFormat
from components.files import excel_writer, workbook_reader
from components.jobs import worker
from db.access_log import export_log
from db.accounts import accounts, own_account
from db.errors import NotAllowed
from db.exports import meeting_export
from db.figures import figures
from db.figures.figures import FigureQuery
from db.jobs import jobs
from db.models import JobState, MembershipKind
from db.models.meetings import MeetingAudience
from db.units import units
from tests import months, people

SINCE, UNTIL = 202601, 202611
COUNTED = dict(
    zip(
        ("Triệu tập", "Có mặt", "Vắng có lý do", "Vắng không lý do", "Vắng chưa rõ lý do", "Miễn", "Dự thêm"),
        figures.PEOPLE,
        strict=True,
    )
)


@pytest.fixture
def year(world):
    """A year of meetings of every cell, one month reported by totals and one not held."""
    months.fill(world)
    return world


def _taken(viewer, request: ExportRequest) -> list[workbook_reader.WorkbookSheet]:
    request = replace(request, reason="report")
    return workbook_reader.read_sheets(export_jobs.make_now(viewer.account_id, viewer.grant_id, request))


def _table(sheet: workbook_reader.WorkbookSheet) -> tuple[list[dict], dict]:
    """The rows of a list by their headings, and its totals line."""
    top = next(place for place, row in enumerate(sheet.rows) if row[0] == "TT")
    rows = [dict(zip(sheet.rows[top], row, strict=True)) for row in sheet.rows[top + 1 :]]
    return [row for row in rows if row["TT"] is not None], next((row for row in rows if row["TT"] is None), {})


@pytest.mark.parametrize("role", ["secretary", "assistant", "commune", "district"])
def test_the_sums_in_a_file_are_the_figures_on_the_screen(year, role):
    viewer = year.viewers[role]
    first, check = _taken(viewer, ExportRequest("meetings", since=SINCE, until=UNTIL))
    rows, below = _table(first)
    shown = figures.total(point.counts for point in figures.attendance_by_period(viewer, FigureQuery(SINCE, UNTIL)))
    assert {name: below[title] for title, name in COUNTED.items()} == {
        name: getattr(shown, name) for name in figures.PEOPLE
    }
    assert below["Tỷ lệ"] == pytest.approx(shown.rate)
    assert len(rows) == {"district": 33, "commune": 22}.get(role, 11)
    assert {row[0]: row[1] for row in check.rows}["Có mặt"] == shown.present
    assert {row["Chỉ có số tổng"] for row in rows if row["Kỳ"] == "tháng 3/2026"} == {"Σ"}
    assert {(row["Tình trạng"], row["Triệu tập"], row["Lý do"]) for row in rows if row["Kỳ"] == "tháng 5/2026"} == {
        ("không họp", None, "=mưa bão")
    }


@pytest.mark.parametrize("role", ["secretary", "commune", "district"])
def test_every_column_of_a_file_has_a_unique_name(world, role):
    for what in export_registry.offered_to(world.viewers[role]):
        titles = [
            column.title
            for column in export_registry.build_table(
                world.viewers[role], ExportRequest(what, since=SINCE, until=UNTIL)
            ).columns
        ]
        assert sorted(set(titles)) == sorted(titles), what


def test_excel_opens_every_file_since_no_sheet_has_a_longer_name_than_it_allows(world):
    who = (world.commune.account_id, world.commune.grant_id)
    longest = {}
    for what in export_registry.offered_to(world.commune):
        request = ExportRequest(what, since=SINCE, until=UNTIL, reason="report")
        book = openpyxl.load_workbook(io.BytesIO(export_jobs.make_now(*who, request)))
        longest[what] = max(map(len, book.sheetnames))
    assert {what: length for what, length in longest.items() if length > 31} == {}
    assert len(longest) > 25


def test_a_year_is_not_formatted_as_a_number(world):
    columns = [
        column
        for what in export_registry.exports_by_key()
        for column in export_registry.build_table(world.commune, ExportRequest(what, since=SINCE, until=UNTIL)).columns
    ]
    assert [column.kind for column in columns if "Năm" in column.title] == [excel_writer.ValueKind.YEAR] * 3
    assert "," not in excel_writer.ValueKind.YEAR


@pytest.mark.parametrize("role", ["secretary", "assistant", "commune"])
def test_people_at_meetings_add_up_to_the_named_meetings(year, role):
    viewer = year.viewers[role]
    _, below = _table(_taken(viewer, ExportRequest("people", since=SINCE, until=UNTIL))[0])
    named = figures.total(
        row.counts for row in meeting_export.iterate_meetings(viewer, FigureQuery(SINCE, UNTIL)) if row.named
    )
    assert {name: below[title] for title, name in COUNTED.items()} == {
        name: getattr(named, name) for name in figures.PEOPLE
    }


def test_a_file_says_in_vietnamese_whose_it_is_of_when_and_by_whom(year):
    own_account.set_language(year.secretary, "en")
    with i18n.in_language("en"):
        sheet = _taken(year.secretary, ExportRequest("people", since=SINCE, until=UNTIL))[0]
    head = [row[0] for row in sheet.rows[:6]]
    assert head[:3] == ["ĐIỂM DANH SINH HOẠT CHI BỘ", "Chi bộ thôn Đồng Bào", "Kỳ: tháng 1/2026 – tháng 11/2026"]
    assert head[3] == "Không gồm những người ở 1 cuộc họp chỉ báo số tổng"
    assert head[4].startswith("Số liệu đến ngày ")
    assert " · người lập: bithu, " in head[4]


def test_full_dates_are_dates_and_partial_ones_stay_text(world):
    rows, below = _table(_taken(world.secretary, ExportRequest("members"))[0])
    assert {row["Họ và tên"]: row["Ngày sinh"] for row in rows} == {
        "Nguyễn Văn An": date(1957, 3, 2),
        "Trần Thị Bình": "1964",
        "Lê Văn Cường": "11/1949",
        "Phạm Thị Dung": date(1985, 6, 20),
    }
    assert {row["Từ ngày"] for row in rows} == {people.SINCE}
    assert below == {}


def test_a_list_is_narrowed_as_on_the_screen(world):
    code = next(unit.code for unit in _units(world) if unit.name == "Xã Đông Hà")
    rows, _ = _table(_taken(world.district, ExportRequest("members", unit=code, kind=MembershipKind.OWN))[0])
    assert [row["Họ và tên"] for row in rows] == [
        "Nguyễn Văn Hùng",
        "Nguyễn Văn Hùng",
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Lê Văn Cường",
    ]


def _units(world):
    return units.by_id(world.district).values()


def test_each_role_is_offered_what_it_may_read(world):
    offered = {role: list(export_registry.offered_to(viewer)) for role, viewer in world.viewers.items()}
    assert offered["secretary"] == offered["commune"] == list(export_registry.exports_by_key())
    kept = {"evaluations", "entries", "requests"}
    assert offered["assistant"] == [each for each in export_registry.exports_by_key() if each not in kept]
    assert (offered["district"], offered["admin"]) == (
        [
            "members",
            "meetings",
            "coverage",
            "contact_summary",
            "assessment_results",
            "difficulties",
            "petitions",
            "difficulty_counts",
            "petition_counts",
            "poverty",
            "evaluation_counts",
            "admission_counts",
            "initiatives",
            "indicators",
            "team_officials",
            "team_visits_owed",
            "team_visits",
            "team_visits_by_month",
            "book_checks",
            "introductions",
            "units",
        ],
        ["members", "introductions", "units"],
    )
    for role, what in (
        ("district", "people"),
        ("district", "households"),
        ("admin", "meetings"),
        ("admin", "coverage"),
    ):
        with pytest.raises(NotAllowed):
            export_jobs.enqueue(world.viewers[role], ExportRequest(what, since=SINCE, until=UNTIL, reason="report"))


def test_the_worker_writes_a_long_list_for_the_user_who_asked(year):
    request = ExportRequest("meetings", since=SINCE, until=UNTIL, reason="report")
    code = export_jobs.enqueue(year.commune, request)
    assert worker.run_next_job()
    job = jobs.find(year.commune, code)
    assert (job.state, job.result["rows"], job.done) == (JobState.DONE, 22, 0)
    assert job.result["file"].startswith("cuoc-hop_xa-dong-ha_")
    sheet = openpyxl.load_workbook(io.BytesIO(jobs.result_file(code).read_bytes())).worksheets[1]
    assert (sheet["B1"].value, sheet["B2"].value) == (22, job.result["checksum"])


def test_a_csv_has_the_rows_of_the_workbook_with_their_accents(year):
    request = ExportRequest("people", since=SINCE, until=UNTIL, reason="report", format=FileFormat.CSV)
    code = export_jobs.enqueue(year.secretary, request)
    assert worker.run_next_job()
    job = jobs.find(year.secretary, code)
    assert job.result["file"].endswith(".csv")
    data = export_jobs.make_now(year.secretary.account_id, year.secretary.grant_id, request)
    assert jobs.result_file(code).read_bytes() == data
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    rows, _ = _table(_taken(year.secretary, replace(request, format=FileFormat.EXCEL))[0])
    assert len(lines) == len(rows) == job.result["rows"] > 20
    assert [(line["Họ và tên"], line["Ngày họp"]) for line in lines] == [
        (row["Họ và tên"], row["Ngày họp"].isoformat()) for row in rows
    ]
    kept = next(each for each in export_log.list_latest(year.secretary) if each.filters.get("format"))
    assert "CSV" in export_filters.describe(kept.filters)


def test_a_user_who_lost_his_role_gets_nothing(year):
    code = export_jobs.enqueue(year.assistant, ExportRequest("members", reason="report"))
    accounts.end_grant(year.admin, year.assistant.grant_id)
    assert worker.run_next_job()
    with pytest.raises(NotAllowed):
        export_jobs.make_now(
            year.assistant.account_id, year.assistant.grant_id, ExportRequest("members", reason="report")
        )
    assert not jobs.result_file(code).exists()


def test_a_request_survives_being_stored_in_a_job():
    request = ExportRequest(
        "members",
        "abc",
        MembershipKind.CONTACT,
        date(2026, 1, 2),
        True,
        False,
        202601,
        202612,
        MeetingAudience.CONTACT,
        "report",
        FileFormat.CSV,
    )
    assert export_request.from_dict(request.to_dict()) == request
    earlier = {name: value for name, value in ExportRequest("members").to_dict().items() if name != "format"}
    assert export_request.from_dict(earlier) == ExportRequest("members")  # of a job from before there was a choice
