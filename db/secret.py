"""The key that card and citizen numbers are hashed with: made once, kept in data/secret.key, never inside a backup."""

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from db import config
from db.faults import Refused

LENGTH = 64  # characters: 256 bits in hex


def file() -> Path:
    """Where the key is kept."""
    return config.data_dir() / "secret.key"


def key() -> bytes:
    """The key, made at first use. Raises Refused("key_readable") where others on this machine may read it, Refused("key_damaged")."""
    try:
        handle = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read()
    with os.fdopen(handle, "w", encoding="ascii") as made:
        made.write(secrets.token_hex(LENGTH // 2))
        made.flush()
        os.fsync(made.fileno())
    return _read()


def digest(number: str) -> str:
    """A card or citizen number as its keyed hash: spaces, dots and case make no difference."""
    plain = "".join(char for char in number.upper() if char.isalnum())
    return hmac.new(key(), plain.encode(), hashlib.sha256).hexdigest()


def fingerprint() -> str:
    """What a backup says of the key it needs, telling nothing of the key itself."""
    return hmac.new(key(), b"fingerprint", hashlib.sha256).hexdigest()[:16]


def _read() -> bytes:
    if os.name == "posix" and stat.S_IMODE(file().stat().st_mode) & 0o077:  # Windows keeps rights elsewhere: there the folder's own apply
        raise Refused("key_readable", file=str(file()))
    text = file().read_text(encoding="ascii").strip()
    if len(text) != LENGTH:
        raise Refused("key_damaged", file=str(file()))
    return bytes.fromhex(text)
