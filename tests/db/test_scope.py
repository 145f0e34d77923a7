"""Nobody sees or changes a row outside his scope: every table, every role, every form of statement.

Generated from the rules and the models.
"""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from sqlalchemy import bindparam, case, func, literal, select, true
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import aliased, make_transient_to_detached, with_polymorphic
from sqlalchemy.orm.exc import ObjectDeletedError

from db.errors import Conflict, NotAllowed
from db.kernel import bulk, scope, session as sessions, statements
from db.kernel.scope import Viewer
from db.kernel.session import ScopedSession, reading, writing
from db.models import Introduction, Member, Membership, Role, Unit
from tests import denials, people
from tests.db.places import Place, another, everything, here_and_there, references, tables, viewers
from tests.people import ROLES

pytestmark = pytest.mark.every_case  # scope is tested on both databases, for each role
WITH_A_UNIT = ("secretary", "assistant", "commune", "workplace")


@pytest.fixture
def viewer(world: people.World, who: str) -> Viewer:
    return viewers(world)[who]


@pytest.fixture
def places(world: people.World, viewer: Viewer) -> tuple[Place, Place]:
    return here_and_there(world, viewer)


def narrowed(table: type) -> bool:
    """Whether some viewers see no row of a table, or only some of its rows."""
    return scope.TABLE_RULES[table].narrow is not scope.n.all_rows


def _looked_up(table: type, row_id: int) -> dict[str, Callable[[ScopedSession], object]]:
    """Every way to ask for one row; each returns something truthy if the row is seen."""
    one, other = table.id == row_id, aliased(table)
    below, first = select(table.id).where(one).subquery(), select(table.id).where(one).cte()
    whole = aliased(table, select(table).subquery())
    return {
        "rows": lambda s: s.scalars(select(table).where(one)).all(),
        "columns": lambda s: s.execute(select(*(getattr(table, name) for name in table.model_fields)).where(one)).all(),
        "exec": lambda s: s.exec(select(table).where(one)).all(),
        "prepared": lambda s: s.exec(_prepared(table), params={"row": row_id}).all(),
        "query": lambda s: s.query(table).filter(one).all(),
        "query of a column": lambda s: s.query(table.id).filter(one).all(),
        "get": lambda s: s.get(table, row_id),
        "get afresh": lambda s: s.get(table, row_id, populate_existing=True),
        "one by one": lambda s: list(s.scalars(select(table).where(one).execution_options(yield_per=1))),
        "all, picked here": lambda s: [each for each in s.scalars(select(table)) if each.id == row_id],
        "count": lambda s: s.scalar(select(func.count()).select_from(table).where(one)),
        "count of a column": lambda s: s.scalar(select(func.count(table.id)).where(one)),
        "a constant": lambda s: s.scalar(select(literal(1)).select_from(table).where(one)),
        "an expression": lambda s: s.scalar(select(case((one, 1))).where(one)),
        "another name": lambda s: s.scalars(select(other).where(other.id == row_id)).all(),
        "polymorphic": lambda s: any(row.id == row_id for row in s.scalars(select(with_polymorphic(table, "*")))),
        "subquery": lambda s: s.scalars(select(below.c.id)).all(),
        "subquery counted": lambda s: s.scalar(select(func.count()).select_from(below)),
        "subquery as the class": lambda s: s.scalars(select(whole).where(whole.id == row_id)).all(),
        "common table expression": lambda s: s.scalars(select(first.c.id)).all(),
        "in": lambda s: s.scalars(select(Unit.id).where(literal(row_id).in_(select(table.id)))).all(),
        "exists": lambda s: s.scalars(select(Unit.id).where(select(table.id).where(one).exists())).all(),
        "chosen exists": lambda s: s.scalar(select(select(table.id).where(one).exists())),
        "case exists": lambda s: s.scalar(select(case((select(table.id).where(one).exists(), 1)))),
        "scalar subquery": lambda s: any(
            s.scalars(select(select(table.id).where(one).scalar_subquery()).select_from(Unit))
        ),
        "having": lambda s: s.scalars(
            select(Unit.id).group_by(Unit.id).having(select(table.id).where(one).exists())
        ).all(),
        "join": lambda s: s.scalars(select(Unit.id).join(table, true()).where(one)).all(),
        "outer join": lambda s: any(s.scalars(select(table.id).select_from(Unit).outerjoin(table, one))),
        "outer join the other way": lambda s: any(
            s.scalars(select(table.id).select_from(table).outerjoin(Unit, true()).where(one))
        ),
        "joined subquery": lambda s: s.scalars(select(Unit.id).join(below, true())).all(),
        "two sources": lambda s: s.scalars(select(table.id).select_from(Unit, table).where(one)).all(),
        "correlated": lambda s: any(
            s.scalars(select(select(table.id).where(one, Unit.id > 0).scalar_subquery()).select_from(Unit))
        ),
        "read again": lambda s: _detached(s, table, row_id, lambda row: s.refresh(row)),
        "loaded late": lambda s: _detached(s, table, row_id, lambda row: (s.expire(row), row.id)),
    }


