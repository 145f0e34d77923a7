"""How a cell's people may be split into groups: by name, by number, or by the cluster they look after or live in.

Nothing here asks the database: the same people give the same parts.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from db.people.group_board import GroupPerson, sort_key
from db.vietnamese import fold


class SplitBy(StrEnum):
    """By what the people are told apart."""

    NAME = "name"
    NUMBER = "number"
    CLUSTER = "cluster"


class SplitPart(NamedTuple):
    """The people of one group to be; `cluster` where that is what they share."""

    people: list[GroupPerson]
    cluster: str = ""


def propose(people: Sequence[GroupPerson], by: SplitBy, count: int, clusters: Mapping[int, str]) -> list[SplitPart]:
    """The parts, of like size where a count decides; `clusters` tells the cluster of those who look after households.

    By cluster, whoever has none is in no part.
    """
    if by == SplitBy.CLUSTER:
        return _by_cluster(people, clusters)
    ordered = sorted(people, key=sort_key if by == SplitBy.NUMBER else lambda person: person.sort_key)
    count = max(1, min(count, len(ordered)))
    size, longer = divmod(len(ordered), count)
    starts = [at * size + min(at, longer) for at in range(count + 1)]
    return [SplitPart(ordered[start:end]) for start, end in pairwise(starts)]


def _by_cluster(people: Sequence[GroupPerson], clusters: Mapping[int, str]) -> list[SplitPart]:
    parts: dict[str, list[GroupPerson]] = {name: [] for name in dict.fromkeys(clusters.values())}
    for person in people:
        if name := clusters.get(person.member_id):
            parts[name].append(person)
    return [SplitPart(inside, name) for name, inside in parts.items() if inside]


def cluster_in_address(address: str | None, names: Sequence[str]) -> str | None:
    """The cluster that an address names, if it names one: "Ngõ 3, cụm 2" lies in "Cụm 2", not in "Cụm 21"."""
    words = f" {fold(address)} "
    return next((name for name in names if f" {fold(name)} " in words), None)
