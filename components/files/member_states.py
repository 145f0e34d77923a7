"""What a list says of somebody's state: probation, departure, exemption from introduction."""

import re
from functools import lru_cache

from components.files import cell_values
from components.files.non_data_rows import GONE
from db.vietnamese import fold

BESIDE = re.compile(r"(mat(?! suc)|chet|chuyen(?! (den|ve|toi|sang))|xoa ten|khai tru)\b.*")  # as behind a name
USUAL = (
    "((dang )?(sinh hoat|hoat dong)|dang vien|chinh thuc|du bi|dang vien (chinh thuc|du bi)|213|co|binh "
    "thuong|x)( .*)?|"
)


def says_exempt(value) -> bool:
    """Whether a cell says that somebody is exempt from introduction."""
    return "mien gioi thieu" in fold(cell_values.to_text(value))


@lru_cache
def parse_state(state: str, standing: str) -> dict:
    """Probation and departure, out of what a list says of somebody's state."""
    found = {"probationary": True} if "du bi" in fold(f"{state} {standing}") else {}
    return found | ({"gone": state[:60]} if GONE.fullmatch(fold(state)) else {})


@lru_cache
def is_fully_read(field: str, said: str) -> bool:
    """Whether everything that a state says is brought in."""
    folded = fold(said)
    return field != "exempt" and bool(re.fullmatch(USUAL, folded) or GONE.fullmatch(folded) or "du bi" in folded)


def is_gone(remark: str) -> bool:
    """Whether a remark behind a name says that somebody is there no more."""
    folded = fold(remark)
    return bool(GONE.fullmatch(folded) or BESIDE.fullmatch(folded))
