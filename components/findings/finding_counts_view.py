"""Findings to review by commune and cell, for levels above; roles without names see counts only."""

import streamlit as st

from components.findings import finding_list, findings_cache
from components.i18n import N_, _, number
from components.labels import finding_labels
from components.widgets import link_tables, opened_unit
from components.widgets.link_tables import Column, number_column
from db.figures.unit_counts import UnitCount
from db.findings import finding_counts
from db.findings.finding import FindingKind
from db.findings.finding_counts import FindingCount
from db.kernel.scope import Audience, Viewer
from db.models.units import CELLS

PAGE, UNIT = "pages/figures/findings.py", "review_cell"
COLUMNS = {
    "name": Column(N_("Unit"), lambda part: part.name),
    "flags": number_column(N_("Members to see to"), "count.member_findings", phone=True),
    "questions": number_column(N_("Questions on records"), "count.record_findings", phone=True),
    "answered": number_column(N_("Answered"), "count.answered", phone=True),
}


def show(viewer: Viewer) -> None:
    """Show the parts of the viewer's unit or of the open area, or the open cell."""
    unit = opened_unit.show(viewer, UNIT, PAGE, {})
    if unit and unit.kind in CELLS:
        if viewer.reads(Audience.NAMES):
            finding_list.show(viewer, unit)
        else:
            _show_kinds(findings_cache.counts_by_cell(viewer).get(unit.id, FindingCount()))
        return
    parts = finding_counts.by_unit(viewer, findings_cache.counts_by_cell(viewer), unit.id if unit else None)
    if not parts:
        st.success(_("Nothing is to be reviewed."))
    else:
        st.markdown(summary_text(finding_counts.total(part.count for part in parts)))
        link_tables.link_rows(parts, COLUMNS, page=PAGE, query=_inside, main="name", key="review_counts", worded=True)
    st.caption(_("The cell sees this first; what it has not answered or corrected is shown here some days later."))


def summary_text(count: FindingCount) -> str:
    """Return the total in words."""
    return _(
        "**{open}** to review: **{flags}** about members, **{questions}** about records; **{answered}** answered",
        open=number(count.open), flags=number(count.member_findings), questions=number(count.record_findings),
        answered=number(count.answered),
    )  # fmt: skip


def _show_kinds(count: FindingCount) -> None:
    st.markdown(summary_text(count))
    rows = [(kind, count.waiting[kind]) for kind in FindingKind if count.waiting.get(kind)]
    st.markdown("\n".join(f"- {_(finding_labels.TITLES[kind])}: {number(many)}" for kind, many in rows))
    st.caption(_("Only the cell and its commune can see whom and which meetings this is about."))


def _inside(part: UnitCount[FindingCount]) -> dict[str, str]:
    return {UNIT: part.code}
