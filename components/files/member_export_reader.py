"""Our own exported list of members, converted to the usual form of lists.

It has one column with the cell of every member and another with the kind of membership; other lists have a column for
each kind.
"""

from datetime import date, datetime
from typing import NamedTuple

from components.files import cell_values
from components.files.member_headings import TITLES
from components.files.workbook_reader import WorkbookSheet
from db.calendar import clock, partial_dates
from db.errors import Invalid
from db.models import MembershipKind
from db.vietnamese import fold

KIND, CELL, UNTIL, POSTS, EXEMPT = "Diện", "Chi bộ", "Đến ngày", "Chức vụ", "Miễn"
OWN_COLUMNS = {TITLES["name"], KIND, CELL, "Chức vụ công tác", "Thẻ (4 số cuối)"}  # no other list has all of these
HEADINGS = {
    KIND: TITLES["home"],
    CELL: TITLES["cell"],
    UNTIL: TITLES["state"],
    POSTS: "Trong chi bộ: chức vụ",
    EXEMPT: "Trong sổ: diện miễn",
    "Thẻ (4 số cuối)": "Bốn số cuối của thẻ",
    "Chức vụ công tác": TITLES["position"],
}
SEARCHED = 20


class NormalizedMemberLists(NamedTuple):
    """Sheets in the usual form of lists, and the kinds of membership by row number."""

    sheets: list[WorkbookSheet]
    kinds: dict[int, str]


def to_member_lists(sheets: list[WorkbookSheet]) -> NormalizedMemberLists:
    """Convert a workbook with our own list on its first sheet; return any other one unchanged."""
    rows = sheets[0].rows if sheets else []
    top = next(
        (
            at
            for at, row in enumerate(rows[:SEARCHED])
            if {value for value in row if isinstance(value, str)} >= OWN_COLUMNS
        ),
        None,
    )
    if top is None:
        return NormalizedMemberLists(sheets, {})
    places = {title: at for at, title in enumerate(rows[top]) if isinstance(title, str)}
    kinds = {
        at + 1: _kind(row[places[KIND]])
        for at, row in enumerate(rows)
        if at > top and cell_values.to_text(row[places[KIND]])
    }
    heads = [HEADINGS.get(title, title) for title in rows[top]]
    below = [_told(row, places, kinds.get(at)) for at, row in enumerate(rows[top + 1 :], top + 2)]
    return NormalizedMemberLists([sheets[0]._replace(rows=[*rows[:top], heads, *below]), *sheets[1:]], kinds)


def _told(row: list, places: dict[str, int], kind: str | None) -> list:
    cell, found = cell_values.to_text(row[places[CELL]]), list(row)
    area = cell_values.to_text(row[places[CELL] - 1])  # the column before it, whatever its level is called
    named = (f"{cell} · {area}" if area else cell) or None
    found[places[CELL]], found[places[KIND]] = (None, named) if kind == MembershipKind.CONTACT else (named, None)
    if UNTIL in places:
        found[places[UNTIL]] = _gone(row[places[UNTIL]])
    return found


def _kind(value) -> str:
    said = fold(cell_values.to_text(value))
    if "moi lien he" in said:
        return MembershipKind.CONTACT.value
    return (MembershipKind.TEMPORARY if "tam thoi" in said else MembershipKind.OWN).value


def _gone(value) -> str | None:
    """Return the words a list would use for somebody whose last day has passed."""
    try:
        last = (
            partial_dates.parse(
                f"{value:%d/%m/%Y}" if isinstance(value, date | datetime) else cell_values.to_text(value)
            )
            if value
            else None
        )
    except Invalid:
        return None
    return (
        f"Thôi sinh hoạt từ {partial_dates.display(last)}"
        if last and partial_dates.latest_day(last) < clock.today()
        else None
    )
