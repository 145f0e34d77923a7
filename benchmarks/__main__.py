"""`make bench`: how fast the register is at the size of a district, printed and stored in benchmarks/results/.

`python -m benchmarks [part …]` measures only some parts. SIZE=small, district or province measures that demonstration
only; otherwise pages are measured on a small one and on a district, and some queries on a province of 96,757 members.
Each row says whether it is over its limit; the last lines name those that are. docs/benchmarks.md says how long it
takes and what it needs.

`--data FOLDER` copies an existing demonstration; `--rows TEXT` measures only the pages whose row contains it.
`--sessions`, `--touches`, `--seconds`, `--saving` and `--open` set the size of the evening. Milliseconds of computing
are less affected by other work on the machine; even so, compare figures only within one run.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from benchmarks import machine, telling

ROOT = Path(__file__).resolve().parents[1]
COMPARED = ("questions", "pages", "touches")
OF_PROVINCE = ("composition", "briefing")
MEASURED = ("bithu", "xa", "huyen", "admin", "coquan")
PASSWORD = "demo-2026"
PEOPLE = 20_000  # people on the imported list


def main(parts: list[str], data: Path | None) -> None:
    """Build the demonstrations in their own folders, measure, and store the figures."""
    found: dict[str, dict] = {}
    speeds: dict[str, dict] = {}
    for size, own in _sizes(parts, data).items():
        speeds[f"machine, before {size}"] = telling.show(f"machine, before {size}", machine.measure())
        with _data(REGISTER_DEMO="1", SIZE=size) as folder:
            if data:
                shutil.copytree(data, folder, dirs_exist_ok=True)
            else:
                subprocess.run([sys.executable, "-m", "db.demo"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            _prepare()
            for part in own:
                with _data(REGISTER_DEMO="1", SIZE=size) as copy:  # parts save, and sign in devices by the hundred
                    shutil.copytree(folder, copy, dirs_exist_ok=True)
                    found[f"{part}, {size}"] = telling.show(f"{part}, {size}", PARTS[part](copy))
    if "imports" in parts:
        with _data() as folder:
            found["imports"] = telling.show("imports", _imports(folder))
    speeds["machine, at the end"] = telling.show("machine, at the end", machine.measure())
    telling.keep(speeds | found)
    print(telling.summary(found))


def _prepare() -> None:
    """Migrate the data to this version, run ANALYZE and tune the garbage collector, as a server and its worker do at
    start-up: without these statistics SQLite chooses other indexes, and untuned collections take a third of a query of
    tens of thousands of rows.
    """
    from components.web import garbage_collection
    from db import config
    from db.maintenance import migrate, raw_connection

    migrate.upgrade()
    raw_connection.analyze(config.database_url())
    garbage_collection.tune_collector_after_loading()


def _sizes(parts: list[str], data: Path | None) -> dict[str, list[str]]:
    """Return the parts to measure at each size; existing data have only one."""
    own = [part for part in parts if part in PARTS]
    if data or "SIZE" in os.environ:
        return {os.environ.get("SIZE", "district"): own}
    of_sizes = {
        "small": [part for part in own if part in COMPARED],
        "district": [part for part in own if part != "composition"],
        "province": [part for part in own if part in OF_PROVINCE],
    }
    return {size: some for size, some in of_sizes.items() if some}


@contextmanager
def _data(**environment: str):
    """Yield the folder of the data that is queried; afterwards those from before are queried again."""
    from db.kernel import session

    names = ("DATA_DIR", "REGISTER_DEMO", "SIZE")
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, **environment}
        session.dispose()
        yield Path(folder)
        session.dispose()
        for name in names:
            os.environ.pop(name, None)
        os.environ |= before


def _viewers() -> dict:
    """Return the viewers of the demonstration by user name."""
    from sqlmodel import select

    from db.accounts import accounts
    from db.kernel.scope import SYSTEM
    from db.kernel.session import reading
    from db.models import Account, Grant

    with reading(SYSTEM) as session:
        rows = session.exec(
            select(Account.username, Account.id, Grant.id).join(Grant, Grant.account_id == Account.id)
        ).all()
    found = {row[0]: accounts.viewer_for(row[1], row[2]) for row in rows if row[0] in MEASURED}
    return {name: viewer for name, viewer in found.items() if viewer}


def _questions(folder: Path) -> dict:
    from benchmarks import questions

    return questions.measure(_viewers())


def _pages(folder: Path) -> dict:
    """Measure the pages in a separate process, where their queries are given a memory."""
    asked = (
        "import json, sys, benchmarks.__main__ as main; from benchmarks import pages; "
        "print(json.dumps(pages.own_costs(main._viewers(), sys.argv[1])))"
    )
    rows = getattr(ASKED, "rows", "")
    told = subprocess.run(
        [sys.executable, "-c", asked, rows], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return json.loads(told.splitlines()[-1])


def _touches(folder: Path) -> dict:
    from benchmarks import touches

    return touches.measure(folder, _viewers())


def _evening(folder: Path) -> dict:
    from benchmarks import evening

    told = {name: value for name, value in vars(ASKED).items() if name in SIZES and value is not None}
    return evening.measure(folder, evening.Size(**told))


def _exports(folder: Path) -> dict:
    from benchmarks import exports

    return exports.measure(_viewers()["xa"])


def _yardstick(folder: Path) -> dict:
    from benchmarks import yardstick

    return yardstick.measure(_viewers()["huyen"])


def _composition(folder: Path) -> dict:
    from benchmarks import yardstick

    return yardstick.measure_composition(_viewers()["huyen"])


def _briefing(folder: Path) -> dict:
    from benchmarks import briefings

    province = os.environ.get("SIZE") == "province"
    return briefings.measure(_viewers()["huyen"], briefings.PROVINCE if province else briefings.DISTRICT)


def _proposals(folder: Path) -> dict:
    from benchmarks import proposals

    return proposals.measure()


def _walks(folder: Path) -> dict:
    from benchmarks import walks

    return walks.measure(folder, "bithu", PASSWORD)


def _contact_year(folder: Path) -> dict:
    from benchmarks import contact_year

    return contact_year.measure(_viewers())


def _past(folder: Path) -> dict:
    from benchmarks import past

    return past.measure(_viewers()["huyen"])


def _imports(folder: Path) -> dict:
    from benchmarks import imports

    return imports.measure(PEOPLE)


PARTS: dict[str, Callable[[Path], dict]] = {
    "questions": _questions,
    "pages": _pages,
    "touches": _touches,
    "yardstick": _yardstick,
    "composition": _composition,
    "briefing": _briefing,
    "exports": _exports,
    "proposals": _proposals,
    "walks": _walks,
    "evening": _evening,
    "contact-year": _contact_year,
    "past": _past,
}


ASKED = argparse.Namespace()
SIZES = {"sessions": int, "touches": int, "seconds": float, "saving": float, "open": int}  # of the evening


def _asked() -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="python -m benchmarks")
    told.add_argument("parts", nargs="*")
    told.add_argument("--data", type=Path)
    told.add_argument("--rows", default="")
    for name, kind in SIZES.items():
        told.add_argument(f"--{name}", type=kind)
    return told.parse_args(namespace=ASKED)


if __name__ == "__main__":
    _asked()
    main(ASKED.parts or [*PARTS, "imports"], ASKED.data)
