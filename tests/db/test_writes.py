"""Writing: only changes are saved, whole or not at all, in the user's name, and no id is used twice."""

import pytest
from sqlalchemy import event, select

from db.errors import Conflict
from db.kernel import bulk, row_access
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, reading, writing
from db.models import Batch, Change, Introduction, Member, Membership
from tests.db.written_rows import conflicting_rows, row_count


def _statements(session: ScopedSession) -> list[str]:
    """The statements this session sends to the database from now on."""
    sent: list[str] = []
    event.listen(
        session.connection(), "before_cursor_execute", lambda connection, cursor, statement, *_: sent.append(statement)
    )
    return sent


def test_a_save_touches_only_the_column_that_was_changed(world):
    with writing(world.secretary, "move house") as session:
        sent = _statements(session)
        session.get(Member, world.members["an"]).address = "Ngõ 5"
        session.flush()
    updates = [statement for statement in sent if statement.startswith("UPDATE")]
    assert len(updates) == 1
    assert updates[0].startswith("UPDATE member SET address=")
    assert updates[0].count("=") == 2


def test_a_save_of_many_touches_only_the_rows_and_columns_that_differ(world):
    with reading(world.secretary) as session:
        rows = [
            {"id": row.id, "name": row.name, "address": row.address, "phone": row.phone}
            for row in session.scalars(select(Member).order_by(Member.id))
        ]
    rows[1]["phone"] = "0912"
    with writing(world.secretary, "phone") as session:
        sent = _statements(session)
        bulk.update(session, Member, rows)
    assert [statement for statement in sent if statement.startswith("UPDATE")] == [
        next(one for one in sent if one.startswith("UPDATE member SET phone="))
    ]
    with reading(SYSTEM) as session:
        changes = session.execute(
            select(Change.row_id, Change.before).join(Batch, Batch.id == Change.batch_id).where(Batch.deed == "phone")
        ).all()
    assert changes == [(rows[1]["id"], '{"phone": null}')]


def test_a_save_that_changes_nothing_leaves_no_trace(world):
    before = row_count(Batch)
    with writing(world.secretary, "look") as session:
        member = session.get(Member, world.members["an"])
        member.name, member.phone = member.name, "1"
        member.phone = None
        bulk.update(session, Member, [{"id": member.id, "name": member.name}])
    assert row_count(Batch) == before


def _add_valid_and_conflicting_rows(session: ScopedSession) -> None:
    session.add(Member(name="x", sort_key="x", search_key="x"))
    session.flush()
    session.add_all(conflicting_rows())
    session.flush()


def test_an_action_is_saved_whole_or_not_at_all(world):
    before = row_count(Member), row_count(Batch), row_count(Change)
    with pytest.raises(Conflict), writing(SYSTEM, "half") as session:
        _add_valid_and_conflicting_rows(session)
    assert (row_count(Member), row_count(Batch), row_count(Change)) == before


def test_an_action_may_change_what_it_created_before_it_can_be_seen(world):
    """A new member belongs to no cell until his membership is written."""
    with writing(world.secretary, "arrive") as session:
        member = Member(name="Mới", sort_key="m", search_key="moi")
        session.add(member)
        session.flush()
        member.phone = "1"
        session.flush()
        bulk.update(session, Member, [{"id": member.id, "address": "Ngõ 1"}])
        member.born = "1990"
        session.flush()
        session.add(Membership(member_id=member.id, unit_id=world.secretary.unit_id, kind="own"))
    with reading(world.secretary) as session:
        found = session.get(Member, member.id)
        assert (found.phone, found.address, found.born) == ("1", "Ngõ 1", "1990")


def test_the_register_never_reuses_an_id(world):
    with writing(SYSTEM, "make") as session:
        first = bulk.insert(session, Member, [{"name": "a", "sort_key": "a", "search_key": "a"}])[0]
    with writing(SYSTEM, "delete") as session:
        bulk.delete(session, Member, [first])
    with writing(SYSTEM, "make") as session:
        assert bulk.insert(session, Member, [{"name": "b", "sort_key": "b", "search_key": "b"}])[0] > first


def test_changes_made_before_acting_as_the_system_are_in_the_users_name(world):
    with writing(world.secretary, "deed") as session, row_access.as_system(session):
        bulk.update(session, Introduction, [{"id": session.scalars(select(Introduction.id)).first(), "letter": "7"}])
    with reading(SYSTEM) as session:
        batch = session.scalars(select(Batch).order_by(Batch.id.desc())).first()
        assert (batch.role, batch.account_id) == ("secretary", world.secretary.account_id)
