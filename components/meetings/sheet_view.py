"""The sheet of one meeting: attendance, count, save button, and optional sections."""

from functools import partial

import streamlit as st

from components.i18n import _, _n, day_text, month_text
from components.markdown import escape_markdown
from components.meetings import (
    attendance_inputs,
    household_round_inputs,
    joint_meeting_call_inputs,
    meeting_dates,
    meeting_status_actions,
    optional_sections,
    pending_correction_list,
    roster_number_boxes,
    sheet_draft,
    shown_snapshot,
    sitting_inputs,
    url_params,
)
from components.meetings.minutes_paragraph import opening_paragraph
from components.meetings.year_totals_editor import totals_text
from components.shell import auth
from components.widgets import feedback, number_boxes
from db.errors import Refused
from db.meetings import erased_attendance, meeting_record, meetings, sheet, totals
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.models import MeetingState, Outcome
from db.settings import settings

PAGE, SAVE = "pages/meetings/record.py", "record_save"


@st.fragment
@number_boxes.drawing(sheet_draft.SHEET)
def render(ref: MeetingRef) -> None:
    """Show the meeting as a fragment, redrawn on each input; pending saves run first."""
    sheet_draft.retry_unsaved(ref)
    if st.session_state.get(SAVE) and not shown_snapshot.pending_refusal():
        _save(ref)
    printing = partial(_offer_printing, ref)
    with feedback.stop_on_refusal(PAGE, _("All meetings"), query=url_params.unit_query(), alternative=printing):
        opened = meetings.load(auth.viewer(), ref)
    before = sheet_draft.update_snapshot(opened)
    _standing(opened)
    if _said_not_held(opened):
        meeting_status_actions.show_declared_not_held_form(opened, before)
        return
    if _totals_only(opened):
        meeting_status_actions.show_after_totals_form(opened, before)
        return
    _others(opened)
    pending_correction_list.show_pending_corrections(opened)
    meeting_dates.date_input(opened)
    if opened.joint:
        joint_meeting_call_inputs.show(opened)
    else:
        meeting_dates.minutes_date_input(opened)
    if opened.sheet.lines:
        _attendance(opened)
        household_round_inputs.show(opened)
    _rivals(opened)
    _lost(opened)
    sections = optional_sections.offer(opened, before)
    if sections.chosen != optional_sections.DECLARE:
        _save_bar(opened)
    optional_sections.show(opened, sections)
    shown_snapshot.clear_refusal()


def _offer_printing(ref: MeetingRef, refusal: Refused) -> None:
    """A meeting of the next period cannot be recorded yet, but its list can be printed."""
    if refusal.code != "period_to_come":
        return
    try:
        opened = meetings.load_to_print(auth.viewer(), ref)
    except Refused:
        return
    if opened.sheet.lines:  # to a joint meeting to come, nobody is called yet
        st.page_link(
            "pages/meetings/signing_sheet.py",
            label=_("Print a numbered list for signing"),
            icon=":material/print:",
            query_params=dict(st.query_params),
        )


def _attendance(opened: OpenMeeting) -> None:
    """Who came, to which sitting, and why the others did not."""
    sitting = sitting_inputs.choose_sitting(opened)
    if sitting is None:
        attendance_inputs.mode_switch(opened)
    roster_number_boxes.attendance_boxes(opened, sitting)
    attendance_inputs.name_picker(opened, sitting)
    attendance_inputs.absence_reason_inputs(opened)
    if opened.joint:  # each cell has its own numbers
        return
    if opened.sheet.mode == sheet.EntryMode.PRESENT or opened.sheet.texts.get(roster_number_boxes.SPOKE):
        roster_number_boxes.speakers_by_number_box(opened)


def _standing(opened: OpenMeeting) -> None:
    """The saved state of this meeting."""
    meeting = opened.meeting
    if meeting is None:
        return
    if opened.saved and (erased := erased_attendance.count_erased(auth.viewer(), meeting.id)):
        st.caption(
            _n(
                "{count} person whose data was erased is counted in the totals in addition to the names below.",
                "{count} people whose data was erased are counted in the totals in addition to the names below.",
                erased,
            )
        )
    if meeting.state == MeetingState.NOT_HELD:
        st.info(_("Reported as not held: {why}").format(why=escape_markdown(meeting.reason or "")))
    elif meeting.state == MeetingState.POSTPONED:
        st.info(
            _("Postponed to {day}: {why}").format(
                day=day_text(meeting.postponed_to), why=escape_markdown(meeting.reason or "")
            )
        )
    elif not meeting.named:
        st.info(
            _(
                "Reported by totals, without names: {totals}.",
                totals=totals_text(totals.load_saved(auth.viewer(), meeting)),
            )
        )
    elif not opened.typed.values:
        st.success(_("Saved. This meeting counts as reported. You can correct it freely until the month is closed."))
        labels = {option.key: option.row["vi"] for option in settings.options(auth.viewer(), "meeting_types")}
        st.caption(_("Opening paragraph of the minutes, to copy:"))
        st.code(opening_paragraph(opened, labels.get(meeting.type, "")), language=None, wrap_lines=True)


