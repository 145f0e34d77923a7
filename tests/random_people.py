"""Random members of cells, as a list of them means them."""

from dataclasses import dataclass
from random import Random

from tests import list_words


@dataclass(frozen=True)
class Person:
    """Somebody as the list means it; dates as they are stored."""

    name: str
    sex: str
    born: str
    admitted: str
    official: str | None
    cell: str
    card: str
    citizen: str
    phone: str
    position: str | None
    address: str
    workplace: str | None
    remarks: str | None


def people_of(draw: Random, cell: str) -> list[Person]:
    """Up to five members of a cell, each with a name of his own."""
    names = {}
    for _ in range(draw.randint(1, 5)):
        sex = draw.choice(["male", "female"])
        choices = (list_words.FAMILIES, list_words.MIDDLES[sex], list_words.GIVEN)
        name = " ".join(map(draw.choice, choices))
        names[name] = sex
    return [_person(draw, name, sex, cell) for name, sex in names.items()]


def _person(draw: Random, name: str, sex: str, cell: str) -> Person:
    year = draw.randint(1940, 1990)
    born = draw.choice(
        [
            f"{year}",
            f"{year}-{draw.randint(1, 12):02}",
            *[f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"] * 3,
        ]
    )
    admitted = f"{year + draw.randint(20, 30)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    official = None if draw.random() < 0.2 else f"{int(admitted[:4]) + 1}{admitted[4:]}"
    number = draw.randint(100_000, 999_999)
    return Person(
        name,
        sex,
        born,
        admitted,
        official,
        cell,
        card=f"06{number}",
        citizen=f"099{year}{number:06}"[:12],
        phone=f"0912{number}",
        position=draw.choice(list_words.POSITIONS),
        address=draw.choice(list_words.ADDRESSES),
        workplace=draw.choice(list_words.WORKPLACES),
        remarks=draw.choice(list_words.REMARKS),
    )
