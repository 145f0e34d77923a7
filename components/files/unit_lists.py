"""Lists of units: communes, cells, workplaces and agency cells, one per row, in any order."""

import re

from components.files import cell_values, non_data_rows, unit_headings
from components.files.list_format import ListFormat
from components.files.sheet_row_reader import RowWalker
from components.files.unit_headings import UNIT_HEADINGS
from db.calendar import partial_dates
from db.errors import Invalid
from db.imports.read_options import UNITS as CODE
from db.imports.unit_rows import UnitRow, row_from_dict
from db.models import UnitKind
from db.vietnamese import fold

DAYS = range(1, 29)  # days that every month has
LEFT_OUT = "left_out"
WITHOUT = {"", "khong", "khong co", "x"}


class UnitWalker(RowWalker):
    """Reads units row by row; a row that only names a commune is the parent of the units below that have none."""

    filled_down = ("parent",)
    section: str | None = None

    def kind_of_other_row(self, said: list[str], found: dict[str, list], numbered: bool) -> str | None:
        filled = [text for text in said if text]
        if not filled:
            return "blank"
        if non_data_rows.is_column_numbering(filled):
            return "heading"
        if numbered and "name" in found:
            return None
        if any(non_data_rows.is_total(text) for text in filled):
            return "total"
        words = [text for text in filled if not non_data_rows.is_section_numeral(text)]
        if any(non_data_rows.is_signature(text) for text in words) and len(words) < 3:
            return "signature"
        if len(words) == 1 and len(self.columns) > 1:
            return self._section(non_data_rows.without_numeral(words[0]), "name" in found)
        return None if "name" in found else "other"

    def read_entry(self, number: int, found: dict[str, list]) -> UnitRow:
        cells = {field: " ".join(filter(None, map(cell_values.to_text, values))) for field, values in found.items()}
        noted: list[list[str]] = []
        name = non_data_rows.without_numeral(cells.get("name", ""))[:200]
        likely = unit_headings.parse_unit_kind(name)
        known: dict = {"name": name, "likely": likely, "parent": cells.get("parent")}
        fault: Invalid | None = None
        for field, read in READERS.items():
            try:
                if field in cells:
                    known[field] = read(found[field][0])
            except Invalid as refusal:
                fault = fault or refusal
                refusal.values = {**refusal.values, "field": field}
            if field in cells and known.get(field) is None and fault is None and cells[field] not in WITHOUT:
                noted.append([LEFT_OUT, field, cells[field][:80], ""])
        if not name:
            fault = fault or Invalid("import_unit_nameless")
        if not known["parent"] and (known.get("kind") or likely) != UnitKind.AREA:
            known["parent"] = self.section
        if fault is None:
            return UnitRow(number, noted=noted, **known)
        return UnitRow(number, fault=fault.code, values=fault.values, said=cells, noted=noted, **known)

    def _section(self, text: str, named: bool) -> str | None:
        """Read a row with a single text: a unit if it is in the column of names and its name fits a
        kind, otherwise a section.
        """
        kind = unit_headings.parse_unit_kind(text)
        if kind == UnitKind.AREA:
            self.section = text
        return None if named and kind else "section"


def _kind(value) -> UnitKind | None:
    """Return the kind; a mere "chi bộ" leaves it to the unit's name. Raises Invalid for an unknown word."""
    said = cell_values.to_text(value)
    kind = unit_headings.parse_unit_kind(said)
    if kind is None and not unit_headings.cell_of_some_kind(said):
        raise Invalid("import_unit_kind", typed=said[:80])
    return kind


def _meeting_day(value) -> int:
    """Return the day of the month. Raises Invalid for one that not every month has."""
    said = cell_values.to_text(value)
    found = [int(part) for part in re.findall(r"-?\d+", said)]
    if len(found) != 1 or found[0] not in DAYS:
        raise Invalid("import_meeting_day", typed=said[:80])
    return found[0]


def _reports(value) -> bool | None:
    said = fold(cell_values.to_text(value))
    if said.startswith("khong"):
        return False
    return True if said.startswith(("co", "phai")) else cell_values.is_ticked(value)


def _since(value) -> str | None:
    """Return the day or month from which a unit exists; a year alone counts from its first day."""
    found = cell_values.past_date(value)
    return partial_dates.earliest_day(found).isoformat() if found else None


READERS = {"kind": _kind, "meeting_day": _meeting_day, "reports": _reports, "since": _since}
UNIT_LISTS = ListFormat(CODE, UNIT_HEADINGS, UnitWalker, row_from_dict)
