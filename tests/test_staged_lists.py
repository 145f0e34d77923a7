"""Staged lists: kept for a day, for the user who sent them, beside the database."""

import errno
import io
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from components import i18n
from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest, FileFormat
from components.importing import import_jobs, member_list_downloads, staged_lists
from components.jobs import worker
from components.jobs.job_handlers import HANDLERS
from db import config
from db.calendar import clock
from db.errors import NotAllowed, WriteFailed
from db.imports import import_run
from db.jobs import jobs
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Member
from tests.list_plans import digest
from tests.workbooks import workbook

HEADS = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Chi bộ đang sinh hoạt"]
AN = [1, "TRẦN VĂN ÁNH", "099070123456", "01/05/1970", "Chi bộ thôn Đồng Bào"]


@pytest.fixture
def code(world) -> str:
    return staged_lists.stage(world.admin, "a.xlsx", workbook(HEADS, AN))


def test_a_list_opens_for_its_sender_and_for_nobody_else(world, code):
    assert [row.name for row in staged_lists.load(world.admin, code).rows] == ["Trần Văn Ánh"]
    for other in (world.commune, world.secretary):
        with pytest.raises(NotAllowed, match="import_gone_file"):
            staged_lists.load(other, code)


@pytest.mark.parametrize("code", ["", "..", "../secret.key", "a" * 12, "A" * 12])
def test_no_other_name_opens_a_file(world, code):
    with pytest.raises(NotAllowed, match="import_gone_file"):
        staged_lists.load(world.admin, code)


@pytest.mark.parametrize("moment", ["2020-03-03T20:00:00+07:00", "2035-03-03T20:00:00+07:00"])
def test_a_list_is_gone_after_a_day_whatever_the_clock_of_its_disk(world, data_dir, set_clock, moment):
    begun = datetime.fromisoformat(moment)
    set_clock(moment)
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(HEADS, AN))
    for hours, kept in ((23, True), (25, False)):
        set_clock((begun + timedelta(hours=hours)).isoformat())
        staged_lists.delete_expired()
        assert (data_dir / "staging" / code).exists() is kept


def test_the_worker_imports_a_list_and_undoes_it(world, code):
    job = jobs.find(world.admin, import_jobs.enqueue_import(world.admin, code, digest(world.admin, code)))
    done = HANDLERS[import_jobs.IMPORT_KIND](world.admin, job.wanted, job.code, lambda at, total: None)
    assert done["counts"]["created"] == 1
    assert HANDLERS[import_jobs.UNDO_KIND](world.admin, {"batch": done["batch"]}, "x", lambda at, total: None) == {
        "undone": done["batch"]
    }


def test_our_own_template_is_read_and_rows_to_correct_come_back_with_sealed_numbers(world):
    (sample,) = staged_lists.load(
        world.admin, staged_lists.stage(world.admin, "mau.xlsx", member_list_downloads.template_workbook())
    ).rows
    assert (sample.name, sample.born, sample.fault) == ("Nguyễn Văn Mẫu", "1965-09-02", None)
    faulty = staged_lists.load(
        world.admin, staged_lists.stage(world.admin, "b.xlsx", workbook(HEADS, [*AN[:3], "31/02/1970", AN[4]]))
    ).rows
    plan = import_run.preview(world.admin, "abcdefghjkmn", faulty)
    (again,) = staged_lists.load(
        world.admin, staged_lists.stage(world.admin, "c.xlsx", member_list_downloads.rows_to_correct(plan))
    ).rows
    assert (again.name, again.citizen, again.fault) == ("Trần Văn Ánh", faulty[0].citizen, "date_unreadable")
    assert member_list_downloads.preview_workbook(plan)


