"""A cell's household board, and who is put in charge there."""

from datetime import date

from db.households import assignments, household_board
from db.households.assignments import AssignmentTargets
from db.households.household_board import Board, BoardRow
from tests.rows import code_of

NOVEMBER = date(2026, 11, 1)


def board_of(world) -> Board:
    return household_board.load(world.secretary, world.units["dong_bao"])


def line_of(world, code: str) -> BoardRow:
    return board_of(world).find(code)


def assign(world, members: list[str], chosen: AssignmentTargets, since: date | None = NOVEMBER, viewer=None) -> int:
    return assignments.assign(
        viewer or world.secretary, world.units["dong_bao"], [code_of(world, key) for key in members], chosen, since
    )
