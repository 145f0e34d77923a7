"""Members by class: how many are in one, of how many in all classes together."""

from collections.abc import Iterable
from typing import NamedTuple


class MemberClass(NamedTuple):
    """A class key, its members, and the members of all classes together."""

    key: str
    members: int
    all: int


class MembersCount(NamedTuple):
    """Members of one class, and of all classes."""

    members: int = 0
    all: int = 0


def total(counts: Iterable[MembersCount]) -> MembersCount:
    """Counts added up."""
    return MembersCount(*map(sum, zip(MembersCount(), *counts, strict=True)))
