"""A cell's list for a year on one page: marks for all, exceptions by grid, item or person, remarks, and saving."""

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
    year_counts_cache,
)
from components.i18n import _, _n, join_list, number
from components.labels import assessment_labels
from components.markdown import escape_markdown
from components.meetings import shown_snapshot
from components.shell import auth
from components.widgets import forms, number_boxes
from db.assessments import assessment_list, assessment_list_writer
from db.assessments.assessment_sheet import AssessmentLine, AssessmentSheet, AssessmentState
from db.kernel.scope import Viewer
from db.meetings.meeting_record import cell_acted_for
from db.meetings.sheet_snapshot import SheetSnapshot
from db.models import new_code

NAMED = 6  # people named who lack answers
SHOW = {"grid": mark_grid.show, "items": marks_by_item_view.show, "people": person_by_person_view.show}


def render(unit_id: int, year: int) -> None:
    """Show one list, which is opened with the page and saved as a whole."""
    _render(unit_id, year, new_code())


@st.fragment
@number_boxes.drawing(marked_list_draft.SHEET)
def _render(unit_id: int, year: int, token: str) -> None:
    """Show the list as a fragment, redrawn on each input without the rest of the page."""
    sheet, before = marked_list_frame.load(_load, unit_id, year)
    _numbers(sheet)
    if not sheet.lines:
        marked_list_frame.show_empty(
            sheet, _("No contact members are due for assessment here in {year}.", year=str(year))
        )
        return
    mark_all_alike_view.show(sheet)
    SHOW[grid_or_list_choice.show()](sheet)
    conflicting_answers.show_conflict_questions(sheet)
    _same(sheet)
    if sheet.typed.values or not all(line.locked for line in sheet.lines):
        _days(sheet)
        _save_bar(sheet, before, token)
    else:
        st.caption(_("Everyone's assessment is confirmed: nothing is left to enter here."))
    shown_snapshot.clear_refusal()


def _load(viewer: Viewer, unit_id: int, year: int) -> AssessmentSheet:
    return assessment_list.load(viewer, unit_id, year, year_counts_cache.load(viewer, unit_id, year))


def _numbers(sheet: AssessmentSheet) -> None:
    """How many are on the list, exempt and due, and their progress."""
    states = [line.state for line in sheet.due]
    told = [
        _n("{count} contact member on the list", "{count} contact members on the list", sheet.on_list),
        _("{count} exempt from meetings, left out", count=number(len(sheet.exempt))) if sheet.exempt else "",
        _("{count} to assess", count=f"**{number(len(sheet.due))}**"),
    ]
    for state in (AssessmentState.CONFIRMED, AssessmentState.ISSUED, AssessmentState.RETURNED):
        if count := states.count(state):
            told.append(f"{_(assessment_labels.STATES[state])}: **{number(count)}**")
    if waiting := sum(state in (AssessmentState.ASSESSED, AssessmentState.AGREED) for state in states):
        told.append(_("saved, waiting for the committee: {count}", count=f"**{number(waiting)}**"))
    st.markdown(" · ".join(part for part in told if part))
    if sheet.exempt_or_gone:
        names = escape_markdown(", ".join(person.name for person in sheet.exempt_or_gone))
        st.caption(_("Left the list during the year, assessed where they live now: {names}", names=names))
    if sheet.form:
        st.caption(_("Form: {citation}", citation=escape_markdown(assessment_labels.form_text(sheet.form))))


def _same(sheet: AssessmentSheet) -> None:
    """Point out the same sentence used for many people; equal marks are fine."""
    for text, lines in sheet.repeated_texts.items():
        st.warning(
            _(
                "The same sentence is written for {count} members: “{text}”. Please say what each of them did.",
                count=number(len(lines)),
                text=escape_markdown(text[:120]),
            )
        )


def _days(sheet: AssessmentSheet) -> None:
    """With whom and when it was agreed, and for an entry on the cell's behalf the date of its minutes."""
    if cell_acted_for(auth.viewer(), sheet.unit_id):
        forms.date_field(
            _("Date of the cell's minutes"),
            sheet.day("minutes_dated"),
            **marked_list_draft.whole_list_field(sheet, "minutes_dated"),
        )
    day, who = st.columns(2)
    with day:
        forms.date_field(
            _("Agreed with the Front committee on"),
            sheet.day("front_agreed_on"),
            **marked_list_draft.whole_list_field(sheet, "front_agreed_on"),
        )
    with who:
        st.text_input(
            _("With whom"), sheet.text("front_agreed_with"), max_chars=200, live=True,
            placeholder=_("for example: the head of the Front committee"),
            **marked_list_draft.whole_list_field(sheet, "front_agreed_with"),
        )  # fmt: skip
    with st.expander(_("Another date of the assessment")):
        forms.date_field(
            _("Assessed on"), sheet.day("assessed_on"), **marked_list_draft.whole_list_field(sheet, "assessed_on")
        )


def _lacking(lines: list[AssessmentLine]) -> None:
    """Who has missing answers, and a button to the first of them."""
    names = join_list([escape_markdown(line.person.name) for line in lines[:NAMED]])
    more = len(lines) - NAMED
    st.caption(names + (f" · {_n('{count} more follow', '{count} more follow', more)}" if more > 0 else ""))
    label = _("Answer for {name}", name=escape_markdown(lines[0].person.name))
    st.button(label, icon=":material/arrow_forward:", key="assess_lacking", on_click=_go_to, args=(lines[0],))


def _go_to(line: AssessmentLine) -> None:
    """Show one person. A callback."""
    st.session_state["assess_view"] = "people"
    person_by_person_view.go_to_person(line.person.code)


def _save_bar(sheet: AssessmentSheet, before: SheetSnapshot, token: str) -> None:
    """The count, the time of the last draft, and the page's main button."""
    ready, incomplete = sheet.lines_to_save, sheet.incomplete
    with st.container(key="savebar"):
        told = [_n("**{count}** member ready to save", "**{count}** members ready to save", len(ready))]
        if incomplete:
            told.append(_n("**{count}** lacks answers", "**{count}** lack answers", len(incomplete)))
        st.markdown(" · ".join(told))
        if incomplete:
            _lacking(incomplete)
        marked_list_frame.save_button(
            sheet, _("Save the assessments"), _("Assessments saved."),
            lambda viewer: assessment_list_writer.save(viewer, sheet.unit_id, sheet.year, before, token),
        )  # fmt: skip
    marked_list_frame.discard_button(
        sheet, lambda viewer: assessment_list_writer.discard_draft(viewer, sheet.unit_id, sheet.year, before)
    )