def _copied(data: bytes, without: tuple[str, ...] = ()) -> bytes:
    """The cells of a workbook in a new one, as a user copies them, without some columns."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if "STT" in row)
    kept = [place for place, head in enumerate(heads) if head not in without]
    return workbook(
        *[[row[place] for place in kept] for row in rows if row is heads or rows.index(row) > rows.index(heads)]
    )


def test_corrected_rows_are_a_partial_list_even_when_copied_and_ask_about_nobody_else(world):
    bare = [2, "LÊ THỊ ÂN", None, "31/02/1970", "Chi bộ thôn Đồng Bào"]
    whole = staged_lists.load(world.admin, staged_lists.stage(world.admin, "a.xlsx", workbook(HEADS, AN, bare)))
    assert not whole.part
    faulty = staged_lists.load(
        world.admin, staged_lists.stage(world.admin, "b.xlsx", workbook(HEADS, [*AN[:3], "31/02/1970", AN[4]], bare))
    ).rows
    returned = member_list_downloads.rows_to_correct(import_run.preview(world.admin, "abcdefghjkmn", faulty))
    for data in (returned, _copied(returned), _copied(returned, ("Lý do trả lại",)), _copied(returned, ("Số CCCD",))):
        staged = staged_lists.load(world.admin, staged_lists.stage(world.admin, "c.xlsx", data))
        assert (staged.part, len(staged.rows)) == (True, 2)
        assert import_run.preview(world.admin, staged.code, staged.rows, whole=not staged.part).missing == []


def test_a_fully_imported_list_is_no_longer_pending_but_one_with_open_rows_is(world, code):
    def brought_in(file: str) -> dict:
        job = jobs.find(world.admin, import_jobs.enqueue_import(world.admin, file, digest(world.admin, file)))
        return HANDLERS[import_jobs.IMPORT_KIND](world.admin, job.wanted, job.code, lambda at, total: None)

    assert brought_in(code)["left"] == 0
    assert staged_lists.list_staged(world.admin) == []
    rest = staged_lists.stage(
        world.admin, "b.xlsx", workbook(HEADS, AN, [2, "LÊ THỊ ÂN", None, "31/02/1970", "Chi bộ thôn Đồng Bào"])
    )
    assert brought_in(rest)["left"] == 1
    assert [one.code for one in staged_lists.list_staged(world.admin)] == [rest]


def test_changes_and_differences_of_a_list_are_shown_by_field(world):
    heads = ["STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Chi bộ đang sinh hoạt"]
    rows = (
        [1, "Trần Thị Bình", "09/08/1964", None, "Chi bộ thôn Đồng Bào"],
        [2, "Nguyễn Văn An", "02/03/1957", "0987654321", "Chi bộ thôn Đồng Bào"],
    )
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Member, [{"id": world.members["an"], "phone": "0912345678"}])
    staged = staged_lists.load(world.admin, staged_lists.stage(world.admin, "a.xlsx", workbook(heads, *rows)))
    plan = import_run.preview(world.admin, staged.code, staged.rows)
    with i18n.in_language("vi"):
        told = [member_list_downloads.change_text(plan, outcome) for outcome in plan.outcomes]
    assert told == [
        "Ngày sinh: 1964 → 09/08/1964",
        "giữ theo sổ, danh sách ghi khác: Điện thoại: 0912345678 → 0987654321",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(member_list_downloads.preview_workbook(plan))).worksheets[0]
    assert set(told) <= {cell.value for row in sheet.iter_rows() for cell in row}


def test_everything_to_be_written_about_a_new_person_is_shown_beforehand(world):
    heads = ["STT", "Họ và tên", "Ngày sinh", "Nữ", "Ngày kết nạp", "Số CCCD", "Chi bộ đang sinh hoạt", "Ghi chú"]
    rows = (
        [1, "Lê Thị Ánh", "05/01/1999", "x", "03/02/2025", "099057000001", "Chi bộ thôn Đồng Bào", "Dự bị"],
        [2, "Lê Văn Ơn", None, None, None, None, "Chi bộ thôn Đồng Bào", None],
        [3, "Lê Văn Mới", "1999", None, (clock.today() - timedelta(90)).strftime("%d/%m/%Y"), None, *AN[4:], None],
    )
    staged = staged_lists.load(world.admin, staged_lists.stage(world.admin, "a.xlsx", workbook(heads, *rows)))
    plan = import_run.preview(world.admin, staged.code, staged.rows)
    with i18n.in_language("vi"):
        told = [member_list_downloads.row_text_of(plan, outcome) for outcome in plan.outcomes]
    assert told == [
        "Giới tính: nữ · Ngày sinh: 05/01/1999 · Ngày vào Đảng: 03/02/2025 · Số định danh: ••••0001 · đảng viên dự bị"
        " · Chi bộ thôn Đồng Bào",
        "Giới tính: nam · Ngày sinh: – · Chi bộ thôn Đồng Bào",
        told[2],
    ]
    assert "đảng viên dự bị" in told[2]  # admitted lately, and not recognised yet
    with i18n.in_language("en"):
        sheet = openpyxl.load_workbook(io.BytesIO(member_list_downloads.preview_workbook(plan))).worksheets[0]
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Dòng", "05/01/1999", "Nữ", "03/02/2025", "••••0001", "Dự bị"} <= cells


def test_a_list_that_a_full_disk_does_not_take_is_refused_with_a_sentence_and_leaves_nothing(world, code, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = list((config.data_dir() / "staging").iterdir())
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WriteFailed, match="not_written"):
        staged_lists.stage(world.admin, "b.xlsx", workbook(HEADS, AN))
    assert list((config.data_dir() / "staging").iterdir()) == before


def test_a_file_that_a_full_disk_does_not_take_makes_the_job_say_why(world, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    wanted = export_jobs.enqueue(world.admin, ExportRequest("members", reason="report"))
    monkeypatch.setitem(export_jobs.WRITERS, FileFormat.EXCEL, full)
    assert worker.run_next_job()
    assert jobs.find(world.admin, wanted).result["code"] == "not_written"
    assert not jobs.result_file(wanted).exists()
