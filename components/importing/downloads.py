"""Workbooks of a list: the template, the whole preview, and the rows to mend and send again."""

import io

from components.files import cell_values, excel_writer
from components.files.excel_writer import SheetColumn, SheetTable
from components.files.headings import TITLES
from components.files.partial_lists import RETURNED_HEADING
from components.i18n import _, _p, in_language, partial_text
from components.importing import import_labels, reading_notes
from components.importing.excel_positions import field_text, row_text
from components.refusals import sentences
from db.imports.import_rows import ImportRow
from db.imports.outcomes import ImportPlan, RowEffect, RowOutcome
from db.vietnamese import title_case

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"name": 26, "cell": 30, "home": 28, "workplace": 26, "address": 24, "reason": 60}
DATES, SEXES = ("born", "admitted", "official"), {"male": "Nam", "female": "Nữ"}
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
        return _written(_("List of members"), lines, fields, [[SAMPLE.get(field) for field in fields]])


def rows_to_correct(plan: ImportPlan) -> bytes:
    """The rows that were refused or are still asked, with the reason last."""
    with in_language("vi"):
        rows = [
            outcome
            for outcome in plan.outcomes
            if outcome.effect in (RowEffect.REFUSED, RowEffect.ASKED) and outcome.code != "import_exempt"
        ]
        lines = [
            _(
                "Correct the rows and send this file again. Numbers are stored as codes: leave •••• as it is, or "
                "enter the number again."
            )
        ]
        return _written(
            _("Rows to correct"),
            lines,
            list(TITLES),
            [[*_typed(outcome.row), reason_text(outcome)] for outcome in rows],
            TITLES | {"reason": RETURNED_HEADING},
        )


def preview(plan: ImportPlan) -> bytes:
    """Every row with what comes of it."""
    columns = [
        SheetColumn(_p("row", "Row"), width=12),
        SheetColumn(TITLES["name"], width=26),
        SheetColumn(TITLES["born"]),
        SheetColumn(TITLES["cell"], width=30),
    ]
    with in_language("vi"):
        columns += [
            SheetColumn(TITLES["home"], width=28),
            SheetColumn(_("Result"), width=14),
            SheetColumn(TITLES["reason"], width=60),
        ]
        rows = [
            [
                row_text(outcome.row.number),
                _name(outcome.row),
                partial_text(outcome.row.born),
                outcome.row.cell,
                outcome.row.home,
                _(import_labels.EFFECT_LABELS[outcome.effect]),
                " · ".join(
                    filter(
                        None,
                        (reason_text(outcome) or change_text(plan, outcome), reading_notes.notes_text(outcome.row)),
                    )
                ),
            ]
            for outcome in plan.outcomes
        ]
        return _book(SheetTable(_("Preview"), _("What importing the list would change"), [], columns, rows))


def reason_text(outcome: RowOutcome) -> str:
    """Why a row is refused or asked about, in a sentence."""
    if not outcome.code:
        return ""
    found = {"number": row_text(outcome.values["number"])} if "number" in outcome.values else {}
    column = f"{field_text(outcome.values['field'])}: " if "field" in outcome.values else ""
    return column + sentences.of_code(outcome.code, {**outcome.values, **found})


def change_text(plan: ImportPlan, outcome: RowOutcome) -> str:
    """What a row changes, and where list and register differ and the register stays."""
    changes = import_labels.list_changes(outcome, plan.known.people.get(outcome.member_id), plan.known.places)
    kept = [] if {*outcome.differing} <= {*outcome.sets} else import_labels.list_differences(outcome)
    return " · ".join([*changes, *(_("register's data kept; list differs: {what}", what=pair) for pair in kept)])


def _written(
    title: str, lines: list[str], fields: list[str], rows: list[list], titles: dict[str, str] = TITLES
) -> bytes:
    columns = [
        SheetColumn("STT", excel_writer.ValueKind.NUMBER, 6),
        *(SheetColumn(titles[field], width=WIDTHS.get(field, 15)) for field in fields),
    ]
    return _book(
        SheetTable(title, title.upper(), lines, columns, [[number, *row] for number, row in enumerate(rows, 1)])
    )


def _typed(row: ImportRow) -> list[str | None]:
    """A row as it was typed, or as it was read."""
    read = {
        **{field: getattr(row, field, None) for field in TITLES},
        **{field: partial_text(getattr(row, field)) if getattr(row, field) else None for field in DATES},
        "sex": SEXES.get(row.sex),
        "card": cell_values.format_hashed_number(row.card),
        "citizen": cell_values.format_hashed_number(row.citizen),
        "state": row.gone or ("Dự bị" if row.probationary else None),
    }
    return [({**read, **row.said}.get(field) or None) for field in TITLES if field != "reason"]


def _name(row: ImportRow) -> str:
    return row.name or title_case(row.said.get("name", ""))


def _book(table: SheetTable) -> bytes:
    target = io.BytesIO()
    excel_writer.write(target, table)
    return target.getvalue()
