"""Pages: what each costs of its own, for each role:
its run minus the same widgets fed from memory, by turns in one process.

Milliseconds are of computing, the database's with it: SQLite works in the same process. Measured under Streamlit's own
test runner: what it adds to a run is in both, and goes with the difference.
"""

import logging
import statistics
import time
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks import constants
from components import menu
from components.menu import Entry
from db.accounts import signin
from db.calendar import clock
from db.calendar.months import month_of
from db.kernel import session
from db.kernel.scope import Viewer

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
# gone, begins with a file, or needs to be told of whom
LEFT_OUT = {"/set-up", "/import", "/member", "/account", "/household", "/household-group"}
WARM = {"/": 15, "/record": 15, "/members": 15, "/households": 15, "/charts": 100, "/reporting": 100}
COLD = {"/charts": 300, "/reporting": 300}
NO_LIMIT = float("inf")


def own_costs(viewers: dict[str, Viewer]) -> dict[str, dict[str, float]]:
    """Milliseconds of every page that these viewers may open:
    the widgets alone, and what comes to them warm and cold.
    """
    logging.disable(logging.CRITICAL)
    memory = constants.install()
    found = {}
    for name, viewer in viewers.items():
        for entry in menu.ENTRIES:
            if viewer.role in entry.roles and entry.address not in LEFT_OUT:
                for span, query in _spans(entry.address).items():
                    found[f"{name} {entry.address}{span}"] = _measured(memory, viewer, entry, query)
    logging.disable(logging.NOTSET)
    return found


def _spans(address: str) -> dict[str, dict[str, str]]:
    """A chart is measured over one year and over ten."""
    if address != "/charts":
        return {"": {}}
    year, month = divmod(month_of(clock.today()), 100)
    return {" year": {}, " ten years": {"charts_since": f"{month}/{year - 10}"}}


def _measured(memory: constants.Memory, viewer: Viewer, entry: Entry, query: dict[str, str]) -> dict[str, float]:
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
    limits = {"own warm ms": WARM.get(entry.address, NO_LIMIT), "own cold ms": COLD.get(entry.address, NO_LIMIT)}
    return found | {"over its limit": sum(found[name] > limit for name, limit in limits.items())}


def _opened(viewer: Viewer, entry: Entry, query: dict[str, str]) -> AppTest:
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
