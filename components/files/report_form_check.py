"""The check of a superior's form on upload: it must be a plain workbook or document whose placeholders are known.

A refusal is a code with the place it concerns; a note is something merely worth knowing.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple
from zlib import error as ZlibError

from lxml import etree

from components.files import excel_report_form, report_form_text, report_form_unit_rows, upload_check, word_report_form
from components.files.report_form_text import BOOK, EACH_UNIT, FormPlaceholder, FormValue
from components.files.upload_check import PackageKind
from components.i18n import _, _n
from db.errors import Invalid

WORKBOOK = PackageKind(BOOK, 4 << 20, 40 << 20)
DOCUMENT = PackageKind("word/document.xml", 4 << 20, 40 << 20)
KINDS = {"xlsx": WORKBOOK, "docx": DOCUMENT}
FILLERS = {"xlsx": excel_report_form.fill_form, "docx": word_report_form.fill_form}
OTHER_ENDS = ("xlsm", "docm", "xls", "doc", "xltx", "dotx")  # accepted, to say what to do with them
MAIN_TYPES = (b"spreadsheetml.sheet.main+xml", b"wordprocessingml.document.main+xml")
OBJECTS = re.compile(r"(word|xl)/(embeddings|activex|externallinks|querytables)/|xl/connections\.xml", re.I)
OUTSIDE = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
BROKEN = (KeyError, ValueError, AttributeError, TypeError, IndexError, StopIteration, etree.LxmlError, ZlibError)
MOST_TOLD = 8  # placeholders that a refusal lists


class CheckedForm(NamedTuple):
    """A form that can be filled: its format, the keys of its placeholders in their order, and notes on it."""

    format: str
    fields: list[str]
    notes: list[str]


def require_fillable_form(file_name: str, data: bytes, known: Mapping[str, str]) -> CheckedForm:
    """Raise Invalid, with a code for each reason why this form cannot be filled.

    `known` are the placeholders offered, by their keys.
    """
    kind = _format(file_name, data)
    parts = report_form_text.read_parts(data)
    try:
        _check_parts(parts, kind)
        found = list(
            excel_report_form.scan_placeholders(parts) if kind == "xlsx" else word_report_form.scan_placeholders(parts)
        )
        notes = _notes(parts, kind)
        fixed = report_form_unit_rows.sheet_that_cannot_grow(parts) if kind == "xlsx" else ""
        outside = (
            report_form_unit_rows.misplaced_unit_fields(excel_report_form.scan_beside_cells(parts))
            if kind == "xlsx"
            else []
        )
    except BROKEN as broken:
        raise Invalid("form_unreadable") from broken
    if fixed:
        raise Invalid("form_rows_fixed", sheet=fixed)
    _check_fields(found, known)
    if outside:
        raise Invalid("form_units_outside", fields=_told(outside, {}))
    fields = list(dict.fromkeys(report_form_text.field_key(each.name) for each in found if each.braces))
    _try(kind, data, known)
    return CheckedForm(kind, fields, [_counted(found, fields), *notes])


def placeholder_keys(kind: str, data: bytes) -> list[str]:
    """Return the keys of the placeholders of a form that has been checked."""
    parts = report_form_text.read_parts(data)
    found = excel_report_form.scan_placeholders(parts) if kind == "xlsx" else word_report_form.scan_placeholders(parts)
    return list(dict.fromkeys(report_form_text.field_key(each.name) for each in found if each.braces))


def nearest_placeholder(name: str, known: Mapping[str, str]) -> str | None:
    """Return the placeholder that an unknown one was probably meant to be."""
    key = report_form_text.field_key(name).partition(":")[2] or report_form_text.field_key(name)
    close = get_close_matches(key, known, 1, 0.6)
    if close:
        return known[close[0]]
    words = set(key.split())
    shared = {each: len(words & set(each.split())) / len(words | set(each.split())) for each in known} if words else {}
    best = max(shared, key=lambda each: shared[each], default="")
    return known[best] if shared.get(best, 0) >= 0.4 else None


def _format(file_name: str, data: bytes) -> str:
    end = file_name.rpartition(".")[2].lower()
    if end in ("xlsm", "docm"):
        raise Invalid("form_has_macros")
    kind = "docx" if end.startswith("do") else "xlsx"
    if len(data) > KINDS[kind].most_bytes:
        raise Invalid("form_too_large", limit=KINDS[kind].most_bytes >> 20)
    try:
        upload_check.check_upload(data, KINDS[kind])
    except Invalid as refused:
        raise _of_form(refused, data) from refused
    return kind


def _of_form(refused: Invalid, data: bytes) -> Invalid:
    """Translate a refusal of the upload check into the one for a form."""
    code = refused.code
    if code in ("file_too_large", "file_too_much", "file_too_many_cells"):
        return Invalid("form_too_large", limit=WORKBOOK.most_bytes >> 20)
    if code == "file_has_password":
        return Invalid("form_has_password")
    if code == "file_has_macros":
        return Invalid("form_has_macros")
    if code == "file_old_excel":
        return Invalid("form_old")
    return Invalid("form_unreadable")


def _check_parts(parts: Mapping[str, bytes], kind: str) -> None:
    types = parts["[Content_Types].xml"]
    if not any(main in types for main in MAIN_TYPES):
        raise Invalid("form_old")  # a template file of Excel or Word; saved as a plain file it will do
    if any(OBJECTS.match(name) for name in parts):
        raise Invalid("form_has_links")
    for name, content in parts.items():
        if name.endswith(".vml") and b"{{" in content:
            raise Invalid("form_box_old")
        if name.endswith(".rels") and any(b"/hyperlink" not in each for each in OUTSIDE.findall(content)):
            raise Invalid("form_has_links")


def _check_fields(found: list[FormPlaceholder], known: Mapping[str, str]) -> None:
    """Raise Invalid for unknown or broken placeholders, with their places."""
    broken = [
        each
        for each in found
        if not each.braces
        and ("{{" in each.name or "}}" in each.name or report_form_text.field_key(each.name) in known)
    ]
    if broken:
        raise Invalid("form_braces_broken", fields=_told(broken, {}))
    whole = [each for each in found if each.braces]
    if not whole:
        raise Invalid("form_without_fields")
    strangers = [each for each in whole if not is_known(each.name, known)]
    if strangers:
        raise Invalid("form_fields_unknown", fields=_told(strangers, known))


def is_known(name: str, known: Mapping[str, str]) -> bool:
    """Return whether there is a figure with this name, or one for each unit below."""
    listed, colon, own = report_form_text.field_key(name).partition(":")
    return own in known and listed == EACH_UNIT if colon else listed in known


def _told(found: Iterable[FormPlaceholder], known: Mapping[str, str]) -> str:
    """Format placeholders as `{{họ tên}} (sheet 1, cell C5) → {{họ và tên}}`, one after the other."""
    each = list(dict.fromkeys(found))
    told = []
    for one in each[:MOST_TOLD]:
        name = f"{{{{{one.name}}}}}" if one.braces else one.name
        meant = nearest_placeholder(one.name, known)
        told.append(f"{name} ({one.place})" + (f" → {{{{{meant}}}}}" if meant else ""))
    return "; ".join(told) + (f"; +{len(each) - MOST_TOLD}" if len(each) > MOST_TOLD else "")


def _counted(found: list[FormPlaceholder], fields: list[str]) -> str:
    places = _n("{count} place to be filled", "{count} places to be filled", sum(each.braces for each in found))
    return f"{places} · " + _n("{count} different figure", "{count} different figures", len(fields))


def _notes(parts: dict[str, bytes], kind: str) -> list[str]:
    """Return what the form's owner should know before it is filled."""
    if kind == "xlsx":
        notes = []
        if locked := excel_report_form.protected_sheets(parts):
            notes = [_("Protected, and still protected in the filled file: {sheets}.", sheets=", ".join(locked))]
        if first := report_form_unit_rows.list_formulas_of_first_unit(parts):
            told = "; ".join(first[:MOST_TOLD])
            notes.append(
                _(
                    "These formulas take the row of the first unit alone: {places}. A sum of all is written =SUM(…).",
                    places=told,
                )
            )
        return notes
    if kind == "docx" and b"w:documentProtection" in parts.get("word/settings.xml", b""):
        return [_("This document is protected, and still is in the filled file.")]
    return []


def _try(kind: str, data: bytes, known: Mapping[str, str]) -> None:
    """Fill the form with examples, so that a form that cannot be filled is refused now, not when the report is due."""
    values = {key: FormValue("1", 1) for key in known}
    below = [{f"{EACH_UNIT}:{key}": value for key, value in values.items()}] * 2
    try:
        filled = FILLERS[kind](data, values, lambda: below)
        report_form_text.read_parts(filled)
    except BROKEN as broken:
        raise Invalid("form_unreadable") from broken
