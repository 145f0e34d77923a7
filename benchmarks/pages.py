"""Pages:
the cost of those with limits of their own, for each role, as a run minus the same widgets fed from memory, alternating
in one process. The part `touches` measures whole touches of all pages.

Milliseconds are CPU time including the database, since SQLite works in the same process. Measured with Streamlit's own
test runner, whose overhead is in both runs and cancels out.
"""

import gc
import logging
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks import constants, others_saving, telling
from components import menu
from components.figures import chart_choice
from components.menu import Route
from components.web import garbage_collection
from db.accounts import signin
from db.calendar import clock
from db.calendar.months import month_of
from db.figures import report_kinds
from db.figures.report_kinds import ReportKind
from db.kernel import session
from db.kernel.scope import Viewer
from db.models.meetings import MeetingAudience

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, COLD_ROUNDS = 7, 3
WARM = {"/": 15, "/record": 15, "/members": 15, "/households": 15, "/charts": 100, "/reporting": 100}
COLD = {"/charts": 300, "/reporting": 300}
BUSY = {"/charts": 100, "/reporting": 100}  # warm, after another cell has saved what the page counts
TEN_YEARS = 1.5  # times the cost of one year, warm, at most
LEAST = 10  # milliseconds: what costs less in one year counts as this, since the measurement itself varies by as much


class Row(NamedTuple):
    """A page with what its address asks for; `saved` are the tables of which somebody else saves a row meanwhile."""

    name: str
    viewer: Viewer
    entry: Route
    query: dict[str, str]
    saved: tuple[type, ...] = ()
    audience: MeetingAudience = MeetingAudience.OWN


def own_costs(viewers: dict[str, Viewer], narrowed: str = "") -> dict[str, dict[str, float]]:
    """Return the milliseconds of every page open to these viewers: the widgets alone, and the page's share above them,
    warm and cold; with a text, only of rows whose names contain it.
    """
    logging.disable(logging.CRITICAL)
    memory = constants.install()
    garbage_collection.tune_collector_after_loading()  # as a server does before it answers
    gc.disable()  # the garbage of large pages would be collected in every second run, always in the same mode
    rows = [row for row in list_rows(viewers) if narrowed in row.name]
    found = {}
    for done, row in enumerate(rows, start=1):
        found[row.name] = _measured(memory, row)
        telling.progress(done, len(rows), row.name)
    for name, measured in found.items():
        if year := found.get(name.replace(" ten years", " year")) if " ten years" in name else None:
            measured["times one year"] = measured["own warm ms"] / max(year["own warm ms"], LEAST)
    logging.disable(logging.NOTSET)
    return {name: telling.judge(told, _limits(name)) for name, told in found.items()}


def list_rows(viewers: dict[str, Viewer]) -> list[Row]:
    """Return what is measured: of `/charts` and `/reporting` every chart and every kind of report that the viewer may
    choose, over one year and over ten where it has months.
    """
    rows_of: dict[str, Callable[[str, Viewer, Route], Iterator[Row]]] = {"/reporting": _reports, "/charts": _charts}
    return [
        row
        for name, viewer in viewers.items()
        for entry in menu.ENTRIES
        if viewer.role in entry.roles and entry.address in WARM
        for row in rows_of.get(entry.address, _page)(f"{name} {entry.address}", viewer, entry)
    ]


def _page(name: str, viewer: Viewer, entry: Route) -> Iterator[Row]:
    yield Row(name, viewer, entry, {})


def _reports(name: str, viewer: Viewer, entry: Route) -> Iterator[Row]:
    for kind in ReportKind:
        rules = report_kinds.rules_of_kind(kind)
        for span, months in {"year": "12", "ten years": "120"}.items():
            query = {"reporting_kind": str(kind), "reporting_months": months}
            yield Row(f"{name} {kind} {span}", viewer, entry, query, rules.tables, rules.audience)


def _charts(name: str, viewer: Viewer, entry: Route) -> Iterator[Row]:
    ten_years_ago = {"charts_since": str(month_of(clock.today()) - 1000)}
    for key, chart in chart_choice.offered_charts(viewer).items():
        for span, since in {" year": {}, " ten years": ten_years_ago}.items() if chart.dated else {"": {}}.items():
            query = {"charts_which": key, **since}
            yield Row(f"{name} {key}{span}", viewer, entry, query, chart.tables, chart.meetings)


def _limits(name: str) -> dict[str, float]:
    """Return the limit of each of a row's figures."""
    address = name.split()[1]
    told = {"own warm ms": WARM.get(address), "own cold ms": COLD.get(address), "own busy ms": BUSY.get(address)}
    return {what: most for what, most in told.items() if most} | {"times one year": TEN_YEARS}


def _measured(memory: constants.Memory, row: Row) -> dict[str, float]:
    gc.collect()
    app = _opened(row)
    cold = statistics.median(_cold(memory, app) for _ in range(COLD_ROUNDS))
    taken = {mode: [] for mode in ("live", "constant")}
    _timed(memory, app, "keeping")
    for _ in range(ROUNDS):
        for mode, times in taken.items():
            times.append(_timed(memory, app, mode))
    widgets = statistics.median(taken["constant"])
    found = {
        "widgets ms": widgets,
        # each beside the run before it, since a machine is faster at one time than at another
        "own warm ms": statistics.median(live - bare for live, bare in zip(*taken.values(), strict=True)),
        "own cold ms": cold - widgets,
    }
    if save := others_saving.saving(row.viewer, row.saved, row.audience):
        found["own busy ms"] = statistics.median(_after(save, memory, app) for _ in range(ROUNDS)) - widgets
    return found


def _cold(memory: constants.Memory, app: AppTest) -> float:
    """Measure one run like the first after the server was started."""
    session.dispose()
    st.cache_data.clear()
    st.cache_resource.clear()
    return _timed(memory, app, "live")


def _after(save: Callable[[], None], memory: constants.Memory, app: AppTest) -> float:
    """Measure one run after somebody else has saved."""
    save()
    return _timed(memory, app, "live")


def _opened(row: Row) -> AppTest:
    app = AppTest.from_file(str(ROOT / "page_script.py"), default_timeout=120)
    app.user = {"sid": signin.hash_secret(signin.start_device_session(row.viewer.account_id, "Benchmark").token)}
    app.run()
    if row.entry.address != "/":
        app.switch_page(f"pages/{row.entry.page}")
    for name, value in row.query.items():
        app.query_params[name] = value
    app.run()
    _require_whole(app)
    return app


def _timed(memory: constants.Memory, app: AppTest, mode: str) -> float:
    with memory.run(mode):
        begun = time.process_time()
        app.run()
        taken = (time.process_time() - begun) * 1000
    _require_whole(app)
    return taken


def _require_whole(app: AppTest) -> None:
    """Raise RuntimeError if the page stopped early: what it costs until then says nothing."""
    if app.exception:
        raise RuntimeError(f"{app.query_params}: {app.exception[0].message}")
