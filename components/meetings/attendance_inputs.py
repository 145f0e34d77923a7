"""Entering attendance: the box of numbers, names to tap, and reasons for absence."""

from collections import Counter

import streamlit as st

from components.i18n import _, _n
from components.markdown import escape_markdown
from components.meetings import sheet_draft
from components.widgets import person_finder
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.meetings.sheet import IN_SITTING, EntryMode, SheetLine
from db.models import Expectation, Outcome

PAGE = 50  # names per page of a long list
FIND = "record_find"
FEW = 12  # absentees listed by name at once


def mode_switch(opened: OpenMeeting) -> None:
    """The switch between typing absent and present people."""
    labels = {EntryMode.ABSENT: _("Mark who is absent"), EntryMode.PRESENT: _("Mark who is present")}
    key = f"record_mode_{opened.sheet.mode}"
    st.segmented_control(
        _("How to mark attendance"),
        list(labels),
        format_func=labels.get,
        default=opened.sheet.mode,
        required=True,
        key=key,
        on_change=sheet_draft.on_mode,
        args=(key, opened.ref),
        label_visibility="collapsed",
        width="stretch",
    )


def name_picker(opened: OpenMeeting, sitting: int | None = None) -> None:
    """Names found without diacritics, or the whole list page by page; marks on hidden names are kept."""
    sought = person_finder.search_box(FIND, persist_state="session")
    found = {
        person.member_id for person in person_finder.find_people((line.person for line in opened.sheet.lines), sought)
    }
    lines = [line for line in opened.sheet.lines if line.person.member_id in found]
    if not sought:
        if not st.toggle(
            _n("Show the whole list ({count})", "Show the whole list ({count})", len(lines)), key="record_whole"
        ):
            return
        lines = _page(lines) if len(lines) > PAGE else lines
    if not lines:
        st.caption(
            _("Nobody on the list has this name. Add anyone who attended but is not on the list under “Guests”.")
        )
        return
    if opened.sheet.mode == EntryMode.PRESENT:
        _names_to_tap(opened, lines, _("Tap those present"), sitting)
        return
    _names_to_tap(opened, [line for line in lines if _expected(line)], _("Tap those absent"))
    _exempt_to_tap(opened, [line for line in lines if not _expected(line)])


def _names_to_tap(opened: OpenMeeting, lines: list[SheetLine], title: str, sitting: int | None = None) -> None:
    labels = {line.person.member_id: person_label(line, opened) for line in lines}
    if not labels:
        return
    people = opened.sheet.present_in(sitting) if sitting else opened.sheet.people_to_enter
    marked = [member_id for member_id in people if member_id in labels]
    key = sheet_draft.synced_key("record_names", (opened.sheet.mode, sitting, tuple(labels)), marked)
    st.pills(
        title,
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=marked,
        key=key,
        on_change=_tapped,
        args=(opened.ref, opened.sheet.mode, sitting),
    )


def _exempt_to_tap(opened: OpenMeeting, lines: list[SheetLine]) -> None:
    """Exempt people, who are never absent but may have come."""
    labels = {line.person.member_id: person_label(line, opened) for line in lines}
    if not labels:
        return
    came = [line.person.member_id for line in lines if line.present]
    key = sheet_draft.synced_key("record_exempt", tuple(labels), came)
    st.pills(
        _("Exempt: tap those who came all the same"),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=came,
        key=key,
        on_change=_exempt_tapped,
        args=(opened.ref,),
    )


def _expected(line: SheetLine) -> bool:
    return line.person.expectation == Expectation.EXPECTED


def _exempt_tapped(ref: MeetingRef) -> None:
    """Exempt people tapped as present; empties the search. A callback."""
    sheet_draft.on_exempt_selection("record_exempt", ref)
    st.session_state[FIND] = ""


def _tapped(ref: MeetingRef, mode: EntryMode, sitting: int | None) -> None:
    """Names tapped; empties the search box for the next one. A callback."""
    if sitting:
        sheet_draft.on_field("record_names", ref, f"{IN_SITTING}{sitting}", "1", "0")
    else:
        sheet_draft.on_name_selection("record_names", ref, mode)
    st.session_state[FIND] = ""


def absence_reason_inputs(opened: OpenMeeting) -> None:
    """Show one reason for all absentees, then exceptions by name."""
    absent = opened.sheet.absentees
    if not absent:
        return
    labels = {
        Outcome.EXCUSED: _("With reason"),
        Outcome.UNEXCUSED: _("Without reason"),
        Outcome.UNKNOWN: _("Not known yet"),
    }
    told = opened.sheet.texts.get("all")
    standing = Outcome(told) if told in labels else Counter(line.outcome for line in absent).most_common(1)[0][0]
    key = f"record_all_{standing}"
    st.segmented_control(
        _n("All {count} absent", "All {count} absent", len(absent)),
        list(labels),
        format_func=labels.get,
        default=standing,
        required=True,
        key=key,
        on_change=sheet_draft.on_common_reason,
        args=(key, opened.ref, [line.person.member_id for line in absent]),
        width="stretch",
    )
    if len(absent) <= FEW or st.toggle(_("Mark exceptions"), key="record_except"):
        _exceptions(opened, absent, standing)


def person_label(line: SheetLine, opened: OpenMeeting) -> str:
    """A person's label on the sheet: number and name, the birth year if two share the name, and whether exempt."""
    person = line.person
    twins = person.name in opened.sheet.shared_names
    text = f"{person.number} · " if person.number else ""
    text += escape_markdown(person.name) + (f" ({person.born[:4]})" if twins and person.born else "")
    if opened.joint and person.group:
        text += f" · {escape_markdown(person.group)}"
    exempt = _("exempt")
    return f"{text} · {exempt}" if person.expectation == Expectation.EXEMPT else text


def _exceptions(opened: OpenMeeting, absent: list[SheetLine], standing: Outcome) -> None:
    other = Outcome.EXCUSED if standing == Outcome.UNEXCUSED else Outcome.UNEXCUSED
    title = (
        _("Of these, tap those absent with reason")
        if other == Outcome.EXCUSED
        else _("Of these, tap those absent without reason")
    )
    labels = {line.person.member_id: person_label(line, opened) for line in absent}
    chosen = [line.person.member_id for line in absent if line.outcome == other]
    key = sheet_draft.synced_key("record_other", (standing, tuple(labels)), chosen)
    st.pills(
        title, list(labels), format_func=labels.get, selection_mode="multi", default=chosen, key=key,
        on_change=sheet_draft.on_field, args=("record_other", opened.ref, "why", other.value, standing.value),
    )  # fmt: skip


def _page(lines: list[SheetLine]) -> list[SheetLine]:
    pages = [lines[start : start + PAGE] for start in range(0, len(lines), PAGE)]
    titles = [
        f"{_place(part[0], at * PAGE + 1)}–{_place(part[-1], at * PAGE + len(part))}" for at, part in enumerate(pages)
    ]
    at = st.segmented_control(
        _("Roster numbers"),
        range(len(pages)),
        format_func=lambda at: titles[at],
        default=0,
        required=True,
        key="record_page",
    )
    return pages[at or 0]


def _place(line: SheetLine, otherwise: int) -> int:
    return line.person.number or otherwise
