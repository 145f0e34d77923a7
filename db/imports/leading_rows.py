"""Rows of one list that are certainly about one person: the fullest of them speaks, the others name it."""

from collections import defaultdict

from db.imports.register_snapshot import RegisterSnapshot
from db.imports.same_person_rows import PlacedRow, content_key, fullness_key, surely_same, told_apart
from db.vietnamese import name_key_with_accents, possible_namesake_key


def find_followers(known: RegisterSnapshot, rows: list[PlacedRow]) -> dict[int, int]:
    """Rows that share a card or citizen number with a row that says more, or name, day of birth and cell, with that
    row.

    What the register knows decides nothing, so that the same list says the same the second time; only where it knows
    several people of one name, day of birth and cell does each of them have a row.
    """
    numbered: dict[str, int] = {}
    named: dict[str, list[PlacedRow]] = defaultdict(list)
    found: dict[int, int] = {}
    by_content = sorted(rows, key=lambda placed: content_key(placed.row), reverse=True)
    for placed in sorted(by_content, key=lambda placed: fullness_key(placed.row)):
        row = placed.row
        numbers = [number.hash for number in (row.card, row.citizen) if number]
        leads = named[possible_namesake_key(row.name)]
        shared = [numbered[number] for number in numbers if number in numbered]
        same = [one for one in leads if surely_same(placed, one) and not told_apart(row, one.row)]
        if shared:
            found[row.number] = shared[0]
        elif same and len(same) >= _registered(known, [placed, *same]):
            found[row.number] = same[0].row.number
        else:
            numbered |= dict.fromkeys(numbers, row.number)
            leads.append(placed)
    return found


def _registered(known: RegisterSnapshot, rows: list[PlacedRow]) -> int:
    """How many people of the register have the name, day of birth and a cell of these rows and no other citizen
    number.
    """
    first = rows[0]
    citizens = {one.row.citizen.hash for one in rows if one.row.citizen}
    people = {one: known.people[one] for one in known.named.get(possible_namesake_key(first.row.name), ())}
    return sum(
        person["born"] == first.row.born
        and name_key_with_accents(person["name"]) == name_key_with_accents(first.row.name)
        and any(stay.unit_id in first.units for stay in known.stays.get(member_id, ()))
        and (person["citizen_hash"] is None or citizens <= {person["citizen_hash"]})
        for member_id, person in people.items()
    )
