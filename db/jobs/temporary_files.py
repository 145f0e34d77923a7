"""Temporary files beside the database, kept for a day: results to download, lists being imported."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from db import config
from db.calendar import clock
from db.errors import NotAllowed, WriteFailed
from db.models import new_code
from db.vietnamese import fold

FOLDERS = ("results", "staging")
LIFETIME = timedelta(hours=24)  # they hold personal data: they expire after a day and are in no backup


@contextmanager
def writing_file(file: Path) -> Iterator[Path]:
    """Context manager that yields a path to write to, which becomes the file in the end, completely or not at all.

    Raises WriteFailed if the disk is full or gone.
    """
    made = file.with_name(f"{file.name}.{new_code()}.part")
    try:
        yield made
        now = clock.now().timestamp()
        os.utime(made, (now, now))  # it expires by the register's clock; the disk may have another machine's
        made.replace(file)
    except OSError as error:
        raise WriteFailed("not_written") from error
    finally:
        made.unlink(missing_ok=True)


def delete_expired(folder: Path) -> None:
    """Delete a folder's files that are older than a day."""
    limit = (clock.now() - LIFETIME).timestamp()
    for file in folder.iterdir():
        if file.stat().st_mtime < limit:
            file.unlink(missing_ok=True)


def read_part(file: Path, name: str) -> bytes:
    """One of the files packed into a result. Raises NotAllowed if there is none."""
    try:
        with zipfile.ZipFile(file) as packed:
            return packed.read(name)
    except (KeyError, FileNotFoundError) as error:
        raise NotAllowed() from error


def delete_mentioning(words: list[str]) -> None:
    """Delete files that contain one of these words, including inside workbooks and the like."""
    folded = [f" {fold(word)} " for word in words]
    for file in _files():
        if any(any(word in part for word in folded) for part in _texts(file)):
            file.unlink(missing_ok=True)


def _files() -> Iterator[Path]:
    for folder in (config.data_dir() / name for name in FOLDERS):
        yield from sorted(file for file in folder.glob("*") if file.is_file())


def _texts(file: Path) -> Iterator[str]:
    """The folded contents of a file, part by part."""
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                yield from (_folded(packed.read(name)) for name in packed.namelist())
        else:
            yield _folded(file.read_bytes())
    except FileNotFoundError:
        return  # it expired just now


def _folded(text: bytes) -> str:
    return f" {fold(text.decode('utf-8', 'ignore'))} "
