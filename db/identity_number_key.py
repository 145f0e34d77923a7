"""The key that card and citizen numbers are hashed with: made once, kept in data/secret.key, never inside a backup."""

import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from db import config
from db.errors import Refused

LENGTH = 64  # characters: 256 bits in hex
_held: dict[Path, bytes] = {}  # the key that this process started with


def key_file() -> Path:
    """Return the path of the key file."""
    return config.data_dir() / "secret.key"


def read_or_create_key() -> bytes:
    """Return the key, created at first use.

    Raises Refused("key_readable") if others on this machine may read it, Refused("key_damaged"), and
    Refused("key_replaced") if it is not the one that this process holds.
    """
    if not key_file().exists():
        if key_file() in _held:
            raise Refused("key_replaced")
        _make()
    # Windows keeps permissions elsewhere; there the folder's own apply
    if os.name == "posix" and stat.S_IMODE(key_file().stat().st_mode) & 0o077:
        raise Refused("key_readable", file=str(key_file()))
    text = key_file().read_text(encoding="ascii", errors="replace").strip()
    if len(text) != LENGTH or not set(text) <= set("0123456789abcdef"):
        raise Refused("key_damaged", file=str(key_file()))
    key = bytes.fromhex(text)
    if _held.get(key_file(), key) != key:
        raise Refused("key_replaced")
    return key


def pin_key() -> None:
    """Keep using the current key until this process ends.

    Any other key is refused and no new one is created: numbers hashed with a different key would no longer match
    anybody.
    """
    _held[key_file()] = read_or_create_key()


def require_unchanged_key() -> None:
    """Raise Refused if the stored key is not the one that this process holds."""
    if key_file() in _held:
        read_or_create_key()


def hash_number(number: str) -> str:
    """Return the keyed hash of a card or citizen number: spaces, dots and case make no difference."""
    return _hashed(read_or_create_key(), number)


def make_hasher() -> Callable[[str], str]:
    """Like `hash_number`, for many numbers: the key is read once, at the first number, and each number hashed once."""
    own = cache(read_or_create_key)
    return cache(lambda number: _hashed(own(), number))


def key_fingerprint() -> str:
    """Return a fingerprint that tells which key a backup needs, without revealing the key."""
    return hmac.new(read_or_create_key(), b"fingerprint", hashlib.sha256).hexdigest()[:16]


def _hashed(own: bytes, number: str) -> str:
    plain = "".join(char for char in number.upper() if char.isalnum())
    return hmac.digest(own, plain.encode(), "sha256").hex()


def _make() -> None:
    """Write the key to a temporary file and link it to its name in one step.

    If two processes start together, one of them wins and neither reads half a key.
    """
    with tempfile.NamedTemporaryFile("w", dir=config.data_dir(), delete=False) as draft:
        draft.write(secrets.token_hex(LENGTH // 2))
        draft.flush()
        os.fsync(draft.fileno())
    with suppress(FileExistsError):
        os.link(draft.name, key_file())
    os.unlink(draft.name)
