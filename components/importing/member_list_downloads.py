"""Workbooks of a list of members: the template, the whole preview, and the rows to correct and send again."""

from components.files import cell_values
from components.files.excel_writer import SheetColumn
from components.files.member_headings import MEMBER_HEADINGS, TITLES
from components.i18n import _, in_language, partial_text
from components.importing import import_labels, list_workbook_writer
from db.imports.member_list_outcomes import ImportPlan, RowEffect, RowOutcome
from db.imports.person_rows import NUMBERS, PersonRow
from db.vietnamese import title_case

PREVIEWED = [field for field in TITLES if field != "reason"]
SAMPLE = {
    "name": "Nguyễn Văn Mẫu",
    "born": "02/09/1965",
    "sex": "Nam",
    "admitted": "03/02/1990",
    "official": "03/02/1991",
    "cell": "Chi bộ thôn Đông",
}


def template_workbook() -> bytes:
    """Return the template, with one sample row."""
    fields = [field for field in TITLES if field != "reason"]
    with in_language("vi"):
        lines = [_("Dates may be written 21/11/1965, 11/1965 or 1965. Replace the sample row below.")]
        return list_workbook_writer.write_rows(
            _("List of members"), lines, fields, [[SAMPLE.get(field) for field in fields]]
        )


def rows_to_correct(plan: ImportPlan) -> bytes:
    """Return the rows refused or still open, with the reason in the last column."""
    with in_language("vi"):
        line = _(
            "Correct the rows and send this file again. Numbers are stored as codes: leave •••• as it is, or "
            "enter the number again."
        )
        return list_workbook_writer.write_open_rows(plan.outcomes, _typed, MEMBER_HEADINGS, TITLES, line)


def preview_workbook(plan: ImportPlan) -> bytes:
    """Return every row with its outcome."""
    columns = [SheetColumn(TITLES[field], width=list_workbook_writer.WIDTHS.get(field, 15)) for field in PREVIEWED]
    with in_language("vi"):
        return list_workbook_writer.write_preview(
            plan.outcomes,
            columns,
            lambda outcome: _previewed(outcome.row),
            lambda outcome: list_workbook_writer.reason_text(outcome) or change_text(plan, outcome),
            MEMBER_HEADINGS,
        )


def _previewed(row: PersonRow) -> list[str | None]:
    """Return a row as read; of numbers only the last digits."""
    read = {**_read(row), "name": _name(row)}
    read |= {field: cell_values.to_text(getattr(row, field)) for field in NUMBERS}
    return [read[field] or None for field in PREVIEWED]


def row_text_of(plan: ImportPlan, outcome: RowOutcome) -> str:
    """Return a row's summary: the reason for refusal or question, a new person's values, the changes, or the cell."""
    if outcome.effect == RowEffect.CREATED:
        return " · ".join(import_labels.list_values(outcome.row))
    return list_workbook_writer.reason_text(outcome) or change_text(plan, outcome) or outcome.row.place


def change_text(plan: ImportPlan, outcome: RowOutcome) -> str:
    """Return a row's changes, and the differences in which the register's value stays."""
    changes = import_labels.list_changes(outcome, plan.known.people.get(outcome.member_id), plan.known.places)
    kept = [] if {*outcome.differing} <= {*outcome.sets} else import_labels.list_differences(outcome)
    return " · ".join([*changes, *(_("register's data kept; list differs: {what}", what=pair) for pair in kept)])


def _typed(row: PersonRow) -> list[str | None]:
    """Return a row as typed, or as read."""
    return [({**_read(row), **row.said}.get(field) or None) for field in TITLES if field != "reason"]


def _read(row: PersonRow) -> dict[str, str | None]:
    """Return a row's values in the template's format."""
    return {
        **{field: getattr(row, field, None) for field in TITLES},
        **{
            field: partial_text(getattr(row, field)) if getattr(row, field) else None
            for field in list_workbook_writer.DATES
        },
        "sex": list_workbook_writer.SEXES.get(row.sex),
        "organisation": import_labels.organisation_name(row.organisation) if row.organisation else None,
        "card": cell_values.format_hashed_number(row.card),
        "citizen": cell_values.format_hashed_number(row.citizen),
        "state": row.gone or ("Dự bị" if row.probationary else None),
    }


def _name(row: PersonRow) -> str:
    return row.name or title_case(row.said.get("name", ""))
