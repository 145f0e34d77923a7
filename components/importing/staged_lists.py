"""Staged lists: the contents of a file, kept for a day beside the database and in no backup.
The file itself is not kept. A list is stored both as first read and as raw cells, so that it can be read again with
other options without a second upload.
"""

import hashlib
import json
import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TextIO

from components.files import list_formats, list_parser, own_exports, partial_lists, staging_redaction, workbook_reader
from components.files.list_format import ListFormat
from components.files.list_parser import ParsedList
from components.files.list_sheet import ListColumn, ParsedSheet
from db import config
from db.calendar import clock
from db.errors import NotAllowed
from db.imports import read_options
from db.imports.import_kinds import IMPORT_KINDS
from db.imports.list_rows import ListRow, to_dict
from db.imports.read_options import ReadOptions
from db.jobs import temporary_files
from db.kernel.scope import Viewer
from db.models.base import new_code
from db.settings import settings
from db.vietnamese import fold

CODE = re.compile("[a-z0-9]{12}")


class StagedList(NamedTuple):
    """A staged list: its origin, its kind, what was found, its reading options, and its rows."""

    code: str
    title: str
    at: datetime
    format: ListFormat
    seen: ParsedList
    choices: ReadOptions
    numbers: bool  # whether it had card or citizen numbers
    rows: list[ListRow]
    part: bool = False  # an incomplete list: nobody is missing from it

    @property
    def open(self) -> bool:
        """Tell whether the file has entries neither accepted nor skipped yet."""
        untold = any(not sheet.taken and sheet.at not in self.choices.sheets for sheet in self.seen.sheets)
        return untold or bool(self.seen.hidden and self.choices.hidden is None)


class StagedSummary(NamedTuple):
    """A waiting list in the overview."""

    code: str
    title: str
    at: datetime
    kind: str
    count: int


def stage(viewer: Viewer, title: str, data: bytes) -> str:
    """Read an uploaded workbook, store its contents and return their code. Raises Invalid for what cannot be read."""
    headings = {kind.code: read_options.remembered_headings(viewer, kind.code) for kind in list_formats.FORMATS}
    keep = settings.value_for_viewer(viewer, "keep_numbers")
    given = workbook_reader.read_sheets(data)
    sheets = [staging_redaction.redact(sheet, headings[read_options.MEMBERS], keep) for sheet in given]
    offered = _offered(viewer)
    own_exports.refuse(given, offered)
    kind = list_formats.recognise(sheets, headings, offered)
    seen = list_parser.parse(sheets, ReadOptions(headings=headings[kind.code]), kind)
    code, owner = new_code(), {"account": viewer.account_id, "unit": viewer.unit_id}
    about = {
        "owner": owner,
        "title": title[:100],
        "at": clock.now().isoformat(),
        "kind": kind.code,
        "people": len(seen.rows),
        "headings": headings[kind.code],
        "part": partial_lists.is_partial(given),
    }
    _write(_file(code), [about, _packed(seen), [workbook_reader.to_json(sheet) for sheet in sheets]])
    return code


def _offered(viewer: Viewer) -> list[ListFormat]:
    """Return the kinds that the viewer may import. Raises NotAllowed if there are none."""
    found = [kind for kind in list_formats.FORMATS if IMPORT_KINDS[kind.code].allows(viewer)]
    if not found:
        raise NotAllowed()
    return found


def load(viewer: Viewer, code: str) -> StagedList:
    """Return a staged list of the viewer's, read with its options. Raises NotAllowed for anybody else's, and for a
    deleted one.
    """
    if not CODE.fullmatch(code) or not _file(code).exists():
        raise NotAllowed("import_gone_file")
    with _file(code).open(encoding="utf-8") as source:
        kept = _head(source.readline(), viewer)
        if kept is None:
            raise NotAllowed("import_gone_file")
        choices, first = read_options.load_options(viewer, code, kept["kind"]), source.readline()
        kind = list_formats.by_code(choices.kind or kept["kind"])
        plain = choices.is_default and choices.headings == kept["headings"]
        seen = _unpacked(json.loads(first), kind) if plain else _again(code, choices, source, kind)
    numbers = any(row.numbered for row in seen.rows)
    return StagedList(code, kept["title"], kept["at"], kind, seen, choices, numbers, seen.rows, kept["part"])


