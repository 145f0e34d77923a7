"""The printed sheet for signatures: heading, people called by number, signature lines.

A document, so always Vietnamese.
"""

from datetime import date

import pandas as pd
import streamlit as st

from components.i18n import _, _n, day_text, in_language, period_name
from components.markdown import escape_markdown
from components.meetings import roster_number_boxes
from db.kernel.scope import Viewer
from db.meetings import due_meetings
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet import SheetLine
from db.models import Expectation, UnitKind
from db.settings import settings
from db.units import units
from db.units.units import UnitName

HIGHER = ("province", "district")  # levels whose committees have another name


def show(viewer: Viewer, cell: UnitName, opened: OpenMeeting) -> None:
    """Show the sheet, by group if the meeting has groups."""
    with in_language("vi"):
        show_heading(heading_text(viewer, cell))
        _title(viewer, opened)
        groups = roster_number_boxes.lines_by_group(opened.sheet.lines, opened.by_group)
        for name, lines in groups.items():
            if len(groups) > 1:
                st.subheader(
                    _(
                        "{group} · {people}",
                        group=escape_markdown(name) or _("Not in a group"),
                        people=_n("{count} member", "{count} members", len(lines)),
                    ),
                    text_alignment="left",
                )
            _table(lines)
        _foot(opened)


def heading_text(viewer: Viewer, cell: UnitName) -> str:
    """Return the left part of a heading: the committee above, and the cell, or the committee that holds a joint
    meeting.
    """
    above = units.one(viewer, cell.parent_id) if cell.parent_id else None
    name = f"**{committee_name(cell)}**"
    return f"{committee_name(above)}  \n{name}" if above else name


def show_heading(text: str, of: str = "") -> None:
    """The committee above and the cell on the left, the Party on the right; `of` distinguishes
    several sheets on one page.
    """
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"sheet_heading{of}"):
        st.markdown(text, text_alignment="center", width="content")
        st.markdown("**ĐẢNG CỘNG SẢN VIỆT NAM**", text_alignment="center", width="content")


def committee_name(unit: UnitName) -> str:
    """The name of an area's committee in a heading."""
    named = unit.kind == UnitKind.AREA and unit.level not in HIGHER and not unit.name.lower().startswith("đảng")
    return escape_markdown((f"Đảng ủy {unit.name}" if named else unit.name).upper())


def _title(viewer: Viewer, opened: OpenMeeting) -> None:
    labels = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    st.title(_("Roll-call list"), text_alignment="center")
    told = (labels[opened.ref.type], period_name(opened.ref.period, opened.months), day_text(_day(viewer, opened)))
    st.caption(" · ".join(map(escape_markdown, told)), text_alignment="center")


def _day(viewer: Viewer, opened: OpenMeeting) -> date:
    """The day of the meeting; the planned one, which may still be to come, unless somebody chose another."""
    if opened.meeting or opened.ref.day or opened.sheet.texts.get("held_on"):
        return opened.day
    return due_meetings.load_planned_day(viewer, opened.ref.unit_id, opened.ref.period, opened.months)


def _table(lines: list[SheetLine]) -> None:
    heads = number, name, born, signature = _("No."), _("Full name"), _("Year of birth"), _("Signature")
    rows = [
        {
            number: line.person.number or "",
            name: escape_markdown(line.person.name),
            born: (line.person.born or "")[:4],
            signature: _("exempt") if line.person.expectation == Expectation.EXEMPT else "",
        }
        for line in lines
    ]
    with st.container(key=f"sheet_{lines[0].person.member_id if lines else 0}"):
        st.table(pd.DataFrame(rows, columns=list(heads), dtype=str), hide_index=True)


def _foot(opened: OpenMeeting) -> None:
    """The number of people, and who drew up the list."""
    every, called = len(opened.sheet.lines), opened.sheet.expected
    with st.container(key="sheet_foot"):
        st.markdown(
            _n("{count} person on the list", "{count} people on the list", every)
            + " · "
            + _("{called} expected, {exempt} exempt", called=called, exempt=every - called)
        )
        show_signature_place(_("Prepared by"))


def show_signature_place(who: str, key: str | None = None) -> None:
    """A place to sign; the key names it for the style sheet."""
    with st.container(horizontal=True, horizontal_alignment="right", key=key):
        st.markdown(f"**{who}**  \n" + _("(signature and full name)"), text_alignment="center", width=280)
