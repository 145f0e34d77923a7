"""One member on screen: current state, known data, and dated events."""

import streamlit as st

from components.i18n import DASH, _, day_text, join_list, partial_text
from components.labels import contact_labels, member_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.calendar import clock
from db.calendar.spans import day_span
from db.kernel.scope import Audience, Viewer, Work
from db.meetings import pending_corrections, roster_questions
from db.meetings.roster import NOT_LISTED
from db.models import GroupRole
from db.people.profiles import Profile
from db.people.timelines import Timeline
from db.settings import settings
from db.units import units
from db.vietnamese import fold

RECORD = "pages/meetings/record.py"
HIDDEN = "····"


def state_line(profile: Profile, timeline: Timeline) -> str:
    """Return the member's current state in one line: standing, cells, numbers, exemptions."""
    stays = [stay for stay in timeline.stays if is_valid_today(stay)]
    parts = [member_labels.translated_label(member_labels.STANDINGS, profile.standing)] if profile.standing else []
    for stay in stays:
        until = f" ({member_labels.date_span(None, stay.until)})" if stay.until else ""
        parts.append(
            f"{member_labels.translated_label(member_labels.KINDS, stay.kind)}, {stay.unit}{_number(stay)}{until}"
        )
    parts += [
        f"{member_labels.translated_label(member_labels.SHORT_EXEMPTION_CLASSES, leave.kind)} "
        f"{member_labels.date_span(leave.since, leave.until)}"
        for leave in timeline.exemptions
        if is_valid_today(leave)
    ]
    if not stays and timeline.stays and timeline.stays[0].until:
        parts.append(_("left on {day}", day=day_text(timeline.stays[0].until)))
    return " · ".join(escape_markdown(part) for part in parts)


def is_valid_today(span) -> bool:
    """Whether a dated entry is valid today."""
    return day_span(span.since, span.until).contains(clock.today())


def show_questions(viewer: Viewer, profile: Profile) -> None:
    """Show questions about saved meetings that would now list the member differently, for those who
    keep these meetings.
    """
    rows = roster_questions.list_unanswered(viewer, profile.id) if viewer.reads(Audience.NAMES) else []
    if not rows:
        return
    st.warning(
        _(
            "Some saved meetings list this person differently from the current dates. They stay unchanged until "
            "you decide."
        ),
        icon=":material/help:",
    )
    labels = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    says = {
        "expected": _("should be expected"),
        "exempt": _("should be exempt"),
        NOT_LISTED: _("should not be on the list"),
    }
    for row in rows:
        with st.container(key=f"member_question_{row.id}", horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{day_text(row.held_on)}** · {escape_markdown(labels.get(row.type, row.type))} · {says[row.asks]}",
                width="stretch",
            )
            if viewer.writes(Work.MEETINGS):
                if st.button(_("Leave unchanged"), key=f"member_keep_{row.id}"):
                    _answer([row.id])
                if st.button(_("Correct the meeting"), key=f"member_correct_{row.id}"):
                    _to_meeting(row)
    if (
        len(rows) > 1
        and viewer.writes(Work.MEETINGS)
        and st.button(_("Leave all {count} unchanged", count=len(rows)), key="member_keep_all")
    ):
        _answer([row.id for row in rows])


def show_data(viewer: Viewer, profile: Profile, blanks: bool = False) -> None:
    """Show the member's known data; with `blanks` also lines for unknown ones."""
    known = profile.facts
    who = {
        _("Sex"): member_labels.translated_label(member_labels.SEXES, known.sex),
        _("Born"): partial_text(known.born),
        _("Admitted"): partial_text(known.admitted),
        _("Full member since"): partial_text(known.official),
    }
    _table(who if profile.is_former else who | _more(viewer, profile), blanks)
    if profile.is_former:
        st.caption(_("Numbers, phone, address and workplace are managed by the cell this person belongs to now."))


def show_timeline(viewer: Viewer, timeline: Timeline) -> None:
    """Show the member's dated events, latest first."""
    lists = {
        name: {option.key: option.label for option in settings.options(viewer, name)}
        for name in ("arrivals", "departures", "exemption_reasons", "posts")
    }
    _lines(_("On the list"), [_stay(stay, lists) for stay in timeline.stays])
    _lines(_("Exempt or away"), [_leave(leave, lists) for leave in timeline.exemptions])
    _lines(
        _("Posts"),
        [
            f"{escape_markdown(lists['posts'].get(term.post, term.post))}, {escape_markdown(term.unit)}"
            f" · {member_labels.date_span(term.since, term.until)}"
            for term in timeline.offices
        ],
    )
    _lines(_("Groups"), [_part(part) for part in timeline.groups])
    _lines(
        _("In charge of households"),
        [
            f"{escape_markdown(care.of)} · {member_labels.date_span(care.since, care.until)}"
            for care in timeline.assignments
        ],
    )
    _lines(_("Introduced by a workplace"), [_introduction(entry) for entry in timeline.introductions])


