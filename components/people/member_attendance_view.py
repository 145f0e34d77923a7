"""One member's attendance in the last two years: a row of signs per year, with a legend."""

import streamlit as st

from components.i18n import N_, _
from db.kernel.scope import Audience, Viewer
from db.models import Expectation, Outcome
from db.people import attendance_history
from db.people.attendance_history import AttendanceEntry

NOT_RECORDED = "–"
SIGNS = {Outcome.PRESENT: "✓", Outcome.EXCUSED: "○", Outcome.UNEXCUSED: "✗", Outcome.UNKNOWN: "?"}
EXEMPT = "△"
LEGEND = {
    "✓": N_("present"),
    "○": N_("absent with reason"),
    "✗": N_("absent without reason"),
    "?": N_("absent, reason not known yet"),
    EXEMPT: N_("exempt"),
    NOT_RECORDED: N_("not recorded"),
}


def show(viewer: Viewer, code: str) -> None:
    """Show the months of the last two years, for roles that may read attendance by name."""
    if not viewer.reads(Audience.NAMES):
        return
    months = attendance_history.latest_by_month(viewer, code)
    st.subheader(_("Meetings in the last two years"))
    if not any(months.values()):
        st.caption(_("There is no recorded meeting at which this person was expected."))
        return
    years: dict[int, dict[int, str]] = {}
    for period, found in months.items():
        years.setdefault(period // 100, {})[period % 100] = " ".join(map(sign_of, found))
    with st.container(key="signs"):
        st.markdown(
            "\n".join(
                [
                    _row("", {at: str(at) for at in range(1, 13)}),
                    "|---" * 13 + "|",
                    *(_row(str(year), marks) for year, marks in years.items()),
                ]
            )
        )
    used = {sign_of(presence) for found in months.values() for presence in found}
    st.caption(
        " · ".join(f"{mark} {_(said)}" for mark, said in LEGEND.items() if mark in used)
        + " · "
        + _("each column is a month")
    )


def sign_of(presence: AttendanceEntry) -> str:
    """Return the sign of a meeting; somebody exempt who came was present."""
    if presence.outcome:
        return SIGNS[presence.outcome]
    return EXEMPT if presence.expectation == Expectation.EXEMPT else NOT_RECORDED


def _row(head: str, cells: dict[int, str]) -> str:
    return f"| {head} | " + " | ".join(cells.get(at, " ") for at in range(1, 13)) + " |"
