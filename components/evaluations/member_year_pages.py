"""Members' years, one page each: meetings, tasks, households, entries, posts.

A printed document, so Vietnamese whatever the screen's language.
"""

import streamlit as st

from components.i18n import N_, _, in_language, number
from components.labels import entry_labels, member_labels
from components.markdown import escape_markdown
from components.meetings import printed_attendance_sheet
from components.widgets import link_tables
from components.widgets.link_tables import Column, Columns
from db.evaluations.year_work import WorkSheet
from db.kernel.scope import Viewer
from db.models import MembershipKind
from db.settings import settings
from db.units.units import UnitName

COLUMNS: Columns = {
    "what": Column(N_("What"), lambda row: row[0]),
    "told": Column(N_("In the year"), lambda row: row[1]),
}
ENTRIES = 14  # entries listed on one page; earlier ones are only counted


def show(viewer: Viewer, cell: UnitName, year: int, sheets: list[WorkSheet]) -> None:
    """Show one page for each of these people."""
    with in_language("vi"):
        posts = {option.key: option.row["vi"] for option in settings.options(viewer, "posts")}
        kinds = {option.key: option.row["vi"] for option in settings.options(viewer, "entry_kinds")}
        heading = printed_attendance_sheet.heading_text(viewer, cell)
        for sheet in sheets:
            with st.container(key=f"sheet_upright_{sheet.code}_{sheet.kind}"):
                printed_attendance_sheet.show_heading(heading, f"_{sheet.code}_{sheet.kind}")
                _title(sheet, year)
                _counts(sheet, posts)
                _entries(sheet, kinds)
                foot = f"sheet_foot_{sheet.code}_{sheet.kind}"
                printed_attendance_sheet.show_signature_place(_("For the cell"), foot)


def _title(sheet: WorkSheet, year: int) -> None:
    st.title(_("What a member did in the year {year}", year=str(year)), text_alignment="center")
    told = [
        sheet.name,
        _("number {number}", number=sheet.number) if sheet.number else "",
        member_labels.translated_label(member_labels.KINDS_ON_SHEET, sheet.kind),
        _("exempt from meetings") if sheet.exempt else "",
        "" if sheet.here else _("no longer on the list"),
    ]
    st.caption(" · ".join(escape_markdown(part) for part in told if part), text_alignment="center")


def _counts(sheet: WorkSheet, posts: dict[str, str]) -> None:
    with st.container(key=f"sheet_work_{sheet.code}_{sheet.kind}"):
        link_tables.read_only_table([row for row in _told(sheet, posts) if row[1]], COLUMNS)


def _told(sheet: WorkSheet, posts: dict[str, str]) -> list[tuple[str, str]]:
    record, tasks, homes = sheet.work.record, sheet.work.tasks, sheet.work.homes
    told = [
        (_("Meetings called to"), number(record.expected)),
        (_("Came"), number(record.attended)),
        (_("Away with a reason"), number(record.excused)),
        (_("Away without a reason"), number(record.unexcused)),
        (_("Away, reason not known"), number(record.unknown) if record.unknown else ""),
        (_("Spoke"), number(record.spoke)),
        (_("Tasks given"), number(tasks.total)),
        (_("Tasks done"), number(tasks.done)),
        (_("Late or open past the day"), number(tasks.late)),
        (_("Tasks not done"), number(tasks.not_done)),
    ]
    if sheet.kind != MembershipKind.CONTACT:
        told += [
            (_("Households in charge of"), number(homes.households)),
            (_("Visits to households"), number(homes.visits)),
            (
                _("Reports on them at meetings"),
                _("{count} of {rounds}", count=number(homes.reports), rounds=number(homes.rounds)),
            ),
        ]
    return [*told, (_("Posts held"), ", ".join(posts.get(post, post) for post in sheet.work.posts))]


def _entries(sheet: WorkSheet, kinds: dict[str, str]) -> None:
    st.subheader(_("Entries of the year"), text_alignment="left")
    if not sheet.entries:
        st.caption(_("Nothing is entered here yet."))
        return
    said = [" · ".join(entry_labels.entry_parts(line, kinds)) for line in sheet.entries]
    st.markdown("\n".join(f"- {escape_markdown(each)}" for each in said[:ENTRIES]))
    if (more := len(said) - ENTRIES) > 0:
        st.caption(_("and {count} earlier ones", count=number(more)))
