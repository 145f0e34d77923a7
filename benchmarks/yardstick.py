"""Yardstick:
the same queries on the same rows in DuckDB, which holds columns in memory and does not restrict viewers.

The register is slower for reasons: it answers for a viewer (who may see which unit, by the tree of the time, without
practice units), it reads rows from a file by index where DuckDB scans columns in memory, and it returns plain Python
values. The first time may take 300 ms; pages cache the answers until they change (`components/result_cache.py`), here
each is queried again.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable

import duckdb
import pandas

from benchmarks import telling
from components.web import garbage_collection
from db import config
from db.calendar import clock
from db.calendar.months import month_of
from db.figures import figures, member_composition, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.figures import FigureQuery
from db.figures.member_composition import CompositionQuery
from db.figures.report_kinds import ReportKind
from db.kernel import session
from db.kernel.scope import Viewer
from db.models import MembershipKind
from db.people.member_traits import Trait

ROUNDS = 15
COLD = 300  # milliseconds
TABLES = {
    "tally": "period, audience, meeting_id, expected, present, excused, unexcused, unknown, exempt, extra",
    "meeting": "unit_id, period, months, audience, state, first_saved_at",
    "membership": "unit_id, member_id, kind, valid_from, valid_to",
    "member": "id, organisation",
}
ATTENDANCE = """
    SELECT period, count(DISTINCT meeting_id), sum(expected), sum(present), sum(excused), sum(unexcused), sum(unknown),
        sum(exempt), sum(extra)
    FROM tally WHERE audience = 'own' AND period BETWEEN {since} AND {until} GROUP BY period ORDER BY period
"""
REPORTING = """
    SELECT unit_id, period, count(*), min(first_saved_at)
    FROM meeting WHERE audience = 'own' AND months = 1 AND state <> 'cancelled' AND period BETWEEN {since} AND {until}
    GROUP BY unit_id, period
"""
COMPOSITION = """
    SELECT organisation, count(DISTINCT member_id)
    FROM membership JOIN member ON member.id = member_id
    WHERE kind = 'own' AND (valid_from IS NULL OR valid_from <= '{day}') AND (valid_to IS NULL OR valid_to >= '{day}')
    GROUP BY organisation
"""


def measure(viewer: Viewer) -> dict[str, dict[str, float]]:
    """Return milliseconds of computing for the register's queries, first and repeated, and for DuckDB's."""
    month, found = month_of(clock.today()), {}
    told = {"day": clock.today().isoformat(), "until": month}
    years = {"year": month - 99, "ten years": month - 999}
    asked: list[tuple[str, Callable[[], object], str]] = [
        (f"attendance, {name}", lambda since=since: figures.attendance_by_period(viewer, FigureQuery(since, month)),
         ATTENDANCE.format(since=since, **told))
        for name, since in years.items()
    ]  # fmt: skip
    asked += [
        (f"reporting, {name}",
         lambda since=since: reporting.report_states_by_period(viewer, ReportQuery(ReportKind.MONTHS, since, month)),
         REPORTING.format(since=since, **told))
        for name, since in years.items()
    ]  # fmt: skip
    columns = _columns()
    garbage_collection.tune_collector_after_loading()  # as a server does before it answers
    for name, ask, sql in asked:
        found[name] = _compared(ask, columns, sql)
    return found | _composed(viewer, columns)


def measure_composition(viewer: Viewer) -> dict[str, dict[str, float]]:
    """Measure the composition of all members alone, like `measure`."""
    return _composed(viewer, _columns())


def _composed(viewer: Viewer, columns: duckdb.DuckDBPyConnection) -> dict[str, dict[str, float]]:
    of, sql = (
        CompositionQuery(MembershipKind.OWN, Trait.ORGANISATION),
        COMPOSITION.format(day=clock.today().isoformat()),
    )
    return {"composition": _compared(lambda: member_composition.by_class(viewer, of), columns, sql)}


def _columns() -> duckdb.DuckDBPyConnection:
    """Load the register's rows into DuckDB's memory."""
    columns = duckdb.connect()
    with sqlite3.connect(config.database_url().removeprefix("sqlite:///")) as rows:
        for table, names in TABLES.items():
            frame = pandas.read_sql_query(f"SELECT {names} FROM {table}", rows)
            columns.register("frame", frame)
            columns.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
            columns.unregister("frame")
    columns.execute("SET threads = 1")  # like the register, which uses one thread
    return columns


def _compared(ask: Callable[[], object], columns: duckdb.DuckDBPyConnection, sql: str) -> dict[str, float]:
    session.dispose()
    cold = _taken(ask)
    again = statistics.median(_taken(ask) for _ in range(ROUNDS))
    yardstick = statistics.median(_taken(lambda: columns.execute(sql).fetchall()) for _ in range(ROUNDS + 1))
    told = {"cold ms": cold, "again ms": again, "DuckDB ms": yardstick, "times DuckDB": again / yardstick}
    return telling.judge(told, {"cold ms": COLD})


def _taken(ask: Callable[[], object]) -> float:
    begun = time.process_time()
    ask()
    return (time.process_time() - begun) * 1000
