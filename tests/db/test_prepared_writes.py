"""Prepared writes: nobody waits during the preparation, and what others change meanwhile is taken into account."""

import pytest
from sqlmodel import select

from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Conflict
from db.history import prepared_writes, undo
from db.imports import import_run, prepared_member_rows
from db.imports.person_rows import HashedNumber, PersonRow
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Batch, CellGroup, Change, Member, Membership, Unit

FILE = "abcdefghjkmn"
ROWS = [
    PersonRow(
        at, f"Trần Văn {name}", born="1970", citizen=HashedNumber(f"{at:064}", "0001"), cell="Chi bộ thôn Đồng Bào"
    )
    for at, name in enumerate(("Ánh", "Bảo"), 2)
]


def run_after_first_call(monkeypatch, module, name: str, deed) -> list:
    """Run something at the end of the first call of a preparing function; returns the list of its calls."""
    made, calls = getattr(module, name), []

    def slow(*given):
        found = made(*given)
        calls.append(name)
        if len(calls) == 1:
            deed()
        return found

    monkeypatch.setattr(module, name, slow)
    return calls


def bring_in(viewer, token: str = "t") -> import_run.ImportResult:
    return import_run.execute(viewer, FILE, ROWS, token)


def read(statement) -> list:
    with reading(SYSTEM) as session:
        return list(session.exec(statement))


def type_something(world):
    """A draft typed by somebody else; behind the writer's lock it would wait twenty seconds and fail."""
    drafts.save_values(
        world.secretary,
        DraftKey("meeting", world.units["dong_bao"], "regular:202611"),
        {DraftField("m1", "outcome"): "absent"},
        {},
    )


def test_others_save_while_an_import_is_prepared_and_it_is_prepared_once(world, monkeypatch):
    calls = run_after_first_call(monkeypatch, prepared_member_rows, "prepare_rows", lambda: type_something(world))
    assert bring_in(world.admin).counts["created"] == 2
    assert len(calls) == 1


def test_others_save_while_an_undo_is_prepared(world, monkeypatch):
    batch_id = bring_in(world.admin).batch_id
    calls = run_after_first_call(monkeypatch, undo, "_put_back", lambda: type_something(world))
    undo.undo(world.admin, batch_id)
    assert len(calls) == 1
    assert read(select(Member.id).where(Member.name.startswith("Trần Văn"))) == []


def test_a_list_that_somebody_else_imported_meanwhile_is_imported_once(world, monkeypatch):
    calls = run_after_first_call(
        monkeypatch, prepared_member_rows, "prepare_rows", lambda: bring_in(world.admin, "another")
    )
    assert bring_in(world.admin).batch_id is None
    assert len(calls) == 3  # the other import was prepared in between
    assert len(read(select(Member.id).where(Member.name.startswith("Trần Văn")))) == 2


def test_an_answer_given_meanwhile_counts(world, monkeypatch):
    from db.imports import import_answers

    run_after_first_call(
        monkeypatch,
        prepared_member_rows,
        "prepare_rows",
        lambda: import_answers.save_answers(world.admin, FILE, {DraftField("file", "missing"): import_answers.LEFT}),
    )
    assert bring_in(world.admin).ended == 3


def test_after_repeated_changes_by_others_it_is_prepared_inside_the_lock(world, monkeypatch):
    made, calls = prepared_member_rows.prepare_rows, []

    def slow(there, *given):
        calls.append(there)
        if len(calls) <= prepared_writes.TRIES:
            with writing(SYSTEM, "test") as session:
                bulk.update(session, Member, [{"id": world.members["an"], "phone": f"0912 {len(calls)}"}])
        return made(there, *given)

    monkeypatch.setattr(prepared_member_rows, "prepare_rows", slow)
    assert bring_in(world.admin).counts["created"] == 2
    assert len(calls) == prepared_writes.TRIES + 1


def test_a_row_changed_while_the_undo_was_prepared_blocks_it(world, monkeypatch):
    batch_id = bring_in(world.admin).batch_id
    (code,) = read(select(Member.id).where(Member.name == "Trần Văn Ánh"))

    def change():
        with writing(SYSTEM, "test") as session:
            bulk.update(session, Member, [{"id": code, "phone": "0912 1"}])

    run_after_first_call(monkeypatch, undo, "_put_back", change)
    with pytest.raises(Conflict, match="undo_blocked"):
        undo.undo(world.admin, batch_id)
    assert len(read(select(Member.id).where(Member.name.startswith("Trần Văn")))) == 2


def test_a_row_that_came_to_depend_on_it_while_the_undo_was_prepared_blocks_it(world, monkeypatch):
    batch_id = bring_in(world.admin).batch_id
    (member_id,) = read(select(Member.id).where(Member.name == "Trần Văn Ánh"))

    def join():
        with writing(SYSTEM, "test") as session:
            bulk.insert(
                session, Membership, [{"member_id": member_id, "unit_id": world.units["ben_da"], "kind": "temporary"}]
            )

    before = read(select(Batch.id))
    run_after_first_call(monkeypatch, undo, "_put_back", join)
    with pytest.raises(Conflict, match="undo_blocked"):
        undo.undo(world.admin, batch_id)
    assert len(read(select(Batch.id))) == len(before) + 1


def test_history_logs_each_row_under_its_own_id(world):
    batch_id = bring_in(world.admin).batch_id
    rows = read(select(Change.table_name, Change.row_id, Change.member_id).where(Change.batch_id == batch_id))
    members = set(read(select(Member.id).where(Member.name.startswith("Trần Văn"))))
    memberships = set(read(select(Membership.id).where(Membership.member_id.in_(members))))
    assert {row_id for table, row_id, _ in rows if table == "member"} == members
    assert {row_id for table, row_id, _ in rows if table == "membership"} == memberships
    assert {member_id for _, _, member_id in rows} == members


def test_rows_are_undone_in_dependency_order_whichever_was_changed_in_between(world):
    """A row inside another one goes first, even if it was changed back before."""
    with writing(world.secretary, "test") as session:
        at = {"unit_id": world.units["dong_bao"], "kind": "cluster"}
        (outer,) = bulk.insert(session, CellGroup, [{**at, "name": "a"}])
        (inner,) = bulk.insert(session, CellGroup, [{**at, "name": "b", "parent_id": outer}])
        bulk.update(session, CellGroup, [{"id": inner, "name": "c"}])
        batch_id = context_of(session).batch_id
    undo.undo(world.secretary, batch_id)
    assert read(select(CellGroup.id)) == []


def test_a_concurrent_writer_that_bypasses_the_lock_is_noticed(world):
    """Ids are predicted from the last one; if they were not consecutive, nothing would be written."""
    with writing(SYSTEM, "test") as session:
        made = prepared_writes.PreparedRows(session)
        made.insert(Unit, [{"kind": "cell", "level": "cell"}] * 2)
        (step,) = made.steps
        made.steps[0] = step._replace(made=[*step.made, -99] * 20)
        with pytest.raises(Conflict, match="changed_meanwhile"):
            made.write(session)
        session.rollback()
