"""A list is imported only as its user saw it: what changed in the register or the answers meanwhile is shown first."""

import json
from datetime import timedelta

import pytest
from sqlmodel import func, select

from components.importing import import_jobs, staged_lists
from components.jobs import worker
from db.calendar import clock
from db.drafts.drafts import DraftField
from db.imports import import_answers
from db.imports.import_answers import LEFT, THEIRS
from db.jobs import jobs
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Batch, Grant, Job, JobState, Member, Membership, UnitVersion
from tests.list_plans import digest
from tests.pages import said, shown
from tests.workbooks import workbook

PAGE = "pages/administration/imports.py"
CELL, OTHER = "Chi bộ thôn Đồng Bào", "Chi bộ thôn Bến Đá"
HEADS = ["Họ và tên", "Ngày sinh", "Điện thoại", "Chi bộ đang sinh hoạt"]
NEW = ["Trần Văn Ánh", "01/05/1970", None, CELL]
AN = ["Nguyễn Văn An", "02/03/1957", "0987654321", CELL]


@pytest.fixture
def code(world) -> str:
    return staged_lists.stage(world.admin, "a.xlsx", workbook(HEADS, NEW, AN))


def put(viewer, code: str, part: str = "file", **values: str) -> None:
    import_answers.save_answers(viewer, code, {DraftField(part, name): value for name, value in values.items()})


def change(table, **row) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, table, [row])


def add(table, **row) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.insert(session, table, [row])


def last_batch() -> int:
    with reading(SYSTEM) as session:
        return session.exec(select(func.max(Batch.id))).one()


def stay_of(world, name: str) -> int:
    with reading(SYSTEM) as session:
        return session.exec(select(Membership.id).where(Membership.member_id == world.members[name])).one()


MEANWHILE = {
    "a telephone number was corrected": lambda world, code: change(Member, id=world.members["an"], phone="0911111111"),
    "somebody of that name was added": lambda world, code: add(
        Member, name="Trần Văn Ánh", born="1970-05-01", sort_key="a", search_key="tran van anh"
    ),
    "a member moved": lambda world, code: change(Membership, id=stay_of(world, "an"), unit_id=world.units["ben_da"]),
    "another answer was given": lambda world, code: put(world.admin, code, differing="keep", day="2026-01-01"),
}


@pytest.mark.parametrize("change_meanwhile", MEANWHILE.values(), ids=MEANWHILE)
def test_an_import_that_would_no_longer_do_what_was_shown_writes_nothing_and_can_be_looked_at_again(
    world, code, change_meanwhile
):
    change(Member, id=world.members["an"], phone="0912345678")
    put(world.admin, code, differing=THEIRS)
    job = import_jobs.enqueue_import(world.admin, code, digest(world.admin, code))
    change_meanwhile(world, code)
    before = last_batch()
    assert worker.run_next_job()
    done = jobs.find(world.admin, job)
    assert (done.state, done.result["code"], last_batch()) == (JobState.FAILED, "import_not_as_shown", before)
    test = shown(world.admin, PAGE)
    assert "từ lúc đồng chí xem kết quả dự kiến, sổ hoặc các câu trả lời đã thay đổi" in said(test)
    test.button(key=f"import_rest_{job}").click().run()
    assert test.query_params["file"] == code


def test_what_changes_between_the_page_and_the_tap_is_shown_before_it_is_imported(world, code):
    change(Member, id=world.members["an"], phone="0912345678")
    put(world.admin, code, differing=THEIRS)
    test = shown(world.admin, PAGE, file=code)
    change(Member, id=world.members["an"], phone="0911111111")
    test.button(key=f"import_do_{code}").click().run()
    assert [error.value for error in test.error if "sổ hoặc các câu trả lời đã thay đổi" in error.value]
    assert jobs.list_own(world.admin) == []
    assert "0911111111 → 0987654321" in said(test.pills(key="import_shown").set_value("changed").run())
    test.button(key=f"import_do_{code}").click().run()
    assert len(jobs.list_own(world.admin)) == 1


def test_a_change_that_the_import_does_not_touch_holds_nobody_up(world, code):
    job = import_jobs.enqueue_import(world.admin, code, digest(world.admin, code))
    change(Member, id=world.members["binh"], phone="0911111111")
    assert worker.run_next_job()
    assert jobs.find(world.admin, job).result["counts"]["created"] == 1


def test_nobody_leaves_whom_the_page_did_not_name(world, code):
    put(world.admin, code, missing=LEFT)
    job = import_jobs.enqueue_import(world.admin, code, digest(world.admin, code))
    add(Membership, member_id=world.members["lan"], unit_id=world.units["dong_bao"], kind="own")
    assert worker.run_next_job()
    assert jobs.find(world.admin, job).result["code"] == "import_not_as_shown"


def test_a_list_that_was_asked_for_before_the_role_ended_is_not_imported(world, code):
    import_jobs.enqueue_import(world.admin, code, digest(world.admin, code))
    before = last_batch()
    change(Grant, id=world.admin.grant_id, valid_to=clock.today() - timedelta(days=1))
    assert worker.run_next_job()
    with reading(SYSTEM) as session:
        assert json.loads(session.exec(select(Job.result)).one())["code"] == "not_allowed"
    assert last_batch() == before + 1  # the change of the role


def test_units_are_not_brought_in_below_another_name_than_the_one_shown(world):
    rows = ["Tên đơn vị", "Loại đơn vị", "Đơn vị cấp trên"], ["Chi bộ thôn Mới", "Chi bộ", "Xã Đông Hà"]
    code = staged_lists.stage(world.admin, "b.xlsx", workbook(*rows))
    job = import_jobs.enqueue_import(world.admin, code, digest(world.admin, code))
    with reading(SYSTEM) as session:
        version = session.exec(select(UnitVersion.id).where(UnitVersion.unit_id == world.units["dong_ha"])).one()
    change(UnitVersion, id=version, name="Xã Đông Hà Mới", search_key="xa dong ha moi")
    assert worker.run_next_job()
    assert jobs.find(world.admin, job).result["code"] == "import_not_as_shown"
