"""Random ways in which an office writes what it knows of a member: names, days, births, sexes and numbers."""

from datetime import datetime
from random import Random
from unicodedata import normalize

from tests import list_words
from tests.random_people import Person


class RandomNotation:
    """How one list writes them, the same in all its rows."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        self.days = draw.choice(["text", "short", "dots", "dashes", "dates", "words", "year_first"])
        self.names = draw.choice(["plain", "plain", "capitals", "titled", "loose", "apart", "merged", "counted"])
        self.births = draw.choice(["one", "one", "by_sex", "parts"])
        self.sexes = draw.choice(["words", "ticks", "women"])
        self.joined_days = draw.random() < 0.5  # admission and full membership below one heading
        self.indices = draw.choice([float, str, "{}.".format, "{:02}".format])

    @property
    def ticks_only_women(self) -> bool:
        """Whether nothing is said of a man's sex, for want of a column in which he could be ticked."""
        return self.births != "by_sex" and self.sexes == "women"

    def write(self, column: str, one: Person, number: int):
        """What a list says of somebody in a column; `number` is his in the list."""
        apart = one.name.rsplit(" ", 1)
        parts = [int(part) for part in reversed(one.born.split("-"))]
        parts = [*[None] * (3 - len(parts)), *parts]
        told = {
            "index": lambda: self.indices(number),
            "name": lambda: self._name(one) if self.names != "merged" else apart[0],
            "name2": lambda: apart[1],
            "family": lambda: apart[0],
            "given": lambda: apart[1],
            "born": lambda: self._day(one.born),
            "man": lambda: self._day(one.born) if one.sex == "male" else None,
            "woman": lambda: self._day(one.born) if one.sex == "female" else None,
            "day": lambda: parts[0] and float(parts[0]),
            "month": lambda: parts[1] and float(parts[1]),
            "year": lambda: float(parts[2]),
            "admitted": lambda: self._day(one.admitted),
            "official": lambda: self._day(one.official) if one.official else None,
            "sex": lambda: {"male": "Nam", "female": "Nữ"}[one.sex],
            "tick_man": lambda: "x" if one.sex == "male" else None,
            "tick_woman": lambda: "x" if one.sex == "female" else None,
            "card": lambda: self.draw.choice([one.card, float(one.card), f"{one.card[:2]}.{one.card[2:]}"]),
            "citizen": lambda: self.draw.choice([one.citizen, float(one.citizen), f"{one.citizen} "]),
            "phone": lambda: self.draw.choice(
                [one.phone, float(one.phone), f"{one.phone[:4]}.{one.phone[4:7]}.{one.phone[7:]}"]
            ),
            "position": lambda: one.position,
            "address": lambda: one.address,
            "workplace": lambda: one.workplace,
            "remarks": lambda: one.remarks,
        }
        return told[column]() if column in told else list_words.OTHER_COLUMNS[column]

    def _name(self, one: Person) -> str:
        return {
            "capitals": one.name.upper(),
            "titled": f"Đ/c {one.name}",
            "loose": normalize("NFD", f"  {one.name.replace(' ', '  ', 1)} "),
            "counted": f"{self.draw.randint(1, 20)}. {one.name}",
        }.get(self.names, one.name)

    def _day(self, kept: str):
        parts = kept.split("-")
        year, rest = parts[0], parts[1:]
        if not rest:
            return self.draw.choice([year, float(year)])
        if len(rest) == 1:
            return f"{int(rest[0])}/{year}"
        if self.days == "dates":
            return datetime(int(year), int(rest[0]), int(rest[1]))
        if self.days == "words":
            return f"ngày {rest[1]} tháng {rest[0]} năm {year}"
        if self.days == "year_first":
            return f"{year}-{rest[0]}-{rest[1]}"
        sign = {"dots": ".", "dashes": "-"}.get(self.days, "/")
        short = self.days == "short"
        return sign.join([str(int(rest[1])) if short else rest[1], str(int(rest[0])) if short else rest[0], year])
