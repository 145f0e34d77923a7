"""Importing a long list:
the cost of staging, preview, the action and its undo, and how long another user's save waits meanwhile.

The list has the official export's layout; the district is empty except for its communes and cells.
"""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks import telling

ROOT = Path(__file__).resolve().parents[1]
COMMUNES, CELLS = 30, 20
CONTACT = 4  # one in this many people works elsewhere and lives here
DONE = "done"
LIMITS = {"seconds": 120, "longest wait s": 2}  # for a job with 20,000 people, and for a concurrent save


def measure(people: int) -> dict[str, dict[str, float]]:
    """Return computing and clock seconds of each step in an empty register of DATA_DIR, and the longest wait of a
    concurrent save.
    """
    from components.importing import import_jobs, staged_lists
    from db.imports import import_run

    viewer = _district()
    data, found = _workbook(people), {}

    def step(name: str, work: Callable[[], object]) -> object:
        with _Beside() as beside:
            clock, computed = time.perf_counter(), time.process_time() + _children()
            made = work()
            found[name] = {
                "seconds": time.perf_counter() - clock,
                "computing": time.process_time() + _children() - computed,
            }
        found[name] = telling.judge(found[name] | {"longest wait s": beside.longest}, LIMITS)
        return made

    code = step("staging", lambda: staged_lists.stage(viewer, "list.xlsx", data))
    rows = staged_lists.load(viewer, code).rows
    step("preview", lambda: import_run.preview(viewer, code, rows))
    done = step("bringing in", lambda: import_jobs.run_import(viewer, {"file": code}, "token", lambda at, total: None))
    if done["counts"]["created"] != people:
        raise RuntimeError(done)
    code = staged_lists.stage(viewer, "list.xlsx", data)  # an imported list is no longer staged
    step("the same again", lambda: import_jobs.run_import(viewer, {"file": code}, "again", lambda at, total: None))
    step("undo", lambda: import_jobs.run_undo(viewer, {"batch": done["batch"]}, "back", lambda at, total: None))
    return found


class _Beside:
    """Another process that saves a draft over and over."""

    def __enter__(self) -> "_Beside":
        self.child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.waiting"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.child.stdout.readline()
        return self

    def __exit__(self, *_) -> None:
        self.longest = float(self.child.communicate(DONE)[0])


def _district():
    """Create an administrator of a district with empty cells."""
    from db import vietnamese
    from db.accounts import accounts, passwords
    from db.kernel import bulk
    from db.kernel.scope import SYSTEM
    from db.kernel.session import writing
    from db.maintenance import migrate
    from db.models import Account, Grant, Role, Unit, UnitKind, UnitVersion

    migrate.upgrade()
    units = [("Huyện Đo", UnitKind.AREA, "district", None)]
    units += [(f"Xã Đo {at}", UnitKind.AREA, "commune", 0) for at in range(COMMUNES)]
    units += [(_cell(at), UnitKind.CELL, "cell", 1 + at // CELLS) for at in range(COMMUNES * CELLS)]
    with writing(SYSTEM, "benchmark") as session:
        ids = bulk.insert(session, Unit, [{"kind": kind, "level": level} for _, kind, level, _ in units])
        bulk.insert(
            session,
            UnitVersion,
            [
                {
                    "unit_id": own,
                    "name": name,
                    "search_key": vietnamese.fold(name),
                    "sort_key": vietnamese.unit_sort_key(name),
                    "parent_id": None if above is None else ids[above],
                }
                for own, (name, _, _, above) in zip(ids, units, strict=True)
            ],
        )
        account = bulk.insert(
            session,
            Account,
            [
                {
                    "username": "do",
                    "name": "Đo",
                    "password_hash": passwords.hash_password("20261122"),
                    "must_change": False,
                }
            ],
        )
        grant = bulk.insert(session, Grant, [{"account_id": account[0], "role": Role.ADMIN, "unit_id": ids[0]}])
    return accounts.viewer_for(account[0], grant[0])


def _cell(at: int) -> str:
    return f"Chi bộ thôn Đo {at}"


def _workbook(people: int) -> bytes:
    """Return a list in the official layout."""
    from openpyxl import Workbook

    from db.calendar import clock
    from db.demo.person_generator import RESIDENTS, exported_row
    from db.demo.sample_files import HEADINGS

    random, book, target = Random(1), Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(1, people + 1):
        home = _cell(random.randrange(COMMUNES * CELLS))
        name, _, _, *days = exported_row(random, RESIDENTS, clock.today())
        citizen = f"099{number:09}"
        cell = _cell(random.randrange(COMMUNES * CELLS)) if number % CONTACT == 0 else home
        sheet.append([number, name, citizen, citizen, *days, cell, home, "Đang sinh hoạt"])
    book.save(target)
    return target.getvalue()


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system
