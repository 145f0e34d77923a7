"""Checks of books in the demonstration: communes check most of their cells' books, the district some."""

from datetime import date, timedelta

from db.calendar.months import add_months, last_day, month_of
from db.demo.bulk_filler import BulkFiller
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, District, seeded_random
from db.demo.word_lists import random_name
from db.models import BookCheck, BookCheckAnswer, Sex

REMARKS = (
    None,
    "Sổ ghi đầy đủ, rõ ràng",
    "Cần ghi rõ lý do vắng của từng đồng chí",
    "Tháng 7 chưa ghi kết luận của cuộc họp, đề nghị bổ sung",
    "Cần ghi kết quả thực hiện việc được giao tháng trước",
)
OF_BOOK = "Sổ ghi đủ, đúng mẫu. Cần ghi thêm ý kiến phát biểu của đảng viên ở các cuộc họp chuyên đề"
ANSWERS = ("Chi bộ đã bổ sung vào sổ", "Chi bộ tiếp thu, sẽ ghi đầy đủ từ kỳ họp sau")
ANSWERED = 0.5  # share of remarks that are answered
CHECKED, WHOLE, BY_DISTRICT = 0.6, 0.5, 0.1  # shares of cells: checked, completely, by the district as well


def fill(filler: BulkFiller, district: District) -> None:
    """Add checks for the year's past months."""
    over = add_months(month_of(district.today), -1)
    first, half = over // 100 * 100 + 1, min(over // 100 * 100 + 6, over)
    for cell in district.cells:
        if not cell.own or not cell.stands_on(district.today) or over < first:
            continue
        random = seeded_random("book checks", cell.id)
        by = cell.commune.id if cell.commune and cell.commune.id else district.id
        if cell.name == BOOK:
            _add(filler, district, cell, by, (first, half), 12, OF_BOOK)
        elif random.random() < CHECKED:
            _add(filler, district, cell, by, (first, half), 120, random.choice(REMARKS))
            if random.random() < WHOLE and half < over:
                _add(filler, district, cell, by, (add_months(half, 1), over), 8, random.choice(REMARKS))
        if by != district.id and random.random() < BY_DISTRICT:
            _add(filler, district, cell, district.id, (first, half), 95, random.choice(REMARKS))
    filler.write()


def _add(
    filler: BulkFiller, district: District, cell: Cell, by: int, months: tuple[int, int], ago: int,
    remark: str | None,
) -> None:  # fmt: skip
    random = seeded_random("book checkers", by)
    checked_on = max(district.today - timedelta(days=ago), _after(months[1]))
    check_id = filler.add(
        BookCheck,
        unit_id=cell.id,
        by_unit_id=by,
        checker=random_name(random, random.choice((Sex.MALE, Sex.FEMALE)), 1975),
        checked_on=checked_on,
        first_month=months[0],
        last_month=months[1],
        remark=remark,
    )
    answering = seeded_random("book answers", check_id)
    if remark and remark != OF_BOOK and answering.random() < ANSWERED:
        day = min(district.today, checked_on + timedelta(days=answering.randint(1, 20)))
        filler.add(BookCheckAnswer, check_id=check_id, unit_id=cell.id, text=answering.choice(ANSWERS), answered_on=day)


def _after(month: int) -> date:
    return last_day(month) + timedelta(days=1)
