"""Workbooks of a list of introductions: the template, the whole preview, and the rows to correct and send again."""

from components.files import cell_values
from components.files.excel_writer import SheetColumn
from components.files.introduction_headings import INTRODUCTION_HEADINGS, TITLES
from components.i18n import _, day_text, in_language, partial_text
from components.importing import list_workbook_writer
from db.calendar import clock
from db.imports.introduction_plan import IntroductionOutcome, IntroductionPlan
from db.imports.introduction_rows import LetterRow

FIELDS = [field for field in TITLES if field != "reason"]
EXEMPT = "Được miễn sinh hoạt nơi cư trú"  # as in our own template
SAMPLE = {
    "name": "Nguyễn Văn Mẫu",
    "born": "02/09/1985",
    "sex": "Nam",
    "admitted": "03/02/2010",
    "official": "03/02/2011",
    "workplace": "Trường Mẫu",
    "position": "Giáo viên",
    "address": "Ngõ 5, tổ dân phố số 8",
    "commune": "Xã Mẫu",
    "letter": "12-GGT/ĐU",
    "letter_day": "05/01/2026",
}


def template_workbook() -> bytes:
    """Return the template, with one sample row."""
    with in_language("vi"):
        lines = [
            _("Letter number and date may be left out and given for the whole list. Replace the sample row below."),
            _("This list has only people who were introduced: the register keeps nothing about others."),
        ]
        return list_workbook_writer.write_rows(
            _("List of introductions"), lines, FIELDS, [[SAMPLE.get(field) for field in FIELDS]], TITLES
        )


def rows_to_correct(plan: IntroductionPlan) -> bytes:
    """Return the rows refused or still open, with the reason in the last column."""
    with in_language("vi"):
        line = _("Correct the rows and send this file again.")
        return list_workbook_writer.write_open_rows(plan.outcomes, _typed, INTRODUCTION_HEADINGS, TITLES, line)


def preview_workbook(plan: IntroductionPlan) -> bytes:
    """Return every row with its outcome."""
    columns = [SheetColumn(TITLES[field], width=list_workbook_writer.WIDTHS.get(field, 18)) for field in FIELDS]
    with in_language("vi"):
        return list_workbook_writer.write_preview(
            plan.outcomes, columns, lambda one: _typed(one.row), _reason, INTRODUCTION_HEADINGS
        )


def row_text_of(plan: IntroductionPlan, one: IntroductionOutcome) -> str:
    """Return a row's summary: the reason for refusal or question, or the person, address and letter."""
    if reason := _reason(one):
        return reason
    letter, row = one.letter, one.row
    told = [partial_text(row.born) if row.born else "", row.address, row.position]
    if letter:
        commune, workplace = plan.communes[letter.commune_id or 0].name, letter.workplace
        told.append(plan.workplaces[letter.workplace_id].name if letter.workplace_id else workplace)
        told += [commune, letter.number, day_text(letter.day) if letter.day else ""]
    return " · ".join(filter(None, [*told, _("exempt from meetings") if row.exempt else ""]))


def _reason(one: IntroductionOutcome) -> str:
    return list_workbook_writer.reason_text(one, INTRODUCTION_HEADINGS)


def _typed(row: LetterRow) -> list[str | None]:
    """Return a row as typed, or as read; its numbers as codes."""
    day = clock.parse_day(row.letter_day)
    read = {
        **{field: getattr(row, field, None) for field in FIELDS},
        **{field: partial_text(getattr(row, field)) for field in list_workbook_writer.DATES if getattr(row, field)},
        "sex": list_workbook_writer.SEXES.get(row.sex or ""),
        "citizen": cell_values.format_hashed_number(row.citizen),
        "letter_day": day_text(day) if day else None,
        "exempt": EXEMPT if row.exempt else None,
    }
    return [({**read, **row.said}.get(field) or None) for field in FIELDS]
