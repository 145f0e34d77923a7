"""Groups of households larger than any member may take."""

from collections.abc import Collection

from db.households.household_board import Board
from db.models import GroupKind


def households_left_over(board: Board, suggested: Collection[int | None], most: int) -> int:
    """How many households of such groups stay uncovered once those `suggested` (by id) are assigned."""
    large = {
        line.id: line.cover.uncovered
        for line in board.lines
        if line.kind == GroupKind.HOUSEHOLDS and line.cover.households > most
    }
    for line in board.lines:
        if not line.kind and line.parent_id in large and line.id in suggested and not line.looked_after:
            large[line.parent_id] -= 1
    return sum(large.values())
