"""Prepared queries return what the same queries return through the library, for everybody and on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from db.accounts import signin
from db.calendar import clock
from db.errors import NotAllowed
from db.kernel import bulk, compiled_select, scope, statements
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, engine, reading, writing
from db.models import Device, Member, Membership, MembershipKind, Unit
from tests import sent_statements
from tests.db.filling import fill
from tests.db.places import tables

LISTED = statements.prepared_statement(
    select(Membership.member_id, Membership.kind, Membership.valid_from)
    .where(Membership.member_id.in_(bindparam("members", expanding=True)), Membership.kind == MembershipKind.OWN)
    .order_by(Membership.id)
)
NAMES = statements.prepared_statement(select(Member.name).order_by(Member.id))


def test_every_column_of_every_table_is_read_as_the_library_reads_it(any_database):
    fill()
    with reading(SYSTEM, texts=True) as session:
        for table in tables():
            question = statements.select_plain(table).order_by(table.id)
            told = session.exec(statements.prepared_statement(question)).all()
            expected = session.execute(question.limit(10)).all()
            assert [tuple(row) for row in told] == [tuple(row) for row in expected]
            assert told


def test_a_query_repeated_with_other_values_uses_those_values(world):
    def ask(session, kind, ids):
        query = select(Membership.id, Membership.kind).where(Membership.kind == kind, Membership.member_id.in_(ids))
        query = query.order_by(Membership.id).limit(len(ids))
        told = session.exec(query).all()
        assert [tuple(row) for row in told] == [tuple(row) for row in session.execute(query).all()]
        return session._compiled(query, statements.form_of(query)), told

    with reading(world.commune) as session:
        ids = list(session.exec(select(Member.id)))
        own, contact = ask(session, MembershipKind.OWN, ids), ask(session, MembershipKind.CONTACT, ids[:3])
    assert own[0] is contact[0]  # prepared once
    assert own[1] != contact[1]


def test_a_datetime_beside_a_list_is_bound_as_the_library_binds_it(world):
    signin.start_device_session(world.secretary.account_id, "Chrome")
    whole_second = clock.now().replace(microsecond=0)
    with writing(SYSTEM, "test") as session:
        device_id = session.exec(select(Device.id)).one()
        bulk.update(session, Device, [{"id": device_id, "expires_at": whole_second}])
        for moment, told in ((whole_second, []), (whole_second - timedelta(seconds=1), [device_id])):
            query = select(Device.id).where(Device.expires_at > moment, Device.id.in_([device_id]))
            assert session.exec(query).all() == told


@pytest.mark.parametrize("count", [0, 1, 3, 700])
def test_a_list_of_any_length_can_be_asked_about(world, count):
    with reading(SYSTEM) as session:
        ids = ([world.members["an"], *session.exec(select(Member.id))] * 700)[:count]
        told = session.exec(LISTED, params={"members": ids}).all()
        expected = session.execute(LISTED, {"members": ids}).all()  # through the library
    assert [tuple(row) for row in told] == [tuple(row) for row in expected]
    assert bool(told) == bool(count)


def test_a_missing_value_is_not_taken_for_none(world):
    named = statements.prepared_statement(select(Member.id).where(Member.name == bindparam("name")))
    with reading(SYSTEM) as session:
        assert session.exec(named, params={"name": "nobody"}).all() == []
        with pytest.raises(KeyError):
            session.exec(named, params={"nam": "nobody"})


def test_compiled_texts_are_kept_for_a_few_list_lengths_only(world):
    with reading(SYSTEM) as session:
        for count in range(200):
            session.exec(LISTED, params={"members": range(count)}).all()
        kept = session._compiled(LISTED, statements.form_of(LISTED)).texts
    assert 0 < len(kept) < 100


def test_two_viewers_with_the_same_role_each_see_their_own_rows(world):
    told = []
    for viewer in (world.commune, world.other_commune):
        with reading(viewer) as session:
            told.append(session.exec(NAMES).all())
    assert told[0] != told[1]


def test_unflushed_changes_of_an_action_are_seen(world):
    with writing(SYSTEM, "test") as session:
        member = session.get(Member, world.members["an"])
        member.name = "Tên mới"
        assert "Tên mới" in session.exec(NAMES).all()


def test_a_session_without_a_viewer_sees_nothing():
    with ScopedSession(engine()) as session, pytest.raises(NotAllowed):
        session.exec(NAMES)


def test_a_query_for_whole_rows_goes_through_the_library(world):
    whole = statements.prepared_statement(select(Unit))
    assert not compiled_select.selects_columns(whole)
    with reading(SYSTEM) as session:
        unit = session.exec(whole).first()
        assert unit in session


def test_a_failing_database_raises_what_the_library_raises(world, monkeypatch):
    def failing(cursor, _sql, _values):
        cursor.execute("SELECT name FROM nowhere")

    monkeypatch.setattr(compiled_select, "_send", failing)
    with reading(SYSTEM) as session, pytest.raises(DBAPIError, match="name"):
        session.exec(NAMES)


def test_a_query_is_sent_once_and_narrowed(world):
    with sent_statements.heard() as sent, reading(world.secretary) as session:
        session.exec(NAMES).all()
    assert len(sent) == 1
    assert "membership" in sent[0]
    assert scope.TABLE_RULES[Member].narrow is scope.n.of_member


def test_a_plain_row_says_what_a_whole_row_says_and_changes_nothing(world):
    plain = statements.prepared_statement(statements.select_plain(Unit).order_by(Unit.id))
    with reading(SYSTEM) as session:
        told, expected = session.exec(plain).all(), session.exec(select(Unit).order_by(Unit.id)).all()
        assert [row._asdict() for row in told] == [row.model_dump() for row in expected]
        assert told
        with pytest.raises(AttributeError):
            told[0].code = "another"


def test_plain_tuples_are_the_rows_of_a_result_on_either_path(world):
    query = select(Member.code, Member.name).order_by(Member.id)
    with reading(world.secretary) as session:
        rows = [tuple(row) for row in session.exec(query).all()]
        assert rows
        assert compiled_select.plain_tuples(session.exec(query)) == rows
        beside = session.exec(query, execution_options={"yield_per": 2})
        assert compiled_select.plain_tuples(beside) == rows
