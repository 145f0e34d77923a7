"""Actions on one member: the choice of one, and its form."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from components.i18n import _
from components.labels import member_labels
from components.markdown import escape_markdown
from components.people import correction_forms, erasure_form, member_forms
from components.people.member_detail import holds_today
from components.widgets import forms
from db.calendar import clock
from db.errors import Invalid
from db.kernel.scope import Viewer, Work
from db.models import ExemptionClass, StandingKind
from db.people import exemptions, memberships, offices, profiles
from db.people.exemptions import KINDS_EXEMPTED, ExemptionInput
from db.people.offices import SEVERAL, OfficeInput
from db.people.profiles import Profile
from db.people.timelines import MembershipSpan, Timeline


def show(viewer: Viewer, profile: Profile, timeline: Timeline) -> None:
    """What this viewer may do with this member now; nothing for those who only look."""
    deeds = _possible(profile, timeline) if viewer.writes(Work.PEOPLE) else {}
    if not profile.ours:
        # whoever left may have been dated wrongly all the same
        deeds = {name: deed for name, deed in deeds.items() if name == "dates"}
    if not deeds:
        return
    form = forms.form_key(member_forms.form_name(profile))
    chosen = st.pills(_("What to record"), list(deeds), format_func=lambda name: deeds[name][0], key=f"{form}_deed")
    if chosen:
        with st.container(border=True):
            deeds[chosen][1](profile, timeline, f"{form}_{chosen}")


def _possible(profile: Profile, timeline: Timeline) -> dict[str, tuple[str, Callable]]:
    """The actions that make sense now, with their names and forms."""
    here = [stay for stay in timeline.stays if holds_today(stay)]
    open_leaves = [leave for leave in timeline.leaves if holds_today(leave) or leave.until is None]
    open_terms = [term for term in timeline.terms if holds_today(term)]
    return {
        name: (title, form)
        for name, title, form, possible in (
            ("leave", _("Leave the cell"), _leaves, any(stay.until is None for stay in timeline.stays)),
            ("exempt", _("Exempt"), _exempt, here),
            ("away", _("Away"), _away, here),
            ("back", _("End exemption"), _back, open_leaves),
            ("post", _("Take up a post"), _post, here),
            ("down", _("End a post"), _down, open_terms),
            ("full", _("Recognise as full member"), _full, profile.standing == StandingKind.PROBATIONARY),
            ("number", _("Number"), correction_forms.number, here),
            ("data", _("Personal data"), correction_forms.data, True),
            ("dates", _("Correct a date"), correction_forms.dates, timeline.stays),
            ("erase", _("Erase all data"), erasure_form.show, member_forms.member_page_viewer().writes(Work.ERASURE)),
        )
        if possible
    }


def _leaves(profile: Profile, timeline: Timeline, form: str) -> None:
    stay = member_forms.choose_stay([stay for stay in timeline.stays if stay.until is None], form)
    with st.form(f"{form}_form", border=False):
        day = forms.date_field(_("Last day in the cell"), clock.today(), key=f"{form}_day")
        reason = forms.option_field(member_forms.member_page_viewer(), "departures", _("Reason"), key=f"{form}_reason")
        paper = st.text_input(
            _("Document"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if any")
        )
        st.caption(
            _(
                "Posts, groups and exemptions end on this date. Households remain and are shown as having "
                "nobody in charge."
            )
        )
        if st.form_submit_button(_("Record the departure"), type="primary", width="stretch"):
            member_forms.run_action(
                profile, _("Departure recorded."), lambda viewer, token: _left(viewer, stay, day, reason, paper)
            )


def _left(viewer: Viewer, stay: MembershipSpan, day: date | None, reason: str | None, paper: str | None) -> None:
    if not reason:
        raise Invalid("reason_missing")  # a death, a transfer and an exclusion are never to look alike
    memberships.end_membership(viewer, stay.id, day, reason, paper)


def _exempt(profile: Profile, timeline: Timeline, form: str) -> None:
    stay = member_forms.choose_stay([stay for stay in timeline.stays if holds_today(stay)], form)
    kinds = [kind for kind in (ExemptionClass.OWN, ExemptionClass.CONTACT) if stay.kind in KINDS_EXEMPTED[kind]]
    _leave_form(
        profile,
        stay,
        kinds[0],
        form,
        member_labels.label(member_labels.EXEMPTION_CLASSES, kinds[0]),
        _("Record the exemption"),
    )


def _away(profile: Profile, timeline: Timeline, form: str) -> None:
    stay = member_forms.choose_stay([stay for stay in timeline.stays if holds_today(stay)], form)
    _leave_form(
        profile,
        stay,
        ExemptionClass.AWAY,
        form,
        member_labels.label(member_labels.EXEMPTION_CLASSES, ExemptionClass.AWAY),
        _("Record as away"),
    )


def _leave_form(
    profile: Profile, stay: MembershipSpan, kind: ExemptionClass, form: str, title: str, button: str
) -> None:
    with st.form(f"{form}_form", border=False):
        st.markdown(f"**{title}** · {escape_markdown(stay.unit)}")
        since, until = forms.date_span(form, clock.today(), None, _("Until (if known)"))
        reason = forms.option_field(
            member_forms.member_page_viewer(), "exemption_reasons", _("Reason"), key=f"{form}_reason"
        )
        paper = st.text_input(
            _("Document"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if any")
        )
        if st.form_submit_button(button, type="primary", width="stretch"):
            leave = ExemptionInput(kind, since, until, reason, paper)
            member_forms.run_action(
                profile,
                _("Recorded."),
                lambda viewer, token: exemptions.exempt(viewer, profile.code, stay.unit_id, leave, token),
            )


def _back(profile: Profile, timeline: Timeline, form: str) -> None:
    leaves = {
        leave.id: f"{member_labels.label(member_labels.EXEMPTION_CLASSES, leave.kind)}, "
        f"{member_labels.date_span(leave.since, leave.until)}"
        for leave in timeline.leaves
    }
    open_leaves = [leave.id for leave in timeline.leaves if holds_today(leave) or leave.until is None]
    with st.form(f"{form}_form", border=False):
        chosen = st.selectbox(_("Which one"), open_leaves, format_func=leaves.get, key=f"{form}_which")
        day = forms.date_field(_("Last day (inclusive)"), clock.today() - timedelta(days=1), key=f"{form}_day")
        if st.form_submit_button(_("End"), type="primary", width="stretch"):
            member_forms.run_action(profile, _("Recorded."), lambda viewer, token: exemptions.end(viewer, chosen, day))


def _post(profile: Profile, timeline: Timeline, form: str) -> None:
    viewer, stay = (
        member_forms.member_page_viewer(),
        member_forms.choose_stay([stay for stay in timeline.stays if holds_today(stay)], form),
    )
    post = forms.option_field(viewer, "posts", _("Post"), key=f"{form}_post")
    held = [
        holder
        for holder in offices.holders(viewer, stay.unit_id)
        if holder.post == post and post not in SEVERAL and holder.member_id != profile.id
    ]
    with st.form(f"{form}_form", border=False):
        since, until = forms.date_span(form, clock.today(), None, _("Until (if known)"))
        ends = [holder.id for holder in held if st.checkbox(_ends(holder), value=True, key=f"{form}_ends_{holder.id}")]
        if st.form_submit_button(_("Record the post"), type="primary", width="stretch"):
            term = OfficeInput(post or "", since, until)
            member_forms.run_action(
                profile,
                _("Recorded."),
                lambda viewer, token: offices.appoint(viewer, profile.code, stay.unit_id, term, ends, token),
            )


def _ends(holder: offices.OfficeHolder) -> str:
    since = f" ({member_labels.date_span(holder.since, None)})" if holder.since else ""
    return _("{name}{since}: ends the day before", name=escape_markdown(holder.name), since=since)


def _down(profile: Profile, timeline: Timeline, form: str) -> None:
    labels = member_forms.option_labels("posts")
    posts = {
        term.id: f"{labels.get(term.post, term.post)}, {member_labels.date_span(term.since, term.until)}"
        for term in timeline.terms
        if holds_today(term)
    }
    with st.form(f"{form}_form", border=False):
        chosen = st.selectbox(_("Which one"), list(posts), format_func=posts.get, key=f"{form}_which")
        day = forms.date_field(_("Last day (inclusive)"), clock.today(), key=f"{form}_day")
        if st.form_submit_button(_("End"), type="primary", width="stretch"):
            member_forms.run_action(
                profile, _("Recorded."), lambda viewer, token: offices.end_term(viewer, chosen, day)
            )


def _full(profile: Profile, timeline: Timeline, form: str) -> None:
    with st.form(f"{form}_form", border=False):
        day = forms.date_field(_("Date of recognition as full member"), clock.today(), key=f"{form}_day")
        paper = st.text_input(
            _("Document"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if any")
        )
        if st.form_submit_button(_("Record the recognition"), type="primary", width="stretch"):
            member_forms.run_action(
                profile,
                _("Recorded."),
                lambda viewer, token: profiles.recognise_as_full(viewer, profile.code, day, paper, token),
            )
