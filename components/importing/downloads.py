"""Workbooks of a list: the template, the whole preview, and the rows to mend and send again."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from components.files import cell_values, excel_writer
from components.files.excel_writer import SheetColumn, SheetTable
from components.files.member_headings import MEMBER_HEADINGS, TITLES
from components.files.partial_lists import RETURNED_HEADING
from components.files.vocabulary import Vocabulary
from components.i18n import _, _p, in_language, partial_text
from components.importing import import_labels, reading_notes
from components.importing.excel_positions import row_text
from components.refusals import sentences
from db.imports.import_rows import NUMBERS, ImportRow
from db.imports.list_plan import ListOutcome
from db.imports.outcomes import ImportPlan, RowEffect, RowOutcome
from db.vietnamese import title_case

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"name": 26, "cell": 30, "home": 28, "workplace": 26, "address": 24, "reason": 60}
DATES, SEXES = ("born", "admitted", "official"), {"male": "Nam", "female": "Nữ"}
PREVIEWED = [field for field in TITLES if field != "reason"]
SAMPLE = {
    "name": "Nguyễn Văn Mẫu",
    "born": "02/09/1965",
    "sex": "Nam",
    "admitted": "03/02/1990",
    "official": "03/02/1991",
    "cell": "Chi bộ thôn Đông",
}


def template() -> bytes:
    """Our own list, with one row as a model."""
    fields = [field for field in TITLES if field != "reason"]
    with in_language("vi"):
        lines = [_("Dates may be written 21/11/1965, 11/1965 or 1965. Replace the sample row below.")]
        return write_rows(_("List of members"), lines, fields, [[SAMPLE.get(field) for field in fields]])


def rows_to_correct(plan: ImportPlan) -> bytes:
    """The rows that were refused or are still asked, with the reason last."""
    with in_language("vi"):
        line = _(
            "Correct the rows and send this file again. Numbers are stored as codes: leave •••• as it is, or "
            "enter the number again."
        )
        return write_open_rows(plan.outcomes, _typed, MEMBER_HEADINGS, TITLES, line)


def preview(plan: ImportPlan) -> bytes:
    """Every row with what comes of it."""
    columns = [SheetColumn(TITLES[field], width=WIDTHS.get(field, 15)) for field in PREVIEWED]
    with in_language("vi"):
        return write_preview(
            plan.outcomes,
            columns,
            lambda outcome: _previewed(outcome.row),
            lambda outcome: reason_text(outcome) or change_text(plan, outcome),
            MEMBER_HEADINGS,
        )


def _previewed(row: ImportRow) -> list[str | None]:
    """A row as it was read; of numbers the last digits."""
    read = {**_read(row), "name": _name(row)}
    read |= {field: cell_values.to_text(getattr(row, field)) for field in NUMBERS}
    return [read[field] or None for field in PREVIEWED]


def reason_text(outcome: ListOutcome, vocabulary: Vocabulary = MEMBER_HEADINGS) -> str:
    """Why a row is refused or asked about, in a sentence."""
    if not outcome.code:
        return ""
    found = {"number": row_text(outcome.values["number"])} if "number" in outcome.values else {}
    column = f"{vocabulary.title_of(outcome.values['field'])}: " if "field" in outcome.values else ""
    return column + sentences.of_code(outcome.code, {**outcome.values, **found})


def row_text_of(plan: ImportPlan, outcome: RowOutcome) -> str:
    """What is shown of a row: why it is refused or asked about, what is written of somebody new, what it changes, or
    its cell.
    """
    if outcome.effect == RowEffect.CREATED:
        return " · ".join(import_labels.list_values(outcome.row))
    return reason_text(outcome) or change_text(plan, outcome) or outcome.row.place


def change_text(plan: ImportPlan, outcome: RowOutcome) -> str:
    """What a row changes, and where list and register differ and the register stays."""
    changes = import_labels.list_changes(outcome, plan.known.people.get(outcome.member_id), plan.known.places)
    kept = [] if {*outcome.differing} <= {*outcome.sets} else import_labels.list_differences(outcome)
    return " · ".join([*changes, *(_("register's data kept; list differs: {what}", what=pair) for pair in kept)])


def write_rows(
    title: str, lines: list[str], fields: list[str], rows: list[list], titles: dict[str, str] = TITLES
) -> bytes:
    """A list as our own template has it, its rows numbered."""
    columns = [
        SheetColumn("STT", excel_writer.ValueKind.NUMBER, 6),
        *(SheetColumn(titles[field], width=WIDTHS.get(field, 15)) for field in fields),
    ]
    return to_workbook(
        SheetTable(title, title.upper(), lines, columns, [[number, *row] for number, row in enumerate(rows, 1)])
    )


def write_open_rows(
    outcomes: Iterable[ListOutcome],
    typed: Callable[[Any], list],
    vocabulary: Vocabulary,
    titles: dict[str, str],
    line: str,
) -> bytes:
    """The rows that were refused or are still asked, as they were typed, with the reason last."""
    open_effects = (RowEffect.REFUSED, RowEffect.ASKED)
    rows = [
        [*typed(outcome.row), reason_text(outcome, vocabulary)]
        for outcome in outcomes
        if outcome.effect in open_effects and outcome.code != "import_exempt"
    ]
    return write_rows(_("Rows to correct"), [line], list(titles), rows, titles | {"reason": RETURNED_HEADING})


def write_preview(
    outcomes: Iterable[Any],
    columns: list[SheetColumn],
    read: Callable[[Any], list],
    said: Callable[[Any], str],
    vocabulary: Vocabulary,
) -> bytes:
    """Every row: what was `read` of it in these columns, what comes of it, and what is `said` about it."""
    framed = [
        SheetColumn(_p("row", "Row"), width=12),
        *columns,
        SheetColumn(_("Result"), width=14),
        SheetColumn(TITLES["reason"], width=60),
    ]
    rows = [
        [
            row_text(outcome.row.number),
            *read(outcome),
            _(import_labels.EFFECT_LABELS[outcome.effect]),
            " · ".join(filter(None, (said(outcome), reading_notes.notes_text(outcome.row, vocabulary)))),
        ]
        for outcome in outcomes
    ]
    return to_workbook(SheetTable(_("Preview"), _("What importing the list would change"), [], framed, rows))


def _typed(row: ImportRow) -> list[str | None]:
    """A row as it was typed, or as it was read."""
    return [({**_read(row), **row.said}.get(field) or None) for field in TITLES if field != "reason"]


def _read(row: ImportRow) -> dict[str, str | None]:
    """What was read of a row, as our own template writes it."""
    return {
        **{field: getattr(row, field, None) for field in TITLES},
        **{field: partial_text(getattr(row, field)) if getattr(row, field) else None for field in DATES},
        "sex": SEXES.get(row.sex),
        "organisation": import_labels.organisation_name(row.organisation) if row.organisation else None,
        "card": cell_values.format_hashed_number(row.card),
        "citizen": cell_values.format_hashed_number(row.citizen),
        "state": row.gone or ("Dự bị" if row.probationary else None),
    }


def _name(row: ImportRow) -> str:
    return row.name or title_case(row.said.get("name", ""))


def to_workbook(table: SheetTable) -> bytes:
    """A table as a workbook."""
    target = io.BytesIO()
    excel_writer.write(target, table)
    return target.getvalue()
