"""One person after another: the year's record, a mark for each item, a remark."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _, day_text
from components.labels import assessment_labels, member_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import person_finder
from components.widgets.filters import parse_int
from db.assessments import assessments
from db.assessments.assessment_forms import FormItem
from db.assessments.assessment_sheet import AssessmentLine, AssessmentState
from db.assessments.marked_sheet import MarkedLine, MarkedSheet

PERSON = "assess_person"


def show(sheet: MarkedSheet, head: Callable[[MarkedSheet, Any], None] | None = None) -> None:
    """Show the selected or next person, and buttons to the others."""
    if not sheet.lines:
        return
    line = _chosen(sheet)
    _finder(sheet)
    with st.container(border=True):
        (head or _head)(sheet, line)
        for item in line.form.items:
            _answer(sheet, line, item)
    with st.container(horizontal=True):
        at = sheet.lines.index(line)
        for label, icon, place in (
            (_("Previous"), ":material/arrow_back:", at - 1),
            (_("Next"), ":material/arrow_forward:", at + 1),
        ):
            inside = 0 <= place < len(sheet.lines)
            target = sheet.lines[place].person.code if inside else line.person.code
            st.button(
                label, icon=icon, disabled=not inside, key=f"assess_go_{label}", on_click=go_to_person, args=(target,),
                width="stretch",
            )  # fmt: skip


def _chosen(sheet: MarkedSheet) -> MarkedLine:
    code = st.session_state.get(PERSON) or st.query_params.get("person")
    by_code = {line.person.code: line for line in sheet.lines}
    waiting = next((line for line in sheet.lines if line.missing and not line.locked), sheet.lines[0])
    line = by_code.get(code or "", waiting)
    st.session_state[PERSON] = line.person.code
    return line


def _finder(sheet: MarkedSheet) -> None:
    typed = person_finder.search_box("assess_find")
    if not typed:
        return
    found = person_finder.find_people([line.person for line in sheet.lines], typed)
    labels = person_finder.person_labels(found[: person_finder.FEW])
    person_finder.choice_pills(
        _("Found"),
        labels,
        [],
        lambda codes: go_to_person(codes[0]) if codes else None,
        key=f"assess_found_{typed}",
        single=True,
    )
    if exempt := person_finder.find_people(sheet.exempt, typed):
        names = escape_markdown(", ".join(person.name for person in exempt[: person_finder.FEW]))
        st.caption(_("Exempt from meetings, assessed only on request: {names}", names=names))


def go_to_person(code: str) -> None:
    """Show this person next. A callback."""
    st.session_state[PERSON] = code
    st.session_state["assess_find"] = ""


def _head(sheet: MarkedSheet, line: AssessmentLine) -> None:
    st.markdown(f"**{assessment_labels.person_text(line)}**")
    told = [
        assessment_labels.member_year_text(line.counts),
        assessment_labels.joined_or_left_text(line, sheet.year),
        _(assessment_labels.STATES[line.state]) if line.saved else "",
        _("short form, as exempt from meetings") if line.person.exempt else "",
    ]
    st.caption(" · ".join(escape_markdown(part) for part in told if part))
    _elsewhere(sheet, line)
    if line.own:
        st.info(_("This is you: another member of the committee or the commune has to enter it."))
    if line.saved and line.state == AssessmentState.RETURNED:
        content = assessments.load(auth.viewer(), line.saved.code)
        because = escape_markdown(content.returned_because or "")
        st.warning(_("Returned on {day}: {why}", day=day_text(content.returned_on), why=because))


def _elsewhere(sheet: MarkedSheet, line: AssessmentLine) -> None:
    """The record of another cell about somebody who was there for part of the year."""
    if line.person.here and not (line.person.since and line.person.since.year == sheet.year):
        return
    for stay in assessments.list_stays(auth.viewer(), line.person.member_id, sheet.year):
        if stay.unit_id != sheet.unit_id:
            span = member_labels.date_span(stay.since, stay.until)
            told = (stay.unit_name, span, assessment_labels.member_year_text(stay.counts))
            st.caption(" · ".join(escape_markdown(part) for part in told if part))


def _answer(sheet: MarkedSheet, line: MarkedLine, item: FormItem) -> None:
    title, text = escape_markdown(item.short), escape_markdown(item.text)
    if item.number:
        st.number_input(
            title, min_value=0, step=1, value=parse_int(line.texts.get(item.key, "")), help=text,
            disabled=line.locked, **marked_list_draft.typed_field(sheet, line.part, item.key),
        )  # fmt: skip
        return
    if not item.marks:
        st.text_input(
            title, line.texts.get(item.key, ""), help=text, max_chars=500, live=True, disabled=line.locked,
            **marked_list_draft.typed_field(sheet, line.part, item.key),
        )  # fmt: skip
        return
    labels = {mark.key: escape_markdown(mark.label) for mark in item.marks}
    chosen = line.marks.get(item.key)
    st.segmented_control(
        title, list(labels), format_func=labels.get, default=chosen, help=text, width="stretch",
        disabled=line.locked, **marked_list_draft.typed_field(sheet, line.part, item.key, chosen or "none"),
    )  # fmt: skip
