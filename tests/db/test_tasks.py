"""Tasks: given at a meeting or outside any, done or not and why, and never lost when a meeting is cancelled."""

from datetime import date

import pytest

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.meetings import meeting_record, meetings, meetings_not_held, tasks
from db.meetings.meetings import MeetingRef
from db.meetings.tasks import TaskInput
from db.models import Batch, CellGroup, GroupKind, Task
from db.people import group_actions
from db.people.group_actions import GroupInput
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def call_of(world, period: int = 202611) -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], "regular", period)


def type_in(world, values: dict, period: int = 202611) -> None:
    opened = meetings.load(world.secretary, call_of(world, period))
    drafts.save_values(world.secretary, opened.place, {DraftField(*at): value for at, value in values.items()}, {})


def raised(world, period: int = 202610) -> Task:
    """A task given at a meeting, with its member and its due day."""
    told = {"text": "Rà soát hộ nghèo", "member": str(world.members["an"]), "due": "2026-11-01"}
    type_in(world, {("task0", name): value for name, value in told.items()}, period)
    meeting_record.save(world.secretary, call_of(world, period))
    return rows(Task)[-1]


def test_a_task_given_at_a_meeting_has_its_member_and_is_overdue_after_its_day(world):
    raised(world)
    (line,) = tasks.list_open(world.secretary, world.units["dong_bao"])
    assert (line.who, line.due, line.overdue, line.raised_on) == (
        "Nguyễn Văn An",
        date(2026, 11, 1),
        True,
        date(2026, 10, 3),
    )


def test_the_next_meeting_records_the_outcome_of_a_task(world):
    task = raised(world)
    assert [each.id for each in meetings.load(world.secretary, call_of(world)).tasks] == [task.id]
    type_in(world, {(f"close{task.id}", "done"): "1", (f"close{task.id}", "result"): "12 hộ"})
    meeting_record.save(world.secretary, call_of(world))
    (closed,) = tasks.list_closed(world.secretary, world.units["dong_bao"])
    assert (closed.done, closed.result, closed.closed_on) == (True, "12 hộ", date(2026, 11, 3))
    assert tasks.list_open(world.secretary) == []


def test_a_task_not_done_needs_a_reason(world):
    task = raised(world)
    type_in(world, {(f"close{task.id}", "done"): "0"})
    with pytest.raises(Invalid) as refused:
        meeting_record.save(world.secretary, call_of(world))
    assert refused.value.code == "task_reason_missing"
    type_in(world, {(f"close{task.id}", "result"): "mưa lũ"})
    meeting_record.save(world.secretary, call_of(world))
    assert tasks.list_closed(world.secretary, world.units["dong_bao"])[0].done is False


def test_a_task_given_outside_meetings_is_closed_outside_them(world):
    tasks.create(world.assistant, world.units["dong_bao"], TaskInput("Thăm gia đình chính sách", who="cả chi bộ"))
    (line,) = tasks.list_open(world.secretary)
    assert (line.who, line.overdue, line.raised_on) == ("cả chi bộ", False, None)
    with pytest.raises(Invalid):
        tasks.close(world.secretary, line.id, False, " ")
    tasks.close(world.secretary, line.id, True, None)
    with pytest.raises(Conflict) as refused:
        tasks.close(world.assistant, line.id, True, None)
    assert refused.value.code == "task_closed"
    undo.undo(world.secretary, rows(Batch, deed="close_task")[0].id)
    assert [each.id for each in tasks.list_open(world.secretary)] == [line.id]


def test_a_task_without_text_is_refused(world):
    with pytest.raises(Invalid) as refused:
        tasks.create(world.secretary, world.units["dong_bao"], TaskInput("  "))
    assert refused.value.code == "task_text_missing"


def test_a_task_closed_at_a_meeting_is_open_again_when_the_meeting_is_cancelled(world):
    task = raised(world)
    type_in(world, {(f"close{task.id}", "done"): "1"})
    code = meeting_record.save(world.secretary, call_of(world))
    meetings_not_held.cancel_meeting(world.secretary, code)
    (line,) = tasks.list_open(world.secretary)
    assert (line.id, line.done, line.closed_on) == (task.id, None, None)


