"""The demonstration as files, created once for each state of the code and each day, and copied for each test that wants
it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from sqlalchemy import select

from db.calendar import clock
from db.maintenance import raw_connection
from db.models import Table

ROOT = Path(__file__).resolve().parents[1]
MADE_OF = (
    "db/demo/*.*",
    "db/models/*.py",
    "db/migrations/versions/*.py",
    "db/settings/*.toml",
    "db/vietnamese.py",
    "db/identity_number_key.py",
    "db/accounts/passwords.py",
)
CACHE = Path(tempfile.gettempdir()) / f"register-demo-{getattr(os, 'getuid', os.getpid)()}"
FILES = ("demo.db", "secret.key")
KEPT = 2 * 24 * 3600  # seconds


def demo_database(folder: Path, size: str = "small") -> Path:
    """A copy of the demonstration in a given size: folder/demo.db with the key beside it, for DATA_DIR=folder and
    REGISTER_DEMO=1.

    Its today is that of the caller's clock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = _made(size)
    for name in FILES:
        shutil.copy(made / name, folder / name)
    return folder / "demo.db"


def demo_files(folder: Path) -> Path:
    """A copy of the sample files to upload; returns their folder."""
    return Path(shutil.copytree(_made() / "demo-files", folder / "demo-files"))


def make(folder: Path, size: str = "small") -> None:
    """Create the demonstration of a size in a folder, as its command does."""
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = without | {"DATA_DIR": str(folder), "REGISTER_DEMO": "1", "SIZE": size, "PYTHONIOENCODING": "utf-8"}
    subprocess.run([sys.executable, "-m", "db.demo"], cwd=ROOT, env=environment, check=True, capture_output=True)


def _made(size: str = "small") -> Path:
    made = CACHE / f"{_key()}-{size}"
    if not made.exists():
        CACHE.mkdir(mode=0o700, exist_ok=True)
        _forget_old()
        fresh = Path(tempfile.mkdtemp(dir=CACHE))
        make(fresh, size)
        try:
            fresh.rename(made)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return made


def _forget_old() -> None:
    for old in CACHE.iterdir():
        if time.time() - old.stat().st_mtime > KEPT:
            shutil.rmtree(old, ignore_errors=True)


def _key() -> str:
    """What the demonstration depends on: the code that creates it, and the day."""
    digest = hashlib.sha256(clock.today().isoformat().encode())
    for file in sorted(file for part in MADE_OF for file in ROOT.glob(part)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


class Rows:
    """All rows of a database in memory: rows.member is a list of rows with the columns' names.

    `place` is a file or an address.
    """

    def __init__(self, place: Path | str) -> None:
        with raw_connection.connect(
            place if isinstance(place, str) else raw_connection.sqlite_url(place), write=False
        ) as connection:
            for table in Table.metadata.sorted_tables:
                setattr(self, table.name, connection.execute(select(table).order_by(*table.primary_key)).all())
        self.today = clock.today()

    def named(self, name: str) -> int:
        """The id of the unit with this name."""
        return next(version.unit_id for version in self.unit_version if version.name == name)

    def here(self, unit_id: int, kind: str, day: date | None = None) -> set[int]:
        """Who belongs to a unit on a day."""
        return {
            row.member_id
            for row in self.membership
            if row.unit_id == unit_id and row.kind == kind and holds(row, day or self.today)
        }

    def exempt(self, unit_id: int, day: date | None = None) -> set[int]:
        """Who is exempt in a unit on a day."""
        return {row.member_id for row in self.exemption if row.unit_id == unit_id and holds(row, day or self.today)}


def holds(row, day: date) -> bool:
    """Whether a dated row is valid on a day."""
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)
