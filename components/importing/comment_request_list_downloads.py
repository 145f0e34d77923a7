"""Workbooks of a list of requests: the template, the whole preview, and the rows to correct and send again."""

from components.files import cell_values
from components.files.comment_request_headings import REQUEST_HEADINGS, TITLES
from components.files.excel_writer import SheetColumn
from components.i18n import _, day_text, in_language, partial_text
from components.importing import list_workbook_writer
from db.calendar import clock
from db.imports.comment_request_plan import RequestOutcome, RequestPlan
from db.imports.comment_request_rows import RequestRow

FIELDS = [field for field in TITLES if field != "reason"]
SAMPLE = {
    "name": "Nguyễn Văn Mẫu",
    "born": "02/09/1985",
    "home": "Chi bộ thôn Đông",
    "workplace": "Trường Mẫu",
    "occasion": "Đánh giá, xếp loại cuối năm",
    "due": "15/12/2026",
}


def template_workbook() -> bytes:
    """Return the template, with one sample row."""
    with in_language("vi"):
        lines = [
            _("Occasion and date may be left out and given for the whole list. Replace the sample row below."),
            _("A year of birth or the cell is needed only where several people bear one name."),
        ]
        return list_workbook_writer.write_rows(
            _("List of requests for comments"), lines, FIELDS, [[SAMPLE.get(field) for field in FIELDS]], TITLES
        )


def rows_to_correct(plan: RequestPlan) -> bytes:
    """Return the rows refused or still open, with the reason in the last column."""
    with in_language("vi"):
        line = _("Correct the rows and send this file again.")
        return list_workbook_writer.write_open_rows(plan.outcomes, _typed, REQUEST_HEADINGS, TITLES, line)


def preview_workbook(plan: RequestPlan) -> bytes:
    """Return every row with its outcome."""
    columns = [SheetColumn(TITLES[field], width=list_workbook_writer.WIDTHS.get(field, 18)) for field in FIELDS]
    with in_language("vi"):
        return list_workbook_writer.write_preview(
            plan.outcomes, columns, lambda one: _typed(one.row), _reason, REQUEST_HEADINGS
        )


def row_text_of(plan: RequestPlan, one: RequestOutcome) -> str:
    """Return a row's summary: the reason for refusal or question, or the person, occasion, asker and deadline."""
    if reason := _reason(one):
        return reason
    told = [_("in no list")]
    if person := one.person:
        told = [_("in the register as {name}", name=person.name) if person.name != one.row.name else "", person.cell]
    if asked := one.asked:
        told.append(plan.occasions.get(asked.occasion, ""))
        told.append(
            plan.workplaces[asked.workplace_id].name if asked.workplace_id in plan.workplaces else asked.asked_by
        )
        told.append(_("due {day}", day=day_text(asked.due)) if asked.due else "")
    return " · ".join(filter(None, told))


def _reason(one: RequestOutcome) -> str:
    return list_workbook_writer.reason_text(one, REQUEST_HEADINGS)


def _typed(row: RequestRow) -> list[str | None]:
    """Return a row as typed, or as read; its numbers as codes."""
    day = clock.parse_day(row.due)
    read = {
        **{field: getattr(row, field, None) for field in FIELDS},
        "born": partial_text(row.born) if row.born else None,
        "citizen": cell_values.format_hashed_number(row.citizen),
        "due": day_text(day) if day else None,
    }
    return [({**read, **row.said}.get(field) or None) for field in FIELDS]
