"""One person of the demonstration: name, life dates, address, and numbers that cannot exist."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from db import identity_number_key, vietnamese
from db.demo.bulk_filler import BulkFiller
from db.demo.word_lists import load_words, random_name as given_name, weighted_choice
from db.models import Member, Sex, Standing, StandingKind

RESIDENTS = "1935-1945 6, 1946-1955 20, 1956-1965 29, 1966-1975 18, 1976-1985 14, 1986-1995 10, 1996-2004 3"
WORKING = "1966-1975 25, 1976-1985 40, 1986-1995 30, 1996-2002 5"


class DemoPerson(NamedTuple):
    """A person in the register."""

    member_id: int
    name: str
    born: int


class PersonSpec(NamedTuple):
    """What is fixed about a person before the rest is drawn."""

    name: str | None = None
    sex: Sex | None = None
    born: int | None = None


def make_person(
    filler: BulkFiller,
    random: Random,
    place: str,
    today: date,
    ages: str,
    spec: PersonSpec = PersonSpec(),
    *,
    male: float = 0.6,
    joined: date | None = None,
    **columns,
) -> DemoPerson:
    """Add a member, with the standing that follows from the admission date."""
    sex = spec.sex or (Sex.MALE if random.random() < male else Sex.FEMALE)
    born = spec.born or weighted_birth_year(random, ages)
    name = spec.name or given_name(random, sex, born)
    admitted = joined or _admitted(random, born, today)
    official = _year_later(admitted) if _year_later(admitted) <= today else None
    precise = random.choices((10, 7, 4), (75, 10, 15))[0] if joined is None else 10
    member_id = filler.add(
        Member,
        name=name,
        sort_key=vietnamese.person_sort_key(name),
        search_key=vietnamese.fold(name),
        sex=sex,
        born=_partly(random, date(born, random.randint(1, 12), random.randint(1, 28))),
        admitted=admitted.isoformat()[:precise],
        official=official.isoformat()[:precise] if official else None,
        address=random_address(random, place),
        phone=random_phone(random) if random.random() < 0.85 else None,
        **_numbers(random, born, sex, card=official is not None),
        **columns,
    )
    _stand(filler, member_id, joined, official if precise == 10 else None, official is not None)
    return DemoPerson(member_id, name, born)


def random_address(random: Random, place: str) -> str:
    """Return a lane in a place."""
    lane = random.choice(load_words()["places"]["lanes"])
    return f"{lane[0].upper()}{lane[1:]}, {place}"


def random_phone(random: Random) -> str:
    """Return a telephone number with a prefix that no network uses."""
    return f"0900 {random.randrange(1000):03} {random.randrange(1000):03}"


def weighted_birth_year(random: Random, ages: str) -> int:
    """Draw a year of birth from weighted spans."""
    first, last = weighted_choice(random, ages).split("-")
    return random.randint(int(first), int(last))


def random_day(random: Random, first: date, last: date) -> date:
    """Return a day between two days, inclusive."""
    return first + timedelta(days=random.randint(0, max((last - first).days, 0)))


def random_citizen_number(random: Random, born: int, sex: Sex) -> str:
    """Return a citizen number with the code of a province that does not exist."""
    century = (born // 100 - 19) * 2 + (sex == Sex.FEMALE)
    return f"099{century}{born % 100:02}{random.randrange(10**6):06}"


def exported_row(random: Random, ages: str, today: date) -> list[str]:
    """Return a person of no register as the official export writes one: name in capitals, card, citizen number, birth
    and admission.
    """
    born, sex = weighted_birth_year(random, ages), Sex.MALE if random.random() < 0.58 else Sex.FEMALE
    number = random_citizen_number(random, born, sex)
    card = number if random.random() < 0.85 else f"{random.randrange(10**8):08}"
    birthday = f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/{born}"
    admitted = min(born + random.randint(20, 38), today.year - 1)
    return [
        given_name(random, sex, born).upper(),
        card,
        number,
        birthday,
        f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/{admitted}",
    ]


def random_workplace(random: Random) -> dict[str, str]:
    """Return a workplace as lists write it, and a position there."""
    return {
        "workplace": random.choice(load_words()["work"]["elsewhere"]),
        "position": random.choice(load_words()["work"]["positions"]),
        "organisation": weighted_choice(random, load_words()["work"]["organisations"]),
    }


def _admitted(random: Random, born: int, today: date) -> date:
    """Draw an admission date in adult life, long enough ago for a full member."""
    year = born + min(random.randint(20, 38), max(today.year - 2 - born, 19))
    return date(year, random.randint(1, 12), random.randint(1, 28))


def _year_later(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, monthrange(day.year + 1, day.month)[1]))


def _partly(random: Random, day: date) -> str:
    return day.isoformat()[: random.choices((10, 7, 4), (76, 4, 20))[0]]


def _numbers(random: Random, born: int, sex: Sex, *, card: bool) -> dict[str, str]:
    """Return hashes and last digits; the card has the citizen number, or for some people still an old
    one with eight digits.
    """
    number = random_citizen_number(random, born, sex)
    found = {"citizen_hash": identity_number_key.hash_number(number), "citizen_last4": number[-4:]}
    if not card:
        return found
    if random.random() < 0.8:
        return found | {"card_hash": found["citizen_hash"], "card_last4": found["citizen_last4"]}
    old = f"{random.randrange(10**8):08}"
    return found | {"card_hash": identity_number_key.hash_number(old), "card_last4": old[-4:]}


def _stand(filler: BulkFiller, member_id: int, joined: date | None, official: date | None, full: bool) -> None:
    if joined:
        filler.add(Standing, member_id=member_id, kind=StandingKind.PROBATIONARY, valid_from=joined)
    if full:
        filler.add(Standing, member_id=member_id, kind=StandingKind.FULL, valid_from=official)
