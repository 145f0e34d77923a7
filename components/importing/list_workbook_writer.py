"""Shared parts of all lists' workbooks: numbered rows, rows to correct with their reasons, the preview."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from components.files import excel_writer
from components.files.excel_writer import SheetColumn, SheetTable
from components.files.heading_vocabulary import Vocabulary
from components.files.member_headings import MEMBER_HEADINGS, TITLES
from components.files.partial_lists import RETURNED_HEADING
from components.i18n import _, _p
from components.importing import import_labels, reading_notes
from components.importing.excel_positions import row_text
from components.refusals import sentences
from db.imports.list_plan import ListOutcome
from db.imports.member_list_outcomes import RowEffect

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"name": 26, "cell": 30, "home": 28, "workplace": 26, "address": 24, "reason": 60}
DATES, SEXES = ("born", "admitted", "official"), {"male": "Nam", "female": "Nữ"}


def reason_text(outcome: ListOutcome, vocabulary: Vocabulary = MEMBER_HEADINGS) -> str:
    """Return why a row is refused or asked about, in a sentence."""
    if not outcome.code:
        return ""
    found = {"number": row_text(outcome.values["number"])} if "number" in outcome.values else {}
    column = f"{vocabulary.title_of(outcome.values['field'])}: " if "field" in outcome.values else ""
    return column + sentences.of_code(outcome.code, {**outcome.values, **found})


def write_rows(
    title: str, lines: list[str], fields: list[str], rows: list[list], titles: dict[str, str] = TITLES
) -> bytes:
    """Write a list in the template's layout, rows numbered."""
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
    """Write the rows refused or still open, as typed, with the reason in the last column."""
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
    """Write every row: its values `read` in these columns, its outcome, and what is `said` about it."""
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


def to_workbook(table: SheetTable) -> bytes:
    """Return a table as a workbook."""
    target = io.BytesIO()
    excel_writer.write_workbook(target, table)
    return target.getvalue()
