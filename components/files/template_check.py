"""Word templates that a district uploads:
a plain document of reasonable size, whose placeholders its kind of paper has.
"""

import io
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from components.files import paper_fields, upload_check, word_template
from db.errors import Invalid

OBJECTS = ("/word/embeddings/", "/word/activex/")
MOST_BODY = 2 << 20  # a page is written some hundred times


def check_template(kind: str, data: bytes) -> None:
    """Raise Invalid if a file cannot be the template of this kind of paper.

    "template_unknown_fields" lists the unknown placeholders, each with the one that was probably meant.
    """
    try:
        upload_check.check_upload(data, upload_check.DOCUMENT)
    except Invalid as refused:
        raise _of_template(refused.code) from refused
    written = _read(data)
    if not written:
        raise Invalid("template_without_fields")
    if strangers := paper_fields.unknown_fields(kind, written):
        raise Invalid("template_unknown_fields", fields=", ".join(map(paper_fields.suggestion_text, strangers)))
    _try(kind, data)


def _of_template(code: str) -> Invalid:
    """Translate a refusal of the upload check into the one for a template."""
    if code in ("file_too_large", "file_too_much"):
        return Invalid("template_too_large", limit=upload_check.DOCUMENT.most_bytes >> 20)
    if code == "file_has_password":
        return Invalid("template_has_password")
    if code == "file_has_macros":
        return Invalid("template_has_macros")
    return Invalid("template_not_word")


def _read(data: bytes) -> list[str]:
    """Return the placeholders of a document that does not depend on other files."""
    try:
        document = Document(io.BytesIO(data))
        _check_parts(document)
        return word_template.list_placeholders(data)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as broken:
        raise Invalid("template_not_word") from broken


def _check_parts(document: Any) -> None:
    parts = document.part.package.iter_parts()
    if any(str(part.partname).lower().startswith(OBJECTS) for part in parts):
        raise Invalid("template_has_macros")
    outside = (each for each in document.part.package.iter_rels() if each.is_external)
    if any(each.reltype != RELATIONSHIP_TYPE.HYPERLINK for each in outside):
        raise Invalid("template_has_links")
    if len(document.part.blob) > MOST_BODY:
        raise Invalid("template_too_large", limit=upload_check.DOCUMENT.most_bytes >> 20)


def _try(kind: str, data: bytes) -> None:
    """Fill two pages with examples, so that a template that cannot be filled is refused now, not in December."""
    try:
        word_template.render(data, [paper_fields.example_values(kind)] * 2)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as broken:
        raise Invalid("template_not_word") from broken
