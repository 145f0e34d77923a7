"""Unit lists as offices send them: recognised, read, shown on the page, and what their words mean."""

import io
from datetime import datetime

import openpyxl
import pytest

from components.files import list_formats, list_parser
from components.files.member_lists import MEMBER_LISTS
from components.files.unit_lists import UNIT_LISTS
from components.files.workbook_reader import WorkbookSheet
from components.importing import import_jobs, list_kinds, staged_lists, unit_list_downloads
from db.drafts.drafts import DraftField
from db.imports import import_answers, import_run, read_options
from db.imports.import_kinds import IMPORT_KINDS
from db.imports.unit_import import UNITS
from db.imports.unit_rows import UnitRow
from db.models import UnitKind
from tests.pages import button, said, shown

PAGE = "pages/administration/imports.py"
HEADS = [
    "STT",
    "Tên đơn vị",
    "Loại đơn vị",
    "Đơn vị cấp trên",
    "Ngày sinh hoạt hằng tháng",
    "Có báo cáo",
    "Từ ngày, tháng",
]
HA = [1, "Chi bộ thôn Hạ", "Chi bộ khu dân cư", "Xã Bắc Lâm", 5, "Có", "07/2024"]
BAC_LAM = [2, "Xã Bắc Lâm", "Xã, phường", "Huyện An Bình", None, None, None]
BAD_DAY = [3, "Chi bộ thôn Trung", "Chi bộ khu dân cư", "Xã Bắc Lâm", 31, None, None]


def workbook(*rows: list) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def read(*rows: list) -> list[UnitRow]:
    width = max(map(len, rows))
    sheet = WorkbookSheet("Sheet", False, [[*row, *[None] * (width - len(row))] for row in rows])
    return list_parser.parse([sheet], kind=UNIT_LISTS).rows


def test_every_kind_is_read_planned_and_shown():
    formats = {kind.code for kind in list_formats.FORMATS}
    assert formats == IMPORT_KINDS.keys() == list_kinds.LIST_KINDS.keys()


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        (HEADS, UNIT_LISTS),
        (["Tên chi bộ", "Thuộc"], UNIT_LISTS),
        (["TT", "Chi bộ", "Đảng bộ", "Ngày họp"], UNIT_LISTS),
        (["Họ và tên", "Ngày sinh", "Chi bộ", "Đảng bộ"], MEMBER_LISTS),
        (["Họ và tên", "Chi bộ", "Loại"], MEMBER_LISTS),
        (["Cột một", "Cột hai"], MEMBER_LISTS),
    ],
)
def test_the_kind_of_list_is_recognised_by_its_headings(heads, kind):
    sheet = WorkbookSheet("Sheet", False, [heads, [f"{at}" for at in range(len(heads))]])
    assert list_formats.recognise([sheet], {}) is kind


def test_a_unit_is_read_with_everything_in_its_row():
    (row,) = read(
        HEADS, [1.0, "1. Chi bộ thôn Hạ", "Chi bộ khu dân cư", "Xã Bắc Lâm", "mùng 5", "Không", datetime(2024, 7, 1)]
    )
    known = {"meeting_day": 5, "reports": False, "since": "2024-07-01", "parent": "Xã Bắc Lâm"}
    assert row == UnitRow(2, "Chi bộ thôn Hạ", kind=UnitKind.CELL, likely=UnitKind.CELL, **known)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Xã", UnitKind.AREA),
        ("Xã, phường", UnitKind.AREA),
        ("Phường", UnitKind.AREA),
        ("Đảng bộ xã", UnitKind.AREA),
        ("Chi bộ khu dân cư", UnitKind.CELL),
        ("Thôn", UnitKind.CELL),
        ("Tổ dân phố", UnitKind.CELL),
        ("Chi bộ tổ dân phố", UnitKind.CELL),
        ("Chi bộ cơ quan", UnitKind.AGENCY_CELL),
        ("Chi bộ trường học", UnitKind.AGENCY_CELL),
        ("Đảng ủy cơ quan", UnitKind.WORKPLACE),
        ("Cơ quan nơi công tác", UnitKind.WORKPLACE),
        ("Nơi công tác", UnitKind.WORKPLACE),
    ],
)
def test_words_for_kinds_of_units_are_understood(said, kind):
    assert [row.kind for row in read(["Tên đơn vị", "Loại"], ["Đơn vị A", said])] == [kind]


@pytest.mark.parametrize("day", [0, 29, 31, -3, "5.5", "đầu tháng", "5 và 20"])
def test_a_day_that_not_every_month_has_is_refused(day):
    (row,) = read(["Tên đơn vị", "Loại", "Ngày họp"], ["Chi bộ thôn Hạ", "Thôn", day])
    assert (row.fault, row.values["field"]) == ("import_meeting_day", "meeting_day")


def test_titles_totals_and_signatures_are_not_units_and_a_commune_above_its_cells_is_their_parent():
    rows = read(
        ["DANH SÁCH CHI BỘ TRỰC THUỘC"],
        ["TT", "Tên đơn vị", "Loại"],
        ["I", "Xã Bắc Lâm", None],
        ["1", "Chi bộ thôn Hạ", "Thôn"],
        ["II", "Xã Nam Lâm", None],
        ["1", "Chi bộ thôn Trung", "Thôn"],
        [None, "Tổng cộng", "2"],
        [None, None, "Người lập biểu"],
    )
    assert [(row.name, row.parent) for row in rows] == [
        ("Xã Bắc Lâm", None),
        ("Chi bộ thôn Hạ", "Xã Bắc Lâm"),
        ("Xã Nam Lâm", None),
        ("Chi bộ thôn Trung", "Xã Nam Lâm"),
    ]


