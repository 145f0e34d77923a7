"""Solver for assigning households to members: cover most households with the fewest changes, nearby and evenly.

Pure computation without database access, solved by HiGHS as an integer programme.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from db.errors import Invalid

INFINITY = float("inf")

TIME_LIMIT = 2.5  # seconds
# Costs of: a household without anybody, one household too many that is kept, a moved assignment, a household in another
# cluster or in one not known to be near, one fewer than the minimum, a new group.
UNCOVERED, EXCESS, MOVED, FAR, UNKNOWN, SHORT, PIECE = 1000.0, 60.0, 20.0, 4.0, 2.0, 4.0, 0.5
EVENNESS = 3.0  # for the last household that somebody may have


class Target(NamedTuple):
    """A group or household as a whole, or a number of households of a cluster that may be divided.

    `gain` is the number of its uncovered households; `holder` is currently in charge; `excluded` must never be.
    """

    cluster_id: int | None
    size: int
    gain: int
    shared: bool = False
    holder: int | None = None
    excluded: frozenset[int] = frozenset()


class Nominee(NamedTuple):
    """A member who may be put in charge: the fixed load, the current load, and the home cluster."""

    member_id: int
    kept: int
    today: int
    clusters: frozenset[int]


class Share(NamedTuple):
    """A number of households of a target (by its index) for a member."""

    target: int
    member_id: int
    households: int


def solve(targets: Sequence[Target], people: Sequence[Nominee], least: int, most: int) -> list[Share]:
    """Assign targets with `least` to `most` households per member; targets without a share stay uncovered.

    Raises Invalid if no solution is found in time.
    """
    alike: dict[Target, list[int]] = defaultdict(list)
    for place, target in enumerate(targets):
        alike[target].append(place)
    programme = _Programme(list(alike.items()), people, least, most)
    amounts = programme.solve()
    shares: list[Share] = []
    for target, places in alike.items():
        waiting = iter(places)
        for person in people:
            amount = amounts.get((target, person.member_id), 0)
            if target.shared and amount:
                shares.append(Share(places[0], person.member_id, amount))
            elif not target.shared:
                shares += [Share(next(waiting), person.member_id, target.size) for _ in range(amount)]
    return shares


class _Programme:
    """Variables and constraints of the integer programme in HiGHS's form."""

    def __init__(self, alike: list[tuple[Target, list[int]]], people: Sequence[Nominee], least: int, most: int) -> None:
        self.columns: list[tuple[float, float, float, bool]] = []  # cost, minimum, maximum, integer
        self.rows: list[tuple[float, float, list[int], list[float]]] = []
        self.amounts: dict[tuple[Target, int], int] = {}
        self.taken: dict[int, list[tuple[int, int]]] = {person.member_id: [] for person in people}
        self.pieces: dict[int, int] = {}  # the column of a new group, by the column of the amount in it
        self.takers: dict[int, int] = {}  # by member: the column that says whether the member gets anything
        self.people, self.alike, self.most = people, alike, most
        self.offset = UNCOVERED * sum(target.gain * (1 if target.shared else len(places)) for target, places in alike)
        for target, places in alike:
            self._share_out(target, target.size if target.shared else len(places), people, most)
        for person in people:
            self._load(person, least, most)

    def _share_out(self, target: Target, count: int, people: Sequence[Nominee], most: int) -> None:
        own = []
        for person in people:
            if person.member_id in target.excluded:
                continue
            size = 1 if target.shared else target.size
            room = max(most - person.kept, 0) if target.holder != person.member_id else target.size
            amount = min(count, room // size if size else 0) if target.holder != person.member_id else count
            if amount <= 0:
                continue
            column = self._column(self._cost(target, person, size), amount)
            own.append(column)
            self.amounts[target, person.member_id] = column
            self.taken[person.member_id].append((column, size))
            if target.shared:
                piece = self._column(PIECE, 1)
                self.pieces[column] = piece
                self._row(-INFINITY, 0, [column, piece], [1, -amount])
        if own:
            self._row(-INFINITY, count, own, [1] * len(own))

    def _cost(self, target: Target, person: Nominee, size: int) -> float:
        gain = 1 if target.shared else target.gain
        near = 0.0 if target.cluster_id in person.clusters else FAR if person.clusters else UNKNOWN
        moved = MOVED if target.holder not in (None, person.member_id) else 0.0
        stays = target.holder == person.member_id
        return moved + (0.0 if stays else near * size) - UNCOVERED * gain

    def _load(self, person: Nominee, least: int, most: int) -> None:
        """A member's total load: each further household costs a little more, those beyond the maximum a lot."""
        taken = self.taken[person.member_id]
        steps = [self._column(EVENNESS * step / most, 1, whole=False) for step in range(1, most + 1)]
        excess = self._column(EXCESS, max(person.today - most, 0), whole=False)
        columns, sizes = [column for column, _ in taken], [size for _, size in taken]
        parts = [*columns, *steps, excess]
        self._row(-person.kept, -person.kept, parts, [*sizes, *[-1] * len(steps), -1])
        if least > 1 and taken:
            taker, short = self._column(0, 1), self._column(SHORT, least, whole=False)
            self.takers[person.member_id] = taker
            self._row(-INFINITY, 0, [*columns, taker], [*sizes, -max(most, person.today)])
            self._row(-person.kept, INFINITY, [*columns, short, taker], [*sizes, 1, -least])

    def _column(self, cost: float, most: float, whole: bool = True) -> int:
        self.columns.append((cost, 0.0, float(most), whole))
        return len(self.columns) - 1

    def _row(self, least: float, most: float, columns: list[int], factors: Sequence[float]) -> None:
        self.rows.append((float(least), float(most), columns, list(factors)))

    def solve(self) -> dict[tuple[Target, int], int]:
        """How much of each kind of target goes to whom. Raises Invalid if no solution is found in time."""
        if not self.amounts:
            return {}
        import highspy  # imported only when solving, since it would add half a second to each start of the server
        import numpy as np

        class Silent(highspy.Highs):  # it prints a banner at the first call, which happens during construction
            def enableCallbacks(self) -> None:
                self.setOptionValue("output_flag", False)
                super().enableCallbacks()

        solver = Silent()
        solver.setOptionValue("time_limit", TIME_LIMIT)
        solver.setOptionValue("mip_rel_gap", 0.01)
        solver.setOptionValue("threads", 1)
        costs, lower, upper, whole = zip(*self.columns, strict=True)
        count = len(costs)
        every = np.arange(count, dtype=np.int32)
        solver.addVars(count, np.array(lower), np.array(upper))
        solver.changeColsCost(count, every, np.array(costs))
        kinds = [highspy.HighsVarType.kInteger if each else highspy.HighsVarType.kContinuous for each in whole]
        solver.changeColsIntegrality(count, every, np.array(kinds))
        solver.changeObjectiveOffset(self.offset)
        least, most, columns, factors = zip(*self.rows, strict=True)
        starts = np.cumsum([0, *map(len, columns)])[:-1].astype(np.int32)
        indices = np.array([each for some in columns for each in some], dtype=np.int32)
        values = np.array([float(each) for some in factors for each in some])
        solver.addRows(len(least), np.array(least), np.array(most), len(indices), starts, indices, values)
        start = self._start()
        solver.setSolution(
            len(start), np.array(list(start), dtype=np.int32), np.array(list(start.values()), dtype=float)
        )
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise Invalid("proposal_not_found")
        found = solver.getSolution().col_value
        return {key: round(found[column]) for key, column in self.amounts.items() if round(found[column])}

    def _start(self) -> dict[int, int]:
        """Build a starting solution in whole columns: largest targets first, each where it costs least."""
        loads = {person.member_id: person.kept for person in self.people}
        start = {column: 0 for column, (*_, whole) in enumerate(self.columns) if whole}
        for target, places in sorted(self.alike, key=lambda each: (each[0].holder is None, -each[0].size)):
            size, count = (1, target.size) if target.shared else (target.size, len(places))
            able = [person for person in self.people if (target, person.member_id) in self.amounts]
            for _ in range(count):
                fits = [person for person in able if self._fits(target, person, loads, size)]
                if not fits:
                    break
                best = min(fits, key=lambda person: (self._cost(target, person, size), loads[person.member_id]))
                loads[best.member_id] += size
                column = self.amounts[target, best.member_id]
                start[column] += 1
                for beside in (self.pieces.get(column), self.takers.get(best.member_id)):
                    if beside is not None:
                        start[beside] = 1
        return start

    def _fits(self, target: Target, person: Nominee, loads: dict[int, int], size: int) -> bool:
        limit = max(self.most, person.today) if target.holder == person.member_id else self.most
        return loads[person.member_id] + size <= limit
