"""Lists of comment requests as offices send them: recognised, read, planned, and entered once however often they are
sent.
"""

import io
from datetime import date

import openpyxl
import pytest

from components.importing import comment_request_list_downloads, list_kinds, staged_lists
from db.comments import comment_requests
from db.comments.request_writer import RequestDetails
from db.drafts.drafts import DraftField
from db.history import undo
from db.imports import import_answers, import_run
from db.imports.comment_request_import import REQUESTS
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Batch,
    CommentRequest,
    Exemption,
    ExemptionClass,
    Introduction,
    Member,
    Membership,
    MembershipKind,
)
from tests.pages import said, shown
from tests.rows import code_of, rows

PAGE, ASKING = "pages/administration/imports.py", "pages/contacts/comment_requests.py"
HEADS = ["STT", "Họ và tên", "Năm sinh", "Nơi đề nghị", "Việc xin nhận xét", "Hạn trả lời"]
DUNG = [1, "PHẠM THỊ DUNG", "1985", "Bệnh viện huyện An Bình", "Bổ nhiệm lại", "15/12/2026"]
UNKNOWN = [2, "Ngô Văn Khoa", "1990", "Trường Mẫu", "kết nạp", None]
pytestmark = pytest.mark.usefixtures("november")


def stage(viewer, *rows: list) -> staged_lists.StagedList:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["DANH SÁCH ĐỀ NGHỊ NHẬN XÉT"])
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(target)
    return staged_lists.load(viewer, staged_lists.stage(viewer, "xin-nhan-xet.xlsx", target.getvalue()))


def plan(viewer, staged):
    return import_run.preview(viewer, staged.code, staged.rows, kind=REQUESTS)


def enter(viewer, staged, token: str = "once"):
    return import_run.execute(viewer, staged.code, staged.rows, token, kind=REQUESTS)


def answer(viewer, staged, **said: str) -> None:
    import_answers.save_answers(
        viewer, staged.code, {DraftField(import_answers.FILE, name): text for name, text in said.items()}
    )


def another(name: str, born: str, unit_id: int, **stay) -> int:
    """One more contact member."""
    with writing(SYSTEM, "another") as session:
        session.add(member := Member(name=name, born=born, sort_key=name, search_key=name.lower()))
        session.flush()
        kind = MembershipKind.CONTACT
        session.add(Membership(member_id=member.id, unit_id=unit_id, kind=kind, roster_number=99, **stay))
        return member.id


def test_a_list_of_requests_is_recognised_and_entered_with_its_own_occasion_requester_and_day(world):
    staged = stage(world.commune, DUNG)
    assert staged.format.code == "requests"
    assert enter(world.commune, staged).counts["created"] == 1
    (row,) = rows(CommentRequest)
    assert (row.member_id, row.workplace_id, row.commune_id) == (
        world.members["dung"], world.units["hospital"], world.units["dong_ha"],
    )  # fmt: skip
    assert (row.occasion, row.source, row.due) == ("reappointment", "list", date(2026, 12, 15))
    assert enter(world.commune, stage(world.commune, DUNG), "again").counts["untouched"] == 1
    assert len(rows(CommentRequest)) == 1
    undo.undo(world.commune, rows(Batch, deed="import_requests")[0].id)
    assert rows(CommentRequest) == []


def test_values_missing_from_rows_are_given_for_the_whole_list(world):
    staged = stage(world.workplace, [1, "Phạm Thị Dung", None, None, None, None])
    import_answers.save_answers(world.workplace, staged.code, {DraftField(import_answers.FILE, "kind"): "requests"})
    assert [one.code for one in plan(world.workplace, staged).outcomes] == ["request_occasion_missing"]
    answer(world.workplace, staged, occasion="reward", due="2026-12-20")
    enter(world.workplace, staged)
    (row,) = rows(CommentRequest)
    assert (row.occasion, row.source, row.due, row.workplace_id) == (
        "reward", "workplace", date(2026, 12, 20), world.units["hospital"],
    )  # fmt: skip


def test_a_name_with_other_diacritics_is_asked_about_and_never_assumed(world):
    staged = stage(world.commune, [1, "Phạm Thi Dung", None, None, "Khen thưởng", None])
    (one,) = plan(world.commune, staged).outcomes
    assert (one.effect, one.code) == ("asked", "request_who")
    told = shown(world.commune, PAGE, file=staged.code)
    box = next(each for each in told.selectbox if "Phạm Thi Dung" in each.label)
    assert box.options == [
        "Phạm Thị Dung · 1985 · Chi bộ thôn Đồng Bào"
    ]  # he cannot be an outsider when it is for a reward
    box.select_index(0).run()
    (one,) = plan(world.commune, staged).outcomes
    assert one.person.member_id == world.members["dung"]
    assert "trong sổ là Phạm Thị Dung" in said(told)


def test_a_name_without_any_diacritics_is_accepted_and_shown_as_registered(world):
    staged = stage(world.commune, [1, "Pham Thi Dung", None, None, "Khen thưởng", None])
    (one,) = plan(world.commune, staged).outcomes
    assert (one.effect, one.person.member_id) == ("created", world.members["dung"])
    assert "trong sổ là Phạm Thị Dung" in said(shown(world.commune, PAGE, file=staged.code))


def test_namesakes_are_told_apart_by_birth_or_asked_about(world):
    other = another("Phạm Thị Dung", "1990", world.units["ben_da"])
    staged = stage(world.commune, DUNG, [2, "Phạm Thị Dung", None, None, "Khen thưởng", None])
    first, second = plan(world.commune, staged).outcomes
    assert (first.effect, first.person.member_id) == ("created", world.members["dung"])
    assert (second.effect, {one.member_id for one in second.candidates}) == ("asked", {world.members["dung"], other})