def test_our_template_is_recognised_as_the_list_it_is(world):
    staged = staged_lists.load(
        world.admin, staged_lists.stage(world.admin, "mau.xlsx", unit_list_downloads.template_workbook())
    )
    assert staged.format is UNIT_LISTS
    assert [(row.name, row.kind, row.parent, row.meeting_day, row.fault) for row in staged.rows] == [
        ("Xã Mẫu", UnitKind.AREA, None, None, None),
        ("Chi bộ thôn Đông", UnitKind.CELL, "Xã Mẫu", 3, None),
    ]


def test_the_template_of_a_unit_with_only_cells_below_it_can_be_imported_as_it_is(world):
    code = staged_lists.stage(world.commune, "mau.xlsx", unit_list_downloads.template_workbook("Xã Đông Hà"))
    assert {(row.kind, row.parent) for row in staged_lists.load(world.commune, code).rows} == {
        (UnitKind.CELL, "Xã Đông Hà"),
        (UnitKind.AGENCY_CELL, "Xã Đông Hà"),
    }
    done = import_jobs.run_import(world.commune, {"file": code}, "token", lambda at, total: None)
    assert (done["counts"]["created"], done["left"]) == (2, 0)


def test_the_page_shows_the_outcome_for_each_row_and_the_worker_carries_it_out(world):
    code = staged_lists.stage(world.admin, "don-vi.xlsx", workbook(HEADS, HA, BAC_LAM, BAD_DAY))
    page = shown(world.admin, PAGE, file=code)
    counts = {metric.label: metric.value for metric in page.metric if metric.value != "0"}
    assert counts == {"Mới": "2", "Không nhận": "1"}
    assert "“31” không thể là ngày sinh hoạt hằng tháng" in said(page)
    assert button(page, "Nhập 2 đơn vị")
    done = import_jobs.run_import(world.admin, {"file": code}, "token", lambda at, total: None)
    assert (done["counts"]["created"], done["left"]) == (2, 1)
    again = import_jobs.run_import(world.admin, {"file": code}, "again", lambda at, total: None)
    assert (again["counts"]["untouched"], again["batch"]) == (2, None)


def test_rows_to_correct_that_come_back_are_read_as_they_were(world):
    code = staged_lists.stage(world.admin, "don-vi.xlsx", workbook(HEADS, BAD_DAY))
    staged = staged_lists.load(world.admin, code)
    returned = unit_list_downloads.rows_to_correct(import_run.preview(world.admin, code, staged.rows, kind=UNITS))
    (row,) = staged_lists.load(world.admin, staged_lists.stage(world.admin, "lai.xlsx", returned)).rows
    assert (row.name, row.parent, row.fault) == ("Chi bộ thôn Trung", "Xã Bắc Lâm", "import_meeting_day")


def test_the_kind_of_list_can_be_changed_and_changed_back(world):
    code = staged_lists.stage(world.admin, "don-vi.xlsx", workbook(HEADS, HA))
    page = shown(world.admin, PAGE, file=code)
    kinds = page.segmented_control(f"import_kind_{code}")
    assert kinds.value == "units"
    kinds.set_value("members").run()
    assert staged_lists.load(world.admin, code).format is MEMBER_LISTS
    page.segmented_control(f"import_kind_{code}").set_value("units").run()
    assert not page.exception
    assert [row.name for row in staged_lists.load(world.admin, code).rows] == ["Chi bộ thôn Hạ"]


def test_columns_set_by_hand_are_remembered_for_lists_of_this_kind_only(world):
    heads = ["Tên đơn vị", "Loại", "Lịch"]
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(heads, ["Xã Bắc Lâm", "Xã", 4]))
    import_answers.save_answers(world.admin, code, {DraftField(read_options.column_part(0, 2), "means"): "meeting_day"})
    import_jobs.run_import(world.admin, {"file": code}, "token", lambda at, total: None)
    assert read_options.remembered_headings(world.admin, "units") == {"lich": "meeting_day"}
    assert read_options.remembered_headings(world.admin, "members") == {}
    again = staged_lists.stage(world.admin, "b.xlsx", workbook(heads, ["Xã Nam Lâm", "Xã", 6]))
    assert [row.meeting_day for row in staged_lists.load(world.admin, again).rows] == [6]


def test_start_dates_of_units_are_asked_about_if_english_settings_may_have_swapped_them():
    """Typed as 01/12/2025 and 25/02/2024, the first has become the 12th of January and the other has stayed text; a
    date typed as 12/01/2026 is not refused as lying in the future before it is known which one it is.
    """
    sheet = WorkbookSheet(
        "Sheet",
        False,
        [
            ["Tên đơn vị", "Loại", "Từ ngày"],
            ["Chi bộ thôn Hạ", "Thôn", datetime(2025, 1, 12)],
            ["Chi bộ thôn Trung", "Thôn", "25/02/2024"],
            ["Chi bộ thôn Thượng", "Thôn", datetime(2026, 12, 1)],
        ],
    )
    asked = list_parser.parse([sheet], kind=UNIT_LISTS)
    assert [row.fault for row in asked.rows] == ["import_day_order", None, "import_day_order"]
    choices = read_options.ReadOptions(orders={(0, 2): read_options.CONVERT})
    read = list_parser.parse([sheet], choices, kind=UNIT_LISTS).rows
    assert [(row.fault, row.since) for row in read] == [
        (None, "2025-12-01"), (None, "2024-02-25"), (None, "2026-01-12"),
    ]  # fmt: skip
