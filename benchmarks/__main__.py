"""What pages ask of the database and what they cost of their own, per role, warm and cold: on standard output and in benchmarks/results/.

SIZE=small (default) or district chooses the demonstration they are asked of. Machines differ: compare figures of one run only.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 30
MEASURED = ("bithu", "xa", "huyen", "admin", "coquan")


def main() -> None:
    """Make the demonstration in a folder of its own, ask, and keep the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "REGISTER_DEMO": "1"}
        subprocess.run([sys.executable, "-m", "db.demo"], cwd=ROOT, check=True)
        found = {f"{role} {page}": timed(ask) for role, page, ask in _questions()}
        pages = _pages()
    for name, figures in found.items():
        print(f"{name:<28} cold {figures['cold']:8.1f} ms   warm {figures['warm']:8.1f} ms")
    print("\nOwn cost of a page: its run minus the same widgets fed from memory")
    for name, figures in pages.items():
        print(f"{name:<28} cold {figures['cold']:8.1f} ms   warm {figures['warm']:8.1f} ms   widgets {figures['widgets']:8.1f} ms{_mark(name, figures)}")
    results = ROOT / "benchmarks" / "results"
    results.mkdir(parents=True, exist_ok=True)
    file = results / f"{datetime.now():%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps({"size": os.environ.get("SIZE", "small"), "milliseconds": found, "own_cost": pages}, indent=2))


def timed(ask: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of the first call over a connection newly opened, and the median of those after it."""
    from db import session

    session.dispose()
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return {"cold": taken[0], "warm": statistics.median(taken[1:])}


def _pages() -> dict[str, dict[str, float]]:
    from benchmarks import pages
    from db.access import accounts

    grants = _grants()
    return pages.own_costs({name: viewer for name in MEASURED if (viewer := accounts.viewer_for(*grants[name]))})


def _mark(name: str, figures: dict[str, float]) -> str:
    from benchmarks import pages

    return "   over its limit" if pages.over_limit(name, figures) else ""


def _questions() -> list[tuple[str, str, Callable[[], object]]]:
    from db import clock
    from db.access import accounts
    from db.figures import figures, met, waiting
    from db.meetings import due, meetings
    from db.people import members

    viewers = {name: viewer for name, grant in _grants().items() if (viewer := accounts.viewer_for(*grant))}
    month, cell = clock.month_of(clock.today()), viewers["bithu"]
    years = {"year": figures.Wanted(month - 100, month), "ten years": figures.Wanted(month - 1000, month)}
    asked = [
        ("bithu", "/", lambda: due.meetings(cell, cell.unit_id)),
        ("xa", "/", lambda: waiting.silent(viewers["xa"], month)),
        ("huyen", "/", lambda: waiting.silent(viewers["huyen"], month)),
        ("bithu", "/record", lambda: meetings.opened(cell, meetings.Call(cell.unit_id, "regular", month))),
    ]
    for role in ("bithu", "xa", "huyen", "admin"):
        asked.append((role, "/members", lambda viewer=viewers[role]: members.listing(viewer, members.Wanted())))
    for role in ("bithu", "xa", "huyen"):
        for span, wanted in years.items():
            asked.append((role, f"/charts {span}", lambda viewer=viewers[role], wanted=wanted: figures.attendance(viewer, wanted)))
        asked.append((role, "/charts cells, year", lambda viewer=viewers[role]: met.by_month(viewer, years["year"])))
    return asked


def _grants() -> dict[str, tuple[int, int]]:
    from sqlmodel import select

    from db.models import Account, Grant
    from db.scope import SYSTEM
    from db.session import reading

    with reading(SYSTEM) as session:
        rows = session.exec(select(Account.username, Account.id, Grant.id).join(Grant, Grant.account_id == Account.id)).all()
        return {row[0]: (row[1], row[2]) for row in rows}


if __name__ == "__main__":
    main()
