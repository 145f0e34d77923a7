"""Checks of cells' books and closed months: what counts is the month in which a check was made, not the months it
covers.
"""

from datetime import date

import pytest

from db.calendar import clock
from db.errors import Invalid
from db.kernel import closed_periods
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, BookCheck, PeriodState
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from tests.db.book_checking import TODAY, check
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def closed(world, *months: int) -> None:
    with writing(SYSTEM, "close") as session:
        for month in months:
            session.add(PeriodState(unit_id=world.units["dong_ha"], period=month, closed_at=clock.now()))


def test_a_check_made_in_a_closed_month_needs_a_reason_but_a_later_check_of_that_month_does_not(world):
    september = date(2026, 9, 20)
    check(world, world.commune, "dong_bao", day=september, last=202608, remark="")
    code = rows(BookCheck)[0].code
    closed(world, 202609)
    check(world, world.commune, "dong_bao", first=202609, last=202609)  # made today, about a closed month
    shorter = BookCheckInput("Trần Văn Kiểm", september, 202601, 202603)
    for deed in (
        lambda: check(world, world.commune, "dong_bao", day=september, last=202608),
        lambda: book_checks.correct(world.commune, code, shorter),
        lambda: book_checks.correct(world.commune, code, BookCheckInput("Ai khác", TODAY, 202601, 202608)),
        lambda: book_checks.delete(world.commune, code),
    ):
        with pytest.raises(Invalid, match="period_closed"):
            deed()
    book_checks.correct(world.commune, code, BookCheckInput("Ai khác", september, 202601, 202608, "Ghi rõ hơn"))
    with closed_periods.default_reason("Ghi nhầm"):
        book_checks.correct(world.commune, code, shorter)
    assert [(row.deed, row.reason) for row in rows(Batch)][-1] == ("correct_check", "Ghi nhầm")
