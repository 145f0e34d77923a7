"""Staged lists: what a file said of members, kept for a day beside the database and in no backup. The file itself is not kept."""

import json
import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from components.files import layout, parts, reading
from db import clock, config, settings
from db.faults import NotAllowed
from db.imports.rows import Row, heard, told
from db.jobs import KEPT
from db.models.base import new_code
from db.scope import Viewer

CODE = re.compile("[a-z0-9]{12}")


class Staged(NamedTuple):
    """A list as it waits: where it came from, what of it was left out, and its people."""

    code: str
    title: str
    at: datetime
    unknown: list[str]
    dropped: list[str]
    skipped: dict[str, list[int]]
    numbers: bool  # whether it had card or citizen numbers
    rows: list[Row]
    part: bool = False  # no whole list: nobody is missing on it


class Waiting(NamedTuple):
    """A list that waits, as it is found again."""

    code: str
    title: str
    at: datetime
    people: int


def stage(viewer: Viewer, title: str, data: bytes) -> str:
    """Read an uploaded workbook and keep what it says of members; its code. Raises Invalid for what cannot be read."""
    sheets = reading.sheets(data)
    seen = layout.see(sheets, settings.value(viewer, "keep_numbers"))
    code, owner = new_code(), {"account": viewer.account_id, "unit": viewer.unit_id}
    numbers = any(row.card or row.citizen for row in seen.rows)
    about = {
        "title": title[:100],
        "at": clock.now().isoformat(),
        "unknown": seen.unknown,
        "dropped": seen.dropped,
        "skipped": seen.skipped,
        "numbers": numbers,
        "part": parts.is_part(sheets),
    }
    head = json.dumps({"owner": owner, "people": len(seen.rows), **about}, ensure_ascii=False)
    rows = json.dumps([told(row) for row in seen.rows], ensure_ascii=False)
    handle = os.open(_file(code), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(f"{head}\n{rows}\n")
    return code


def load(viewer: Viewer, code: str) -> Staged:
    """A staged list of the viewer's. Raises NotAllowed for anybody else's, and for one that is gone."""
    if not CODE.fullmatch(code) or not _file(code).exists():
        raise NotAllowed("import_gone_file")
    with _file(code).open(encoding="utf-8") as source:
        kept = _head(source.readline(), viewer)
        if kept is None:
            raise NotAllowed("import_gone_file")
        people = json.loads(source.read())
    del kept["people"]
    return Staged(code, rows=[heard(row) for row in people], **kept)


def waiting(viewer: Viewer) -> list[Waiting]:
    """The viewer's lists that are kept, the latest first."""
    found = []
    for file in _file("x").parent.iterdir():
        with suppress(OSError), file.open(encoding="utf-8") as source:  # it may be forgotten just now
            if kept := _head(source.readline(), viewer):
                found.append(Waiting(file.name, kept["title"], kept["at"], kept["people"]))
    return sorted(found, key=lambda one: one.at, reverse=True)


def discard(viewer: Viewer, code: str) -> None:
    """Forget a staged list."""
    load(viewer, code)
    _file(code).unlink(missing_ok=True)


def _head(line: str, viewer: Viewer) -> dict | None:
    """What a staged list says of itself; None where it is somebody else's or too old."""
    kept = json.loads(line)
    kept["at"] = datetime.fromisoformat(kept["at"])
    ours = kept.pop("owner") == {"account": viewer.account_id, "unit": viewer.unit_id}
    return kept if ours and kept["at"] >= clock.now() - KEPT else None


def sweep() -> None:
    """Delete staged lists older than a day."""
    limit = (clock.now() - KEPT).timestamp()
    for file in _file("x").parent.iterdir():
        if file.stat().st_mtime < limit:
            file.unlink(missing_ok=True)


def _file(code: str) -> Path:
    folder = config.data_dir() / "staging"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / code
