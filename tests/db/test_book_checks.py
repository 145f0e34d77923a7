"""Checks of cells' books: who notes them and who reads the remark, which months count as checked,
and what is refused.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.calendar.months import last_day, months_between
from db.errors import Invalid, NotAllowed
from db.figures import checked_books
from db.figures.checked_books import CheckedBooks
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, BookCheck, BookCheckAnswer, Change, TeamOfficial
from db.people import account_erasure
from db.people.text_erasure import MASK
from db.settings import settings
from db.teams import book_checks, officials
from db.teams.book_checks import BookCheckInput
from db.teams.officials import OfficialInput
from tests.db.book_checking import REMARK, TODAY, check
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
CELLS = ("dong_bao", "ben_da", "nui_doi")


def counted(viewer, since=202601, until=202610, day=None) -> CheckedBooks:
    return checked_books.total(part.count for part in checked_books.by_unit(viewer, since, until, None, day))


def test_the_cell_reads_who_checked_which_months_with_which_remark(world):
    assert check(world, world.commune, "dong_bao", "ben_da", last=202606) == 2
    check(world, world.district, "dong_bao", first=202604, last=202605, remark=" ")
    for viewer in (world.secretary, world.assistant):
        district, commune = book_checks.list_of_cell(viewer, world.units["dong_bao"])
        assert (commune.by, commune.checker, commune.remark) == ("Xã Đông Hà", "Trần Văn Kiểm", REMARK)
        assert (commune.first_month, commune.last_month, commune.checked_on) == (202601, 202606, TODAY)
        assert (district.by, district.remark) == ("Huyện An Bình", None)
    for viewer in (world.neighbour, world.other_commune):
        assert book_checks.list_of_cell(viewer, world.units["dong_bao"]) == []
    assert (
        book_checks.latest(world.secretary, world.units["dong_bao"]).by == "Xã Đông Hà"
    )  # its remark is waiting for an answer
    answer_remark(world)
    assert book_checks.latest(world.secretary, world.units["dong_bao"]).by == "Huyện An Bình"


def test_cells_are_counted_as_checked_for_all_months_for_some_or_for_none(world):
    assert counted(world.district) == CheckedBooks(3, 0, 0, 3, 0)
    check(world, world.commune, "dong_bao", last=202606)
    check(world, world.district, "nui_doi")
    assert counted(world.district) == CheckedBooks(3, 1, 1, 1, 0, 2)
    assert counted(world.commune) == CheckedBooks(2, 0, 1, 1, 0, 1)
    assert counted(world.district, 202601, 202603) == CheckedBooks(3, 2, 0, 1, 0, 2)
    assert counted(world.district, 202607, 202609) == CheckedBooks(3, 1, 0, 2, 0, 1)
    by_name = {row.name: row.count for row in checked_books.list_cells(world.district, 202601, 202610)}
    book = by_name["Chi bộ thôn Đồng Bào"]
    assert (book.months, book.checked, book.last_on, book.checker) == (10, 6, TODAY, "Trần Văn Kiểm")
    assert by_name["Chi bộ thôn Bến Đá"].unchecked


def test_a_month_that_has_not_ended_need_not_be_checked(world):
    check(world, world.district, "nui_doi")
    assert counted(world.district, 202601, 202611) == counted(world.district, 202601, 202612) == counted(world.district)
    assert counted(world.district).whole == 1
    assert counted(world.district, 202611, 202611) == CheckedBooks(3, 0, 0, 0, 3)


def test_months_before_the_register_or_the_cell_need_not_be_checked(world):
    settings.set_value(world.district, world.units["an_binh"], "first_month", 202609, date(2026, 9, 1))
    assert {row.count.months for row in checked_books.list_cells(world.district, 202601, 202610)} == {2}
    assert counted(world.district, 202601, 202608) == CheckedBooks(3, 0, 0, 0, 3)


def test_only_those_above_note_a_check_and_only_for_their_cells(world):
    for viewer, cell in (
        (world.secretary, "dong_bao"),
        (world.assistant, "dong_bao"),
        (world.admin, "dong_bao"),
        (world.workplace, "dong_bao"),
        (world.commune, "nui_doi"),
        (world.other_commune, "dong_bao"),
        (world.district, "dong_ha"),
    ):
        with pytest.raises(NotAllowed):
            check(world, viewer, cell)
    with pytest.raises(NotAllowed):
        check(world, world.commune, "dong_bao", "nui_doi")
    assert rows(BookCheck) == []


def test_whoever_noted_a_check_corrects_it_and_takes_it_back(world):
    check(world, world.commune, "dong_bao")
    code = rows(BookCheck)[0].code
    typed = BookCheckInput("Lê Thị Soát", date(2026, 11, 20), 202601, 202603, "Đã bổ sung")
    for viewer in (world.district, world.secretary, world.other_commune):
        for deed in (lambda who: book_checks.correct(who, code, typed), lambda who: book_checks.delete(who, code)):
            with pytest.raises(NotAllowed):
                deed(viewer)
    book_checks.correct(world.commune, code, typed)
    (line,) = book_checks.list_of_cell(world.secretary, world.units["dong_bao"])
    assert (line.checker, line.last_month, line.remark) == ("Lê Thị Soát", 202603, "Đã bổ sung")
    book_checks.delete(world.commune, code)
    undo.undo(world.commune, rows(Batch)[-1].id)
    assert [row.remark for row in rows(BookCheck)] == ["Đã bổ sung"]


def test_invalid_checks_are_refused(world):
    refused = {
        "check_months_backwards": {"first": 202607, "last": 202601},
        "check_month_to_come": {"last": 202612},
        "day_to_come": {"day": date(2026, 11, 23)},
        "day_missing": {"day": None},
        "name_short": {"checker": " "},
        "text_long": {"remark": "x" * 501},
    }
    for refusal, more in refused.items():
        with pytest.raises(Invalid, match=refusal):
            check(world, world.commune, "dong_bao", **more)
    with pytest.raises(Invalid, match="check_cells_missing"):
        check(world, world.commune)


def test_the_first_page_shows_a_check_for_some_weeks(world):
    check(world, world.commune, "dong_bao", day=date(2026, 10, 20), last=202609)
    assert book_checks.latest(world.secretary, world.units["dong_bao"]) is None
    check(world, world.commune, "dong_bao", day=date(2026, 10, 25), last=202609)
    assert book_checks.latest(world.secretary, world.units["dong_bao"])


def answer_remark(world, text="Đã bổ sung", viewer=None, cell="dong_bao") -> None:
    code = next(row.code for row in rows(BookCheck) if row.unit_id == world.units[cell])
    book_checks.answer(viewer or world.secretary, code, text)


def test_the_cells_answer_to_a_remark_is_read_and_counted_by_the_checkers(world):
    check(world, world.commune, "dong_bao", "ben_da")
    check(world, world.district, "nui_doi", remark="")
    assert (counted(world.district).remarks, counted(world.district).answered) == (2, 0)
    answer_remark(world, "Sẽ ghi")
    answer_remark(world, " Đã bổ sung ")
    for viewer in (world.commune, world.district, world.assistant):
        (line,) = book_checks.list_of_cell(viewer, world.units["dong_bao"])
        assert (line.answer, line.answered_on) == ("Đã bổ sung", TODAY)
    assert book_checks.list_of_cell(world.other_commune, world.units["dong_bao"]) == []
    assert (counted(world.district).remarks, counted(world.district).answered) == (2, 1)
    assert [book_checks.count_fresh_answers(viewer) for viewer in (world.commune, world.district)] == [1, 0]
    (first, again) = [row.id for row in rows(Batch) if row.deed == "answer_check"]
    undo.undo(world.secretary, again)
    assert book_checks.list_of_cell(world.commune, world.units["dong_bao"])[0].answer == "Sẽ ghi"
    undo.undo(world.secretary, first)
    assert rows(BookCheckAnswer) == []


def test_only_the_cell_itself_answers_and_only_a_remark(world):
    check(world, world.commune, "dong_bao")
    for viewer in (world.commune, world.district, world.neighbour, world.workplace, world.admin):
        with pytest.raises(NotAllowed):
            answer_remark(world, viewer=viewer)
    for text, refusal in ((" ", "check_answer_missing"), ("x" * 301, "text_long")):
        with pytest.raises(Invalid, match=refusal):
            answer_remark(world, text)
    answer_remark(world)
    book_checks.correct(world.commune, rows(BookCheck)[0].code, BookCheckInput("Lê Thị Soát", TODAY, 202601, 202603))
    with pytest.raises(Invalid, match="check_without_remark"):
        answer_remark(world)
    assert book_checks.count_fresh_answers(world.commune) == 0  # an answer to an empty remark is not news either
    book_checks.delete(world.commune, rows(BookCheck)[0].code)
    assert (rows(BookCheck), rows(BookCheckAnswer)) == ([], [])
    undo.undo(world.commune, rows(Batch)[-1].id)
    assert [row.text for row in rows(BookCheckAnswer)] == ["Đã bổ sung"]


def test_a_unit_erases_its_checkers_name_from_history_too_and_no_other_units(world):
    check(world, world.commune, "dong_bao", checker="Lê Thị Soát")
    check(world, world.commune, "ben_da")
    check(world, world.district, "dong_bao", checker="lê thị soát")
    mine = next(row for row in rows(BookCheck) if row.checker == "Lê Thị Soát")
    check(world, world.commune, "ben_da", checker="Lê Thị Soát")
    again = rows(BookCheck)[-1].code
    for called in ("Ai khác", "Lê Thị Soát"):  # the corrected and deleted check is in the history only
        book_checks.correct(world.commune, again, BookCheckInput(called, TODAY, 202601, 202603))
    book_checks.delete(world.commune, again)
    typed = BookCheckInput("Lê Thị Soát", TODAY, 202601, 202603, "Khác")
    book_checks.correct(world.commune, mine.code, typed)
    assert "Lê Thị Soát" in str(rows(Change))
    for viewer in (world.district, world.secretary, world.other_commune):
        with pytest.raises(NotAllowed):
            book_checks.erase_checker(viewer, mine.code)
    assert book_checks.erase_checker(world.commune, mine.code) == 1
    assert [row.checker for row in rows(BookCheck)] == ["…", "Trần Văn Kiểm", "lê thị soát"]
    assert "Lê Thị Soát" not in str(rows(Change))
    line = next(line for line in book_checks.list_of_cell(world.secretary, world.units["dong_bao"]) if line.is_erased)
    assert (line.remark, line.last_month) == ("Khác", 202603)


def test_a_checker_is_erased_along_with_his_account_and_as_an_official(world):
    check(world, world.commune, "dong_bao", checker=world.commune.name.upper())
    check(world, world.commune, "dong_bao")
    assert [row.account_id for row in rows(BookCheck)] == [world.commune.account_id, None]
    with writing(SYSTEM, "test") as session, bulk.without_history(session):
        account_erasure.anonymise_accounts(session, [world.commune.account_id])
    assert [row.checker for row in rows(BookCheck)] == [MASK, "Trần Văn Kiểm"]
    people = [OfficialInput("Trần Văn Kiểm", team="Tổ 1"), OfficialInput("Trần Văn Kiểm", team="Tổ 2")]
    officials.add(world.commune, people, None, "cells")
    first, second = (row.code for row in rows(TeamOfficial))
    officials.erase(world.commune, first)
    assert rows(BookCheck)[1].checker == "Trần Văn Kiểm"  # he is in another team, or a namesake is
    officials.erase(world.commune, second)
    assert rows(BookCheck)[1].checker == "…"


SPANS = st.lists(
    st.tuples(
        st.sampled_from(CELLS),
        st.integers(1, 12),
        st.integers(0, 11),
        st.sampled_from([2025, 2026]),
        st.sampled_from(["", "remark", "answered"]),
        st.integers(0, 300),
    ),
    max_size=10,
)


@given(SPANS, st.integers(1, 10), st.integers(0, 9), st.integers(0, 330))
@hypothesis(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_checked_months_equal_a_recount_as_of_any_day(world, some, first, more, days_ago):
    with writing(SYSTEM, "test") as session:
        for row in rows(BookCheckAnswer):
            session.delete(session.get_one(BookCheckAnswer, row.id))
        session.flush()
        for row in rows(BookCheck):
            session.delete(session.get_one(BookCheck, row.id))
        for cell, month, length, year, said, before in some:
            checked_on = TODAY - timedelta(before)
            about = {"checker": "Ai đó", "checked_on": checked_on, "by_unit_id": world.units["an_binh"]}
            last = year * 100 + min(12, month + length)
            about |= {"remark": said or None, "first_month": year * 100 + month, "last_month": last}
            session.add(noted := BookCheck(unit_id=world.units[cell], **about))
            session.flush()
            if said == "answered":
                answer = {"unit_id": noted.unit_id, "text": "Đã sửa", "answered_on": checked_on + timedelta(5)}
                session.add(BookCheckAnswer(check_id=noted.id, **answer))
    since, until = 202600 + first, 202600 + min(10, first + more)
    day = TODAY - timedelta(days_ago)
    wanted = {month for month in months_between(since, until) if last_day(month) <= day}
    done = {cell: set() for cell in CELLS}
    remarks = {cell: [0, 0] for cell in CELLS}
    for cell, month, length, year, said, before in some:
        covered = {year * 100 + each for each in range(month, min(12, month + length) + 1)} & wanted
        if covered and before >= days_ago:
            done[cell] |= covered
            remarks[cell][0] += bool(said)
            remarks[cell][1] += said == "answered" and before >= days_ago + 5
    found = {row.unit_id: row.count for row in checked_books.list_cells(world.district, since, until, None, day)}
    for cell in CELLS:
        book = found[world.units[cell]]
        assert (book.months, book.checked) == (len(wanted), len(done[cell]))
        assert [book.remarks, book.answered] == remarks[cell]
    whole = sum(bool(months) and months == wanted for months in done.values())
    part = sum(bool(months) and months != wanted for months in done.values())
    unchecked, none = (3 - whole - part, 0) if wanted else (0, 3)
    assert counted(world.district, since, until, day) == CheckedBooks(
        3, whole, part, unchecked, none, *map(sum, zip(*remarks.values(), strict=True))
    )
