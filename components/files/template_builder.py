"""The templates that come with the register, built by code: A4, Times New Roman, headings as in Party documents.

They never carry the State motto; a cell signs and has no seal; the committee confirms. A district may use its own
instead.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from components.files import paper_fields, word_template

FONT, SIZE, SMALL, LINE, TIGHT, INDENT = "Times New Roman", 14, 13, 19, 15, Mm(10)
# one person per page, or a year on one page, hence in small type
ONE_PAGE = (paper_fields.COMMENT, paper_fields.SHORT_COMMENT, paper_fields.NOTICE, paper_fields.REGULATION)
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


@cache
def build_template(kind: str) -> bytes:
    """Return the template of a kind of paper, the same bytes on each call. Raises KeyError for an unknown kind."""
    paper = _Paper(SMALL if kind in ONE_PAGE else SIZE)
    BUILDERS[kind](paper)
    return word_template.to_docx_bytes(paper.document)


class _Paper:
    """A document that is written from top to bottom."""

    def __init__(self, size: int) -> None:
        self.document: Any = Document()
        self.size = size
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        style.paragraph_format.line_spacing = Pt(LINE if size == SIZE else TIGHT)
        (section,) = self.document.sections
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)

    def head(self, numbered: str = "Số {{số}}") -> None:
        """Write the issuer and the number on the left; the Party, place and date on the right."""
        left, right = self.columns(Mm(83), Mm(82))
        _line(left, "{{cấp trên}}", CENTER)
        _line(left, "{{cơ quan ban hành}}", CENTER, bold=True)
        _line(left, "*", CENTER)
        if numbered:
            _line(left, numbered, CENTER)
        _line(right, PARTY, CENTER, bold=True, underline=True)
        _line(right, "")
        _line(right, "{{nơi}}, {{ngày}}", CENTER, italic=True, size=SMALL)  # a long name and its date on one line
        self.text("")

    def title(self, *lines: str) -> None:
        """Write the name of the paper in bold, and its subject below."""
        for at, line in enumerate(lines):
            _line(self.document, line, CENTER, bold=True, size=None if at else self.size + 1)
        self.text("")

    def addressed(self) -> None:
        """Write the addressee."""
        _line(self.document, "Kính gửi: {{kính gửi}}", CENTER)
        self.text("")

    def text(self, line: str, indent: bool = False, **marks: Any) -> None:
        """Write a line of text; with an indent, the beginning of a paragraph."""
        written = _line(self.document, line, JUSTIFY if indent else None, **marks)
        if indent:
            written.paragraph_format.first_line_indent = INDENT
            written.paragraph_format.space_after = Pt(2)

    def signatures(self, left: list[str], right: list[str]) -> None:
        """Write who confirms or receives on the left, who signs on the right, with space for signing,
        all on one page.
        """
        self.text("")
        for column, lines in zip(self.columns(Mm(82), Mm(83)), (left, right), strict=True):
            for line in lines:
                _line(column, line, CENTER, bold=True)
        self.document.tables[-1].rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def columns(self, *widths: Any) -> list[Any]:
        """Return cells side by side, without borders."""
        table = self.document.add_table(1, len(widths))
        table.autofit = False
        for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
            column.width = cell.width = width
            cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
        return list(table.rows[0].cells)

    def table(self, columns: list[tuple[str, str, int]]) -> None:
        """Add a table whose header repeats on each page; its row is repeated for each entry and never split."""
        table = self.document.add_table(2, len(columns), style="Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for at, (title, field, width) in enumerate(columns):
            table.columns[at].width = Mm(width)
            for row, words in enumerate((title, field)):
                cell = table.cell(row, at)
                cell.width = Mm(width)
                line = cell.paragraphs[0]
                _write(line, words, bold=not row, size=12)
                line.alignment = CENTER if not row or width < 15 else None
                line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE  # otherwise the text hits the border
                line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
        for row, marks in zip(table.rows, (("w:cantSplit", "w:tblHeader"), ("w:cantSplit",)), strict=True):
            for mark in marks:
                row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _line(around: Any, words: str, align: Any = None, **marks: Any) -> Any:
    line = around.add_paragraph()
    line.alignment = align
    _write(line, words, **marks)
    return line


def _write(line: Any, words: str, *, bold=False, italic=False, underline=False, size: int | None = None) -> None:
    run = line.add_run(words)
    run.bold, run.italic, run.underline = bold or None, italic or None, underline or None
    if size:
        run.font.size = Pt(size)


PERSON = (
    "Họ và tên: {{họ và tên}}    {{giới tính}}",
    "Ngày sinh: {{ngày sinh}}",
    "Đơn vị công tác: {{nơi công tác}}",
    "Nơi cư trú: {{nơi cư trú}}",
)
SECRETARY = ["T/M CHI BỘ", "BÍ THƯ", "", "", "", "{{bí thư}}"]
COMMITTEE = ["T/M ĐẢNG ỦY", "{{chức danh ký}}", "", "", "", "{{người ký}}"]


def _comment(paper: _Paper) -> None:
    paper.head()
    paper.title("PHIẾU NHẬN XÉT", "{{tên phiếu}}")
    for line in PERSON:
        paper.text(line)
    paper.text("{{mục đích}}", italic=True)
    paper.text("{{lời dẫn}}", indent=True)
    paper.text("{{mục: số}}. {{mục: nội dung}}", indent=True)
    paper.text("{{mục: trả lời}}")
    paper.signatures(["XÁC NHẬN CỦA", "{{đảng ủy nơi cư trú in hoa}}", "", "", "", ""], SECRETARY)


def _request(paper: _Paper) -> None:
    paper.head()
    paper.title("PHIẾU XIN Ý KIẾN", "chi ủy nơi cư trú")
    paper.addressed()
    paper.text("{{căn cứ}}", indent=True)
    paper.text("Để {{mục đích}}, đề nghị chi ủy nơi cư trú nhận xét về các đảng viên sau đây:", indent=True)
    paper.table(
        [
            ("TT", "{{người: số}}", 12),
            ("Họ và tên", "{{người: họ và tên}}", 50),
            ("Ngày sinh", "{{người: ngày sinh}}", 27),
            ("Chi bộ nơi cư trú", "{{người: chi bộ}}", 60),
        ]
    )
    paper.text("")
    paper.text("{{thời hạn}}", indent=True)
    paper.signatures(["", ""], COMMITTEE)


def _introduction(paper: _Paper) -> None:
    paper.head("Số {{số}}-GGT/ĐU")
    paper.title("GIẤY GIỚI THIỆU")
    paper.addressed()
    paper.text("{{căn cứ}}", indent=True)
    for line in (
        "Giới thiệu đồng chí: {{họ và tên}}    {{giới tính}}",
        "Sinh ngày: {{ngày sinh}}",
        "Kết nạp vào Đảng ngày: {{ngày vào đảng}}    Chính thức ngày: {{ngày chính thức}}",
        "Đang sinh hoạt đảng tại: {{nơi công tác}}",
        "Hiện cư trú tại: {{nơi cư trú}}",
    ):
        paper.text(line, indent=True)
    paper.text("{{diện miễn}}", indent=True, bold=True)
    paper.text(
        "Đề nghị các đồng chí tiếp nhận và tạo điều kiện cho đảng viên giữ mối liên hệ với tổ chức đảng và nhân dân "
        "nơi cư trú, hoàn thành nhiệm vụ.",
        indent=True,
    )
    received = ["ĐẢNG ỦY NƠI CƯ TRÚ", "Tiếp nhận ngày ……………", "Đã giới thiệu về", "……………………………", "T/M ĐẢNG ỦY",
                "BÍ THƯ"]  # fmt: skip
    paper.signatures(received, COMMITTEE)


def _notice(paper: _Paper) -> None:
    paper.head()
    paper.title("THÔNG BÁO", "việc giữ mối liên hệ với chi bộ và nhân dân nơi cư trú")
    paper.addressed()
    paper.text("{{căn cứ}}", indent=True)
    paper.text(
        "{{chi bộ nơi cư trú}} đã tiếp nhận đồng chí {{họ và tên}}, {{nơi công tác}}. "
        "Đồng chí không phải là đảng viên của chi bộ và không biểu quyết tại chi bộ; đồng chí giữ mối liên hệ với "
        "chi bộ và nhân dân nơi cư trú như sau:",
        indent=True,
    )
    paper.text("1. Chi bộ: {{chi bộ nơi cư trú}}. Bí thư: {{bí thư}}.", indent=True)
    paper.text("2. Tổ: {{tổ}}. Tổ trưởng: {{tổ trưởng}}.", indent=True)
    paper.text("3. Mỗi năm họp {{số kỳ họp}} kỳ: {{các kỳ họp}}. Chi bộ báo ngày họp trước.", indent=True)
    paper.text("{{diện miễn}}", indent=True, bold=True)
    paper.text("4. Nhiệm vụ của đảng viên nơi cư trú:", indent=True)
    paper.text("{{nhiệm vụ: số}}) {{nhiệm vụ: nội dung}}", indent=True)
    paper.signatures(["", ""], SECRETARY)


def _workplace_letter(paper: _Paper) -> None:
    paper.head("Số {{số}}-CV/ĐU")
    paper.title("{{tên văn bản}}")
    paper.addressed()
    paper.text("{{căn cứ}}", indent=True)
    paper.text(
        "Qua theo dõi và nhận xét của {{chi bộ nơi cư trú}}, đảng ủy nơi cư trú đề nghị {{kính gửi}} {{đề nghị}} "
        "đối với đồng chí {{họ và tên}}, sinh ngày {{ngày sinh}}, {{nơi công tác}}.",
        indent=True,
    )
    paper.text("{{nội dung}}", indent=True)
    paper.text("Đề nghị thông báo kết quả để đảng ủy và chi bộ nơi cư trú được biết.", indent=True)
    paper.signatures(["", ""], COMMITTEE)


def _hand_over(paper: _Paper) -> None:
    paper.head("")
    paper.title("BẢNG KÊ BÀN GIAO", "{{tên bảng kê}}")
    paper.table([("TT", "{{giấy: thứ tự}}", 11), ("Số", "{{giấy: số}}", 13), ("Họ và tên", "{{giấy: họ và tên}}", 42),
                 ("Nơi công tác", "{{giấy: nơi công tác}}", 38), ("Chi bộ", "{{giấy: chi bộ}}", 47),
                 ("Ký nhận", "{{giấy: ký nhận}}", 18)])  # fmt: skip
    paper.text("")
    paper.text("Cộng: {{tổng số}} phiếu.")
    signed = ["", "(ký, ghi rõ họ tên)"]
    paper.signatures(["NGƯỜI NHẬN", *signed[1:]], ["NGƯỜI GIAO", *signed[1:]])


def _regulation(paper: _Paper) -> None:
    paper.head("Số ……")
    paper.title("BÁO CÁO", "thực hiện {{tên quy định}}, năm {{năm}}")
    paper.text("{{căn cứ}}", indent=True)
    paper.text("Kết quả trong năm như sau:", indent=True)
    paper.text("{{câu: nội dung}}", indent=True)
    paper.signatures(["", ""], ["{{thay mặt}}", "{{chức danh ký}}", "", "", "", "{{người ký}}"])


BUILDERS: dict[str, Callable[[_Paper], None]] = {
    paper_fields.COMMENT: _comment,
    paper_fields.SHORT_COMMENT: _comment,
    paper_fields.REQUEST: _request,
    paper_fields.INTRODUCTION: _introduction,
    paper_fields.NOTICE: _notice,
    paper_fields.WORKPLACE_LETTER: _workplace_letter,
    paper_fields.HAND_OVER: _hand_over,
    paper_fields.REGULATION: _regulation,
}
