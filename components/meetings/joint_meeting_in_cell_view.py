"""A commune's meeting as seen by one of its cells: its own people, read-only."""

import streamlit as st

from components.i18n import _, _n, day_text, meeting_name
from components.markdown import escape_markdown
from db.kernel.scope import Viewer
from db.meetings import cell_joint_meeting
from db.meetings.cell_joint_meeting import JointMeeting, MemberAttendance
from db.models import Expectation, Outcome
from db.settings import settings
from db.units import units
from db.units.units import UnitName

PAGE = "pages/meetings/record.py"


def show(viewer: Viewer, cell: UnitName, code: str) -> None:
    """Show the meeting, how many of the cell came, and who did not."""
    meeting = cell_joint_meeting.load(viewer, code, cell.id)
    owner = units.one(viewer, meeting.unit_id)
    labels = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    label = labels.get(meeting.type, meeting.type)
    st.subheader(escape_markdown(meeting_name(label, meeting.period, meeting.months)))
    told = (escape_markdown(owner.name), day_text(meeting.held_on), escape_markdown(meeting.place or ""))
    st.caption(" · ".join(part for part in told if part))
    _counts(meeting)
    groups = {
        _("Absent"): [one for one in meeting.people if one.expectation == Expectation.EXPECTED and not _came(one)],
        _("Present"): [one for one in meeting.people if _came(one)],
        _("Exempt"): [one for one in meeting.people if one.expectation != Expectation.EXPECTED and not _came(one)],
    }
    for title, people in groups.items():
        if people:
            st.markdown(f"**{title}** ({len(people)})  \n" + ", ".join(map(_person, people)))
    st.caption(_("Recorded by {unit}. It does not count in the cell's own rate.", unit=escape_markdown(owner.name)))
    if viewer.reaches(meeting.unit_id):
        query = {"unit": owner.code, "meeting": code}
        st.page_link(PAGE, label=_("Open the whole meeting"), icon=":material/groups:", query_params=query)


def _counts(meeting: JointMeeting) -> None:
    came = meeting.count_expected(Outcome.PRESENT)
    expected = meeting.count_expected(*Outcome)
    st.markdown(
        _("**{present}/{expected}** present").format(present=came, expected=expected)
        + " · "
        + _("**{count}** absent").format(count=expected - came)
    )


def _came(one: MemberAttendance) -> bool:
    return one.outcome == Outcome.PRESENT


def _person(one: MemberAttendance) -> str:
    numbers = ", ".join(map(str, one.sittings))
    sitting = _n("sitting {numbers}", "sittings {numbers}", len(one.sittings), numbers=numbers) if numbers else ""
    words = {Outcome.EXCUSED: _("with reason"), Outcome.UNEXCUSED: _("without reason")}
    beside = sitting or (words.get(one.outcome, "") if one.outcome else "")
    return escape_markdown(one.name) + (f" ({beside})" if beside else "")
