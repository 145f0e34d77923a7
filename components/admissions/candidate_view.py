"""Candidates for admission: the list, one with its steps, and counts for the levels above."""

import streamlit as st

from components.admissions import candidate_actions
from components.i18n import N_, _, _n, day_text, number
from components.labels import candidate_labels
from components.markdown import escape_markdown
from components.widgets import link_tables, opened_unit
from components.widgets.link_tables import Column, number_column
from db.admissions import candidate_list
from db.admissions.candidate_steps import ENDED
from db.figures import admission_candidate_counts
from db.kernel.scope import Viewer

PAGE, MEMBER_PAGE = "pages/people/admissions.py", "pages/people/member.py"
OPEN, AREA = "candidate", "admissions_within"  # what the address opens
COLUMNS = {
    "name": Column(N_("Full name"), candidate_labels.candidate_name),
    "state": Column(N_("Where it stands"), lambda line: _(candidate_labels.STATES[line.state])),
    "cell": Column(N_("Cell"), lambda line: line.cell, phone=lambda line: False),
    "proposer": Column(
        N_("Proposed by"), lambda line: line.proposer[1] if line.proposer else "", phone=lambda line: False
    ),
    "proposed": Column(
        N_("Proposed on"), lambda line: line.proposed_on, lambda line: day_text(line.proposed_on), lambda line: False
    ),
}
COUNTS = {
    "name": Column(N_("Unit"), lambda part: part.name),
    "all": number_column(N_("Proposed in all"), "count.all", phone=True),
    "waiting": number_column(N_("Proposed, not recognised yet"), "count.proposed"),
    "recognised": number_column(N_("Recognised as a source"), "count.recognised", phone=True),
    "course": number_column(N_("Sent to the course"), "count.course"),
    "file": number_column(N_("File handed in"), "count.file"),
    "admitted": number_column(N_("Admitted as members"), "count.admitted", phone=True),
    "stopped": number_column(N_("Stopped"), "count.stopped"),
}


def show_list(viewer: Viewer, unit_id: int | None) -> None:
    """Show the candidates of a cell, or of all in sight, open ones first."""
    lines = candidate_list.list_all(viewer, unit_id)
    if not lines:
        st.caption(_("Nobody is in view for admission here yet."))
        return
    going = sum(line.state not in ENDED for line in lines)
    told = [_n("{count} in view", "{count} in view", going)]
    told += [_("ended: {count}", count=number(len(lines) - going))] if going < len(lines) else []
    st.caption(" · ".join(told))
    columns = COLUMNS if unit_id is None else {name: column for name, column in COLUMNS.items() if name != "cell"}
    link_tables.link_rows(
        lines, columns, page=PAGE, query=lambda line: {OPEN: line.code}, main="name", key="admissions"
    )


def show_one(viewer: Viewer, code: str) -> None:
    """Show one candidate with the steps taken and the possible actions."""
    line = candidate_list.find(viewer, code)
    st.subheader(escape_markdown(candidate_labels.candidate_name(line)))
    told = [line.cell, _("proposed by {name}", name=line.proposer[1]) if line.proposer else ""]
    st.caption(" · ".join(escape_markdown(part) for part in told if part))
    st.markdown(escape_markdown(candidate_labels.steps_text(line)))
    if line.member:
        st.page_link(
            MEMBER_PAGE,
            label=escape_markdown(line.member[1]),
            icon=":material/person:",
            query_params={"member": line.member[0]},
        )
    candidate_actions.show_actions_on_candidate(viewer, line)
    st.page_link(PAGE, label=_("All sources for admission"), icon=":material/arrow_back:", query_params={})


def show_counts(viewer: Viewer) -> None:
    """Show the counts of the parts of the viewer's unit, or of the opened one."""
    area = opened_unit.show(viewer, AREA, PAGE, {"admissions_view": "counts"})
    parts = admission_candidate_counts.by_unit(viewer, area.id if area else None)
    together = admission_candidate_counts.total(part.count for part in parts)
    st.markdown(
        _(
            "**{all}** proposed in all; admitted: **{admitted}**, stopped: **{stopped}**",
            all=number(together.all),
            admitted=number(together.admitted),
            stopped=number(together.stopped),
        )
    )
    link_tables.link_rows(
        parts, COUNTS, page=PAGE, query=lambda part: {AREA: part.code, "admissions_view": "counts"}, main="name",
        key="admission_counts",
        worded=True,
    )  # fmt: skip
    st.caption(_("Names are visible only to the cell and the commune."))
