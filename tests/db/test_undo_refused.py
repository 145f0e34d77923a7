"""Undo that is refused: because something happened in between, because the viewer may not, or because nobody can undo
it.
"""

from datetime import date

import pytest

from db.calendar import clock
from db.errors import Conflict, NotAllowed
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Attendance, Batch, CellGroup, Document, Grant, Household, HouseholdPlace, Member, Membership
from tests.db.undoing import dump, last_batch, meeting_to_attend, undone


def test_an_invisible_later_change_blocks_too_and_is_not_revealed(world):
    """The administrator reads no attendance by name; a record of the member he imported blocks him nevertheless."""
    with writing(world.admin, "import") as session:
        member_id = bulk.insert(session, Member, [{"name": "Mới", "sort_key": "m", "search_key": "moi"}])[0]
        member_row = {"member_id": member_id, "unit_id": world.secretary.unit_id, "kind": "own"}
        bulk.insert(session, Membership, [member_row])
    imported = last_batch()
    _, row = meeting_to_attend(world)
    with writing(world.secretary, "attend") as session:
        bulk.insert(session, Attendance, [row | {"member_id": member_id}])
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.admin, imported)
    assert (refusal.value.code, refusal.value.values) == ("undo_blocked", {"rows": [("member", member_id)]})
    undo.undo(world.secretary, last_batch())
    undo.undo(world.admin, imported)


def test_an_undo_in_between_blocks_undoing_another_undo(world):
    """Created, changed, the change undone, the creation undone: the change must not come back by itself."""
    with writing(world.secretary, "make") as session:
        group_id = bulk.insert(
            session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "1"}]
        )[0]
    made = last_batch()
    with writing(world.secretary, "rename") as session:
        bulk.update(session, CellGroup, [{"id": group_id, "name": "2"}])
    renamed_back = undone(world.secretary, last_batch())
    gone = undone(world.secretary, made)
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.secretary, renamed_back)
    assert refusal.value.values == {"rows": [("cell_group", group_id)]}
    undo.undo(world.secretary, gone)
    undo.undo(world.secretary, renamed_back)
    with reading(world.secretary) as session:
        assert session.get(CellGroup, group_id).name == "2"


def test_an_undo_is_refused_if_what_it_referred_to_is_gone(world):
    unit_id = world.secretary.unit_id
    with writing(world.secretary, "place") as session:
        household_id = bulk.insert(
            session, Household, [{"unit_id": unit_id, "name": "x", "sort_key": "x", "search_key": "x"}]
        )[0]
        group_id = bulk.insert(session, CellGroup, [{"unit_id": unit_id, "kind": "cluster", "name": "x"}])[0]
        place_id = bulk.insert(
            session, HouseholdPlace, [{"unit_id": unit_id, "household_id": household_id, "group_id": group_id}]
        )[0]
    with writing(world.secretary, "leave") as session:
        bulk.delete(session, HouseholdPlace, [place_id])
    left = last_batch()
    with writing(world.secretary, "go") as session:
        bulk.delete(session, CellGroup, [group_id])
    before = dump()
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.secretary, left)
    assert refusal.value.code == "undo_blocked"
    assert dump() == before


def test_nobody_undoes_an_action_that_is_not_his_to_undo(world):
    """Neither foreign actions, nor his own unit's by somebody with more rights, nor half of an action."""
    with writing(world.neighbour, "phone") as session:
        session.get(Member, world.members["lan"]).phone = "1"
    foreign = last_batch()
    with writing(world.other_commune, "phones") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "2"} for key in ("lan", "quan")])
    communes = last_batch()
    with writing(SYSTEM, "reorganise") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "3"} for key in ("an", "quan")])
    half = last_batch()
    with writing(world.secretary, "phone") as session:
        session.get(Member, world.members["binh"]).phone = "4"
    secretaries = last_batch()
    refused = [
        (world.secretary, foreign),
        (world.commune, foreign),
        (world.workplace, foreign),
        (world.district, foreign),
        (world.secretary, communes),
    ]
    refused += [(world.secretary, half), (world.assistant, secretaries), (world.secretary, 4711)]
    for viewer, batch_id in refused:
        with pytest.raises(NotAllowed):
            undo.undo(viewer, batch_id)
    undo.undo(world.commune, secretaries)


def test_a_commune_cannot_restore_a_role_it_may_not_grant(world):
    """The administrator ended a grant of a commune's officer; a colleague of that officer cannot undo it."""
    with writing(world.admin, "end") as session:
        session.get(Grant, world.commune.grant_id).valid_to = date(2026, 1, 1)
    with pytest.raises(NotAllowed):
        undo.undo(world.commune, last_batch())


def test_an_action_that_issued_a_paper_cannot_be_undone(world):
    with writing(SYSTEM, "issue") as session:
        session.add(
            Document(
                unit_id=world.secretary.unit_id,
                kind="x",
                issued_on=date(2026, 11, 21),
                unit_name="x",
                frozen="{}",
                frozen_hash="x",
                audience="lists",
                made_at=clock.now(),
            )
        )
        session.flush()
        bulk.update(session, Batch, [{"id": context_of(session).batch_id, "issued": True}])
    with pytest.raises(Conflict) as refusal:
        undo.undo(SYSTEM, last_batch())
    assert refusal.value.code == "undo_issued"


def test_two_simultaneous_undos_undo_once(world):
    with writing(world.secretary, "phone") as session:
        session.get(Member, world.members["an"]).phone = "1"
    batch_id = last_batch()
    undo.undo(world.secretary, batch_id)
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.secretary, batch_id)
    assert refusal.value.code == "undone_before"
