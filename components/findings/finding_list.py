"""Findings to review in one cell: the finding, links to its meetings, what to do, a button to answer it."""

from itertools import groupby

import streamlit as st

from components import menu
from components.findings import findings_cache
from components.i18n import _, _n, capitalized, day_text, meeting_name
from components.labels import finding_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import confirm_button, feedback, page_links
from components.widgets.page_links import PageLink
from db.findings import findings
from db.findings.finding import FindingKind
from db.findings.findings import FindingLine, MeetingFact, ShownFinding
from db.kernel.audience import Audience, Work
from db.kernel.scope import Viewer
from db.settings import settings
from db.units import units
from db.units.units import UnitName

PAGE, RECORD = "pages/figures/findings.py", "pages/meetings/record.py"
ASSESSMENTS, TOTALS = "pages/contacts/assessments.py", "pages/meetings/totals.py"
SHOWN = 30  # shown per kind before a click asks for the others
MANY = 3  # members from which on they may be answered together
MEETINGS = 8  # that one finding links to, latest first


def show(viewer: Viewer, cell: UnitName) -> None:
    """Show all open findings of a cell by kind, and below them the answered ones."""
    lines = findings_cache.list_of_cell(viewer, cell.id)
    waiting = [line for line in lines if line.answered_on is None]
    if not waiting:
        st.success(_("Nothing is to be reviewed."))
    for kind, found in groupby(waiting, lambda line: line.kind):
        _show_kind(viewer, cell, kind, list(found))
    _show_answered(viewer, [line for line in lines if line.answered_on])


def show_about_member(viewer: Viewer, member: str) -> None:
    """On a member's page: show the findings about the member, with a button to answer."""
    if not viewer.reads(Audience.NAMES):
        return
    found = (
        findings_cache.list_of_cell(viewer, unit_id) for unit_id in findings.current_cells_of_member(viewer, member)
    )
    for line in (each for lines in found for each in lines if each.member == member):
        said = _sentence(viewer, line)
        if line.answered_on:
            st.caption(f"{said} · {_answered(line)}")
        else:
            st.info(f"{said}. {_(finding_labels.TO_DO[line.kind])}", icon=":material/rule:")
            st.page_link(PAGE, label=_("Open “To review”"), icon=":material/rule:",
                         query_params={"review_cell": _code(viewer, line.unit_id)})  # fmt: skip


def _show_kind(viewer: Viewer, cell: UnitName, kind: FindingKind, lines: list[FindingLine]) -> None:
    st.subheader(f"{_(finding_labels.TITLES[kind])} ({len(lines)})")
    st.markdown(_(finding_labels.TO_DO[kind]))
    if judged := finding_labels.rule_line(lines[0]):
        st.caption(escape_markdown(judged))
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    for number, line in enumerate(lines[:SHOWN]):
        with st.container(key=f"review_{kind}_{number}", border=True):
            _show_line(viewer, cell, line, types)
    if kind.is_flag and len(lines) >= MANY and viewer.writes(Work.MEETINGS):
        _answer_all(cell, kind, lines[:SHOWN])
    if len(lines) > SHOWN:
        st.caption(_n("{count} more is shown once these are answered.", "{count} more are shown once these are "
                      "answered.", len(lines) - SHOWN))  # fmt: skip


def _answer_all(cell: UnitName, kind: FindingKind, lines: list[FindingLine]) -> None:
    """Answer that everybody listed was met or contacted: confirmed once, since it concerns several."""
    label = _n("Met or contacted: all {count}", "Met or contacted: all {count}", len(lines))
    question = _n("Have you met or contacted {count} comrade?", "Have you met or contacted all {count} comrades?",
                  len(lines))  # fmt: skip
    if confirm_button.confirmed_button(label, question, key=f"review_all_{kind}", width="stretch"):
        with feedback.saving(_("Noted.")):
            findings.answer_findings(auth.viewer("/review"), cell.id, [line.shown for line in lines])
            st.rerun()


def _show_line(viewer: Viewer, cell: UnitName, line: FindingLine, types: dict[str, str]) -> None:
    st.markdown(_sentence(viewer, line, name_first=True))
    latest = finding_labels.meetings_latest_first(line)
    with st.container(horizontal=True, gap="small", key=f"printed_review_{line.kind}_{line.member}_{line.key}"):
        page_links.show(_opened(cell, line, latest[:MEETINGS], types), width="content")
    if len(latest) > MEETINGS:
        st.caption(_n("and {count} earlier one", "and {count} earlier ones", len(latest) - MEETINGS))
    if viewer.writes(Work.MEETINGS):
        st.button(
            finding_labels.answer_text(line.kind),
            key=f"review_answer_{line.kind}_{line.member}_{line.key}",
            on_click=_answer,
            args=(cell.id, [line.shown]),
            width="stretch",
        )


def _opened(cell: UnitName, line: FindingLine, meetings: list[MeetingFact], types: dict[str, str]) -> list[PageLink]:
    """Link to the meetings by their days (a single one with its name) and to other places of correction."""
    found = [_link(RECORD, _called(one, types, len(line.meetings) == 1), cell, "event", one.code) for one in meetings]
    if line.kind == FindingKind.MARK_AGAINST_RECORD:
        found.append(_link(ASSESSMENTS, _("Assessment"), cell, "rate_review"))
    elif line.kind == FindingKind.MORE_THAN_LISTED:
        found.append(_link(TOTALS, _("Totals"), cell, "functions"))
    return found


def _link(page: str, label: str, cell: UnitName, icon: str, meeting: str | None = None) -> PageLink:
    query = {"unit": cell.code} | ({"meeting": meeting} if meeting else {})
    return PageLink(menu.link_target(page), label, query, f":material/{icon}:")


def _called(meeting: MeetingFact, types: dict[str, str], alone: bool) -> str:
    day = day_text(meeting.held_on)
    if not alone:
        return day
    name = meeting_name(types.get(meeting.type, meeting.type), meeting.period, meeting.months)
    return f"{escape_markdown(name)} · {day}"


def _sentence(viewer: Viewer, line: FindingLine, name_first: bool = False) -> str:
    said = capitalized(escape_markdown(finding_labels.finding_text(viewer, line)))
    return f"**{escape_markdown(line.name)}**  \n{said}" if name_first and line.name else said


def _show_answered(viewer: Viewer, lines: list[FindingLine]) -> None:
    if not lines:
        return
    with st.expander(_n("Answered: {count}", "Answered: {count}", len(lines))):
        told = [
            " · ".join(filter(None, (escape_markdown(line.name), _sentence(viewer, line), _answered(line))))
            for line in lines
        ]
        st.markdown("\n".join(f"- {each}" for each in told))
        st.caption(_("An answer given by mistake can be undone in the history."))


def _answered(line: FindingLine) -> str:
    day = day_text(line.answered_on)
    return _("met or contacted on {day}", day=day) if line.kind.is_flag else _("confirmed on {day}", day=day)


def _answer(unit_id: int, shown: list[ShownFinding]) -> None:
    """Record the answer: a callback."""
    with feedback.saving(_("Noted.")):
        findings.answer_findings(auth.viewer("/review"), unit_id, shown)


def _code(viewer: Viewer, unit_id: int) -> str:
    return units.one(viewer, unit_id).code
