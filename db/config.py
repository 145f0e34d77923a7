"""Where the data are stored: read from the environment, with a folder beside the code as the default."""

import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def data_dir() -> Path:
    """Return the folder of database, key, backups and results; created if missing, for its owner only."""
    folder = _data_dir()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or ROOT / "data")


def demo() -> bool:
    """Whether this is the demonstration: its own database, its accounts shown."""
    return os.environ.get("REGISTER_DEMO") == "1"


def database_url() -> str:
    """DATABASE_URL, or the embedded database of this folder."""
    return os.environ.get("DATABASE_URL") or _sqlite_url(os.environ.get("DATA_DIR"), demo())


@cache
def _sqlite_url(folder: str | None, demonstration: bool) -> str:
    """Return the URL of the embedded database; cached, since every query needs it."""
    return f"sqlite:///{Path(folder or ROOT / 'data') / ('demo.db' if demonstration else 'register.db')}"
