"""What a list says of somebody's state: probation, departure, exemption from introduction."""

import re
from functools import lru_cache
from typing import NamedTuple

from components.files import cell_values
from components.files.non_data_rows import CONTACT as IN_SECTIONS, GONE
from db.vietnamese import fold

BESIDE = re.compile(r"(mat(?! suc)|chet|chuyen(?! (den|ve|toi|sang))|xoa ten|khai tru)\b.*")  # as behind a name
USUAL = (
    "((dang )?(sinh hoat|hoat dong)|dang vien|chinh thuc|du bi|dang vien (chinh thuc|du bi)|213|co|binh "
    "thuong|x)( .*)?|"
)

EXEMPT = re.compile("(dien |duoc |thuoc dien )*mien gioi thieu( .*)?")
APART = re.compile(r"\s*[;,|]\s*|\s+[-–+]\s+")
# as remarks say it: a word more, and it may mean a card that was lost, or somebody else
LEFT = re.compile(
    r"(dong chi |d ?c )?(da )?("
    r"(tu tran|qua doi|chet|hy sinh|thoi sinh hoat|(xin )?ra khoi dang|(bi )?(xoa ten|khai tru))\b.*"
    r"|mat( (ngay|thang|nam|vao|\d).*)?"
    r"|(?<=da )chuyen( sinh hoat)?( dang)?( (di|sang|ngay|thang|nam|\d).*)?"
    r"|chuyen( sinh hoat)?( dang)? di\b.*)"
)
PROBATIONARY = re.compile("(dang vien |dv |dang )?du bi( .*)?")
CONTACT = re.compile(r"(dang vien |dv )?213|(dang vien )?giu (moi )?(lien|quan) he.*")
PLAIN = {"x", "chinh thuc", "dang vien chinh thuc", "dang sinh hoat", "sinh hoat binh thuong"}


class Remarks(NamedTuple):
    """What remarks say: probation, departure, contact; what of them is read, and what says something else."""

    known: dict[str, str | bool]
    read: list[tuple[str, str]]  # with the field that a column of its own would be
    left: list[str]


def says_exempt(value) -> bool:
    """Whether a cell says that somebody is exempt from introduction."""
    return "mien gioi thieu" in fold(cell_values.to_text(value))


@lru_cache
def parse_state(state: str, standing: str) -> dict:
    """Probation, contact and departure, out of what a list says of somebody's state."""
    found: dict[str, str | bool] = {"probationary": True} if "du bi" in fold(f"{state} {standing}") else {}
    if _says_contact("standing", standing) or _says_contact("state", state):
        found["kind"] = "contact"
    return found | ({"gone": state[:60]} if GONE.fullmatch(fold(state)) else {})


@lru_cache
def is_fully_read(field: str, said: str) -> bool:
    """Whether everything that a state says is brought in."""
    folded = fold(said)
    return field != "exempt" and bool(
        re.fullmatch(USUAL, folded) or GONE.fullmatch(folded) or _says_contact(field, said) or "du bi" in folded
    )


def _says_contact(field: str, said: str) -> bool:
    """Whether a cell makes a contact member: where a column says what he is, any mention of it."""
    folded = fold(said)
    return bool(CONTACT.fullmatch(folded) or (field == "standing" and IN_SECTIONS.fullmatch(folded)))


def is_gone(remark: str) -> bool:
    """Whether a remark behind a name says that somebody is there no more."""
    folded = fold(remark)
    return bool(GONE.fullmatch(folded) or BESIDE.fullmatch(folded))


@lru_cache
def parse_remarks(said: str, full: bool) -> Remarks:
    """What somebody's remarks say of his state; of a full member they say no probation."""
    known: dict[str, str | bool] = {}
    read: list[tuple[str, str]] = []
    left: list[str] = []
    for part in filter(None, APART.split(said)):
        folded = fold(part)
        if LEFT.fullmatch(folded):
            known["gone"] = part[:60]
            read.append((part, "state"))
        elif PROBATIONARY.fullmatch(folded) and not full:
            known["probationary"] = True
            read.append((part, "standing"))
        elif CONTACT.fullmatch(folded):
            known["kind"] = "contact"
            read.append((part, "standing"))
        elif folded not in PLAIN:
            left.append(part)
    return Remarks(known, read, left)


def is_exempt_remark(value) -> bool:
    """Whether a cell under any heading says nothing but that somebody is exempt from introduction."""
    return bool(EXEMPT.fullmatch(fold(cell_values.to_text(value))))