def _again(code: str, choices: ReadOptions, source: TextIO, kind: ListFormat) -> ParsedList:
    """Return the list read with its options; cached, since it is needed at every interaction."""
    said = hashlib.sha256(repr(choices).encode()).hexdigest()[:12]
    kept = _file(f"{code}-{said}")
    with suppress(FileNotFoundError):
        return _unpacked(json.loads(kept.read_text(encoding="utf-8")), kind)
    sheets = [workbook_reader.from_json(sheet) for sheet in json.loads(source.readline())]
    seen = list_parser.parse(sheets, choices, kind)
    for old in _others(code):
        old.unlink(missing_ok=True)
    _write(kept, [_packed(seen)])
    return seen


def manual_headings(staged: StagedList) -> dict[str, str]:
    """Return headings whose field was set by hand, folded, for the next list."""
    columns = staged.choices.columns
    texts = {(sheet.at, column.place): fold(column.heading) for sheet in staged.seen.sheets for column in sheet.columns}
    return {texts[key][:120]: field for key, field in columns.items() if texts.get(key)}


def list_staged(viewer: Viewer) -> list[StagedSummary]:
    """Return the viewer's staged lists, the latest first."""
    found = []
    for file in filter(lambda file: CODE.fullmatch(file.name), _file("x").parent.iterdir()):
        with suppress(OSError), file.open(encoding="utf-8") as source:  # it may be deleted at this moment
            if kept := _head(source.readline(), viewer):
                found.append(StagedSummary(file.name, kept["title"], kept["at"], kept["kind"], kept["people"]))
    return sorted(found, key=lambda one: one.at, reverse=True)


def discard(viewer: Viewer, code: str) -> None:
    """Delete a staged list."""
    load(viewer, code)
    for file in [_file(code), *_others(code)]:
        file.unlink(missing_ok=True)


def _head(line: str, viewer: Viewer) -> dict | None:
    """Return a staged list's header; None if it is somebody else's or expired."""
    kept = {"kind": read_options.MEMBERS} | json.loads(line)  # an older version knew only lists of members
    kept["at"] = datetime.fromisoformat(kept["at"])
    ours = kept.pop("owner") == {"account": viewer.account_id, "unit": viewer.unit_id}
    return kept if ours and kept["at"] >= clock.now() - temporary_files.LIFETIME else None


def delete_expired() -> None:
    """Delete staged lists older than a day."""
    temporary_files.delete_expired(_file("x").parent)


def _packed(seen: ParsedList) -> dict:
    """Return what was found in a form that JSON can hold."""
    return {**seen._asdict(), "rows": [to_dict(row) for row in seen.rows], "texts": list(seen.texts.items())}


def _unpacked(given: dict, kind: ListFormat) -> ParsedList:
    sheets = [
        sheet._replace(columns=[ListColumn(*column) for column in sheet.columns])
        for sheet in (ParsedSheet(*each) for each in given["sheets"])
    ]
    converted = [text for text in given["converted"] if len(text) == 4]  # an older version did not store the column
    return ParsedList(
        **{
            **given,
            "converted": converted,
            "sheets": sheets,
            "rows": [kind.from_dict(row) for row in given["rows"]],
            "texts": dict(given["texts"]),
        }
    )


def _write(file: Path, parts: list) -> None:
    """Write one part a line, unreadable for other users, completely or not at all."""
    with temporary_files.writing_file(file) as made:
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.writelines(json.dumps(part, ensure_ascii=False) + "\n" for part in parts)


def _others(code: str) -> list[Path]:
    """Return the cached list read with other options."""
    return list(_file("x").parent.glob(f"{code}-*"))


def _file(code: str) -> Path:
    folder = config.data_dir() / "staging"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / code