@pytest.mark.parametrize("key", ["neighbour", "other_commune", "district", "admin", "workplace"])
def test_nobody_else_reads_or_writes_a_cells_tasks(world, key):
    task = raised(world)
    with pytest.raises(NotAllowed):
        tasks.close(world.viewers[key], task.id, True, None)
    with pytest.raises(NotAllowed):
        tasks.create(world.viewers[key], world.units["dong_bao"], TaskInput("việc"))
    if key in ("neighbour", "other_commune"):
        assert tasks.list_open(world.viewers[key]) == []
    else:
        with pytest.raises(NotAllowed):
            tasks.list_open(world.viewers[key])


def test_a_task_is_given_to_each_of_several_members_or_to_the_whole_cell(world):
    told = TaskInput("Vận động hiến đất", kind="propaganda", period=202601, months=12)
    chosen = [world.members["an"], world.members["binh"]]
    assert tasks.create(world.secretary, world.units["dong_bao"], told, chosen) == 2
    assert tasks.create(world.secretary, world.units["dong_bao"], told) == 1
    given_to = [(row.member_id, row.due, row.kind) for row in rows(Task)]
    assert given_to == [(each, date(2026, 12, 31), "propaganda") for each in (*chosen, None)]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"period": 202611, "months": 2}, "task_period_unknown"),
        ({"period": 202611, "months": 3}, "task_period_unknown"),
        ({"period": 190001, "months": 12}, "task_period_unknown"),
        ({"period": 202613, "months": 1}, "task_period_unknown"),
        ({"period": 202611}, "task_period_unknown"),
        ({"period": 202611, "months": 1, "due": date(2026, 12, 1)}, "task_due_outside"),
        ({"period": 202611, "months": 1, "due": date(2026, 10, 31)}, "task_due_outside"),
        ({"kind": "forged"}, "choice_unknown"),
        ({"group_id": 10**9}, "task_not_of_cell"),
    ],
)
def test_an_impossible_task_is_refused(world, told, code):
    with pytest.raises(Invalid) as refused:
        tasks.create(world.secretary, world.units["dong_bao"], TaskInput("việc", **told))
    assert refused.value.code == code
    assert rows(Task) == []


def test_a_task_is_not_given_to_a_member_or_a_group_of_another_cell(world):
    wanted, since = GroupInput("Tổ đảng số 1", [], None), date(2026, 11, 1)
    group_actions.save_groups(world.neighbour, world.units["nui_doi"], GroupKind.PARTY, [wanted], since)
    for chosen in ({"members": [world.members["lan"]]}, {"group_ids": [rows(CellGroup)[0].id]}):
        with pytest.raises(Invalid) as refused:
            tasks.create(world.secretary, world.units["dong_bao"], TaskInput("việc"), **chosen)
        assert refused.value.code == "task_not_of_cell"
    with pytest.raises(Invalid):
        tasks.create(world.secretary, world.units["dong_bao"], TaskInput("việc", world.members["lan"]))
    assert rows(Task) == []


def test_a_task_given_to_a_party_group_names_it_on_the_page_and_on_the_sheet(world):
    wanted, since = GroupInput("Tổ đảng số 1", [code_of(world, "an")], None), date(2026, 11, 1)
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, [wanted], since)
    (group_id,) = tasks.groups_to_give_tasks(world.secretary, world.units["dong_bao"])
    tasks.create(world.secretary, world.units["dong_bao"], TaskInput("Dọn kênh"), group_ids=[group_id])
    assert [line.who for line in tasks.list_open(world.secretary)] == ["Tổ đảng số 1"]
    assert [line.who for line in meetings.load(world.secretary, call_of(world)).tasks] == ["Tổ đảng số 1"]


def test_a_task_due_today_is_not_overdue(world):
    tasks.create(world.secretary, world.units["dong_bao"], TaskInput("việc", due=date(2026, 11, 22)))
    tasks.create(world.secretary, world.units["dong_bao"], TaskInput("việc", due=date(2026, 11, 21)))
    assert [line.overdue for line in tasks.list_open(world.secretary)] == [True, False]
