"""Passwords: which are good enough, and how they are kept.

The hash is the bcrypt that streamlit-authenticator's Hasher makes, asked for here without the library, which imports Streamlit.
"""

import secrets
import unicodedata
from functools import lru_cache

import bcrypt

from db.faults import Invalid

SHORTEST, LONGEST = 8, 72  # characters; bytes, of which bcrypt takes no more
COST = 12


def hashed(password: str) -> str:
    """A password as it is kept. Raises Invalid for one that is too short or too long."""
    told = _plain(password)
    if len(told) < SHORTEST:
        raise Invalid("password_short", least=SHORTEST)
    if len(told.encode()) > LONGEST:
        raise Invalid("password_long")
    return bcrypt.hashpw(told.encode(), bcrypt.gensalt(COST)).decode()


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one kept. None, for an account that does not exist, takes as long."""
    told = _plain(password).encode()
    usable = len(told) <= LONGEST and b"\0" not in told
    return bcrypt.checkpw(told if usable else b"-", (kept or _nobodys()).encode()) and usable and kept is not None


def one_time() -> str:
    """Eight digits in two groups, easy to tell on the telephone."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]} {digits[4:]}"


def _plain(password: str) -> str:
    """Letters composed and spaces left out, whatever keyboard they were typed on."""
    return "".join(unicodedata.normalize("NFC", password.encode(errors="ignore").decode()).split())


@lru_cache
def _nobodys() -> str:
    return hashed(secrets.token_hex(16))
