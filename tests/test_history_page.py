"""The history on the screen: what each action is about, and that an action in a closed month is
undone with a reason.
"""

from datetime import date

import pytest

from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest
from db.history import action_log
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import draft_part
from db.models import ExemptionClass, MembershipKind, Unit
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from db.periods import closing
from db.year_entries import entries
from db.year_entries.entries import EntryInput
from tests.db.changed_profiles import change
from tests.db.recorded_meetings import type_in
from tests.pages import said, shown
from tests.rows import code_of, rows

PAGE = "pages/administration/history.py"
pytestmark = pytest.mark.usefixtures("november")


def undo(page, deed: int) -> None:
    """Press undo and confirm."""
    page.button(key=f"history_undo_{deed}").click().run()
    page.button(key=f"history_undo_{deed}_yes").click().run()


def test_nothing_is_undone_before_its_question_is_answered(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    deed = action_log.list_latest(world.secretary)[0].id
    page = shown(world.secretary, PAGE)
    page.button(key=f"history_undo_{deed}").click().run()
    assert "Sinh hoạt thường kỳ, 03/10/2026" in page.markdown[1].value
    assert "Hoàn tác" in page.markdown[1].value
    page.button(key=f"history_undo_{deed}_no").click().run()
    assert not any(row.undone for row in action_log.list_latest(world.secretary))
    undo(page, deed)
    assert [row.id for row in action_log.list_latest(world.secretary) if row.undone] == [deed]


def test_a_closed_month_asks_for_a_reason_and_accepts_it(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    deed = action_log.list_latest(world.secretary)[0].id
    closing.close_months(world.district, world.units["an_binh"], [202610])
    page = shown(world.secretary, PAGE)
    undo(page, deed)
    assert "lý do" in page.error[0].value
    page.text_input(key="closing_reason").set_value("Biên bản ghi khác").run()
    undo(page, deed)
    assert not page.exception
    assert action_log.list_latest(world.secretary)[0].reason == "Biên bản ghi khác"


def test_each_action_names_its_meeting_or_person_as_far_as_its_reader_may_know(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    exemptions.exempt(
        world.secretary,
        code_of(world, "an"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 11, 10)),
    )
    own = said(shown(world.secretary, PAGE))
    assert "**Ghi cuộc họp**: Sinh hoạt thường kỳ, 03/10/2026" in own
    assert "Nguyễn Văn An" in own
    assert "Nguyễn Văn An" not in said(shown(world.neighbour, PAGE))
    assert "Sinh hoạt thường kỳ" not in said(shown(world.admin, PAGE))


def test_an_action_on_a_month_or_within_one_names_it(world):
    closing.close_months(world.district, world.units["an_binh"], [202609, 202610])
    closing.reopen_months(world.district, world.units["an_binh"], [202609])
    told = said(shown(world.district, PAGE))
    assert "**Chốt số liệu tháng**: tháng 9/2026 và tháng 10/2026" in told
    assert "**Mở lại tháng đã chốt**: tháng 9/2026" in told
    entry = EntryInput("contacted", date(2026, 10, 5))
    people = [code_of(world, "dung")]
    entries.record(world.secretary, world.units["dong_bao"], [(entry, people)], reason="Ghi sót")
    assert "Phạm Thị Dung · tháng 10/2026 · Ghi sót" in said(shown(world.secretary, PAGE))
    assert "Phạm Thị Dung" not in said(shown(world.neighbour, PAGE))


def test_a_meeting_held_in_another_month_says_for_which(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202610)
    day = date(2026, 11, 1).isoformat()
    type_in(world.secretary, call, {("meeting", "held_on"): day, ("meeting", "another_month"): day})
    meeting_record.save(world.secretary, call)
    assert "Sinh hoạt thường kỳ, tháng 10/2026, 01/11/2026" in said(shown(world.secretary, PAGE))


def test_an_entry_opens_to_the_values_before_and_after_in_words(world):
    code = code_of(world, "an")
    change(world.secretary, code, phone="0912345678")
    change(world.secretary, code, phone="0999999999")
    deed = action_log.list_latest(world.secretary)[0].id
    page = shown(world.secretary, PAGE)
    assert "→" not in said(page)
    page.session_state[f"history_changes_{deed}"] = True
    page.run()
    assert "**Nguyễn Văn An**: Điện thoại: 0912345678 → 0999999999" in said(page)


def test_people_saved_with_the_same_value_share_a_line_and_reasons_are_for_the_cell(world):
    call, an = MeetingRef(world.units["dong_bao"], "regular", 202611), world.members["an"]
    type_in(
        world.secretary,
        call,
        {(draft_part(an), "outcome"): "absent", (draft_part(an), "why"): "excused", (draft_part(an), "reason"): "work"},
    )
    meeting_record.save(world.secretary, call)
    deed = action_log.list_latest(world.secretary)[0].id
    told = {}
    for who in ("secretary", "commune", "district"):
        page = shown(world.viewers[who], PAGE)
        page.session_state[f"history_changes_{deed}"] = True
        told[who] = said(page.run())
    assert "**Trần Thị Bình và Lê Văn Cường**: thêm: điểm danh – " in told["secretary"]
    assert "lý do vắng" in told["secretary"]
    assert "điểm danh" in told["commune"]
    assert "thêm: lý do vắng" not in told["commune"]
    assert "điểm danh" not in told["district"]
    assert "Được triệu tập: 3" in told["district"]


def test_a_correction_of_several_people_at_a_meeting_names_each(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202611)
    an, binh = world.members["an"], world.members["binh"]
    type_in(world.secretary, call, {(draft_part(an), "outcome"): "absent"})
    meeting_record.save(world.secretary, call)
    type_in(world.secretary, call, {(draft_part(an), "outcome"): "present"} | {(draft_part(binh), "outcome"): "absent"})
    meeting_record.save(world.secretary, call)
    page = shown(world.secretary, PAGE)
    page.session_state[f"history_changes_{action_log.list_latest(world.secretary)[0].id}"] = True
    told = said(page.run())
    assert "**Nguyễn Văn An**: Điểm danh: vắng chưa rõ lý do → có mặt" in told
    assert "**Trần Thị Bình**: Điểm danh: có mặt → vắng chưa rõ lý do" in told


def test_an_export_is_in_the_history_with_its_purpose(world):
    cell = rows(Unit, id=world.units["dong_bao"])[0].code
    request = ExportRequest("members", cell, MembershipKind.OWN, date(2026, 11, 1), reason="inspection")
    export_jobs.make_now(world.commune.account_id, world.commune.grant_id, request)
    for viewer in (world.commune, world.secretary, world.district):
        told = said(shown(viewer, PAGE, history_view="exports"))
        assert "**Đã xuất: Đảng viên** · Kiểm tra, đối chiếu" in told
        assert "Chi bộ thôn Đồng Bào · đảng viên của chi bộ · Tính đến ngày 01/11/2026 · 3 dòng" in told
        assert "xa · " in told
    assert "Đã xuất" not in said(shown(world.neighbour, PAGE, history_view="exports"))
    assert "Đã xuất" not in said(shown(world.commune, PAGE))
