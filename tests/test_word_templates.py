"""Word templates: what is put into them is read back word for word; what cannot be a template is refused with the
reason.
"""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from components.files import paper_fields, template_builder, template_check, upload_check, word_template
from components.files.paper_fields import COMMENT, FIELDS, HAND_OVER, REGULATION
from db.errors import Invalid
from tests.word_files import lines, template

ODD = ["<script>alert(1)</script>", "{{số}}", "Hà & Hải", "=1+1", "A \"B\" 'C'", "Nguyễn\x07 Ẵng", "{{x}} }} {{"]


def rows(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in Document(io.BytesIO(data)).tables for row in table.rows]


@pytest.mark.parametrize("kind", FIELDS)
def test_each_shipped_template_has_only_known_placeholders_and_shows_every_value(kind):
    data = template_builder.build_template(kind)
    written = word_template.list_placeholders(data)
    assert written
    assert paper_fields.unknown_fields(kind, written) == []
    template_check.check_template(kind, data)
    filled = word_template.render(data, [paper_fields.example_values(kind)])
    said = "\n".join([*lines(filled), *(cell for row in rows(filled) for cell in row)])
    keys = {word_template.field_key(name) for name in written}
    assert [name for name in FIELDS[kind] if word_template.field_key(name) in keys and f"[{name}]" not in said] == []
    assert "{{" not in said


