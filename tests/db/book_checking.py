"""Checks of cells' books."""

from datetime import date

from db.models import Unit
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from tests.rows import rows

TODAY, REMARK = date(2026, 11, 22), "Cần ghi rõ lý do vắng <b>"


def codes(world, *cells: str) -> list[str]:
    known = {row.id: row.code for row in rows(Unit)}
    return [known[world.units[cell]] for cell in cells]


def check(world, viewer, *cells: str, first=202601, last=202610, day=TODAY, remark=REMARK, checker="Trần Văn Kiểm"):
    return book_checks.record_checks(viewer, codes(world, *cells), BookCheckInput(checker, day, first, last, remark))
