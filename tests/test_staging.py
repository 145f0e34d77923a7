"""Staged lists: for a day, for whoever sent them, beside the database."""

import io
import os
import time

import openpyxl
import pytest

from components.importing import making, staging, workbooks
from components.worker import HANDLERS
from db import jobs
from db.faults import NotAllowed
from db.imports import apply

HEADS = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Chi bộ đang sinh hoạt"]
AN = [1, "TRẦN VĂN ÁNH", "099070123456", "01/05/1970", "Chi bộ thôn Đồng Bào"]


def workbook(*rows: list) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


@pytest.fixture
def code(world) -> str:
    return staging.stage(world.admin, "a.xlsx", workbook(HEADS, AN))


def test_it_opens_for_whoever_sent_it_and_for_nobody_else(world, code):
    assert [row.name for row in staging.load(world.admin, code).rows] == ["Trần Văn Ánh"]
    for other in (world.commune, world.secretary):
        with pytest.raises(NotAllowed, match="import_gone_file"):
            staging.load(other, code)


@pytest.mark.parametrize("code", ["", "..", "../secret.key", "a" * 12, "A" * 12])
def test_no_other_name_opens_a_file(world, code):
    with pytest.raises(NotAllowed, match="import_gone_file"):
        staging.load(world.admin, code)


def test_after_a_day_it_is_gone(world, code, data_dir):
    file = data_dir / "staging" / code
    staging.sweep()
    assert file.exists()
    old = time.time() - 25 * 3600
    os.utime(file, (old, old))
    staging.sweep()
    assert not file.exists()


def test_the_worker_brings_it_in_and_takes_it_back(world, code):
    job = jobs.find(world.admin, making.ask(world.admin, code))
    done = HANDLERS[making.KIND](world.admin, job.wanted, job.code, lambda at, total: None)
    assert done["counts"]["created"] == 1
    assert HANDLERS[making.BACK](world.admin, {"batch": done["batch"]}, "x", lambda at, total: None) == {"undone": done["batch"]}


def test_our_own_template_is_read_and_rows_to_mend_come_back_with_sealed_numbers(world):
    (sample,) = staging.load(world.admin, staging.stage(world.admin, "mau.xlsx", workbooks.template())).rows
    assert (sample.name, sample.born, sample.fault) == ("Nguyễn Văn Mẫu", "1965-09-02", None)
    faulty = staging.load(world.admin, staging.stage(world.admin, "b.xlsx", workbook(HEADS, [*AN[:3], "không rõ", AN[4]]))).rows
    plan = apply.preview(world.admin, "abcdefghjkmn", faulty)
    (again,) = staging.load(world.admin, staging.stage(world.admin, "c.xlsx", workbooks.returned(plan))).rows
    assert (again.name, again.citizen, again.fault) == ("Trần Văn Ánh", faulty[0].citizen, "date_unreadable")
    assert workbooks.preview(plan)
