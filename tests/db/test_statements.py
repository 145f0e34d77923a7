"""Statements that cannot be narrowed to a viewer are refused to everybody; those that can be are let through."""

import pytest
from sqlalchemy import (
    Integer,
    any_,
    case,
    column,
    delete,
    exists,
    extract,
    func,
    insert,
    join,
    literal,
    literal_column,
    select,
    tablesample,
    text,
    true,
    union,
    update,
    values,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased, configure_mappers
from sqlalchemy.orm.properties import ColumnProperty
from sqlalchemy.sql.elements import quoted_name

from db.errors import NotAllowed
from db.kernel import scope, session as sessions, statements
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, reading, writing
from db.models import Member, Membership, Table, Unit
from tests import people

BARE = Member.__table__
ANOTHER = aliased(Member)
COUNT = select(Member.id).subquery()


def _hidden() -> str:
    return "(SELECT name FROM member)"


REFUSED = {
    "text": lambda: text("SELECT * FROM member"),
    "text in the condition": lambda: select(Member.id).where(text("1 = 1")),
    "text as a column": lambda: select(text("1"), Member.id),
    "text as a source": lambda: select(Member.id).select_from(text("member")),
    "text in the order": lambda: select(Unit.id).order_by(text(_hidden())),
    "text as a subquery": lambda: select(text("SELECT name FROM member").columns(column("name")).subquery()),
    "text as a class": lambda: select(aliased(Member, text("SELECT * FROM member").columns(*BARE.c).subquery())),
    "from_statement": lambda: select(Member).from_statement(text("SELECT * FROM member")),
    "from_statement of a select": lambda: select(Member).from_statement(select(Member)),
    "a literal column": lambda: select(Unit.id, literal_column(_hidden())),
    "a literal column in the order": lambda: select(Unit.id).order_by(literal_column(_hidden())),
    "a column by its bare name": lambda: select(column("name")).select_from(Member),
    "a column whose name is not quoted": lambda: select(Member.id.label(quoted_name(_hidden(), False))),
    "a prefix": lambda: select(Unit.id).prefix_with(f"{_hidden()},"),
    "a suffix": lambda: select(Unit.id).suffix_with("UNION SELECT id FROM member"),
    "a hint": lambda: select(Unit.id).with_hint(Unit, "x"),
    "a hint on the statement": lambda: select(Unit.id).with_statement_hint("UNION SELECT id FROM member"),
    "a suffix of a common table expression": lambda: select(select(Member.id).cte().suffix_with(_hidden()).c.id),
    "an operator of one's own": lambda: select(Unit.id.op(f"+ {_hidden()} +")(0)),
    "an operator of one's own in the condition": lambda: select(Unit.id).where(
        Unit.id.op("IN (SELECT id FROM member) OR 1 =")(1)
    ),
    "union": lambda: select(Member.id).union(select(Member.id)),
    "union_all": lambda: union(select(Member.id), select(Member.id)),
    "intersect": lambda: select(Member.id).intersect(select(Member.id)),
    "union in a subquery": lambda: select(select(Member.id).union(select(Member.id)).subquery()),
    "union in a common table expression": lambda: select(select(Member.id).union(select(Member.id)).cte()),
    "union in a recursive one": lambda: select(_recursive().c.id),
    "union in the condition": lambda: select(Unit.id).where(Unit.id.in_(select(Member.id).union(select(Member.id)))),
    "union as a value": lambda: select(select(Member.id).union(select(Member.id)).scalar_subquery()),
    "union in exists": lambda: select(Unit.id).where(exists(select(Member.id).union(select(Member.id)))),
    "a bare table": lambda: select(BARE),
    "a bare column": lambda: select(BARE.c.name),
    "a bare table as a source": lambda: select(Member.id).select_from(BARE),
    "a bare table joined": lambda: select(Membership.id).join(BARE, true()),
    "a bare table joined from": lambda: select(Membership.id).join_from(BARE, Membership, true()),
    "a bare table in a join of tables": lambda: select(Unit.id).select_from(Unit.__table__.join(BARE, true())),
    "classes in a join of tables": lambda: select(Unit.id).select_from(
        join(Member, Membership, Member.id == Membership.member_id)
    ),
    "a join of tables joined": lambda: select(Unit.id).join(
        join(Member, Membership, Member.id == Membership.member_id), true()
    ),
    "a bare column in the condition": lambda: select(Unit.id).where(BARE.c.id == 2),
    "a bare column beside another name": lambda: select(ANOTHER.id).where(BARE.c.id == 2),
    "a bare column in exists": lambda: select(Unit.id).where(exists(select(BARE.c.id))),
    "a bare table under another name": lambda: select(BARE.alias().c.name),
    "a bare table as a class": lambda: select(aliased(Member, BARE.select().subquery())),
    "a bare table as a class, by column": lambda: select(aliased(Member, BARE.select().subquery()).name),
    "a subquery under another name": lambda: select(COUNT.alias().c.id),
    "lateral": lambda: select(Unit.id, select(Member.name).lateral().c.name),
    "a sample": lambda: select(tablesample(Member, func.bernoulli(100))),
    "values": lambda: select(values(column("x", Integer), name="v").data([(1,)])),
    "a function as a source": lambda: select(func.json_each(Member.name).table_valued("value")),
    "a known function as a source": lambda: select(func.max(Member.name).table_valued("value")),
    "a function that is not known": lambda: select(func.query_to_xml("SELECT * FROM member")),
    "a function in the condition": lambda: select(Unit.id).where(func.upper(Unit.code) == "A"),
    "extract": lambda: select(extract("year", Member.id)),
    "a full join": lambda: select(Unit.id, Member.name).join(Member, Unit.id == -1, full=True),
    "a full join of two": lambda: select(Member.id, Membership.id).join(Membership, true(), full=True),
    "a class in the condition only": lambda: select(Unit.id).where(Member.id == 2),
    "a class in a function in the condition": lambda: select(Unit.id).where(
        func.coalesce(Member.card_number, "") == "1"
    ),
    "a class in the condition under another name": lambda: select(Unit.id).where(ANOTHER.id == 2),
    "a class in the condition of exists": lambda: select(Unit.id).where(
        exists().where(func.coalesce(Member.id, 0) == 2)
    ),
    "a class of the select around that is not about it": lambda: select(Member.id).where(
        select(func.coalesce(Member.id, Unit.id)).exists()
    ),
    "a class of the select around a source": lambda: select(
        Member.id, select(func.coalesce(Member.id, Unit.id)).subquery()
    ),
    "a class two selects away": lambda: select(Member.id).where(
        select(Unit.id).where(select(Membership.id).where(Membership.member_id == Member.id).exists()).exists()
    ),
    "correlation by hand": lambda: select(Member.id).where(
        select(Unit.id).where(Unit.id == Member.id).correlate_except(Member).exists()
    ),
    "no correlation by hand": lambda: select(Member.id).where(
        select(Unit.id).where(Unit.id == Member.id).correlate(None).exists()
    ),
    "a class in the order only": lambda: select(Unit.id).order_by(Member.name),
    "a class in having only": lambda: select(Unit.id).group_by(Unit.id).having(func.max(Member.id) == 2),
    "a class in a join's condition only": lambda: select(Unit.id).join(Membership, Member.id == 2),
    "two classes in one expression": lambda: select(func.count(func.coalesce(Membership.arrival, Member.name))),
    "two classes in one case": lambda: select(case((Unit.id > 0, Member.name))),
    "two classes in a filter": lambda: select(func.count(Unit.id).filter(Member.id == 2)),
    "a class in a window only": lambda: select(func.count().over(order_by=Member.id)),
    "a class in a window in a subquery": lambda: select(Unit.id).where(
        literal(2).in_(select(func.count().over(order_by=Member.id)))
    ),
    "columns exchanged after a join": lambda: (
        select(Unit.id).join(Member, true()).with_only_columns(func.count(Unit.id))
    ),
    "insert": lambda: insert(Member).values(name="x", sort_key="", search_key=""),
    "update": lambda: update(Member).values(name="x"),
    "delete": lambda: delete(Member),
    "a bare insert": lambda: BARE.insert().values(name="x"),
    "a bare update": lambda: BARE.update().values(name="x"),
    "a bare delete": lambda: BARE.delete(),
    "an insert beside": lambda: select(Unit.id).add_cte(insert(Member).values(name="x").returning(Member.id).cte()),
    "an update beside": lambda: select(Unit.id).add_cte(update(Member).values(name="x").returning(Member.id).cte()),
    "an update as a source": lambda: select(update(Member).values(name="x").returning(Member.id).cte()),
    "a bare delete beside": lambda: select(Unit.id).add_cte(BARE.delete().cte()),
    "rows kept from others": lambda: select(Unit.id).with_for_update(),
}


def _recursive():
    first = select(Member.id).where(Member.id == 2).cte("r", recursive=True)
    return first.union_all(select(Member.id).where(Member.id == first.c.id + 1))


@pytest.mark.parametrize("form", REFUSED)
def test_a_statement_that_cannot_be_narrowed_is_refused(form):
    with pytest.raises(NotAllowed) as refusal:
        statements.mapped_tables(REFUSED[form]())
    assert refusal.value.code == "unnarrowable"


def test_such_a_statement_is_refused_to_everybody(world):
    for viewer in (world.secretary, world.admin, SYSTEM):
        for opened in (reading(viewer), writing(viewer, "ask")):
            with opened as session:
                for made in REFUSED.values():
                    with pytest.raises(NotAllowed):
                        session.execute(made())


LET_THROUGH = {
    "a sum": lambda: select(
        Membership.kind, func.count(Membership.id), func.sum(case((Membership.id > 1, 1), else_=0))
    ).group_by(Membership.kind),
    "two classes in an expression, both named": lambda: (
        select(func.coalesce(Membership.arrival, Member.name))
        .select_from(Member)
        .join(Membership, Membership.member_id == Member.id)
    ),
    "a subquery of the select around": lambda: select(Member.id).where(
        select(Membership.id).where(Membership.member_id == Member.id).exists()
    ),
    "a value of the select around": lambda: select(
        Member.id, select(func.count(Membership.id)).where(Membership.member_id == Member.id).scalar_subquery()
    ),
    "a window": lambda: select(Member.id, func.count().over(partition_by=Member.born, order_by=Member.sort_key)),
    "distinct": lambda: select(func.count(Member.born.distinct())),
    "any of a list": lambda: select(Member.id).where(
        Member.name.in_(["Nguyễn Văn An"]), Member.id.between(1, 500), ~Member.name.like("x%")
    ),
    "a page of rows": lambda: select(Member).order_by(Member.sort_key.desc()).limit(2).offset(0),
}


def test_a_statement_that_can_be_narrowed_is(world):
    with reading(world.secretary) as mine, reading(world.district) as all_of_them:
        for form, made in LET_THROUGH.items():
            assert 0 < len(mine.execute(made()).all()) <= len(all_of_them.execute(made()).all()), form


def test_a_form_of_statement_is_analysed_once_but_not_for_another_form():
    assert (
        statements.mapped_tables(select(Member.id).where(Member.id == 1))
        == statements.mapped_tables(select(Member.id).where(Member.id == 2))
        == {Member}
    )
    with pytest.raises(NotAllowed):
        statements.mapped_tables(select(Member.id).where(Membership.id == 2))


PAST_THE_SESSION = {
    "connection": lambda s: s.connection().execute(select(Member)),
    "connection, text": lambda s: s.connection().execute(text("SELECT 1")),
    "connection, options of one's own": lambda s: s.connection().execute(
        select(Member), execution_options={"narrowed": True}
    ),
    "exec_driver_sql": lambda s: s.connection().exec_driver_sql("SELECT 1"),
    "engine": lambda s: sessions.engine().connect().execute(select(Member.__table__)),
    "a session of another kind": lambda s: Session(sessions.engine()).execute(select(Member)),
    "a session without a viewer": lambda s: ScopedSession(sessions.engine()).execute(select(Member)),
    "a savepoint": lambda s: (s.begin_nested(), s.connection()),
    "bulk_save_objects": lambda s: s.bulk_save_objects([Member(name="x", sort_key="", search_key="")]),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(Member, [{"name": "x", "sort_key": "", "search_key": ""}]),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(Member, [{"id": 1, "name": "x"}]),
    "query.update": lambda s: s.query(Member).update({"name": "x"}),
    "query.delete": lambda s: s.query(Member).delete(),
    "query.from_statement": lambda s: s.query(Member).from_statement(text("SELECT * FROM member")).all(),
    "query.union": lambda s: s.query(Member).union(s.query(Member)).all(),
    "query, text": lambda s: s.query(Member).filter(text("1 = 1")).all(),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_there_is_no_way_around_the_session(world):
    for viewer in (world.secretary, SYSTEM):
        for way, go in PAST_THE_SESSION.items():
            with pytest.raises(NotAllowed), writing(viewer, way) as session:
                go(session)


def test_a_read_session_writes_nothing(world):
    with reading(world.secretary) as session:
        session.add(Member(name="x", sort_key="", search_key=""))
        with pytest.raises(NotAllowed):
            session.commit()
    with reading(world.secretary) as session:
        session.get(Member, world.members["an"]).name = "x"
        with pytest.raises(NotAllowed):
            session.flush()


def test_every_table_has_a_rule_and_only_plain_columns():
    """A column that is a query, or a relationship, would not be visible in the statements that use it."""
    configure_mappers()
    assert {table.__tablename__ for table in scope.TABLE_RULES} == set(Table.metadata.tables)
    for table in scope.TABLE_RULES:
        assert all(
            isinstance(one, ColumnProperty) and one.expression.table is table.__table__
            for one in table.__mapper__.attrs
        )
        assert set(table.model_fields) == set(table.__table__.c.keys())


def test_any_of_does_not_widen_the_scope(world: people.World):
    with reading(world.secretary) as session:
        seen = set(session.scalars(select(Member.id)))
    assert world.members["lan"] not in seen
    assert statements.mapped_tables(select(Unit.id).where(Unit.id == any_(select(Member.id).scalar_subquery()))) == {
        Unit,
        Member,
    }
