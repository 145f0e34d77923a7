"""Questions: milliseconds for the database queries of the main pages, per role, the first time and repeated."""

import statistics
import time
from collections.abc import Callable

from benchmarks import telling
from db.calendar import clock
from db.calendar.months import month_of
from db.contacts import reconciliation
from db.figures import cells_met, coverage, figures, silent_units_and_introduced_members
from db.findings import finding_counts
from db.households import household_board
from db.kernel import session
from db.kernel.scope import Viewer
from db.meetings import due_meetings, meetings
from db.people import member_search

ROUNDS = 30
LIMITS = {"cold ms": 300, "warm ms": 300}  # queried anew each time; pages cache large results until they change


def measure(viewers: dict[str, Viewer]) -> dict[str, dict[str, float]]:
    """Return milliseconds of computing: the first call on a new connection, and the median of later ones."""
    return {f"{role} {page}": telling.judge(_timed(ask), LIMITS) for role, page, ask in _questions(viewers)}


def _timed(ask: Callable[[], object]) -> dict[str, float]:
    session.dispose()
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.process_time()
        ask()
        taken.append((time.process_time() - begun) * 1000)
    return {"cold ms": taken[0], "warm ms": statistics.median(taken[1:])}


def _questions(viewers: dict[str, Viewer]) -> list[tuple[str, str, Callable[[], object]]]:
    month, cell = month_of(clock.today()), viewers["bithu"]
    years = {"year": figures.FigureQuery(month - 100, month), "ten years": figures.FigureQuery(month - 1000, month)}
    asked = [
        ("bithu", "/", lambda: due_meetings.list_due(cell, cell.unit_id)),
        ("xa", "/", lambda: silent_units_and_introduced_members.list_silent(viewers["xa"], month)),
        ("huyen", "/", lambda: silent_units_and_introduced_members.list_silent(viewers["huyen"], month)),
        ("xa", "/review", lambda: finding_counts.by_cell(viewers["xa"])),
        ("huyen", "/review", lambda: finding_counts.by_cell(viewers["huyen"])),
        ("bithu", "/record", lambda: meetings.load(cell, meetings.MeetingRef(cell.unit_id, "regular", month))),
        ("bithu", "/households", lambda: household_board.load(cell, cell.unit_id)),
    ]
    for role in ("bithu", "xa", "huyen", "admin"):
        asked.append(
            (role, "/members", lambda viewer=viewers[role]: member_search.search(viewer, member_search.MemberFilter()))
        )
    for role in ("bithu", "xa", "huyen"):
        for span, wanted in years.items():
            asked.append(
                (
                    role,
                    f"/charts {span}",
                    lambda viewer=viewers[role], wanted=wanted: figures.attendance_by_period(viewer, wanted),
                )
            )
        asked.append(
            (role, "/charts cells, year", lambda viewer=viewers[role]: cells_met.by_month(viewer, years["year"]))
        )
        if role != "bithu":
            ask = lambda viewer=viewers[role]: reconciliation.by_commune_or_workplace(viewer, clock.today())  # noqa: E731
            asked.append((role, "/contacts reconciliation", ask))
        asked.append((role, "/charts households", lambda viewer=viewers[role]: coverage.by_unit(viewer)))
    return asked