@cache
def _prepared(table: type):
    return statements.prepared_statement(select(table.id).where(table.id == bindparam("row")))


# whether a form is reached at all depends neither on the viewer nor on the database
PLAIN = ("rows", "prepared", "get", "count", "exists", "join", "read again")


def _ways(table: type, row_id: int, who: str) -> list[tuple[str, Callable]]:
    everything_tried = who == "secretary" and sessions.engine().dialect.name == "sqlite"
    return [(form, ask) for form, ask in _looked_up(table, row_id).items() if form in PLAIN or everything_tried]


def _detached(session: ScopedSession, table: type, row_id: int, then: Callable) -> bool:
    """Pretend to hold a row already."""
    make_transient_to_detached(row := table(id=row_id))
    session.add(row)
    try:
        then(row)
    except (ObjectDeletedError, InvalidRequestError):
        return False
    return True


@pytest.mark.parametrize("who", ROLES)
def test_nobody_sees_a_foreign_row(viewer, places, who):
    for table in filter(narrowed, tables()):
        rule = scope.TABLE_RULES[table]
        for form, ask in _ways(table, places[1].ids[table], who):
            with reading(viewer, texts=True) as session:
                try:
                    seen = bool(ask(session))
                except NotAllowed:
                    seen = False
                    assert not viewer.reads(rule.audience), f"{table.__name__} refused to a reader: {form}"
            if viewer.unit_ids is not None or not viewer.reads(rule.audience) or table.__tablename__ == "job":
                assert not seen, f"{table.__name__} of a foreign unit seen by {who}: {form}"
                denials.add("reads")


@pytest.mark.parametrize("who", ROLES)
def test_a_table_outside_the_viewers_audience_is_refused_whole(viewer, places, who):
    for table in tables():
        if not viewer.reads(scope.TABLE_RULES[table].audience):
            for form, ask in _ways(table, places[0].ids[table], who):
                with denials.expected("tables"), reading(viewer, texts=True) as session:
                    assert ask(session) or form


@pytest.mark.parametrize("who", ROLES)
def test_everybody_sees_his_own_rows(viewer, places, who):
    """Otherwise the tests above would pass for a register that shows nothing."""
    for table in tables():
        rule = scope.TABLE_RULES[table]
        if viewer.reads(rule.audience):
            for form, ask in _ways(table, places[0].ids[table], who):
                if table is not Unit or "join" not in form:
                    with reading(viewer, texts=True) as session:
                        assert ask(session), f"{table.__name__} not seen: {form}"


WHOLE_ROWS = (
    "rows", "columns", "exec", "query", "get", "get afresh", "one by one", "all, picked here", "another name",
    "polymorphic", "subquery as the class", "read again", "loaded late",
)  # fmt: skip
NOTHING_OF_THEM = ("count", "a constant", "exists", "in", "query of a column")


def test_no_need_to_know_text_is_read_without_logging_its_reader(world):
    """Whatever form a statement takes to read whole rows; that a row exists can be read without it."""
    viewer = viewers(world)["secretary"]
    here, _ = here_and_there(world, viewer)
    for table in filter(lambda table: scope.TABLE_RULES[table].texts, tables()):
        ways = _looked_up(table, here.ids[table])
        for form in WHOLE_ROWS:
            with denials.expected("texts"), reading(viewer) as session:
                ways[form](session)
        for form in NOTHING_OF_THEM:
            with reading(viewer) as session:
                assert ways[form](session), form


class Enough(Exception):
    """Ends an action without saving it."""


def _claim(session: ScopedSession, table: type, row_id: int) -> object:
    make_transient_to_detached(row := table(id=row_id))
    session.add(row)
    return row


def _trespasses(table: type, there: Place) -> dict[str, Callable[[ScopedSession], object]]:
    """Every way to write into a foreign unit."""
    row_id, new = there.ids[table], there.row(table)
    name, value = another(table, new)
    return {
        "add": lambda s: (s.add(table(**new)), s.flush()),
        "bulk insert": lambda s: bulk.insert(s, table, [new]),
        "bulk update": lambda s: bulk.update(s, table, [{"id": row_id, name: value}]),
        "bulk delete": lambda s: bulk.delete(s, table, [row_id]),
        "change of a claimed row": lambda s: (setattr(_claim(s, table, row_id), name, value), s.flush()),
        "deletion of a claimed row": lambda s: (s.delete(_claim(s, table, row_id)), s.flush()),
    }