def show_standings(timeline: Timeline) -> None:
    """Show since when the member was probationary or full, and by which paper."""
    rows = [
        (
            member_labels.translated_label(member_labels.STANDINGS, row.kind),
            member_labels.date_span(row.since, None),
            row.paper,
        )
        for row in timeline.standings
    ]
    _lines(_("Membership status"), [escape_markdown(" · ".join(filter(None, row))) for row in rows])


def _more(viewer: Viewer, profile: Profile) -> dict[str, str | None]:
    """Return numbers, contact details, workplace and expertise by label."""
    known = profile.facts
    organisations = {option.key: option.label for option in settings.options(viewer, "organisations")}
    subjects = {option.key: option.label for option in settings.options(viewer, "expertise")}
    return {
        _("Party card"): HIDDEN + profile.card_last4 if profile.card_last4 else "",
        _("Citizen ID"): HIDDEN + profile.citizen_last4 if profile.citizen_last4 else "",
        _("Phone"): known.phone,
        _("Address"): known.address,
        _("Workplace"): known.workplace,
        _("Position at the workplace"): known.position,
        _("Type of organisation"): organisations.get(known.organisation, known.organisation),
        _("Expertise offered"): join_list([subjects.get(subject, subject) for subject in known.expertise]),
    }


def _table(told: dict[str, str | None], blanks: bool) -> None:
    lines = [
        f"| {escape_markdown(label)} | {escape_markdown(value or DASH)} |"
        for label, value in told.items()
        if value or blanks
    ]
    missing = [escape_markdown(label) for label, value in told.items() if not value]
    with st.container(key="facts"):
        st.markdown("\n".join(["| | |", "|---|---|", *lines]))
    if missing and not blanks:
        st.caption(_("Not entered: {what}", what=", ".join(missing)))


def _lines(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title)
        st.markdown("\n".join(f"- {line}" for line in lines))


def _stay(stay, lists: dict) -> str:
    came = [lists["arrivals"].get(stay.arrival, stay.arrival or ""), stay.arrival_paper or ""]
    left = [lists["departures"].get(stay.departure, stay.departure or ""), stay.departure_paper or ""]
    notes = "; ".join(escape_markdown(", ".join(filter(None, each))) for each in (came, left) if any(each))
    kind, span = (
        member_labels.translated_label(member_labels.KINDS, stay.kind),
        member_labels.date_span(stay.since, stay.until),
    )
    said = f"{kind}, {escape_markdown(stay.unit)}{_number(stay)} · {span}"
    return f"{said}  \n  :gray[{notes}]" if notes else said


def _number(stay) -> str:
    return ", " + _("no. {number}", number=stay.number) if stay.number else ""


def _leave(leave, lists: dict) -> str:
    notes = escape_markdown(
        ", ".join(filter(None, (lists["exemption_reasons"].get(leave.reason, leave.reason or ""), leave.paper or "")))
    )
    kind = member_labels.translated_label(member_labels.EXEMPTION_CLASSES, leave.kind)
    said = f"{kind}, {escape_markdown(leave.unit)} · {member_labels.date_span(leave.since, leave.until)}"
    return f"{said}  \n  :gray[{notes}]" if notes else said


def _part(part) -> str:
    role = (
        "" if part.role == GroupRole.MEMBER else f" ({member_labels.translated_label(member_labels.ROLES, part.role)})"
    )
    kind = member_labels.translated_label(member_labels.GROUPS, part.kind)
    named = part.group if fold(part.group).startswith(fold(kind)) else f"{kind} {part.group}"
    return f"{escape_markdown(named)}{role} · {member_labels.date_span(part.since, part.until)}"


def _introduction(entry) -> str:
    """Show who introduced the member to whom, by which letter, and the dates of each step."""
    steps = (
        " ".join(filter(None, (entry.letter, day_text(entry.letter_date)))),
        entry.sent_on and _("sent on {day}", day=day_text(entry.sent_on)),
        entry.received_on and _("received on {day}", day=day_text(entry.received_on)),
        entry.placed_on and _("placed on {day}", day=day_text(entry.placed_on)),
        entry.ended_on and _("ended on {day}", day=day_text(entry.ended_on)),
    )
    whence = " → ".join(filter(None, (entry.workplace, entry.commune)))
    said = escape_markdown(f"{whence} · {contact_labels.state_name(entry.state)}")
    more = escape_markdown(" · ".join(filter(None, steps)))
    return f"{said}  \n  :gray[{more}]" if more else said


def _answer(question_ids: list[int]) -> None:
    with feedback.saving(_("Left unchanged.")):
        roster_questions.keep_meetings_unchanged(auth.viewer("/member"), question_ids)
        st.rerun()


def _to_meeting(row: roster_questions.OpenQuestion) -> None:
    viewer = auth.viewer("/member")
    with feedback.stop_on_refusal():
        pending_corrections.add_from_question(viewer, row.id)
    st.switch_page(RECORD, query_params={"unit": units.one(viewer, row.unit_id).code, "meeting": row.meeting})
