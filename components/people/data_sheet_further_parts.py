"""The data sheet's parts beyond the profile."""

import streamlit as st

from components.history.column_labels import TABLE_LABELS
from components.i18n import DASH, _, day_text, join_list, moment_text
from components.labels import comment_request_labels, entry_labels, finding_labels, member_labels, paper_labels
from components.markdown import escape_markdown
from components.people.member_attendance_view import EXEMPT, LEGEND, NOT_RECORDED, SIGNS
from db.assessments import assessment_forms
from db.comments import proposals_to_workplaces
from db.kernel.scope import Viewer
from db.models import Expectation
from db.people import personal_data
from db.people.personal_data import AttendedMeeting, PersonalData, StoredAssessment
from db.settings import settings


def show(viewer: Viewer, code: str) -> None:
    """Show all of it, and what the viewer's role leaves out."""
    held = personal_data.load(viewer, code)
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    reasons = {option.key: option.label for option in settings.options(viewer, "absence_reasons")}
    _list(_("Meetings by name"), [_meeting(row, types, reasons) for row in held.meetings])
    led = [(_when(day, kind, types), _("chair") if chair else _("minutes taken")) for day, kind, chair in held.led]
    _list(_("Chair or minutes"), [" · ".join(row) for row in led])
    _list(_("Guest at meetings"), [_join(_when(day, kind, types), *rest) for day, kind, *rest in held.guest])
    _list(_("Tasks given"), [_join(text, day_text(due), result) for text, due, result in held.tasks])
    excluded = [_join(name, member_labels.date_span(since, until)) for name, since, until in held.excluded]
    _list(_("Not to be put together with"), excluded)
    _list(_("Visits to households"), [_join(day_text(day), place) for day, place in held.visits])
    kinds_of_help = {option.key: option.label for option in settings.options(viewer, "help_kinds")}
    helped = [_join(day_text(day), home, kinds_of_help.get(kind, kind)) for day, home, kind in held.helped]
    _list(_("Help given to households"), helped)
    led = [_join(name, member_labels.date_span(since, until)) for name, since, until in held.initiatives]
    _list(_("Leads initiatives"), led)
    reports = [(_when(day, kind, types), _("yes") if said else _("no")) for day, kind, said in held.reports]
    _list(_("Reported on households"), [" · ".join(row) for row in reports])
    reviewed = [_join(day_text(day), _(finding_labels.TITLES.get(kind, kind))) for day, kind in held.reviewed]
    _list(_("Looked at by the cell"), reviewed)
    kinds = entry_labels.kind_labels(viewer)
    _list(_("Entries of the year"), [" · ".join(entry_labels.entry_parts(line, kinds)) for line in held.entries])
    _show_contact_year(viewer, held)
    _show_evaluations(viewer, held)
    brought = [_join(day_text(received), text) for received, text in held.petitions]
    _list(_("Requests of the people that the member brought"), brought)
    papers = [
        _join(paper_labels.paper_kind_label(paper.kind), paper_labels.number_line(paper)) for paper in held.papers
    ]
    _list(_("Issued papers"), papers)
    _list(_("Accounts"), [_join(*account) for account in held.accounts])
    reads = [_join(moment_text(at), who, paper_labels.text_kind(what)) for at, who, what in held.reads]
    _list(_("Who read need-to-know texts"), reads)
    if held.left_out:
        names = join_list([_(TABLE_LABELS.get(name, name)) for name in held.left_out])
        st.caption(
            _(
                "Not on this sheet, because your role may not read it: {what}. Those who may read it "
                "(the cell, the committee above it or the administrator) can print it.",
                what=names,
            )
        )


def _show_contact_year(viewer: Viewer, held: PersonalData) -> None:
    """Show what cell, workplace and commune wrote to one another about the member."""
    words, occasions = (
        assessment_forms.item_and_mark_labels(viewer),
        comment_request_labels.option_words(viewer, "request_occasions"),
    )
    _list(_("Comments of the year"), [_assessment(row, words) for row in held.assessments])
    asked = [
        _join(occasions.get(occasion, occasion), by, day_text(received), day_text(answered))
        for occasion, by, received, answered in held.requests
    ]
    _list(_("Requests for comments"), asked)
    changes = comment_request_labels.option_words(viewer, "change_notices")
    noted = [_join(changes.get(kind, kind), day_text(day), *rest) for kind, day, *rest in held.notices]
    _list(_("Notices of a change"), noted)
    _list(_("Remarks of the agency"), [_join(str(year), text) for year, text in held.remarks])
    kinds = {each.key: each.short for each in proposals_to_workplaces.list_kinds(viewer)}
    proposed = [_join(kinds.get(kind, kind), day_text(day), *rest) for kind, day, *rest in held.proposals]
    _list(_("Proposals to the workplace"), proposed)


def _show_evaluations(viewer: Viewer, held: PersonalData) -> None:
    """Show the member's class in each year, and admissions the member proposed or went through."""
    classes = comment_request_labels.option_words(viewer, "evaluation_classes")
    reasons = comment_request_labels.option_words(viewer, "unclassified_reasons")
    steps = [option.label for option in settings.options(viewer, "evaluation_steps")]
    told = []
    for row in held.evaluations:
        votes = "" if row.votes is None else f"{row.votes}/{row.voters}"
        chosen = [classes.get(row.self_class, ""), votes, classes.get(row.proposed, "")]
        chosen += [reasons.get(row.unclassified, ""), classes.get(row.decided, "")]
        said = [f"{step}: {value}" for step, value in zip(steps, chosen, strict=False) if value]
        told.append(_join(str(row.year), *said, row.decision_number, day_text(row.decided_on)))
    _list(_("Evaluation and classification"), told)
    candidates = [_join(day_text(day), _("himself") if own else _("proposed")) for day, own in held.candidates]
    _list(_("Sources for admission"), candidates)


def _assessment(row: StoredAssessment, words: dict[str, dict[str, str]]) -> str:
    marks = [f"{words['item'].get(item, item)}: {words['mark'].get(mark, mark)}" for item, mark in row.marks.items()]
    return _join(str(row.year), day_text(row.assessed_on), row.agreed_with, *marks, row.remark)


def _meeting(row: AttendedMeeting, types: dict[str, str], reasons: dict[str, str]) -> str:
    exempt = EXEMPT if row.expectation == Expectation.EXEMPT else NOT_RECORDED
    sign = SIGNS[row.outcome] if row.outcome else exempt
    spoke = _("spoke") if row.spoke else ""
    reason = reasons.get(row.reason, row.reason) if row.reason else ""
    return _join(_when(row.held_on, row.type, types), _(LEGEND[sign]), reason, spoke)


def _when(day, kind: str, types: dict[str, str]) -> str:
    return f"{day_text(day) or DASH} · {types.get(kind, kind)}"


def _join(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _list(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title)
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines))
