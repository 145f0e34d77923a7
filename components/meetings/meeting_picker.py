"""Picking the meeting to record: due, in draft, any other, or recorded before."""

from datetime import date

import streamlit as st

from components.i18n import _, day_text, meeting_name, month_text
from components.markdown import escape_markdown
from components.meetings import url_params
from components.widgets import feedback
from db.calendar import clock
from db.calendar.months import month_of, period_of
from db.errors import Invalid
from db.kernel import validation
from db.kernel.scope import Viewer
from db.meetings import due_meetings, meeting_list
from db.meetings.meeting_list import MeetingSummary
from db.models import MeetingAudience, MeetingState, UnitKind
from db.models.units import CELLS
from db.settings import settings
from db.units.units import UnitName

PAGE = "pages/meetings/record.py"


def choose_cell(viewer: Viewer, known: dict[int, UnitName], page: str = PAGE) -> None:
    """Pick the cell, for levels above."""
    own = known.get(viewer.unit_id or 0)
    if own and own.kind == UnitKind.AREA and page == PAGE:
        st.page_link(
            PAGE,
            label=_("Joint meetings of several cells"),
            icon=":material/groups:",
            query_params={"unit": own.code},
        )
    st.caption(_("Choose the cell on whose behalf you are entering a meeting."))
    with st.container(key="tap_cells"):
        for unit in known.values():
            if unit.kind in CELLS:
                st.page_link(page, label=escape_markdown(unit.name), query_params={"unit": unit.code})


def choose_meeting(viewer: Viewer, unit: UnitName) -> None:
    """Offer due meetings first, then others, then recorded ones."""
    joint = unit.kind == UnitKind.AREA
    known = {option.key: option for option in settings.options(viewer, "meeting_types")}
    other = MeetingAudience.OWN if joint else MeetingAudience.INVITED  # such a unit does not hold it
    rows = [(key, option) for key, option in known.items() if option.row["audience"] != other]
    labels = dict(sorted(rows, key=lambda each: each[1].row["audience"] != MeetingAudience.INVITED))
    waiting = due_meetings.list_due(viewer, unit.id)
    with st.container(key="tap_due"):
        for row in waiting:
            title = escape_markdown(meeting_name(labels[row.type].label, row.period, row.months))
            st.page_link(
                PAGE,
                label=title,
                icon=":material/edit_note:",
                query_params=url_params.query_for(unit, row.type, row.period, row.code),
            )
    if not waiting and not joint:
        st.caption(_("All planned meetings are recorded."))
    with st.container(key="screen_other"):  # a heading over boxes that are not printed
        st.subheader(_("A joint meeting of several cells") if joint else _("Another meeting"))
        chosen = st.selectbox(
            _("Type"), list(labels), format_func=lambda key: labels[key].label, key="record_other_type"
        )
        day = st.date_input(
            _("Date"),
            value=clock.today(),
            min_value=date(1990, 1, 1),
            max_value=clock.today() + validation.SOON,
            format="DD/MM/YYYY",
            key="record_other_day",
        )
        # otherwise a link would still lead to the day chosen before
        if st.button(_("Record this meeting"), icon=":material/add:", key="record_other"):
            _open(unit, chosen, day, labels[chosen].row["months"])
    if unit.kind in CELLS:
        for row in due_meetings.list_next(viewer, unit.id):
            title = escape_markdown(meeting_name(labels[row.type].label, row.period, row.months))
            st.page_link(
                "pages/meetings/signing_sheet.py",
                label=_("Print the list for signing: {meeting}", meeting=title),
                icon=":material/print:",
                query_params=url_params.query_for(unit, row.type, row.period),
            )
        st.page_link(
            "pages/meetings/totals.py",
            label=_("Totals without names, a year at once"),
            icon=":material/functions:",
            query_params={"unit": unit.code},
        )
        st.page_link(
            "pages/meetings/tasks.py",
            label=_("All tasks"),
            icon=":material/task_alt:",
            query_params={"unit": unit.code},
        )
    _recorded(viewer, unit, {key: option.label for key, option in known.items()})


def _open(unit: UnitName, type_: str, day: date | None, months: int) -> None:
    if day is None:
        feedback.show_refusal(Invalid("day_missing"))
    elif day > clock.today():
        feedback.show_refusal(Invalid("day_to_come", day=day))
    else:
        st.switch_page(
            PAGE,
            query_params=url_params.query_for(unit, type_, period_of(month_of(day), months)) | {"day": day.isoformat()},
        )


def _recorded(viewer: Viewer, unit: UnitName, labels: dict[str, str]) -> None:
    rows = meeting_list.list_latest(viewer, unit.id)
    if not rows:
        return
    st.subheader(_("Recorded"))
    with st.container(key="tap_recorded"):
        for row in rows:
            came = _came(row)
            came = came if row.named else f"Σ {came}"
            icon = None if row.unit_id == unit.id else ":material/groups:"
            when = day_text(row.held_on) or month_text(row.period)
            st.page_link(
                PAGE,
                label=f"{when} · {escape_markdown(labels.get(row.type, row.type))} · {came}",
                icon=icon,
                query_params={"unit": unit.code, "meeting": row.code},
            )


def _came(row: MeetingSummary) -> str:
    """The state or attendance of a meeting."""
    if row.state == MeetingState.NOT_HELD:
        return _("– not held")
    if row.state == MeetingState.POSTPONED:
        return _("↷ postponed to {day}", day=day_text(row.postponed_to))
    return _("{present} of {expected} present", present=row.present, expected=row.expected)
