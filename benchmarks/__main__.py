"""`make bench`: how fast the register is at the size of a district, on standard output and in benchmarks/results/.

`python -m benchmarks [part …]` measures only some parts. SIZE=small or district measures that demonstration only; else the pages are measured of both.
Where milliseconds are of computing, other work on the machine disturbs them less; still compare figures of one run only.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPARED = ("questions", "pages")
MEASURED = ("bithu", "xa", "huyen", "admin", "coquan")
PASSWORD = "demo-2026"
PEOPLE = 20_000  # of the list that is brought in


def main(parts: list[str]) -> None:
    """Make the demonstrations in folders of their own, measure, and keep the figures."""
    found: dict[str, dict] = {}
    sizes = [os.environ["SIZE"]] if "SIZE" in os.environ else ["small", "district"]
    for size in sizes:
        with _data(REGISTER_DEMO="1", SIZE=size) as folder:
            subprocess.run([sys.executable, "-m", "db.demo"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            for part in (part for part in parts if part in PARTS and (size == sizes[-1] or part in COMPARED)):
                found[f"{part}, {size}"] = _shown(f"{part}, {size}", PARTS[part](folder))
    if "imports" in parts:
        with _data() as folder:
            found["imports"] = _shown("imports", _imports(folder))
    results = ROOT / "benchmarks" / "results"
    results.mkdir(parents=True, exist_ok=True)
    (results / f"{datetime.now():%Y%m%d-%H%M%S}.json").write_text(json.dumps(found, indent=2))


@contextmanager
def _data(**environment: str):
    """A folder of data in which everything is asked."""
    from db import session

    with tempfile.TemporaryDirectory() as folder:
        for name in ("REGISTER_DEMO", "SIZE"):
            os.environ.pop(name, None)
        os.environ |= {"DATA_DIR": folder, **environment}
        session.dispose()
        yield Path(folder)
        session.dispose()


def _shown(title: str, figures: dict) -> dict:
    print(f"\n{title}")
    for name, told in figures.items():
        said = "   ".join(f"{what} {value:10.1f}" for what, value in told.items()) if isinstance(told, dict) else f"{told:10.2f}"
        print(f"  {name:<32} {said}", flush=True)
    return figures


def _viewers() -> dict:
    """The viewers of the demonstration by their user names."""
    from sqlmodel import select

    from db.access import accounts
    from db.models import Account, Grant
    from db.scope import SYSTEM
    from db.session import reading

    with reading(SYSTEM) as session:
        rows = session.exec(select(Account.username, Account.id, Grant.id).join(Grant, Grant.account_id == Account.id)).all()
    found = {row[0]: accounts.viewer_for(row[1], row[2]) for row in rows if row[0] in MEASURED}
    return {name: viewer for name, viewer in found.items() if viewer}


def _questions(folder: Path) -> dict:
    from benchmarks import questions

    return questions.measure(_viewers())


def _pages(folder: Path) -> dict:
    """In a process of its own: the pages' questions are given a memory there."""
    asked = "import json, benchmarks.__main__ as main; from benchmarks import pages; print(json.dumps(pages.own_costs(main._viewers())))"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(told.splitlines()[-1])


def _crowd(folder: Path) -> dict:
    from benchmarks import crowd

    return crowd.measure(folder, _viewers()["bithu"].account_id)


def _exports(folder: Path) -> dict:
    from benchmarks import exports

    return exports.measure(_viewers()["xa"])


def _walks(folder: Path) -> dict:
    from benchmarks import walks

    return walks.measure(folder, "bithu", PASSWORD)


def _imports(folder: Path) -> dict:
    from benchmarks import imports

    return imports.measure(PEOPLE)


PARTS: dict[str, Callable[[Path], dict]] = {"questions": _questions, "pages": _pages, "crowd": _crowd, "exports": _exports, "walks": _walks}


if __name__ == "__main__":
    main(sys.argv[1:] or [*PARTS, "imports"])
