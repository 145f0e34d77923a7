"""Passwords: their strength, and their hashes.

The hash is the bcrypt of streamlit-authenticator's Hasher, computed here without that library, which imports Streamlit.
"""

import re
import secrets
import unicodedata
from functools import lru_cache

import bcrypt
from zxcvbn import zxcvbn

from db.errors import Invalid
from db.vietnamese import fold

SHORTEST, LONGEST = 8, 72  # characters; bytes, of which bcrypt uses no more
COST = 12
EASY_GUESSES = 5000  # guesses that somebody who knows the usual methods needs at most for a weak password
FEW = 4  # characters added before or after a name, or repeated
YEARS = re.compile(r"(?:(?:19[3-9]|20[0-4])\d){2,}")  # one after the other: 20252026
COMMON = (
    *("matkhau", "password", "sochibo", "chibo", "dangvien", "bithu", "admin", "quantri", "vietnam", "anhyeuem"),
    *("emyeuanh", "dangcongsan", "hochiminh", "dangbo", "danguy", "huyenuy"),
)


def hash_password(password: str) -> str:
    """The hash of a password. Raises Invalid if it is too short or too long."""
    told = _plain(password)
    if len(told) < SHORTEST:
        raise Invalid("password_short", least=SHORTEST)
    if len(told.encode()) > LONGEST:
        raise Invalid("password_long")
    return bcrypt.hashpw(told.encode(), bcrypt.gensalt(COST)).decode()


def validate_and_hash(password: str, username: str) -> str:
    """Return the hash of a password that its owner chose.

    Also raises Invalid if it is easily guessed.
    """
    kept = hash_password(password)
    if is_easily_guessed(password, username):
        raise Invalid("password_easy")
    return kept


def is_easily_guessed(password: str, username: str = "") -> bool:
    """Whether it is among the first guesses: a name with a few characters, a common password, a few characters again
    and again, years, and keyboard rows or repetitions as estimated by zxcvbn, which knows no year after 2019.
    """
    told = "".join(fold(password).split())
    name = "".join(fold(username).split())
    named = any(word and word in told and len(told) - len(word) <= FEW for word in (name, name[::-1], *COMMON))
    return (
        named
        or _is_repetition(told)
        or YEARS.fullmatch(told) is not None
        or any(
            zxcvbn(text, user_inputs=[name, *COMMON])["guesses"] < EASY_GUESSES
            for text in (_plain(password), told)
            if text
        )
    )


def _is_repetition(told: str) -> bool:
    """Whether a text consists of the same few characters again and again."""
    return any(told == told[:size] * (len(told) // size) for size in range(1, FEW + 1) if len(told) > size)


def matches_hash(password: str, stored: str | None) -> bool:
    """Whether a password matches a hash. None, for an account that does not exist, takes as long."""
    told = _plain(password).encode()
    usable = len(told) <= LONGEST and b"\0" not in told
    return bcrypt.checkpw(told if usable else b"-", (stored or _nobodys()).encode()) and usable and stored is not None


def generate_one_time() -> str:
    """Eight digits in two groups, easy to dictate on the telephone."""
    while is_easily_guessed(digits := f"{secrets.randbelow(10**8):08d}"):
        pass
    return f"{digits[:4]} {digits[4:]}"


def _plain(password: str) -> str:
    """Letters composed and spaces removed, whatever keyboard they were typed on."""
    return "".join(unicodedata.normalize("NFC", password.encode(errors="ignore").decode()).split())


@lru_cache
def _nobodys() -> str:
    return hash_password(secrets.token_hex(16))
