"""The dates of a meeting: when it was held, and the date of the minutes it is entered from."""

import streamlit as st

from components.i18n import _, day_text, period_name
from components.meetings import sheet_draft
from components.shell import auth
from components.widgets import forms
from db.calendar import clock
from db.kernel import validation
from db.meetings import meeting_record, sheet
from db.meetings.meetings import OpenMeeting
from db.models import Role


def date_input(opened: OpenMeeting) -> None:
    """The day it was held, with a question if it lies outside its period."""
    if opened.day > clock.today():
        st.warning(_("This date is in the future. Please choose the date of the meeting."))
    st.date_input(
        _("Meeting date"),
        value=opened.day,
        min_value=meeting_record.EARLIEST,
        max_value=clock.today() + validation.SOON,
        format="DD/MM/YYYY",
        **sheet_draft.typed_field(opened, sheet.MEETING, "held_on", f"record_day_{opened.day}"),
    )
    if meeting_record.is_outside_period(opened):
        said = _(
            "{day} is not in {period}. Yes, the meeting for {period} was held on this date",
            day=day_text(opened.day),
            period=_period(opened),
        )
        sure = sheet_draft.field_key("another_month", opened.day.isoformat())
        st.checkbox(
            said,
            key=sure,
            on_change=sheet_draft.on_confirmation,
            args=(sure, opened.ref, "another_month", opened.day.isoformat()),
        )


def minutes_date_input(opened: OpenMeeting) -> None:
    """The date of the minutes from which a commune enters for the cell."""
    standing = opened.meeting.minutes_dated if opened.meeting else None
    told = opened.sheet.texts.get("minutes_dated")
    if auth.viewer().role == Role.COMMUNE:
        forms.date_field(
            _("Date of the minutes that this is entered from"),
            clock.parse_day(told) if told is not None else standing,
            **sheet_draft.typed_field(opened, sheet.MEETING, "minutes_dated"),
        )
    elif standing:
        st.caption(_("Entered on the cell's behalf from minutes dated {day}.", day=day_text(standing)))


def _period(opened: OpenMeeting) -> str:
    return period_name(opened.ref.period, opened.months)
