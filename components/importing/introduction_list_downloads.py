"""Workbooks of a list of introductions: the template, the whole preview, and the rows to correct and send again."""

from components.files import cell_values
from components.files.excel_writer import SheetColumn, SheetTable
from components.files.introduction_headings import INTRODUCTION_HEADINGS, TITLES
from components.files.partial_lists import RETURNED_HEADING
from components.i18n import _, _p, day_text, in_language, partial_text
from components.importing import downloads, import_labels, reading_notes
from components.importing.excel_positions import row_text
from db.calendar import clock
from db.imports.introduction_plan import IntroductionOutcome, IntroductionPlan
from db.imports.introduction_rows import LetterRow
from db.imports.list_plan import RowEffect

FIELDS = [field for field in TITLES if field != "reason"]
EXEMPT = "Được miễn sinh hoạt nơi cư trú"  # as our own template writes it
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


def template() -> bytes:
    """Our own list, with one row as a model."""
    with in_language("vi"):
        lines = [
            _("Letter number and date may be left out and given for the whole list. Replace the sample row below."),
            _("Only people who are introduced stand on this list: of others the register keeps nothing."),
        ]
        return downloads.write_rows(
            _("List of introductions"), lines, FIELDS, [[SAMPLE.get(field) for field in FIELDS]], TITLES
        )


def rows_to_correct(plan: IntroductionPlan) -> bytes:
    """The rows that were refused or are still asked, with the reason last."""
    with in_language("vi"):
        open_rows = (RowEffect.REFUSED, RowEffect.ASKED)
        rows = [one for one in plan.outcomes if one.effect in open_rows and one.code != "import_exempt"]
        return downloads.write_rows(
            _("Rows to correct"),
            [_("Correct the rows and send this file again.")],
            list(TITLES),
            [[*_typed(one.row), _reason(one)] for one in rows],
            TITLES | {"reason": RETURNED_HEADING},
        )


def preview(plan: IntroductionPlan) -> bytes:
    """Every row with what comes of it."""
    with in_language("vi"):
        columns = [
            SheetColumn(_p("row", "Row"), width=12),
            *(SheetColumn(TITLES[field], width=downloads.WIDTHS.get(field, 18)) for field in FIELDS),
            SheetColumn(_("Result"), width=14),
            SheetColumn(TITLES["reason"], width=60),
        ]
        rows = [
            [
                row_text(one.row.number),
                *_typed(one.row),
                _(import_labels.EFFECT_LABELS[one.effect]),
                " · ".join(filter(None, (_reason(one), reading_notes.notes_text(one.row, INTRODUCTION_HEADINGS)))),
            ]
            for one in plan.outcomes
        ]
        return downloads.to_workbook(
            SheetTable(_("Preview"), _("What importing the list would change"), [], columns, rows)
        )


def row_text_of(plan: IntroductionPlan, one: IntroductionOutcome) -> str:
    """What is shown of a row: why it is refused or asked about, or who it is, where he lives and by which letter."""
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
    return downloads.reason_text(one, INTRODUCTION_HEADINGS)


def _typed(row: LetterRow) -> list[str | None]:
    """A row as it was typed, or as it was read; numbers by their codes."""
    day = clock.parse_day(row.letter_day)
    read = {
        **{field: getattr(row, field, None) for field in FIELDS},
        **{field: partial_text(getattr(row, field)) for field in downloads.DATES if getattr(row, field)},
        "sex": downloads.SEXES.get(row.sex or ""),
        "citizen": cell_values.format_hashed_number(row.citizen),
        "letter_day": day_text(day) if day else None,
        "exempt": EXEMPT if row.exempt else None,
    }
    return [({**read, **row.said}.get(field) or None) for field in FIELDS]
