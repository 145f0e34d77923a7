"""Proposals for splitting a cell's people into groups: by name, by number, or by cluster.

Pure functions without database access: the same people give the same parts.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from db.people.group_board import GroupPerson, sort_key
from db.vietnamese import fold


class SplitBy(StrEnum):
    """The criterion for splitting."""

    NAME = "name"
    NUMBER = "number"
    CLUSTER = "cluster"


class SplitPart(NamedTuple):
    """The people of one future group; `cluster` if that is what they have in common."""

    people: list[GroupPerson]
    cluster: str = ""


def propose(people: Sequence[GroupPerson], by: SplitBy, count: int, clusters: Mapping[int, str]) -> list[SplitPart]:
    """Return the parts, evenly sized if a count is given; `clusters` maps members in charge of households to their
    cluster.

    By cluster, people without one are in no part.
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
    """Return the cluster named in an address, if any: "Ngõ 3, cụm 2" lies in "Cụm 2", not in "Cụm 21"."""
    words = f" {fold(address)} "
    return next((name for name in names if f" {fold(name)} " in words), None)
