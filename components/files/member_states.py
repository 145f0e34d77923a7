"""What a list says about somebody's status: probation, temporary membership, departure, exemption from introduction."""

import re
from functools import lru_cache
from typing import NamedTuple

from components.files import cell_values, departure_words
from components.files.non_data_rows import CONTACT as IN_SECTIONS
from db.vietnamese import fold

USUAL = (
    r"(?!.*\btam\b)((dang )?(sinh hoat|hoat dong)|dang vien|chinh thuc|du bi|dang vien (chinh thuc|du bi)|213|co|binh "
    "thuong|x)( .*)?|(dv ?)?(ct|db)|"
)

EXEMPT = re.compile("(dien |duoc |thuoc dien )*mien gioi thieu( .*)?")
APART = re.compile(r"\s*[;,|]\s*|\s+[-–+]\s+")
# Patterns for remarks: with one more word, they might mean a card that was lost, or somebody else.
LEFT = re.compile(
    r"(dong chi |d ?c )?(da )?("
    r"(tu tran|qua doi|chet|hy sinh|thoi sinh hoat|((xin|cho|duoc|bi) )?ra khoi dang|(bi )?(xoa ten|khai tru))\b.*"
    r"|mat( (ngay|thang|nam|vao|\d).*)?"
    r"|(?<=da )chuyen( (sinh hoat|sh|shd))?( dang)?( (di|sang|ngay|thang|nam|\d).*)?"
    r"|chuyen( (sinh hoat|sh|shd))?( dang)? di\b.*"
    r"|chuyen( (sinh hoat|sh|shd))?( dang)?( chinh thuc)? (den|ve|sang) (chi bo|dang bo|noi|dia phuong|don vi) khac.*)"
)
PROBATIONARY = re.compile("(dang vien |dv |dang )?du bi( .*)?|(dv ?)?db")
# Somebody who came for a time. One who left for a time, or where it is unclear which, is reported and left to the user.
TEMPORARY = re.compile(
    r"((dang vien|dv|dang|dien|thuoc dien|duoc|d ?c|dong chi) )*"
    r"((sinh hoat|sh)( dang)? tam thoi|(chuyen|tiep nhan) (den )?(sinh hoat|sh)( dang)? tam thoi (den|ve|toi)"
    r"|(chuyen den|tiep nhan)( de)? (sinh hoat|sh)( dang)? tam thoi)"
    r"( (tu|ngay|thang|nam|den (ngay|het|thang|nam|\d)|\d).*)?"
)
CONTACT = re.compile(
    r"((dang vien|dv|dang|sinh hoat|sh|theo|thuoc|dien) )*((quy dinh|qd) )?(so )?213( qd ?(tw)?)?( (noi|tai|cua) .*)?"
    r"|(dang vien )?giu (moi )?(lien|quan) he.*"
)
NOT_FULL = re.compile(  # instead of the day of full membership; not "chưa rõ" or "chưa có", which say nothing
    "(con )?chua( (duoc|den|toi|du|het|chuyen|xet|cong nhan|len|dang vien|dv|chinh thuc|ct|ky|han|thoi han|thoi gian|"
    "ngay|thang|nam|du bi))*"
)
NO_MEMBER = re.compile(  # said of one person; "Hội viên" and "Chủ hộ" are said of members, too
    r"(la |dang la )?(quan chung( uu tu)?|cam tinh( dang| doan)?"
    r"|doi tuong( (dang|ket nap|cam tinh|phat trien|tao nguon).*)?"
    r"|nguon (phat trien|ket nap).*|(nguoi )?xin vao dang|chua (duoc )?(ket nap|vao dang|la dang vien).*|ngoai dang"
    r"|khach( moi)?)"
)
PLAIN = {"x", "ct", "dvct", "dv ct", "chinh thuc", "dang vien chinh thuc", "dang sinh hoat", "sinh hoat binh thuong"}


