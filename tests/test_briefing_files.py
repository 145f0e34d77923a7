"""The files of a paper for a meeting, read back: one page, the text in place, and text that stays text."""

import io

import pptx
import pytest
from hypothesis import given, settings, strategies as st
from pptx.util import Inches

from components.files import briefing_document, briefing_files, briefing_pdf, briefing_slides, briefing_word, slide_text
from components.files.briefing_document import WrittenSection
from components.i18n import in_language, percent
from tests.briefing_papers import (
    LONG,
    paper,
    pdf_pages,
    pdf_text,
    plain,
    sheet_rows,
    slide_tables,
    slides_text,
    table,
    word_text,
    workbook,
)

HOSTILE = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "&lt;b&gt; <b>đậm</b>", "{{tên}}", "a\x00b\x0bc")
THIRTY = [f"Xã Đông Hà số {number}" for number in range(1, 31)]
pytestmark = pytest.mark.usefixtures("_vietnamese")


@pytest.fixture
def _vietnamese():
    with in_language("vi"):
        yield


def many_sections(count: int, words: int):
    sentence = "Qua chín mươi cuộc họp, có mặt 1.359 trên 1.484 lượt đảng viên được triệu tập, đạt 91,6 %. "
    return tuple(WrittenSection(f"s{at}", f"Phần {at}", "Kết quả", (sentence * words,), (), ()) for at in range(count))


def all_files(made):
    return briefing_files.write_file_set(made, "tai-lieu", lambda done: None)[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_plain_text_in_every_file(text):
    made = paper((table([text, "Xã Tây Sơn"]),), f"Đơn vị: {text}.", unit=text)
    files = all_files(made)
    said = plain("".join(letter for letter in text if letter >= " "))
    assert said in word_text(files["tai-lieu.docx"])
    assert said in pdf_text(files["tai-lieu.pdf"])
    assert said in slides_text(files["tai-lieu.pptx"])[0]
    cell = next(cell for row in workbook(files["tai-lieu.xlsx"])["Báo cáo"].iter_rows() for cell in row
                if cell.value and said in str(cell.value))  # fmt: skip
    assert cell.data_type == "s"


@pytest.mark.parametrize(("count", "words"), [(1, 1), (5, 3), (8, 4)])
@pytest.mark.parametrize("unit", ["Xã A", LONG])
def test_the_page_stays_one_page_whatever_it_says(count, words, unit):
    made = paper(unit=unit, above=f"ĐẢNG BỘ {LONG.upper()}", sections=many_sections(count, words))
    content = briefing_pdf.write_pdf(made)
    assert pdf_pages(content) == 1
    assert pdf_text(content).count("91,6 %") == count * words
    size = briefing_word.fitting_size(made)
    assert briefing_word.SMALLEST <= size <= briefing_word.LARGEST
    assert size == briefing_word.LARGEST or count > 1


def test_longer_text_is_set_in_smaller_type():
    sizes = [briefing_word.fitting_size(paper(sections=many_sections(5, words))) for words in (1, 3, 5)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_thirty_communes_on_a_slide_are_the_worst_and_the_others_and_still_add_up():
    (rows,) = slide_tables(briefing_slides.write_slides(paper((table(THIRTY),), "Câu.")))
    assert rows[1][0] == "Xã Đông Hà số 30"  # the first of those that need attention
    assert rows[-2][0] == f"{30 - (len(rows) - 3)} đơn vị khác"
    assert rows[-1] == ["Cộng", "495", "465", "93,9 %"]
    for column in (1, 2):
        assert sum(int(row[column]) for row in rows[1:-1]) == int(rows[-1][column])


def test_a_list_of_cells_says_how_many_it_leaves_out():
    (rows,) = slide_tables(briefing_slides.write_slides(paper((table(THIRTY, adds_up=False),), "Câu.")))
    assert rows[-1][0] == f"… và {30 - (len(rows) - 2)} chi bộ khác, đủ trong tệp Excel"


@pytest.mark.parametrize("name", ["Xã A", LONG, LONG * 2])
def test_nothing_overflows_a_slide(name):
    names = [f"{name} {at}" for at in range(30)]
    content = briefing_slides.write_slides(paper((table(names),), "Câu dài. " * 60, unit=name))
    deck = pptx.Presentation(io.BytesIO(content))
    for shape in deck.slides[0].shapes:
        assert shape.left >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height + Inches(0.01)
        if shape.has_text_frame and shape.text_frame.text:
            run = shape.text_frame.paragraphs[0].runs[0]
            place = tuple(value / 914400 for value in (shape.left, shape.top, shape.width, shape.height))
            assert slide_text.fits(run.text, run.font.size.pt, place, bool(run.font.bold)) or run.font.size.pt <= 16


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=40), st.integers(3, 15))
def test_a_shortened_table_adds_up_to_the_whole(counts, most):
    rows = [[f"Xã {at}", a + b, a, a / (a + b) if a + b else None] for at, (a, b) in enumerate(counts)]
    made = table([])._replace(rows=rows, first=tuple(range(len(rows)))[::2])
    short = briefing_document.shorten(made, most, "{count} khác", "Cộng")
    assert len(short) <= max(most, 0)
    total = short[-1] if len(rows) > 1 else None
    listed = short[:-1] if total else short
    assert sum(row[1] for row in listed) == sum(a + b for a, b in counts)
    if total:
        assert total[1:3] == [sum(a + b for a, b in counts), sum(a for a, _ in counts)]
        assert briefing_document.cell_text(made.columns, total, 3) == percent(total[2], total[1])


def test_the_sheet_holds_every_row_and_the_manifest_counts_them():
    files = all_files(paper((table(THIRTY),), "Câu."))
    rows = sheet_rows(files["tai-lieu.xlsx"], "Báo cáo")
    assert [row[0] for row in rows if row[0] and row[0].startswith("Xã")] == THIRTY
    assert sheet_rows(files["tai-lieu.xlsx"], "Bản kê")[-1][1:4] == ["reported", "Chi bộ đã báo cáo", 19]
    said = files["ban-ke.txt"].decode("utf-8-sig")
    assert "Báo cáo: 30 dòng" in said
    assert said.count("tai-lieu.") == 4


def test_a_section_without_rows_is_text_only():
    content = briefing_slides.write_slides(paper((table([]),), "Chưa có chi bộ nào báo cáo; chưa tính tỷ lệ."))
    assert slide_tables(content) == []
    assert "chưa tính tỷ lệ" in slides_text(content)[0]