@pytest.mark.parametrize("kind", FIELDS)
def test_a_shipped_template_has_the_layout_of_party_documents(kind):
    document = Document(io.BytesIO(template_builder.build_template(kind)))
    (section,) = document.sections
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(each.mm) for each in (*page, section.left_margin, section.right_margin)] == [210, 297, 20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    head = document.tables[0].rows[0].cells
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in head[1].text
    assert "*" in head[0].text.splitlines()
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "CỘNG HÒA" not in said + head[0].text + head[1].text
    assert "./." not in said


@pytest.mark.parametrize("kind", FIELDS)
def test_a_signature_block_is_never_split_across_pages(kind):
    signed = Document(io.BytesIO(template_builder.build_template(kind))).tables[-1].rows
    assert len(signed) == 1
    assert signed[0]._tr.trPr.findall(qn("w:cantSplit"))


@pytest.mark.parametrize("kind", [COMMENT, paper_fields.SHORT_COMMENT, paper_fields.NOTICE, REGULATION])
def test_a_paper_per_person_or_year_is_set_small_enough_for_one_page(kind):
    made = Document(io.BytesIO(template_builder.build_template(kind)))
    assert made.styles["Normal"].font.size.pt == 13


@pytest.mark.parametrize("kind", [HAND_OVER, paper_fields.REQUEST])
def test_table_text_lies_between_its_lines_and_not_on_them(kind):
    tables = Document(io.BytesIO(template_builder.build_template(kind))).tables
    (table,) = [one for one in tables if one.style.name != "Normal Table"]
    lines = [cell.paragraphs[0].paragraph_format for row in table.rows for cell in row.cells]
    assert {(line.line_spacing_rule, line.space_before, line.space_after) for line in lines} == {
        (WD_LINE_SPACING.SINGLE, Pt(2), Pt(2))
    }


def test_a_row_of_the_hand_over_list_is_never_split_by_a_page_break():
    (table,) = [
        one
        for one in Document(io.BytesIO(template_builder.build_template(HAND_OVER))).tables
        if one.style.name != "Normal Table"
    ]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_offices_capitals_are_in_headings_only():
    for kind in FIELDS:
        lines = Document(io.BytesIO(template_builder.build_template(kind))).paragraphs
        assert not [line.text for line in lines if "cơ quan ban hành" in line.text]


def test_a_shipped_template_is_the_same_file_whenever_it_is_built():
    first = template_builder.build_template(COMMENT)
    template_builder.build_template.cache_clear()
    assert template_builder.build_template(COMMENT) == first


@pytest.mark.parametrize("value", ODD)
def test_a_value_stays_text_whatever_it_looks_like(value):
    made = word_template.render(template("Tên: {{họ và tên}}."), [{"ho va ten": value, "so": "7", "x": "y"}])
    assert lines(made) == [f"Tên: {value.replace(chr(7), '')}."]


def test_case_accents_and_spaces_of_a_placeholder_do_not_matter():
    made = word_template.render(template("{{ HỌ VÀ TÊN }}|{{ho va ten}}|{{Họ và  tên}}"), [{"ho va ten": "Lê An"}])
    assert lines(made) == ["Lê An|Lê An|Lê An"]


def test_a_placeholder_split_by_word_is_filled_and_keeps_its_first_pieces_formatting():
    document = Document()
    line = document.add_paragraph("Đồng chí ")
    for at, piece in enumerate(("{", "{họ ", "và", " tên}", "}", " công tác tại {{nơi", " công tác}}.")):
        line.add_run(piece).bold = at == 0
    made = word_template.render(
        word_template.to_docx_bytes(document), [{"ho va ten": "Lê An", "noi cong tac": "Bệnh viện"}]
    )
    assert lines(made) == ["Đồng chí Lê An công tác tại Bệnh viện."]
    (paragraph,) = Document(io.BytesIO(made)).paragraphs
    assert [run.text for run in paragraph.runs if run.bold] == ["Lê An"]


def test_a_list_repeats_its_row_and_its_lines_in_order():
    data = template("{{mục: số}}. {{mục: nội dung}}", "→ {{mục: trả lời}}", "Hết {{số}}", table=["{{giấy: số}}", "x"])
    entries = [{"so": str(at), "noi dung": f"Ý {at}", "tra loi": "Tốt"} for at in (1, 2)]
    made = word_template.render(data, [{"muc": entries, "giay": [{"so": "8"}, {"so": "9"}], "so": "5"}])
    assert lines(made) == ["1. Ý 1", "→ Tốt", "2. Ý 2", "→ Tốt", "Hết 5"]
    assert rows(made) == [["8", "x"], ["9", "x"]]


def test_a_line_of_placeholders_only_is_removed_if_they_are_empty():
    data = template("{{căn cứ}}", "Số {{số}}", "{{số}} {{căn cứ}}", table=["{{số}}"])
    assert lines(word_template.render(data, [{"can cu": "", "so": ""}])) == ["Số "]
    assert lines(word_template.render(data, [{"can cu": "", "so": "4"}])) == ["Số 4", "4 "]
    assert rows(word_template.render(data, [{}])) == [[""]]


def test_many_papers_are_in_one_file_each_on_a_page_in_order():
    heard: list[int] = []
    pages = [{"ho va ten": f"Người {at}", "so": str(at)} for at in range(1, 6)]
    made = word_template.render(template("{{họ và tên}}", "Số {{số}}"), pages, heard.append)
    assert lines(made) == [line for at in range(1, 6) for line in (f"Người {at}", f"Số {at}")]
    begun = [p.text for p in Document(io.BytesIO(made)).paragraphs if p.paragraph_format.page_break_before]
    assert begun == [f"Người {at}" for at in range(2, 6)]
    assert heard == [1, 2, 3, 4, 5]


def _with(data: bytes, parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in source.namelist():
            changed.writestr(name, parts.get(name, source.read(name)))
        for name in parts.keys() - set(source.namelist()):
            changed.writestr(name, parts[name])
    return target.getvalue()


RELATIONS = "word/_rels/document.xml.rels"
OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
)
GOOD = template("{{họ và tên}}")
HOSTILE = {
    "no document": (b"no document at all", "template_not_word"),
    "a workbook": (_with(GOOD, {}).replace(b"word/document.xml", b"word/docuxent.xml"), "template_not_word"),
    "macros": (_with(GOOD, {"word/vbaProject.bin": b"x"}), "template_has_macros"),
    "a bomb": (_with(GOOD, {"word/media/a.png": bytes(20 << 20)}), "template_too_large"),
    "too large": (bytes((2 << 20) + 1), "template_too_large"),
    "a password": (upload_check.OLD_EXCEL + bytes(600) + upload_check.PASSWORD, "template_has_password"),
    "an old document": (upload_check.OLD_EXCEL + bytes(600), "template_not_word"),
    "something from elsewhere": (_with(GOOD, {RELATIONS: OUTSIDE}), "template_has_links"),
    "an entity": (_with(GOOD, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "template_not_word"),
    "another root": (_with(GOOD, {"word/document.xml": b"<a/>"}), "template_not_word"),
    "a part that is gone": (_with(GOOD, {"[Content_Types].xml": b"<a/>"}), "template_not_word"),
    "no placeholder": (template("Không có gì"), "template_without_fields"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_a_template_is_refused_with_the_reason(case):
    data, code = HOSTILE[case]
    with pytest.raises(Invalid) as refused:
        template_check.check_template(COMMENT, data)
    assert refused.value.code == code


def test_unknown_placeholders_are_reported_with_the_nearest_known_one():
    data = template("{{họ tên}} {{số}} {{ngay sinhh}}", "{{abcxyz}}", table=["{{giấy: tên}}"])
    with pytest.raises(Invalid) as refused:
        template_check.check_template(HAND_OVER, data)
    told = refused.value.values["fields"]
    assert "{{giấy: tên}} → {{giấy: " in told
    assert "{{abcxyz}}" in told
    assert "{{số}}" not in told
    with pytest.raises(Invalid) as refused:
        template_check.check_template(COMMENT, data)
    told = refused.value.values["fields"]
    assert "{{họ tên}} → {{họ và tên}}" in told
    assert "{{ngay sinhh}} → {{ngày sinh}}" in told


def test_papers_of_two_templates_are_in_one_file_and_keep_their_pictures():
    picture = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    document = Document()
    document.add_paragraph("Ngắn: {{số}}").add_run().add_picture(picture)
    short = word_template.to_docx_bytes(document)
    made = word_template.render_each(
        [(GOOD, {"ho va ten": "An"}), (short, {"so": "2"}), (GOOD, {"ho va ten": "Bình"}), (short, {"so": "4"})]
    )
    assert lines(made) == ["An", "Ngắn: 2", "Bình", "Ngắn: 4"]
    assert len(Document(io.BytesIO(made)).inline_shapes) == 2
