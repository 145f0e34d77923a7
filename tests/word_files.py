"""Word documents made of lines."""

import io

from docx import Document

from components.files import word_template


def template(*lines: str, table: list[str] | None = None) -> bytes:
    """A document with these lines and a table of one row."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        for cell, words in zip(document.add_table(1, len(table)).rows[0].cells, table, strict=True):
            cell.text = words
    return word_template.to_docx_bytes(document)


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
