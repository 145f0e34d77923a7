"""The sheet of the member in charge of a group:
the people of the group, with a column for each kind of entry to fill in by hand.

It is a paper, so it is Vietnamese whatever the language of the screen.
"""

import pandas as pd
import streamlit as st

from components.i18n import _, _n, in_language
from components.labels import group_labels, member_labels
from components.markdown import escape_markdown
from components.meetings import printed_attendance_sheet
from db.calendar import clock
from db.kernel.scope import Viewer
from db.models import GroupRole
from db.people.group_board import GroupLine, GroupPerson
from db.settings import settings
from db.units.units import UnitName
from db.year_entries.entry_kinds import SETTING


def show(viewer: Viewer, cell: UnitName, groups: list[GroupLine]) -> None:
    """Show one sheet for each of these groups, each on its own page."""
    with in_language("vi"):
        kinds = [option.row["vi"] for option in settings.active_options(viewer, SETTING)]
        heading = printed_attendance_sheet.heading_text(viewer, cell)
        for line in groups:
            with st.container(key=f"sheet_page_{line.code}"):
                printed_attendance_sheet.show_heading(heading, f"_{line.code}")
                _title(line)
                _table(line, kinds)
                printed_attendance_sheet.show_signature_place(_("Member in charge"), f"sheet_foot_{line.code}")


def _title(line: GroupLine) -> None:
    st.title(_("Sheet of the member in charge"), text_alignment="center")
    told = [line.name, _("year {year}", year=str(clock.today().year))]
    for role in (GroupRole.IN_CHARGE, GroupRole.LEADER):
        held = group_labels.role_holder_text(line, role)
        told.append(f"{_(group_labels.ROLES[role])}: {held or '…………………'}")
    told.append(_n("{count} member", "{count} members", len(line.people)))
    st.caption(" · ".join(map(escape_markdown, told)), text_alignment="center")
    st.caption(
        _("Tick what happened, with the amount or the day where it is known; hand the sheet to the secretary."),
        text_alignment="center",
    )


def _table(line: GroupLine, kinds: list[str]) -> None:
    heads = [_("No."), _("Full name"), *kinds, _("Note")]
    rows = [
        dict.fromkeys(heads, "") | {heads[0]: str(person.number or ""), heads[1]: _name(person)}
        for person in line.people
    ]
    with st.container(key=f"sheet_group_{line.code}"):
        st.table(pd.DataFrame(rows, columns=heads, dtype=str), hide_index=True)


def _name(person: GroupPerson) -> str:
    exempt = member_labels.translated_label(member_labels.SHORT_EXEMPTION_CLASSES, person.exempt)
    return escape_markdown(f"{person.name} ({exempt})" if exempt else person.name)
