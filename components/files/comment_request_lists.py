"""Lists of comment requests: one person per row, with the occasion and the due date."""

from components.files import cell_values, full_dates
from components.files.comment_request_headings import OWN, REQUEST_HEADINGS
from components.files.list_format import ListFormat
from components.files.member_walker import MemberWalker
from db.errors import Invalid
from db.imports.comment_request_rows import RequestRow, row_from_dict
from db.imports.person_rows import PersonRow
from db.imports.read_options import REQUESTS as CODE


class RequestWalker(MemberWalker):
    """Reads people row by row, as in member lists, with what is asked about each."""

    filled_down = ("workplace", "home", "cell", *OWN)
    needs_cell = False
    repeated = ("address", "workplace", "position", "home", "cell", *OWN)

    def redacted_row(self, number: int, said: list[str]) -> RequestRow | None:
        row = super().redacted_row(number, said)
        return RequestRow(**vars(row)) if row else None

    def read_entry(self, number: int, found: dict[str, list]) -> PersonRow:
        row = super().read_entry(number, {field: values for field, values in found.items() if field not in OWN})
        said = {field: text for field in OWN if (text := _text(found.get(field)))}
        told = {**vars(row), "occasion": said.get("occasion")}
        try:
            told["due"] = full_dates.to_iso_date(found.get("due", [None])[0])
        except Invalid as refusal:
            if not row.fault:
                told |= {"fault": refusal.code, "values": {**refusal.values, "field": "due"}}
        if told["fault"]:
            told["said"] = {**row.said, **said}
        return RequestRow(**told)


def _text(values: list | None) -> str:
    return " ".join(filter(None, map(cell_values.to_text, values or [])))[:200]


REQUEST_LISTS = ListFormat(CODE, REQUEST_HEADINGS, RequestWalker, row_from_dict)