class ParsedRemarks(NamedTuple):
    """What remarks say: probation, departure, contact or temporary membership; which parts were read, and which say
    something else.
    """

    known: dict[str, str | bool]
    read: list[tuple[str, str]]  # with the field that a separate column for it would have
    left: list[str]


def says_exempt(value) -> bool:
    """Return whether a cell says that somebody is exempt from introduction."""
    return "mien gioi thieu" in fold(cell_values.to_text(value))


@lru_cache
def parse_state(state: str, standing: str) -> dict:
    """Return probation, contact or temporary membership and departure from what a list says about somebody's status."""
    found: dict[str, str | bool] = {"probationary": True} if _says_probation(f"{state} {standing}") else {}
    if _says_contact("standing", standing) or _says_contact("state", state):
        found["kind"] = "contact"
    elif _says_temporary("standing", standing) or _says_temporary("state", state):
        found["kind"] = "temporary"
    return found | ({"gone": state[:60]} if departure_words.says_gone(state) else {})


@lru_cache
def is_fully_read(field: str, text: str) -> bool:
    """Return whether everything that a status says is imported."""
    if field == "exempt":
        return False
    parts = list(filter(None, APART.split(text)))
    return (_is_read(field, text) and "tam" not in fold(text).split()) or all(_is_read(field, part) for part in parts)


def _is_read(field: str, text: str) -> bool:
    folded = fold(text)
    known = re.fullmatch(USUAL, folded) or departure_words.says_gone(text) or _says_contact(field, text)
    away = "tam" in folded.split()
    return bool(known or _says_temporary(field, text) or (_says_probation(text) and not away))


def _says_contact(field: str, text: str) -> bool:
    """Return whether a cell makes somebody a contact member; in a column for the kind of member any mention counts."""
    folded = fold(text)
    return bool(CONTACT.fullmatch(folded) or (field == "standing" and IN_SECTIONS.fullmatch(folded)))


def _says_temporary(field: str, text: str) -> bool:
    """Return whether a cell makes somebody a temporary member."""
    folded = [fold(part) for part in APART.split(text)]
    return any(map(TEMPORARY.fullmatch, folded)) or (field == "standing" and "tam thoi" in folded)


def is_gone(remark: str) -> bool:
    """Return whether a remark after a name says that somebody has left."""
    return any(map(departure_words.says_gone_beside_name, (remark, *APART.split(remark))))


def _says_probation(text: str) -> bool:
    """Return whether a cell says that somebody is a probationary member now."""
    folded = fold(text)
    return folded in ("db", "dvdb", "dv db") or (
        "du bi" in folded and ("chinh thuc" not in folded or "chua" in folded.split())
    )


def says_not_yet_full(text: str, field: str) -> bool:
    """Return whether the cell for the day of admission or of full membership (`field`) says that somebody is a
    probationary member; beside a day of admission, that is only what the day is called.
    """
    if field == "admitted":
        return _says_probation(text) and not any(map(str.isdigit, text))
    return _says_probation(text) or NOT_FULL.fullmatch(fold(text)) is not None


@lru_cache
def parse_remarks(text: str, full: bool) -> ParsedRemarks:
    """Return what somebody's remarks say about the status; for a full member (`full`), probation is not read."""
    known: dict[str, str | bool] = {}
    read: list[tuple[str, str]] = []
    left: list[str] = []
    for part in filter(None, APART.split(text)):
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
        elif TEMPORARY.fullmatch(folded):
            known["kind"] = "temporary"
            read.append((part, "standing"))
        elif folded not in PLAIN:
            left.append(part)
    return ParsedRemarks(known, read, left)


def says_no_member(text: str) -> bool:
    """Return whether a status or remark says that somebody is not a member of the Party, or not yet."""
    return any(NO_MEMBER.fullmatch(fold(part)) for part in APART.split(text))


def is_exempt_remark(value) -> bool:
    """Return whether a cell, under any heading, says only that somebody is exempt from introduction."""
    return bool(EXEMPT.fullmatch(fold(cell_values.to_text(value))))
