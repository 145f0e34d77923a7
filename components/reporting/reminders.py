"""Reminders to copy: to all cells of a commune that have not reported, and to the secretary of one of them."""

from itertools import groupby

import streamlit as st

from components.i18n import _, _n, day_text, in_language, month_text, number
from components.markdown import escape_markdown
from db.calendar import clock
from db.calendar.months import last_day
from db.figures import reporting
from db.kernel.scope import Viewer
from db.people import directory
from db.people.directory import DirectoryEntry
from db.units import units
from db.units.units import UnitName

Secretaries = dict[int, DirectoryEntry]


def show(viewer: Viewer, area: UnitName | None, month: int) -> None:
    """Whoever has not reported a month below a unit, with texts to copy."""
    cells = reporting.list_silent_cells(viewer, month, area.id if area else None)
    if not cells:
        st.success(_("Every cell has reported {period}.", period=month_text(month)))
        return
    period = month_text(month)
    st.subheader(
        _n("{count} cell has not reported {period}", "{count} cells have not reported {period}", len(cells),
           period=period)
    )  # fmt: skip
    secretaries = directory.secretaries(viewer, [cell.id for cell in cells])
    by_area = {area_id: list(some) for area_id, some in groupby(sorted(cells, key=_area), key=_area)}
    areas = units.by_id(viewer, list(by_area), last_day(month))
    for area_id, one in areas.items():
        some = by_area[area_id]
        if len(by_area) == 1:
            _texts(some, secretaries, month, str(area_id))
            continue
        with st.expander(f"{escape_markdown(one.name)}: {number(len(some))}"):
            _texts(some, secretaries, month, str(area_id))


def _area(cell: UnitName) -> int:
    return cell.parent_id or 0


def _texts(cells: list[UnitName], secretaries: Secretaries, month: int, key: str) -> None:
    st.code(text_for_all(cells, secretaries, month), language=None, wrap_lines=True)
    names = {cell.id: cell.name for cell in cells}
    chosen = st.selectbox(
        _("A reminder to one secretary"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choose a cell"),
        key=f"reporting_one_{key}",
    )
    if chosen in names:
        cell = next(cell for cell in cells if cell.id == chosen)
        st.code(text_for_one(cell, secretaries.get(cell.id), month), language=None, wrap_lines=True)


def text_for_all(cells: list[UnitName], secretaries: Secretaries, month: int) -> str:
    """The reminder to several cells as it is sent: in Vietnamese whatever the screen is."""
    with in_language("vi"):
        head = _n(
            "By {day}, {count} cell has not reported its meeting of {period}:",
            "By {day}, {count} cells have not reported their meetings of {period}:",
            len(cells),
            day=day_text(clock.today()),
            period=month_text(month),
        )
        rows = [f"- {cell.name}{_person(secretaries.get(cell.id))}" for cell in cells]
        return "\n".join([head, *rows, _("Please record them in the register; if a meeting was not held, say why.")])


def text_for_one(cell: UnitName, secretary: DirectoryEntry | None, month: int) -> str:
    """The reminder to one cell's secretary as it is sent."""
    with in_language("vi"):
        to = _("Dear comrade {name}, secretary of {cell},", name=secretary.name, cell=cell.name) if secretary else (
            _("Dear comrades of {cell},", cell=cell.name)
        )  # fmt: skip
        text = _(
            "by {day} the cell's meeting of {period} is not in the register yet. Please record it; if it was not held "
            "or is put off, please say why. Thank you.",
            day=day_text(clock.today()),
            period=month_text(month),
        )
        return f"{to}\n{text}"


def _person(secretary: DirectoryEntry | None) -> str:
    if secretary is None:
        return ""
    name = _("comrade {name}", name=secretary.name)
    return f" ({', '.join(filter(None, (name, secretary.phone)))})"
