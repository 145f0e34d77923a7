"""Bulk writes: any number of rows, checked and logged like a single one, with ids in their order."""

import pytest
from sqlalchemy import func, select

from db.errors import Conflict, NotAllowed
from db.kernel import bulk
from db.kernel.raw_sql import CHUNK_SIZE, chunks
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Batch, CellGroup, Change, Member, Membership, Unit

MANY = 2 * CHUNK_SIZE + 7


def _people(count: int) -> list[dict]:
    return [{"name": f"Nguyễn {at}", "sort_key": f"{at:05}", "search_key": f"nguyen {at}"} for at in range(count)]


def _changes(deed: str) -> list[tuple]:
    with reading(SYSTEM) as session:
        query = (
            select(Change.action, Change.row_id, Change.before)
            .join(Batch, Batch.id == Change.batch_id)
            .where(Batch.deed == deed)
            .order_by(Change.id)
        )
        return session.execute(query).all()


def test_ids_follow_the_order_of_the_rows(world):
    with writing(SYSTEM, "import") as session:
        ids = bulk.insert(session, Member, _people(MANY))
    with reading(SYSTEM) as session:
        names = dict(session.execute(select(Member.id, Member.name).where(Member.name.like("Nguyễn _%"))).all())
    assert [names[row_id] for row_id in ids] == [row["name"] for row in _people(MANY)]
    assert [(action, row_id) for action, row_id, _ in _changes("import")] == [("insert", row_id) for row_id in ids]


def test_omitted_columns_get_their_defaults_and_codes_of_their_own(world):
    with writing(SYSTEM, "import") as session:
        ids = bulk.insert(session, Member, _people(3))
        memberships = bulk.insert(
            session,
            Membership,
            [{"member_id": row_id, "unit_id": world.units["ben_da"], "kind": "own"} for row_id in ids],
        )
    with reading(SYSTEM) as session:
        assert len({session.get(Member, row_id).code for row_id in ids}) == 3
        assert {session.get(Membership, row_id).status for row_id in memberships} == {"active"}


def test_an_empty_bulk_write_does_nothing(world):
    with writing(world.secretary, "nothing") as session:
        assert bulk.insert(session, Member, []) == []
        bulk.update(session, Member, [])
        bulk.delete(session, Member, [])
        assert context_of(session).batch_id is None


def test_thousands_are_changed_and_deleted_in_slices(world):
    with writing(SYSTEM, "import") as session:
        ids = bulk.insert(session, Member, _people(MANY))
    with writing(SYSTEM, "change") as session:
        bulk.update(session, Member, [{"id": row_id, "phone": "1"} for row_id in ids])
    with writing(SYSTEM, "delete") as session:
        bulk.delete(session, Member, ids)
    assert [(action, row_id, before) for action, row_id, before in _changes("change")] == [
        ("update", row_id, '{"phone": null}') for row_id in ids
    ]
    assert [row_id for _, row_id, _ in _changes("delete")] == ids
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.count(Member.id)).where(Member.phone == "1")) == 0


def test_if_a_row_is_named_twice_the_last_value_wins_and_the_first_is_logged(world):
    member_id = world.members["an"]
    with writing(world.secretary, "twice") as session:
        bulk.update(
            session,
            Member,
            [
                {"id": member_id, "phone": "1"},
                {"id": member_id, "phone": "2", "address": "x"},
                {"id": member_id, "phone": "3"},
            ],
        )
    assert _changes("twice") == [("update", member_id, '{"phone": null, "address": null}')]
    with reading(world.secretary) as session:
        assert (session.get(Member, member_id).phone, session.get(Member, member_id).address) == ("3", "x")


def test_a_row_named_twice_is_deleted_once(world):
    with writing(world.secretary, "group") as session:
        group_id = bulk.insert(
            session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "1"}]
        )[0]
        bulk.delete(session, CellGroup, [group_id, group_id])
    assert [action for action, *_ in _changes("group")] == ["insert", "delete"]


def test_one_foreign_row_among_many_refuses_all(world):
    mine, foreign = (
        {"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "x"},
        {"unit_id": world.units["ben_da"], "kind": "cluster", "name": "x"},
    )
    with pytest.raises(NotAllowed), writing(world.secretary, "groups") as session:
        bulk.insert(session, CellGroup, [*[mine] * 5, foreign])
    with pytest.raises(NotAllowed), writing(world.secretary, "people") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "1"} for key in ("an", "binh", "lan")])
    with pytest.raises(NotAllowed), writing(world.secretary, "nobody") as session:
        bulk.update(session, Member, [{"id": world.members["an"], "phone": "1"}, {"id": 4711, "phone": "1"}])
    with reading(SYSTEM) as session:
        assert session.scalars(select(CellGroup.id)).all() == []
        assert session.scalars(select(Member.id).where(Member.phone == "1")).all() == []


def test_loaded_rows_see_what_a_bulk_write_changed(world):
    with writing(world.secretary, "both") as session:
        member = session.get(Member, world.members["an"])
        member.address = "live"
        bulk.update(session, Member, [{"id": member.id, "phone": "bulk"}])
        assert (member.address, member.phone) == ("live", "bulk")
        member.phone = "live again"
    assert [before for _, _, before in _changes("both")] == [
        '{"address": null}',
        '{"phone": null}',
        '{"phone": "bulk"}',
    ]


def test_bulk_deletion_of_rows_that_others_reference_is_a_conflict(world):
    with pytest.raises(Conflict), writing(SYSTEM, "delete") as session:
        bulk.delete(session, Unit, [world.units["dong_bao"]])


def test_values_are_split_into_portions_from_any_iterable():
    assert [len(part) for part in chunks(range(MANY))] == [CHUNK_SIZE, CHUNK_SIZE, 7]
    assert list(chunks(set())) == []
    assert list(chunks(dict.fromkeys("ab"))) == [["a", "b"]]
