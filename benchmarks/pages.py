"""Pages:
the cost of those with limits of their own, for each role, as a run minus the same widgets fed from memory, alternating
in one process. The part `touches` measures whole touches of all pages.

Milliseconds are CPU time including the database, since SQLite works in the same process. Measured with Streamlit's own
test runner, whose overhead is in both runs and cancels out.
"""

import logging
import statistics
import time
from pathlib import Path

import streamlit as st
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from benchmarks import constants, telling
from components import menu
from components.menu import Route
from components.web import garbage_collection
from db.accounts import signin
from db.calendar import clock
from db.calendar.months import month_of
from db.figures.report_kinds import ReportKind
from db.kernel import session
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Tally

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
WARM = {"/": 15, "/record": 15, "/members": 15, "/households": 15, "/charts": 100, "/reporting": 100}
COLD = {"/charts": 300, "/reporting": 300}
BUSY = {"/charts": 100, "/reporting": 100}  # warm, after another cell has saved its meeting
TEN_YEARS = 1.5  # times the cost of one year, warm, at most


def own_costs(viewers: dict[str, Viewer]) -> dict[str, dict[str, float]]:
    """Return the milliseconds of every page open to these viewers: the widgets alone, and the page's share above them,
    warm and cold.
    """
    logging.disable(logging.CRITICAL)
    memory = constants.install()
    garbage_collection.tune_collector_after_loading()  # as a server does before it answers
    asked = [
        (f"{name} {entry.address}{span}", viewer, entry, query)
        for name, viewer in viewers.items()
        for entry in menu.ENTRIES
        if viewer.role in entry.roles and entry.address in WARM
        for span, query in _spans(entry.address).items()
    ]
    found = {}
    for done, (name, viewer, entry, query) in enumerate(asked, start=1):
        found[name] = _measured(memory, viewer, entry, query)
        telling.progress(done, len(asked), name)
    for name, measured in found.items():
        if year := found.get(name.replace(" ten years", " year")) if " ten years" in name else None:
            measured["times one year"] = measured["own warm ms"] / year["own warm ms"]
    logging.disable(logging.NOTSET)
    return {name: telling.judge(told, _limits(name)) for name, told in found.items()}


def _limits(name: str) -> dict[str, float]:
    """Return the limit of each of a row's figures."""
    address = name.split()[1]
    told = {"own warm ms": WARM.get(address), "own cold ms": COLD.get(address), "own busy ms": BUSY.get(address)}
    return {what: most for what, most in told.items() if most} | {"times one year": TEN_YEARS}


def _spans(address: str) -> dict[str, dict[str, str]]:
    """Return the spans to measure: a chart, and reporting of each kind, over one year and over ten."""
    if address == "/reporting":
        return {
            f" {kind}{span}": {"reporting_kind": str(kind), "reporting_months": months}
            for kind in ReportKind
            for span, months in {" year": "12", " ten years": "120"}.items()
        }
    if address != "/charts":
        return {"": {}}
    year, month = divmod(month_of(clock.today()), 100)
    return {" year": {}, " ten years": {"charts_since": f"{month}/{year - 10}"}}


def _measured(memory: constants.Memory, viewer: Viewer, entry: Route, query: dict[str, str]) -> dict[str, float]:
    app = _opened(viewer, entry, query)
    session.dispose()
    st.cache_data.clear()
    st.cache_resource.clear()
    cold = _timed(memory, app, "keeping")
    taken = {mode: [] for mode in ("live", "constant")}
    _timed(memory, app, "keeping")
    for _ in range(ROUNDS):
        for mode, times in taken.items():
            times.append(_timed(memory, app, mode))
    widgets = statistics.median(taken["constant"])
    found = {
        "widgets ms": widgets,
        "own warm ms": statistics.median(taken["live"]) - widgets,
        "own cold ms": cold - widgets,
    }
    if entry.address in BUSY:
        busy = [_after_a_save(memory, app) for _ in range(ROUNDS)]
        found["own busy ms"] = statistics.median(busy) - widgets
    return found


def _after_a_save(memory: constants.Memory, app: AppTest) -> float:
    """Measure one run after some cell's meeting of the latest month was saved again."""
    with writing(SYSTEM, "benchmark") as saving:
        tally = saving.exec(select(Tally).order_by(Tally.period.desc(), Tally.id.desc())).first()
        tally.spoke += 1
    return _timed(memory, app, "live")


def _opened(viewer: Viewer, entry: Route, query: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "page_script.py"), default_timeout=120)
    app.user = {"sid": signin.hash_secret(signin.start_device_session(viewer.account_id, "Benchmark").token)}
    app.run()
    if entry.address != "/":
        app.switch_page(f"pages/{entry.page}")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if app.exception:
        raise RuntimeError(f"{entry.address}: {app.exception[0].message}")
    return app


def _timed(memory: constants.Memory, app: AppTest, mode: str) -> float:
    with memory.run(mode):
        begun = time.process_time()
        app.run()
        return (time.process_time() - begun) * 1000
