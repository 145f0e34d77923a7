"""The table on which one meeting lies: who came, the count, the save button, what is left to tell."""

import streamlit as st

from components import auth, feedback, live
from components.i18n import _, day_text, month, period_name
from components.paragraph import opening
from components.record import address, beside, boxes, correcting, ending, marks, seeing, typing
from components.text import plain
from db import checks, clock, settings
from db.meetings import meetings, recording, sheet
from db.meetings.meetings import Call, Opened
from db.meetings.shown import Shown
from db.models import MeetingState, Outcome, new_code

PAGE = "pages/meetings/record.py"


def lay(call: Call) -> None:
    """The whole of one meeting; opened with the page, it is saved once."""
    _lie(call, new_code())


@st.fragment
def _lie(call: Call, token: str) -> None:
    """The meeting, drawn again at each touch without the page around it."""
    with feedback.refusing():
        opened = meetings.opened(auth.viewer(), call)
    before = typing.show(opened)
    _standing(opened)
    if _said_not_held(opened):
        ending.again(opened, before)
        return
    _others(opened)
    correcting.show(opened)
    _day(opened)
    marks.modes(opened)
    boxes.numbers(opened)
    marks.names(opened)
    marks.reasons(opened)
    if opened.sheet.mode == sheet.Mode.PRESENT or opened.sheet.texts.get(boxes.SPOKE):
        boxes.speakers(opened)
    _rivals(opened)
    _lost(opened)
    if not beside.declaring(opened):
        _save(opened, token, before)
    beside.sections(opened, before)
    seeing.told()


def _standing(opened: Opened) -> None:
    """What the register says of this meeting now."""
    meeting = opened.meeting
    if meeting is None:
        return
    if meeting.state == MeetingState.NOT_HELD:
        st.info(_("Said not to be held: {why}").format(why=plain(meeting.reason or "")))
    elif meeting.state == MeetingState.POSTPONED:
        st.info(_("Postponed to {day}: {why}").format(day=day_text(meeting.postponed_to), why=plain(meeting.reason or "")))
    elif not opened.typed.values:
        st.success(_("Saved. This meeting counts as reported. You may correct it freely until the month is closed."))
        labels = {option.key: option.label for option in settings.options(auth.viewer(), "meeting_types")}
        st.caption(_("Opening of the minutes, to copy:"))
        st.code(opening(opened, labels.get(meeting.type, "")), language=None, wrap_lines=True)


def _said_not_held(opened: Opened) -> bool:
    """Whether it is said not to be held and nobody has begun to record it all the same."""
    return opened.meeting is not None and opened.meeting.state == MeetingState.NOT_HELD and not opened.sheet.texts


def _others(opened: Opened) -> None:
    """What is recorded already, where it may be what is meant."""
    meeting, chosen = opened.meeting, opened.call.day
    if opened.saved and meeting and chosen and not opened.call.code and meeting.held_on != chosen:
        st.info(_("The meeting of this month is recorded, on {day}. This is its sheet.", day=day_text(meeting.held_on)))
    for other in opened.others if meeting is None else ():
        text = _("Recorded of this type: {day}. Open it", day=day_text(other.held_on) or month(opened.call.period))
        query = {name: value for name, value in st.query_params.to_dict().items() if name == "unit"} | {"meeting": other.code}
        st.page_link(PAGE, label=text, icon=":material/description:", query_params=query)


def _day(opened: Opened) -> None:
    if opened.day > clock.today():
        st.warning(_("This day is still to come. Please choose the day on which you met."))
    key = f"record_day_{opened.day}"
    st.date_input(
        _("Day of the meeting"), value=opened.day, min_value=recording.EARLIEST, max_value=clock.today() + checks.SOON, format="DD/MM/YYYY",
        key=key, on_change=typing.on_text, args=(key, opened.call, sheet.MEETING, "held_on"),
    )  # fmt: skip
    if recording.of_another_month(opened):
        said = _("{day} is not in {period}. Yes, the meeting of {period} was held on this day", day=day_text(opened.day), period=_period(opened))
        sure = typing.key("another_month", opened.day.isoformat())
        st.checkbox(said, key=sure, on_change=typing.on_sure, args=(sure, opened.call, "another_month", opened.day.isoformat()))


def _period(opened: Opened) -> str:
    return period_name(opened.call.period, opened.months)


def _lost(opened: Opened) -> None:
    """What its user had typed and another threw away meanwhile: said, and noted again if he wishes."""
    if seeing.lost(opened.place):
        st.warning(_("Somebody else threw away what was typed here. The sheet shows what is kept now."))
        st.button(_("Note again what I had before me"), icon=":material/undo:", key="record_lost_again", on_click=typing.again, args=(opened.call,))


def _rivals(opened: Opened) -> None:
    """Where two people chose differently for the same person or field: asked, never decided for them."""
    names = {sheet.part(line.person.member_id): line.person.name for line in opened.sheet.lines}
    for field, rivals in opened.typed.rivals.items():
        about = plain(names.get(field.part, _("this meeting")))
        authors = {rival.value: rival.author for rival in rivals}
        labels = [f"{plain(author)}: {plain(_value(value))}" for value, author in authors.items()]
        key = typing.key("rival", *field)
        st.segmented_control(
            _("{who}: two people noted differently. Which holds?").format(who=about), range(len(labels)), format_func=labels.__getitem__, key=key,
            on_change=typing.settle, args=(key, opened.place, field, list(authors)),
        )  # fmt: skip


def _value(value: str | None) -> str:
    words = {
        sheet.ABSENT: _("absent"), Outcome.PRESENT: _("present"), Outcome.EXCUSED: _("with reason"),
        Outcome.UNEXCUSED: _("without reason"), Outcome.UNKNOWN: _("not known yet"), "1": _("yes"), "0": _("no"), "": _("nothing"), None: _("nothing"),
    }  # fmt: skip
    return words.get(value) or next((option.label for option in settings.options(auth.viewer(), "absence_reasons") if option.key == value), value)


def _save(opened: Opened, token: str, before: Shown) -> None:
    """The count, when it was last kept, and the one button of the page."""
    with st.container(key="savebar"):
        st.markdown(_count(opened))
        if refusal := seeing.refused():
            feedback.refused(refusal)
        live.kept(opened.place, opened.typed.touched_at)
        reason = ending.why_corrected(opened)
        if st.button(_("Save the meeting"), type="primary", key="record_save", width="stretch"):
            with feedback.saving(_("Meeting saved.")):
                code = recording.save(auth.viewer(), opened.call, reason, token, before)
                typing.anew()
                address.stay_at(opened, code)
                st.rerun()


def _count(opened: Opened) -> str:
    now = opened.sheet
    parts = [
        _("**{present}/{expected}** present").format(present=now.count(Outcome.PRESENT), expected=now.expected),
        _("**{count}** absent").format(count=len(now.absentees)),
    ]
    if now.exempt:
        parts.append(_("**{count}** exempt").format(count=now.exempt))
    if now.extra:
        parts.append(_("**{count}** exempt who came").format(count=now.extra))
    return " · ".join(parts)
