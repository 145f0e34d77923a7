"""Workbooks of a list: the template, the whole preview, and the rows to mend and send again."""

import io

from components import say
from components.files import excel, values
from components.files.excel import Column, Table
from components.files.headings import TITLES
from components.files.parts import RETURNED
from components.i18n import _, _p, partial_text, speaking
from components.importing import noticed, words
from components.importing.places import field_text, row_text
from db.imports.outcomes import Effect, Outcome, Plan
from db.imports.rows import Row
from db.names import title_case

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"name": 26, "cell": 30, "home": 28, "workplace": 26, "address": 24, "reason": 60}
DATES, SEXES = ("born", "admitted", "official"), {"male": "Nam", "female": "Nữ"}
SAMPLE = {"name": "Nguyễn Văn Mẫu", "born": "02/09/1965", "sex": "Nam", "admitted": "03/02/1990", "official": "03/02/1991", "cell": "Chi bộ thôn Đông"}


def template() -> bytes:
    """Our own list, with one row as a model."""
    fields = [field for field in TITLES if field != "reason"]
    with speaking("vi"):
        lines = [_("Days may be 21/11/1965, 11/1965 or 1965. Replace the row that stands here as a model.")]
        return _written(_("List of members"), lines, fields, [[SAMPLE.get(field) for field in fields]])


def returned(plan: Plan) -> bytes:
    """The rows that were refused or are still asked, with the reason last."""
    with speaking("vi"):
        rows = [outcome for outcome in plan.outcomes if outcome.effect in (Effect.REFUSED, Effect.ASKED) and outcome.code != "import_exempt"]
        lines = [_("Mend the rows and send this file again. Numbers are sealed: leave a cell with •••• as it is, or write the number anew.")]
        return _written(_("Rows to mend"), lines, list(TITLES), [[*_typed(outcome.row), reason(outcome)] for outcome in rows], TITLES | {"reason": RETURNED})


def preview(plan: Plan) -> bytes:
    """Every row with what comes of it."""
    columns = [Column(_p("row", "Row"), width=12), Column(TITLES["name"], width=26), Column(TITLES["born"]), Column(TITLES["cell"], width=30)]
    with speaking("vi"):
        columns += [Column(TITLES["home"], width=28), Column(_("What comes of it"), width=14), Column(TITLES["reason"], width=60)]
        rows = [
            [
                row_text(outcome.row.number),
                _name(outcome.row),
                partial_text(outcome.row.born),
                outcome.row.cell,
                outcome.row.home,
                _(words.EFFECTS[outcome.effect]),
                " · ".join(filter(None, (reason(outcome) or told(plan, outcome), noticed.notes_text(outcome.row)))),
            ]
            for outcome in plan.outcomes
        ]
        return _book(Table(_("Preview"), _("What bringing the list in would do"), [], columns, rows))


def reason(outcome: Outcome) -> str:
    """Why a row is refused or asked about, in a sentence."""
    if not outcome.code:
        return ""
    found = {"number": row_text(outcome.values["number"])} if "number" in outcome.values else {}
    column = f"{field_text(outcome.values['field'])}: " if "field" in outcome.values else ""
    return column + say.of_code(outcome.code, {**outcome.values, **found})


def told(plan: Plan, outcome: Outcome) -> str:
    """What a row changes, and where list and register differ and the register stays."""
    changes = words.changing(outcome, plan.known.people.get(outcome.member_id), plan.known.places)
    kept = [] if {*outcome.differing} <= {*outcome.sets} else words.differing(outcome)
    return " · ".join([*changes, *(_("register kept, list differs: {what}", what=pair) for pair in kept)])


def _written(title: str, lines: list[str], fields: list[str], rows: list[list], titles: dict[str, str] = TITLES) -> bytes:
    columns = [Column("STT", excel.Kind.NUMBER, 6), *(Column(titles[field], width=WIDTHS.get(field, 15)) for field in fields)]
    return _book(Table(title, title.upper(), lines, columns, [[number, *row] for number, row in enumerate(rows, 1)]))


def _typed(row: Row) -> list[str | None]:
    """A row as it was typed, or as it was read."""
    read = {
        **{field: getattr(row, field, None) for field in TITLES},
        **{field: partial_text(getattr(row, field)) if getattr(row, field) else None for field in DATES},
        "sex": SEXES.get(row.sex),
        "card": values.sealed(row.card),
        "citizen": values.sealed(row.citizen),
        "state": row.gone or ("Dự bị" if row.probationary else None),
    }
    return [({**read, **row.said}.get(field) or None) for field in TITLES if field != "reason"]


def _name(row: Row) -> str:
    return row.name or title_case(row.said.get("name", ""))


def _book(table: Table) -> bytes:
    target = io.BytesIO()
    excel.write(target, table)
    return target.getvalue()
