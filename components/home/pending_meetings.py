"""Meetings to record, on the first page: drafts to finish and meetings that are due, as links straight to the sheet."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from components.i18n import _, day_text, meeting_name, time_text
from components.markdown import escape_markdown
from db.calendar import clock
from db.kernel.scope import Viewer
from db.meetings import due_meetings, meeting_list
from db.meetings.due_meetings import DueMeeting
from db.meetings.meeting_refs import UnfinishedSheet
from db.settings import settings
from db.settings.settings import Option
from db.units import units

RECORD = "pages/meetings/record.py"


def show(viewer: Viewer) -> bool:
    """Show drafts of the viewer's units, then what is due in the viewer's own; return whether there is anything."""
    types = {option.key: option for option in settings.options(viewer, "meeting_types")}
    begun = meeting_list.list_unfinished(viewer)
    _show_drafts(viewer, types, begun)
    seen = {(draft.type, draft.period) for draft in begun} | {draft.code for draft in begun}
    due = [
        row for row in due_meetings.list_due(viewer, viewer.unit_id) if (row.code or (row.type, row.period)) not in seen
    ]
    _show_due(types, due)
    return bool(begun or due)


def _show_drafts(viewer: Viewer, types: Mapping[str, Option], begun: list[UnfinishedSheet]) -> None:
    names = units.named(viewer, [draft.unit_id for draft in begun]) if begun else {}
    with st.container(key="tap_begun"):
        for draft in begun:
            cell, known = names[draft.unit_id], types.get(draft.type)
            what = meeting_name(known.label if known else draft.type, draft.period, known.row["months"] if known else 1)
            parts = [
                _("Draft: {what}", what=escape_markdown(f"{what} · {day_text(draft.day)}" if draft.day else what)),
                *([] if cell.id == viewer.unit_id else [escape_markdown(cell.name)]),
                _when(draft.touched_at),
                escape_markdown(draft.author),
            ]
            query = {"meeting": draft.code} if draft.code else _query(draft)
            st.page_link(
                RECORD,
                label=" · ".join(parts),
                icon=":material/edit:",
                query_params={"unit": cell.code} | query,
            )


def _show_due(types: Mapping[str, Option], due: list[DueMeeting]) -> None:
    with st.container(key="tap_due"):
        for row in due:
            what = escape_markdown(meeting_name(types[row.type].label, row.period, row.months))
            title = _("Record: {what}", what=what)
            st.page_link(
                RECORD,
                label=f"{title} · {day_text(row.day)}",
                icon=":material/edit_note:",
                query_params={"meeting": row.code} if row.code else {"type": row.type, "period": str(row.period)},
            )


def _query(draft: UnfinishedSheet) -> dict[str, str]:
    query = {"type": draft.type, "period": str(draft.period)}
    return query | ({"day": draft.day.isoformat()} if draft.day else {})


def _when(moment: datetime) -> str:
    """Return the time for today, the date for earlier days."""
    return time_text(moment) if moment.astimezone(clock.HERE).date() == clock.today() else day_text(moment)
