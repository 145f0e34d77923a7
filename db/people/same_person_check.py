"""Whether two descriptions may mean one person, or clearly do."""

from db.vietnamese import possible_namesake_key


def dates_compatible(one: str | None, other: str | None) -> bool:
    """Return whether two partial dates may be the same day."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def dates_confusable(one: str | None, other: str | None) -> bool:
    """Return whether two different partial dates may be one that was typed wrongly or corrected: only one part differs,
    day and month are swapped, or, where more is not known, the years are neighbours, decades apart in one digit, or
    have their last digits swapped.
    """
    if not one or not other:
        return False
    parts, others = one.split("-"), other.split("-")
    if len(parts) == len(others) == 3:
        swapped = parts[0] == others[0] and parts[1:] == others[:0:-1]
        return swapped or sum(map(str.__eq__, parts, others)) > 1
    year, other_year = parts[0], others[0]
    if year[:2] != other_year[:2]:
        return abs(int(year) - int(other_year)) == 1
    return abs(int(year) - int(other_year)) <= 1 or year[3] == other_year[3] or year[2:] == other_year[:1:-1]


def confirms_number_match(name: str, born: str | None, other: str, then: str | None) -> bool:
    """Return whether two people who share a number are clearly the same: by name, by its first and last word, or by day
    of birth.
    """
    words, others = possible_namesake_key(name).split(), possible_namesake_key(other).split()
    if words == others or (len(born or "") == 10 and born == then):
        return True
    return bool(words and others) and (words[0], words[-1]) == (others[0], others[-1]) and dates_compatible(born, then)
