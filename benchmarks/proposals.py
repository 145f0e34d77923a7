"""Proposals:
seconds to find who looks after 500 households among 120 members, for realistic arrangements of households.
"""

import time
from random import Random

from benchmarks import telling
from db.households import assignment_solver
from db.households.assignment_solver import Nominee, Target

HOUSEHOLDS, MEMBERS, CLUSTERS = 500, 120, 4
LIMITS = {"seconds": 10}  # for a job that somebody waits for


def measure() -> dict[str, dict[str, float]]:
    """Return the seconds and the number of households covered, for each arrangement of households."""
    return {name: telling.judge(_timed(*case), LIMITS) for name, case in _cases().items()}


def _cases() -> dict[str, tuple[list[Target], list[Nominee], int]]:
    random = Random(1)
    people = [Nominee(number, 0, 0, frozenset({number % CLUSTERS})) for number in range(MEMBERS)]
    each = range(HOUSEHOLDS)
    part = HOUSEHOLDS // CLUSTERS
    groups: list[Target] = []
    while sum(group.size for group in groups) < HOUSEHOLDS:
        size = random.randint(1, 9)
        groups.append(Target(random.randrange(CLUSTERS), size, size))
    never = [frozenset({random.randrange(MEMBERS)}) for _ in each]
    return {
        "clusters to be shared out": ([Target(at, part, part, shared=True) for at in range(CLUSTERS)], people, 3),
        "households by name": ([Target(at % CLUSTERS, 1, 1) for at in each], people, 3),
        "groups of all sizes": (groups, people, 1),
        "somebody not to be put together with each": (
            [Target(at % CLUSTERS, 1, 1, excluded=never[at]) for at in each],
            people,
            1,
        ),
    }


def _timed(targets: list[Target], people: list[Nominee], least: int) -> dict[str, float]:
    begun = time.perf_counter()
    shares = assignment_solver.solve(targets, people, least, 9)
    return {"seconds": time.perf_counter() - begun, "households": sum(share.households for share in shares)}
