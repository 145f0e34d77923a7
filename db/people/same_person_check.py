"""Whether two descriptions may mean one person, or clearly do."""

from db.vietnamese import possible_namesake_key


def dates_compatible(one: str | None, other: str | None) -> bool:
    """Return whether two partial dates may be the same day."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def confirms_number_match(name: str, born: str | None, other: str, then: str | None) -> bool:
    """Return whether two people who share a number are clearly the same: by name, by its first and last word, or by day
    of birth.
    """
    words, others = possible_namesake_key(name).split(), possible_namesake_key(other).split()
    if words == others or (len(born or "") == 10 and born == then):
        return True
    return bool(words and others) and (words[0], words[-1]) == (others[0], others[-1]) and dates_compatible(born, then)