@pytest.mark.parametrize("who", ROLES)
def test_nobody_writes_into_a_foreign_unit(viewer, places, who):
    (_, there), before = places, everything()
    for table in tables():
        rule = scope.TABLE_RULES[table]
        for form, trespass in _trespasses(table, there).items():
            if _harmless(viewer, table, form):
                continue
            try:
                with denials.expected("writes"), writing(viewer, "trespass") as session:
                    trespass(session)
            except pytest.fail.Exception:
                raise AssertionError(f"{form} of a foreign {table.__name__} let pass for {who}, {rule}") from None
    assert everything() == before


def _harmless(viewer: Viewer, table: type, form: str) -> bool:
    """New units, people and accounts belong to nobody yet; what may be seen everywhere may be written everywhere."""
    rule = scope.TABLE_RULES[table]
    if not viewer.writes(rule.work):
        return False
    if viewer.unit_ids is None:
        return viewer.reads(rule.audience) and rule.narrow is not scope.n.job
    return table.__tablename__ in ("unit", "member", "account") and form in ("add", "bulk insert")


def _own_rows(viewer: Viewer, here: Place) -> Iterator[tuple[type, dict]]:
    """The tables a viewer may write, each with a new row of his own."""
    for table in tables():
        if viewer.writes(scope.TABLE_RULES[table].work):
            unread = {
                column.name: None
                for column, target in references(table)
                if column.nullable and not viewer.reads(scope.TABLE_RULES[target].audience)
            }
            yield table, here.row(table) | unread


def _attempt(viewer: Viewer, deed: Callable[[ScopedSession], object]) -> None:
    """Do something without saving it; a unique value already taken does not count as a refusal."""
    try:
        with writing(viewer, "try", reason="its month is closed") as session:
            deed(session)
            session.flush()
            raise Enough
    except (Enough, Conflict):
        return


@pytest.mark.parametrize("who", WITH_A_UNIT)
def test_whoever_may_write_a_table_may_write_his_own_rows(viewer, places, who):
    for table, row in _own_rows(viewer, places[0]):
        if (who, table.__tablename__) != ("commune", "access_grant"):  # it may not grant its own role
            _attempt(viewer, lambda s, table=table, row=row: bulk.insert(s, table, [row]))
            _attempt(viewer, lambda s, table=table, row=row: s.add(table(**row)))


@pytest.mark.parametrize("who", WITH_A_UNIT)
def test_nothing_new_refers_to_a_foreign_row(viewer, places, who):
    (here, there), before = places, everything()
    for table, row in _own_rows(viewer, here):
        for column, target in references(table):
            if narrowed(target):
                foreign = row | {column.name: there.ids[target]}
                with denials.expected("references"), writing(viewer, "refer") as session:
                    bulk.insert(session, table, [foreign])
                with denials.expected("references"), writing(viewer, "refer") as session:
                    session.add(table(**foreign))
                    session.flush()
    assert everything() == before


def _crossings(viewer: Viewer, table: type, there: Place) -> dict[str, int]:
    """The columns through which a row would move to a foreign unit or refer to one.

    Some columns merely mention a unit: the area at the time, the other side of an introduction, the commune that typed
    for the cell.
    """
    tell = {Role.COMMUNE: {"area_id", "workplace_id"}, Role.WORKPLACE: {"area_id", "commune_id"}}.get(
        viewer.role, {"area_id", "on_behalf_of"}
    )
    row = there.row(table)
    found = {
        column.name: row[column.name] or there.units["cell"]
        for column, target in references(table)
        if target is Unit and column.name not in tell
    }
    return found | {column.name: there.ids[target] for column, target in references(table) if narrowed(target)}


@pytest.mark.parametrize("who", WITH_A_UNIT)
def test_nobody_moves_a_row_to_a_foreign_unit_or_makes_it_refer_to_one(viewer, places, who):
    (here, there), before = places, everything()
    for table, _ in _own_rows(viewer, here):
        for name, value in _crossings(viewer, table, there).items():
            with denials.expected("moves"), writing(viewer, "move") as session:
                bulk.update(session, table, [{"id": here.ids[table], name: value}])
            with denials.expected("moves"), writing(viewer, "move") as session:
                setattr(session.get(table, here.ids[table]), name, value)
                session.flush()
    assert everything() == before


def test_no_query_parameter_widens_what_a_viewer_sees(world):
    own = {world.secretary.unit_id}
    forged = {"viewer_units": list(world.units.values()), "viewer_account": None}
    with reading(world.secretary) as session:
        assert {row.unit_id for row in session.exec(select(Membership.unit_id), params=forged)} == own


def test_a_communes_people_are_looked_up_in_one_list_of_those_placed_and_introduced(world):
    asked = select(Introduction.id).join(Member, Member.id == Introduction.member_id)
    text = str(scope.narrow_statement(asked, world.commune))
    assert "UNION ALL" in text
    assert " OR " not in text  # with two lists, SQLite starts by reading both in full
