"""A cell's yearly evaluation on one page: a class for all, exceptions by grid, item or person, and saving."""

from typing import Any

import streamlit as st

from components.assessments import (
    conflicting_answers,
    grid_or_list_choice,
    mark_all_alike_view,
    mark_grid,
    marked_list_draft,
    marked_list_frame,
    marks_by_item_view,
    person_by_person_view,
)
from components.evaluations import best_class_cap_view, year_work_cache
from components.i18n import _, _n, number
from components.labels import assessment_labels, evaluation_labels
from components.markdown import escape_markdown
from components.meetings import shown_snapshot
from components.shell import auth
from components.widgets import forms, number_boxes
from components.widgets.filters import parse_int
from db.assessments.marked_sheet import FOR_ALL
from db.comments import agency_year_remarks
from db.evaluations import evaluation_list, evaluation_list_writer
from db.evaluations.evaluation_form import DECIDED, VOTES
from db.evaluations.evaluation_sheet import EvaluationLine, EvaluationSheet
from db.kernel.scope import Viewer
from db.meetings.sheet_snapshot import SheetSnapshot
from db.models import new_code

MEMBER_PAGE, PRINT_PAGE = "pages/people/member.py", "pages/people/member_year.py"


def render(unit_id: int, unit: str, year: int) -> None:
    """Render one list; it is loaded with the page and saved once."""
    _render(unit_id, unit, year, new_code())


@st.fragment
@number_boxes.drawing(marked_list_draft.SHEET)
def _render(unit_id: int, unit: str, year: int, token: str) -> None:
    """Render the list as a fragment, redrawn on each input without the rest of the page."""
    sheet, before = marked_list_frame.load(_load, unit_id, year)
    _numbers(sheet)
    if not sheet.lines:
        marked_list_frame.show_empty(sheet, _("No own members are on the list here in {year}.", year=str(year)))
        return
    best_class_cap_view.show_for_sheet(auth.viewer(), sheet)
    st.page_link(
        PRINT_PAGE,
        label=_("What each member did in the year, to print"),
        icon=":material/print:",
        query_params={"work_cell": unit, "work_year": str(year)},
    )
    mark_all_alike_view.show(sheet)
    _show(sheet)
    conflicting_answers.show_conflict_questions(sheet)
    _beside(sheet)
    _save_bar(sheet, before, token)
    shown_snapshot.clear_refusal()


def _load(viewer: Viewer, unit_id: int, year: int) -> EvaluationSheet:
    return evaluation_list.load(viewer, unit_id, year, year_work_cache.load(viewer, unit_id, year))


def _show(sheet: EvaluationSheet) -> None:
    view = grid_or_list_choice.show()
    if view == "grid":
        mark_grid.show(sheet, evaluation_labels.year_work_text)
    elif view == "items":
        marks_by_item_view.show(sheet)
    else:
        person_by_person_view.show(sheet, _head)


def _numbers(sheet: EvaluationSheet) -> None:
    """Show how many are listed, exempt and to classify, and the progress."""
    due, exempt = sheet.due, [line for line in sheet.lines if line.person.here and line.person.exempt]
    labels = {mark.key: mark.label for mark in sheet.form.items[-1].marks} if sheet.form else {}
    told = [
        _n("{count} member on the list", "{count} members on the list", len(due) + len(exempt)),
        _("{count} exempt, classified only where chosen", count=number(len(exempt))) if exempt else "",
        _("{count} to classify", count=f"**{number(len(due))}**"),
    ]
    standing = [line.current_class for line in sheet.lines]
    told += [
        f"{escape_markdown(label)}: **{number(standing.count(key))}**"
        for key, label in labels.items()
        if standing.count(key)
    ]
    if missing := sum(bool(line.missing) for line in due):
        told.append(_("no class yet: {count}", count=f"**{number(missing)}**"))
    st.markdown(" · ".join(part for part in told if part))


def _head(sheet: EvaluationSheet, line: EvaluationLine) -> None:
    """Show the current person: the year's facts, the entries beside the class, the agency's opinion."""
    st.markdown(f"**{assessment_labels.person_text(line)}**")
    told = [
        evaluation_labels.year_work_text(line.counts),
        assessment_labels.joined_or_left_text(line, sheet.year),
        _("exempt from Party work and meetings") if line.person.exempt else "",
        evaluation_labels.steps_text(line.saved_steps),
    ]
    st.caption(" · ".join(escape_markdown(part) for part in told if part))
    for remark in agency_year_remarks.list_about_member(auth.viewer(), line.person.member_id):
        if remark.year == sheet.year:
            st.info(f"**{escape_markdown(remark.workplace)}**: {escape_markdown(remark.text)}")


def _beside(sheet: EvaluationSheet) -> None:
    """Ask what applies to the whole list: day and vote of the review, number and day of the decision."""
    st.caption(
        _("Entered once for the list: applies to people whose answer is new or lacks it; if there are none, to all.")
    )
    review, voters, votes = st.columns(3)
    with review:
        forms.date_field(
            _("Self-reviews handed in on"), sheet.day("self_on"), **marked_list_draft.whole_list_field(sheet, "self_on")
        )
    with voters:
        _number(_("Present and entitled to vote"), sheet, "voters")
    with votes:
        _number(_("Votes for each, where not entered"), sheet, f"{FOR_ALL}{VOTES}")
    decision, day = st.columns(2)
    with decision:
        st.text_input(
            _("Number of the decision"), sheet.text("decision_number"), max_chars=evaluation_list_writer.NUMBER,
            live=True, placeholder=_("for example: 45-QD/DU"),
            **marked_list_draft.whole_list_field(sheet, "decision_number"),
        )  # fmt: skip
    with day:
        forms.date_field(
            _("Date of the decision"),
            sheet.day("decided_on"),
            **marked_list_draft.whole_list_field(sheet, "decided_on"),
        )
    waiting = [line for line in sheet.lines if line.marks.get(DECIDED) and not line.saved_steps.decision_number]
    if waiting and not sheet.text("decision_number"):
        st.caption(_n("{count} decision has no number yet", "{count} decisions have no number yet", len(waiting)))


def _number(label: str, sheet: EvaluationSheet, name: str) -> None:
    tied: dict[str, Any] = marked_list_draft.whole_list_field(sheet, name)
    st.number_input(label, min_value=0, step=1, value=parse_int(sheet.text(name)), placeholder="", **tied)


def _save_bar(sheet: EvaluationSheet, before: SheetSnapshot, token: str) -> None:
    """Show the count, the time of the last draft, and the page's one button."""
    with st.container(key="savebar"):
        st.markdown(
            _n(
                "**{count}** member with something new",
                "**{count}** members with something new",
                len(sheet.lines_to_save),
            )
        )
        marked_list_frame.save_button(
            sheet, _("Save the evaluation"), _("Evaluation saved."),
            lambda viewer: evaluation_list_writer.save(viewer, sheet.unit_id, sheet.year, before, token),
        )  # fmt: skip
    marked_list_frame.discard_button(
        sheet, lambda viewer: evaluation_list_writer.discard_draft(viewer, sheet.unit_id, sheet.year, before)
    )