def test_a_person_on_no_list_is_entered_by_name_for_admission_and_refused_for_other_occasions(world):
    planned = [2, "Ngô Văn Khoa", "1990", "Trường Mẫu", "Quy hoạch cán bộ", None]
    staged = stage(world.commune, UNKNOWN, planned)
    asked, refused = plan(world.commune, staged).outcomes
    assert [(one.effect, one.code) for one in (asked, refused)] == [
        ("asked", "request_not_listed"), ("refused", "request_not_listed"),
    ]  # fmt: skip
    part = import_answers.row_part(asked.row.number)
    import_answers.save_answers(
        world.commune, staged.code, {DraftField(part, import_answers.SAME): import_answers.OUTSIDE}
    )
    assert enter(world.commune, staged).counts["created"] == 1
    (row,) = rows(CommentRequest)
    assert (row.member_id, row.person, row.born, row.asked_by) == (None, "Ngô Văn Khoa", "1990", "Trường Mẫu")


def test_impossible_rows_are_each_refused_with_a_sentence(world):
    another("Tạ Văn Rời", "1970", world.units["ben_da"], valid_from=date(2020, 1, 1), valid_to=date(2026, 6, 30))
    with writing(SYSTEM, "exempt") as session:
        session.add(
            Exemption(
                member_id=world.members["dung"],
                unit_id=world.units["dong_bao"],
                kind=ExemptionClass.CONTACT,
                reason="health",
                valid_from=date(2026, 1, 1),
            )
        )
    staged = stage(
        world.commune,
        [1, "Tạ Văn Rời", None, None, "Khen thưởng", None],
        [2, "Phạm Thị Dung", None, None, "Đánh giá, xếp loại cuối năm", None],
        [3, "Phạm Thị Dung", None, None, "mừng thọ", None],
        [4, "Phạm Thị Dung", None, None, "Bổ nhiệm", "1/1/2026"],
        [5, "Phạm Thị Dung", None, None, "Khen thưởng", None],
        [6, "Phạm Thị Dung", None, None, "Khen thưởng", None],
    )
    found = plan(world.commune, staged)
    assert [one.code for one in found.outcomes] == [
        "request_after_leaving", "request_exempt_yearly", "request_occasion_unknown", "day_before_start", None,
        "import_twice",
    ]  # fmt: skip
    told = said(shown(world.commune, PAGE, file=staged.code))
    assert "đã ra khỏi danh sách từ ngày 30/06/2026" in told
    assert "“mừng thọ” không có trong các việc xin nhận xét" in told


def test_a_workplace_asks_only_about_its_own_people_and_gets_the_same_answer_for_strangers_and_nobody(world):
    staged = stage(
        world.workplace,
        [1, "Đỗ Minh Quân", "1990", None, "Khen thưởng", None],
        [2, "Ngô Văn Khoa", "1990", None, "Khen thưởng", None],
    )
    with writing(SYSTEM, "elsewhere") as session:
        for row in rows(Introduction, member_id=world.members["quan"]):
            session.delete(session.get_one(Introduction, row.id))
    assert {(one.effect, one.code) for one in plan(world.workplace, staged).outcomes} == {
        ("refused", "request_not_listed")
    }


def test_our_template_is_recognised_and_rows_to_correct_come_back(world):
    code = staged_lists.stage(world.commune, "mau.xlsx", comment_request_list_downloads.template_workbook())
    (sample,) = staged_lists.load(world.commune, code).rows
    assert (sample.name, sample.occasion, sample.due) == (
        "Nguyễn Văn Mẫu", "Đánh giá, xếp loại cuối năm", "2026-12-15",
    )  # fmt: skip
    late = [1, "Phạm Thị Dung", "1985", None, "mừng thọ", "32/13/2026"]
    returned = comment_request_list_downloads.rows_to_correct(plan(world.commune, stage(world.commune, late)))
    (again,) = staged_lists.load(world.commune, staged_lists.stage(world.commune, "sua.xlsx", returned)).rows
    assert (again.name, again.occasion, again.fault) == ("Phạm Thị Dung", "mừng thọ", "date_unreadable")


def test_commune_and_workplace_are_led_to_the_list_from_their_requests(world):
    for viewer in (world.commune, world.workplace):
        assert REQUESTS.code in [kind.code for kind in list_kinds.offered_to(viewer)]
        links = [each.proto.label for each in shown(viewer, ASKING).get("page_link")]
        assert "Nhập yêu cầu từ danh sách Excel" in links
    assert REQUESTS.code not in [kind.code for kind in list_kinds.offered_to(world.district)]


def test_a_request_already_pending_is_left_alone(world):
    asked = RequestDetails("reappointment", "paper", date(2026, 11, 20), None, world.units["hospital"])
    comment_requests.add(world.commune, [code_of(world, "dung")], asked)
    (one,) = plan(world.commune, stage(world.commune, DUNG)).outcomes
    assert one.effect == "untouched"


def test_a_request_that_names_no_cell_below_one_that_does_is_read_without_one(world):
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in ([*HEADS, "Chi bộ"], [*DUNG, "Chi bộ thôn Đồng Bào"], [*UNKNOWN, None]):
        book.active.append(row)
    book.save(target)
    staged = staged_lists.load(world.commune, staged_lists.stage(world.commune, "a.xlsx", target.getvalue()))
    assert [row.fault for row in staged.rows] == [None, None]
