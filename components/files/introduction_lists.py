"""Lists of introductions: people of a workplace, one per row, with the letter and the commune where each lives."""

import re

from components.files import cell_values, full_dates
from components.files.introduction_headings import INTRODUCTION_HEADINGS
from components.files.list_format import ListFormat
from components.files.member_walker import MemberWalker
from db.errors import Invalid
from db.imports.introduction_rows import LetterRow, from_member_row, row_from_dict
from db.imports.person_rows import PersonRow
from db.imports.read_options import INTRODUCTIONS as CODE
from db.vietnamese import fold

EXEMPT, EXEMPT_FROM_ALL = "mien sinh hoat", "import_exempt"
OF_LETTER = ("commune", "letter", "letter_day")
DATED = re.compile(r"[,;(]?\s*(ngày\s*)?(?P<day>\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4})\s*\)?\s*$", re.IGNORECASE)


class IntroductionWalker(MemberWalker):
    """Reads people row by row, as in member lists; what a title says about cells does not apply to them."""

    filled_down = ("workplace", "commune", "letter", "letter_day")
    needs_cell = False
    repeated = ("address", "workplace", "position", "commune", "letter", "letter_day")

    def redacted_row(self, number: int, said: list[str]) -> LetterRow | None:
        row = super().redacted_row(number, said)
        return from_member_row(row) if row else None

    def read_entry(self, number: int, found: dict[str, list]) -> PersonRow:
        row = super().read_entry(number, {field: values for field, values in found.items() if field not in OF_LETTER})
        if row.fault == EXEMPT_FROM_ALL:
            return from_member_row(row)
        letter = {field: _text(found.get(field)) for field in ("commune", "letter")}
        noted = [note for note in row.noted if not (note[1] == "exempt" and EXEMPT in fold(note[2]))]
        told = {**vars(row), "noted": noted, "cell": None, "home": None, "kind": None, **letter}
        told["exempt"] = any(EXEMPT in fold(_text(found.get(field))) for field in ("exempt", "remarks", "state"))
        day = found.get("letter_day", [None])[0]
        if told["letter"] and (dated := DATED.search(told["letter"])):
            told["letter"], day = told["letter"][: dated.start()].strip(" ,;-") or None, day or dated["day"]
        try:
            told["letter_day"] = full_dates.to_iso_date(day)
        except Invalid as refusal:
            fault = {"fault": refusal.code, "values": {**refusal.values, "field": "letter_day"}}
            told |= fault if not row.fault else {}
        if told["fault"]:
            told["said"] = {**row.said, **{field: text for field in OF_LETTER if (text := _text(found.get(field)))}}
        return LetterRow(**told)


def _text(values: list | None) -> str | None:
    said = " ".join(filter(None, map(cell_values.to_text, values or [])))
    return said[:200] or None


INTRODUCTION_LISTS = ListFormat(CODE, INTRODUCTION_HEADINGS, IntroductionWalker, row_from_dict)
