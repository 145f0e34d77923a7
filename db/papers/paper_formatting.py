"""Formatting days, numbers and units in documents, always in Vietnamese, since they are stored as printed."""

import re
from datetime import date

LEVEL_WORDS = re.compile(r"^(xã|phường|thị trấn|thị xã|đặc khu|huyện|quận|thành phố|tỉnh)\s+", re.IGNORECASE)
BLANK = "……"
PARTY_BODY, COMMITTEE = "Đảng bộ", "Đảng ủy"


def day_text(given: date | None) -> str:
    """20/11/2026; empty without a day."""
    return f"{given:%d/%m/%Y}" if given else ""


def partial_day(stored: str | None) -> str:
    """A possibly partial date: 20/11/1953, 11/1953, 1953."""
    return "/".join(reversed((stored or "").split("-")))


def full_day(given: date) -> str:
    """Return a date as it is printed beside the place of issue."""
    return f"ngày {given:%d} tháng {given:%m} năm {given.year}"


def number_text(given: int | None) -> str:
    """A document's number with at least two digits; a blank one is filled in by hand."""
    return BLANK if given is None else f"{given:02}"


def place_name(unit: str) -> str:
    """The place of a unit, without its kind: "Xã Đông Hà" is at Đông Hà."""
    return LEVEL_WORDS.sub("", unit)


def party_body_name(kind: str, unit: str) -> str:
    """The name of a unit's Party body: the committee of "Xã Đông Hà" is "Đảng ủy xã Đông Hà"."""
    if not unit or unit.lower().startswith(("đảng", "chi bộ")):
        return unit
    return f"{kind} {unit[0].lower()}{unit[1:]}" if LEVEL_WORDS.match(unit) else f"{kind} {unit}"


def tick_box(marked: bool) -> str:
    """A box in front of an answer."""
    return "☒" if marked else "☐"
