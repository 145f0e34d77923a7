"""Word templates: the placeholders of a file, and papers made from it, many in one file, each on its own page.

A placeholder is a name in double braces, `{{họ và tên}}`; capitals, accents and spaces in it do not matter. One with a
colon, `{{mục: nội dung}}`, belongs to a list: the row or lines that contain it are repeated for each entry. A line of
nothing but placeholders is removed if all of them are empty. Values are text, whatever they look like.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import groupby
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from db.vietnamese import fold

Value = str | Sequence[Mapping[str, str]]
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TEXT, RUN, PARAGRAPH, ROW, BREAK = (qn(f"w:{name}") for name in ("t", "r", "p", "tr", "br"))
CELL, SECTION = qn("w:tc"), qn("w:sectPr")
BORDERS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PACKED_AT = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that equal content gives equal files


class CompiledTemplate(NamedTuple):
    """A template ready to be filled: its document, and the elements that are repeated for each page."""

    document: Any
    page: list[Any]


def field_key(name: str) -> str:
    """Return the key of a placeholder: `Họ và tên` is `ho va ten`, `Mục: số` is `muc:so`."""
    return ":".join(fold(part) for part in name.split(":"))


def list_placeholders(data: bytes) -> list[str]:
    """Return the placeholders of a template as they are written, in their order, each once."""
    document = Document(io.BytesIO(data))
    lines = (_line(paragraph) for part in _parts(document) for paragraph in part.iter(PARAGRAPH))
    return list(dict.fromkeys(name.strip() for line in lines for name in PLACEHOLDER.findall(line)))


def render(
    data: bytes, pages: Iterable[Mapping[str, Value]], progress: Callable[[int], None] = lambda done: None
) -> bytes:
    """Return one file with a page for each of these mappings from placeholder keys to values.

    Headers and footers, which all pages share, are filled from the first page. `progress` is called with the number of
    pages done.
    """
    return render_each(((data, values) for values in pages), progress)


def render_each(
    pages: Iterable[tuple[bytes, Mapping[str, Value]]], progress: Callable[[int], None] = lambda done: None
) -> bytes:
    """Like `render`, with a template for each page; page size, margins and styles are those of the first one."""
    templates: dict[bytes, CompiledTemplate] = {}
    first, end = None, None
    for done, (data, values) in enumerate(pages, 1):
        template = templates.get(data) or templates.setdefault(data, _compile(data))
        if first is None:
            first, end = template.document, template.document.element.body.find(SECTION)
            for part in _parts(first)[1:]:
                _fill(part, values)
        elif len(templates) > 1 and template.document is not first:
            _adopt(first, template, len(templates))
        elements = _page(template.page, values)
        if done > 1 and elements:
            _begin_page(elements)
        for element in elements:
            end.addprevious(element) if end is not None else first.element.body.append(element)
        progress(done)
    if first is None:
        raise ValueError("no page")
    return to_docx_bytes(first)


def _adopt(first: Any, template: CompiledTemplate, at: int) -> None:
    """Copy the pictures of another template's page into the first one's file."""
    for element in template.page:
        for node in element.iter():
            for name, value in node.attrib.items():
                if name.startswith(RELATION) and value in template.document.part.rels:
                    related = template.document.part.rels[value]
                    if related.is_external:
                        new = first.part.relate_to(related.target_ref, related.reltype, is_external=True)
                    else:
                        part = related.target_part
                        part.partname = PackURI(f"{part.partname.baseURI}/t{at}_{part.partname.filename}")
                        new = first.part.relate_to(part, related.reltype)
                    node.set(name, f"{new}")
    template.document.part.rels.clear()


def to_docx_bytes(document: Any) -> bytes:
    """Return a document as a file: the same bytes for the same content, whenever it is made."""
    made, target = io.BytesIO(), io.BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for part in source.infolist():
            copy.writestr(ZipInfo(part.filename, PACKED_AT), source.read(part), ZIP_DEFLATED)
    return target.getvalue()


def _compile(data: bytes) -> CompiledTemplate:
    """Return the template with each placeholder in one piece, and with its body taken out for repetition."""
    document = Document(io.BytesIO(data))
    for part in _parts(document):
        for paragraph in part.iter(PARAGRAPH):
            _join(paragraph)
    body = document.element.body
    page = [element for element in body if element.tag != SECTION]
    for element in page:
        body.remove(element)
    return CompiledTemplate(document, page)


def _parts(document: Any) -> list[Any]:
    """Return the body, then headers and footers."""
    related = document.part.rels.values()
    return [document.element.body, *(each.target_part.element for each in related if each.reltype in BORDERS)]


def _texts(paragraph: Any) -> list[Any]:
    """Return the pieces of text of a paragraph, without those of a paragraph nested in it."""
    return [text for text in paragraph.iter(TEXT) if next(text.iterancestors(PARAGRAPH)) is paragraph]


def _line(paragraph: Any) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _join(paragraph: Any) -> None:
    """Move the text of a placeholder into the piece in which it begins, since Word splits lines anywhere."""
    texts = _texts(paragraph)
    line = "".join(text.text or "" for text in texts)
    if "{{" not in line or all(PLACEHOLDER.sub("", text.text or "").find("{") < 0 for text in texts):
        return
    owner = list(range(len(line)))  # for each letter of the line, the index of its piece
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        owner[at : at + len(text.text or "")] = [len(starts) - 1] * len(text.text or "")
        at += len(text.text or "")
    for found in PLACEHOLDER.finditer(line):
        owner[found.start() : found.end()] = [owner[found.start()]] * (found.end() - found.start())
    for place, text in enumerate(texts):
        text.text = "".join(char for char, whose in zip(line, owner, strict=True) if whose == place)
        text.set(SPACE, "preserve")


def _page(template: list[Any], values: Mapping[str, Value]) -> list[Any]:
    """Return the elements of one page."""
    holder = OxmlElement("w:body")
    holder.extend(deepcopy(template))
    _fill(holder, values)
    return list(holder)


def _fill(root: Any, values: Mapping[str, Value]) -> None:
    for listed, blocks in [(name, list(group)) for name, group in _repeated(root)]:
        entries = values.get(listed, ())
        for entry in entries if not isinstance(entries, str) else ():
            own = {f"{listed}:{key}": value for key, value in entry.items()}
            for block in blocks:
                blocks[0].addprevious(copy := deepcopy(block))
                _fill_lines(copy, {**values, **own})
        for block in blocks:
            block.getparent().remove(block)
    _fill_lines(root, values)


def _repeated(root: Any) -> Iterator[tuple[str, Iterator[Any]]]:
    """Yield the rows and lines of each list, neighbours together."""
    found: list[tuple[str, Any, int]] = []
    for paragraph in root.iter(PARAGRAPH):
        if listed := next((name.partition(":")[0] for name in _names(_line(paragraph)) if ":" in name), None):
            block = next(paragraph.iterancestors(ROW), paragraph)
            if not found or found[-1][1] is not block:
                follows = bool(found) and found[-1][0] == listed and block.getprevious() is found[-1][1]
                found.append((listed, block, found[-1][2] if follows else len(found)))
    for (listed, _), blocks in groupby(found, key=lambda each: (each[0], each[2])):
        yield listed, (block for _, block, _ in blocks)


def _names(line: str) -> list[str]:
    return [field_key(name) for name in PLACEHOLDER.findall(line)]


def _fill_lines(root: Any, values: Mapping[str, Value]) -> None:
    paragraphs = [root] if root.tag == PARAGRAPH else list(root.iter(PARAGRAPH))
    for paragraph in paragraphs:
        line = _line(paragraph)
        if "{{" not in line:
            continue
        if not PLACEHOLDER.sub("", line).strip() and not any(_text(values, name) for name in _names(line)):
            _drop(paragraph)
            continue
        for text in _texts(paragraph):
            if "{{" in (text.text or ""):
                _set_text(text, PLACEHOLDER.sub(lambda found: _text(values, field_key(found[1])), text.text))


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name, "")
    return UNPRINTABLE.sub("", value).replace("\r", "") if isinstance(value, str) else ""


def _drop(paragraph: Any) -> None:
    """Remove an empty line; if it is the only one of a table cell, it stays, empty."""
    around = paragraph.getparent()
    if around is not None and (around.tag != CELL or len(around.findall(PARAGRAPH)) > 1):
        around.remove(paragraph)
        return
    for text in _texts(paragraph):
        text.text = ""


def _set_text(text: Any, value: str) -> None:
    """Put a value in, with its line breaks."""
    first, *more = value.split("\n")
    text.text = first
    text.set(SPACE, "preserve")
    for line in more:
        below = OxmlElement("w:t")
        below.text = line
        below.set(SPACE, "preserve")
        break_ = OxmlElement("w:br")
        text.addnext(break_)
        break_.addnext(below)
        text = below


def _begin_page(elements: list[Any]) -> None:
    """Begin these elements on a new page: a paragraph says so itself, a table needs a line before it."""
    if elements[0].tag != PARAGRAPH:
        elements.insert(0, _small_line())
    elements[0].get_or_add_pPr().get_or_add_pageBreakBefore()


def _small_line() -> Any:
    """Return a line that takes almost no space."""
    line = OxmlElement("w:p")
    spacing, mark, size = OxmlElement("w:spacing"), OxmlElement("w:rPr"), OxmlElement("w:sz")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    size.set(qn("w:val"), "2")
    mark.append(size)
    properties = line.get_or_add_pPr()
    properties.append(spacing)
    properties.append(mark)
    return line
