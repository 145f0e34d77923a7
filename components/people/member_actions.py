"""Actions on one member: the choice of one, and its form."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import streamlit as st

from components.i18n import _
from components.labels import member_labels
from components.markdown import escape_markdown
from components.people import correction_forms, erasure_form, member_forms
from components.people.member_detail import is_valid_today
from components.people.member_forms import choose_stay, choose_stay_today
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.errors import Invalid
from db.kernel.scope import Viewer, Work
from db.models import ExemptionClass, StandingKind
from db.people import exemptions, memberships, offices, profiles
from db.people.exemptions import KINDS_EXEMPTED, ExemptionInput
from db.people.offices import SEVERAL, OfficeInput
from db.people.profiles import Profile
from db.people.timelines import MembershipSpan, Timeline

MemberForm = Callable[[Profile, Timeline, ActionForm], None]


def show(viewer: Viewer, profile: Profile, timeline: Timeline) -> None:
    """Show the viewer's current actions on this member; nothing for read-only viewers."""
    actions = _possible(viewer, profile, timeline) if viewer.writes(Work.PEOPLE) else {}
    if not profile.in_care:
        # even for somebody who has left, dates may need correction
        actions = {name: action for name, action in actions.items() if name == "dates"}
    member_forms.choose_action(profile, actions)


def _possible(viewer: Viewer, profile: Profile, timeline: Timeline) -> dict[str, Action]:
    """The currently possible actions, with their names and forms."""
    here = any(is_valid_today(stay) for stay in timeline.stays)
    actions: tuple[tuple[str, str, MemberForm, bool], ...] = (
        ("leave", _("Leave the cell"), _leave, bool(_open_stays(timeline))),
        ("exempt", _("Exempt"), _exempt, here),
        ("away", _("Away"), _away, here),
        ("back", _("End exemption"), _end_exemption, bool(_open_exemptions(timeline))),
        ("post", _("Take up a post"), _appoint, here),
        ("down", _("End a post"), _end_post, bool(_held_posts(timeline))),
        (
            "full",
            _("Recognise as full member"),
            _recognise_as_full,
            profile.standing == StandingKind.PROBATIONARY,
        ),
        ("number", _("Number"), correction_forms.show_number_form, here),
        ("data", _("Personal data"), correction_forms.show_data_form, True),
        ("dates", _("Correct a date"), correction_forms.show_dates_form, bool(timeline.stays)),
        ("erase", _("Erase all data"), erasure_form.show, viewer.writes(Work.ERASURE)),
    )
    return {
        name: Action(title, partial(form, profile, timeline)) for name, title, form, possible in actions if possible
    }


def _open_stays(timeline: Timeline) -> list[MembershipSpan]:
    return [stay for stay in timeline.stays if stay.until is None]


def _open_exemptions(timeline: Timeline) -> dict[int, str]:
    return {
        leave.id: f"{member_labels.translated_label(member_labels.EXEMPTION_CLASSES, leave.kind)}, "
        f"{member_labels.date_span(leave.since, leave.until)}"
        for leave in timeline.exemptions
        if is_valid_today(leave) or leave.until is None
    }


def _held_posts(timeline: Timeline) -> dict[int, str]:
    labels = member_forms.option_labels("posts")
    return {
        term.id: f"{labels.get(term.post, term.post)}, {member_labels.date_span(term.since, term.until)}"
        for term in timeline.offices
        if is_valid_today(term)
    }


def _leave(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    stay = choose_stay(form, _open_stays(timeline))
    with form.fields():
        day = form.date(_("Last day in the cell"), clock.today())
        reason, paper = form.option("departures", _("Reason")), form.paper()
        st.caption(
            _(
                "Posts, groups and exemptions end on this date. Households remain and are shown as having "
                "nobody in charge."
            )
        )
        form.save(
            _("Record the departure"),
            _("Departure recorded."),
            lambda viewer, _token: _end_stay(viewer, stay, day, reason, paper),
        )


def _end_stay(viewer: Viewer, stay: MembershipSpan, day: date | None, reason: str | None, paper: str | None) -> None:
    if not reason:
        raise Invalid("reason_missing")  # a death, a transfer and an exclusion must never look alike
    memberships.end_membership(viewer, stay.id, day, reason, paper)


def _exempt(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    stay = choose_stay_today(form, timeline)
    kinds = [kind for kind in (ExemptionClass.OWN, ExemptionClass.CONTACT) if stay.kind in KINDS_EXEMPTED[kind]]
    _exemption_fields(profile, stay, kinds[0], form, _("Record the exemption"))


def _away(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    _exemption_fields(profile, choose_stay_today(form, timeline), ExemptionClass.AWAY, form, _("Record as away"))


def _exemption_fields(
    profile: Profile, stay: MembershipSpan, kind: ExemptionClass, form: ActionForm, button: str
) -> None:
    with form.fields():
        title = member_labels.translated_label(member_labels.EXEMPTION_CLASSES, kind)
        st.markdown(f"**{title}** · {escape_markdown(stay.unit)}")
        since, until = form.since_and_until(clock.today(), None)
        exemption = ExemptionInput(kind, since, until, form.option("exemption_reasons", _("Reason")), form.paper())
        form.save(
            button,
            _("Recorded."),
            lambda viewer, token: exemptions.exempt(viewer, profile.code, stay.unit_id, exemption, token),
        )


def _end_exemption(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    with form.fields():
        chosen = form.choice(_("Which one"), _open_exemptions(timeline))
        day = form.date(_("Last day (inclusive)"), clock.today() - timedelta(days=1))
        form.save(_("End"), _("Recorded."), lambda viewer, _token: exemptions.end(viewer, chosen, day))


def _appoint(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    stay = choose_stay_today(form, timeline)
    post = form.option("posts", _("Post"), field="post")
    held = [
        holder
        for holder in offices.list_holders(form.viewer(), stay.unit_id)
        if holder.post == post and post not in SEVERAL and holder.member_id != profile.id
    ]
    with form.fields():
        since, until = form.since_and_until(clock.today(), None)
        ends = [
            holder.id for holder in held if st.checkbox(_ends(holder), value=True, key=form.key(f"ends_{holder.id}"))
        ]
        form.save(
            _("Record the post"),
            _("Recorded."),
            lambda viewer, token: offices.appoint(
                viewer, profile.code, stay.unit_id, OfficeInput(post or "", since, until), ends, token
            ),
        )


def _ends(holder: offices.OfficeHolder) -> str:
    since = f" ({member_labels.date_span(holder.since, None)})" if holder.since else ""
    return _("{name}{since}: ends the day before", name=escape_markdown(holder.name), since=since)


def _end_post(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    with form.fields():
        chosen = form.choice(_("Which one"), _held_posts(timeline))
        day = form.date(_("Last day (inclusive)"), clock.today())
        form.save(_("End"), _("Recorded."), lambda viewer, _token: offices.end_term(viewer, chosen, day))


def _recognise_as_full(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    with form.fields():
        day, paper = form.date(_("Date of recognition as full member"), clock.today()), form.paper()
        form.save(
            _("Record the recognition"),
            _("Recorded."),
            lambda viewer, token: profiles.recognise_as_full(viewer, profile.code, day, paper, token),
        )
