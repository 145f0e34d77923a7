"""Workbooks of a list of units: the template, the whole preview, and the rows to correct and send again."""

from components.files.excel_writer import SheetColumn
from components.files.unit_headings import TITLES, UNIT_HEADINGS
from components.i18n import _, day_text, in_language, partial_text
from components.importing import list_workbook_writer
from db.imports.unit_plan import UnitOutcome, UnitPlan
from db.imports.unit_rows import UnitRow
from db.models import UnitKind

FIELDS = [field for field in TITLES if field != "reason"]
KINDS = {  # as in our own template
    UnitKind.AREA: "Xã, phường",
    UnitKind.CELL: "Chi bộ khu dân cư",
    UnitKind.AGENCY_CELL: "Chi bộ cơ quan",
    UnitKind.WORKPLACE: "Nơi công tác",
}
REPORTS = {True: "Có", False: "Không"}
SAMPLES = [
    ["Xã Mẫu", "Xã, phường", None, None, None, None],
    ["Chi bộ thôn Đông", "Chi bộ khu dân cư", "Xã Mẫu", "3", "Có", "01/2020"],
]
SAMPLES_BELOW: list[tuple[str, UnitKind, str, str, str | None]] = [
    ("Chi bộ tổ dân phố số 1", UnitKind.CELL, "3", "Có", "01/2020"),
    ("Chi bộ cơ quan Mẫu", UnitKind.AGENCY_CELL, "5", "Có", None),
]


def template_workbook(above: str | None = None) -> bytes:
    """Return the template, with two sample rows: for a unit of this name with only cells below it, or a whole tree."""
    samples = [[one[0], KINDS[one[1]], above, *one[2:]] for one in SAMPLES_BELOW] if above else SAMPLES
    with in_language("vi"):
        kinds = ", ".join(f"“{word}”" for kind, word in KINDS.items() if not above or kind != UnitKind.AREA)
        lines = [
            _("Kinds of unit: {kinds}. The meeting day is a day of each month from 1 to 28.", kinds=kinds),
            _("Rows may be in any order. Replace the sample rows below."),
        ]
        return list_workbook_writer.write_rows(_("List of units"), lines, FIELDS, samples, TITLES)


def rows_to_correct(plan: UnitPlan) -> bytes:
    """Return the rows refused or still open, with the reason in the last column."""
    with in_language("vi"):
        line = _("Correct the rows and send this file again.")
        return list_workbook_writer.write_open_rows(plan.outcomes, _typed, UNIT_HEADINGS, TITLES, line)


def preview_workbook(plan: UnitPlan) -> bytes:
    """Return every row with its outcome."""
    widths = {"name": 34, "kind": 20, "parent": 30}
    with in_language("vi"):
        return list_workbook_writer.write_preview(
            plan.outcomes,
            [SheetColumn(TITLES[field], width=width) for field, width in widths.items()],
            lambda one: [one.row.name, KINDS.get(one.kind) if one.kind else None, one.row.parent],
            lambda one: row_text_of(plan, one),
            UNIT_HEADINGS,
        )


def row_text_of(plan: UnitPlan, outcome: UnitOutcome) -> str:
    """Return a row's summary: the reason for refusal or question, or its values."""
    return _reason(outcome) or " · ".join(_changes(plan, outcome))


def _reason(outcome: UnitOutcome) -> str:
    return list_workbook_writer.reason_text(outcome, UNIT_HEADINGS)


def _changes(plan: UnitPlan, one: UnitOutcome) -> list[str]:
    """Return what a row sets; for a new unit its kind and place, too."""
    unit, parts = one.unit, []
    if unit is None and one.kind:
        parts += [KINDS[one.kind], one.row.parent or plan.known[one.parent.id].name if one.parent else ""]
    if one.moves_on:
        parts.append(_("moves to {unit} on {day}", unit=one.row.parent, day=day_text(one.moves_on)))
    if one.meeting_day is not None:
        parts.append(_pair("meeting_day", unit.meeting_day if unit else None, one.meeting_day))
    if one.reports is not None:
        parts.append(_pair("reports", REPORTS[unit.reports] if unit else None, REPORTS[one.reports]))
    if unit is None and one.row.since:
        parts.append(_pair("since", None, partial_text(one.row.since)))
    if unit and one.row.since and not one.moves_on and (unit.since is None or f"{unit.since}" != one.row.since):
        kept = _pair("since", day_text(unit.since), partial_text(one.row.since))
        parts.append(_("register's data kept; list differs: {what}", what=kept))
    return [part for part in parts if part]


def _pair(field: str, ours, theirs) -> str:
    return f"{TITLES[field]}: {ours} → {theirs}" if ours is not None else f"{TITLES[field]}: {theirs}"


def _typed(row: UnitRow) -> list[str | None]:
    """Return a row as typed, or as read."""
    read = {
        "name": row.name,
        "kind": KINDS[row.kind] if row.kind else None,
        "parent": row.parent,
        "meeting_day": str(row.meeting_day) if row.meeting_day else None,
        "reports": None if row.reports is None else REPORTS[row.reports],
        "since": partial_text(row.since) if row.since else None,
    }
    return [({**read, **row.said}.get(field) or None) for field in FIELDS]