def _said_not_held(opened: OpenMeeting) -> bool:
    """Whether it is declared not held and nobody has begun to record it."""
    return opened.meeting is not None and opened.meeting.state == MeetingState.NOT_HELD and not opened.sheet.texts


def _totals_only(opened: OpenMeeting) -> bool:
    """Whether it is reported by totals and nobody has begun to enter names."""
    meeting = opened.meeting
    held = meeting is not None and meeting.state == MeetingState.HELD
    return held and not opened.saved and not opened.typed.values


def _others(opened: OpenMeeting) -> None:
    """Recorded meetings that may be the one meant."""
    meeting, chosen = opened.meeting, opened.ref.day
    if opened.saved and meeting and chosen and not opened.ref.code and meeting.held_on != chosen:
        st.info(
            _(
                "The meeting for this period is already recorded, held on {day}. It is shown here.",
                day=day_text(meeting.held_on),
            )
        )
    for other in opened.others if meeting is None else ():
        text = _(
            "Already recorded for this type: {day}. Open it",
            day=day_text(other.held_on) or month_text(opened.ref.period),
        )
        query = {name: value for name, value in st.query_params.to_dict().items() if name == "unit"} | {
            "meeting": other.code
        }
        st.page_link(PAGE, label=text, icon=":material/description:", query_params=query)


def _lost(opened: OpenMeeting) -> None:
    """Values of the user that somebody else discarded, with a button to restore them."""
    if shown_snapshot.discarded_values(opened.place):
        st.warning(_("The draft here was discarded on another device. The page shows the current data."))
        st.button(
            _("Restore what I had on screen"),
            icon=":material/undo:",
            key="record_lost_again",
            on_click=sheet_draft.restore_discarded_values,
            args=(opened.ref,),
        )


def _rivals(opened: OpenMeeting) -> None:
    """Different choices by two people for the same person or field: asked, never decided automatically."""
    names = {sheet.draft_part(line.person.member_id): line.person.name for line in opened.sheet.lines}
    for field, rivals in opened.typed.conflicts.items():
        about = escape_markdown(names.get(field.part, _("this meeting")))
        authors = {rival.value: rival.author for rival in rivals}
        labels = [f"{escape_markdown(author)}: {escape_markdown(_value(value))}" for value, author in authors.items()]
        key = sheet_draft.field_key("rival", *field)
        st.segmented_control(
            _("{who}: two users made different entries. Which is correct?").format(who=about),
            range(len(labels)),
            format_func=labels.__getitem__,
            key=key,
            on_change=sheet_draft.resolve_conflict,
            args=(key, opened.place, field, list(authors)),
        )


def _value(value: str | None) -> str | None:
    words = {
        sheet.ABSENT: _("absent"),
        Outcome.PRESENT: _("present"),
        Outcome.EXCUSED: _("with reason"),
        Outcome.UNEXCUSED: _("without reason"),
        Outcome.UNKNOWN: _("not known yet"),
        "1": _("yes"),
        "0": _("no"),
        "": _("no entry"),
        None: _("no entry"),
    }
    reasons = {option.key: option.label for option in settings.options(auth.viewer(), "absence_reasons")}
    return words.get(value) or escape_markdown(reasons.get(value or "", value))


def _save(ref: MeetingRef) -> None:
    """Save the sheet as its user sees it and restart from the saved state; refusals appear beside the button. Each
    drawing is saved at most once.
    """
    viewer, token = auth.viewer(), shown_snapshot.drawing_token()
    with feedback.saving(_("Meeting saved."), refused=shown_snapshot.set_refusal):
        roster_number_boxes.refuse_unseen_numbers(ref)
        code = meeting_record.save(
            viewer, ref, meeting_status_actions.typed_correction_reason(), token, shown_snapshot.shown_snapshot()
        )
        sheet_draft.forget_shown_and_renew_fields()
        if url_params.point_to_meeting(viewer, ref, code):
            st.rerun()  # the page around the sheet follows the address


def _save_bar(opened: OpenMeeting) -> None:
    """The count, the time of the last draft, and the page's main button."""
    with st.container(key="savebar"):
        st.markdown(_count(opened))
        shown_snapshot.show_status(opened)
        meeting_status_actions.correction_reason(opened)
        st.button(_("Save the meeting"), type="primary", key=SAVE, width="stretch")


def _count(opened: OpenMeeting) -> str:
    now = opened.sheet
    parts = [
        _("**{present}/{expected}** present").format(present=now.count(Outcome.PRESENT), expected=now.expected),
        _("**{count}** absent").format(count=len(now.absentees)),
    ]
    if now.exempt:
        parts.append(_("**{count}** exempt").format(count=now.exempt))
    if now.present_exempt:
        parts.append(_("**{count}** exempt but present").format(count=now.present_exempt))
    return " · ".join(parts)
