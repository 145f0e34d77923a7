"""Questions: milliseconds of what the main pages ask of the database, per role, the first time and again."""

import statistics
import time
from collections.abc import Callable

from db import clock, session
from db.figures import coverage, figures, met, waiting
from db.households import board
from db.meetings import due, meetings
from db.people import members
from db.scope import Viewer

ROUNDS = 30


def measure(viewers: dict[str, Viewer]) -> dict[str, dict[str, float]]:
    """Milliseconds of computing: the first call over a connection newly opened, and the median of those after it."""
    return {f"{role} {page}": _timed(ask) for role, page, ask in _questions(viewers)}


def _timed(ask: Callable[[], object]) -> dict[str, float]:
    session.dispose()
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.process_time()
        ask()
        taken.append((time.process_time() - begun) * 1000)
    return {"cold ms": taken[0], "warm ms": statistics.median(taken[1:])}


def _questions(viewers: dict[str, Viewer]) -> list[tuple[str, str, Callable[[], object]]]:
    month, cell = clock.month_of(clock.today()), viewers["bithu"]
    years = {"year": figures.Wanted(month - 100, month), "ten years": figures.Wanted(month - 1000, month)}
    asked = [
        ("bithu", "/", lambda: due.meetings(cell, cell.unit_id)),
        ("xa", "/", lambda: waiting.silent(viewers["xa"], month)),
        ("huyen", "/", lambda: waiting.silent(viewers["huyen"], month)),
        ("bithu", "/record", lambda: meetings.opened(cell, meetings.Call(cell.unit_id, "regular", month))),
        ("bithu", "/households", lambda: board.board(cell, cell.unit_id)),
    ]
    for role in ("bithu", "xa", "huyen", "admin"):
        asked.append((role, "/members", lambda viewer=viewers[role]: members.listing(viewer, members.Wanted())))
    for role in ("bithu", "xa", "huyen"):
        for span, wanted in years.items():
            asked.append((role, f"/charts {span}", lambda viewer=viewers[role], wanted=wanted: figures.attendance(viewer, wanted)))
        asked.append((role, "/charts cells, year", lambda viewer=viewers[role]: met.by_month(viewer, years["year"])))
        asked.append((role, "/charts households", lambda viewer=viewers[role]: coverage.parts(viewer)))
    return asked
