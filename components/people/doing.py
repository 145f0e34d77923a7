"""Deeds on one member: the choice of one, and its form."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from components import forms
from components.i18n import _
from components.people import acting, correcting, words
from components.people.person import now
from components.text import plain
from db import clock
from db.faults import Invalid
from db.models import ExemptionClass, StandingKind
from db.people import exemptions, memberships, offices, profiles
from db.people.exemptions import FITS, Leave
from db.people.offices import SEVERAL, Term
from db.people.profiles import Profile
from db.people.timelines import Stay, Timeline
from db.scope import Viewer, Work


def show(viewer: Viewer, profile: Profile, timeline: Timeline) -> None:
    """What this viewer may do with this member now; nothing for those who only look."""
    deeds = _possible(profile, timeline) if viewer.writes(Work.PEOPLE) else {}
    if not profile.ours:
        deeds = {name: deed for name, deed in deeds.items() if name == "dates"}  # whoever left may have been dated wrongly all the same
    if not deeds:
        return
    form = forms.current(acting.form_of(profile))
    chosen = st.pills(_("What is to be noted"), list(deeds), format_func=lambda name: deeds[name][0], key=f"{form}_deed")
    if chosen:
        with st.container(border=True):
            deeds[chosen][1](profile, timeline, f"{form}_{chosen}")


def _possible(profile: Profile, timeline: Timeline) -> dict[str, tuple[str, Callable]]:
    """The deeds that make sense now, with their names and forms."""
    here = [stay for stay in timeline.stays if now(stay)]
    open_leaves = [leave for leave in timeline.leaves if now(leave) or leave.until is None]
    open_terms = [term for term in timeline.terms if now(term)]
    return {
        name: (title, form)
        for name, title, form, possible in (
            ("leave", _("Leaves"), _leaves, any(stay.until is None for stay in timeline.stays)),
            ("exempt", _("Exempt"), _exempt, here),
            ("away", _("Away"), _away, here),
            ("back", _("Ends exemption"), _back, open_leaves),
            ("post", _("Takes a post"), _post, here),
            ("down", _("Ends a post"), _down, open_terms),
            ("full", _("Recognised"), _full, profile.standing == StandingKind.PROBATIONARY),
            ("number", _("Number"), correcting.number, here),
            ("data", _("Personal data"), correcting.data, True),
            ("dates", _("Correct a date"), correcting.dates, timeline.stays),
        )
        if possible
    }


def _leaves(profile: Profile, timeline: Timeline, form: str) -> None:
    stay = acting.stay([stay for stay in timeline.stays if stay.until is None], form)
    with st.form(f"{form}_form", border=False):
        day = forms.day(_("Last day in the cell"), clock.today(), key=f"{form}_day")
        reason = forms.listed(acting.viewer(), "departures", _("Reason"), key=f"{form}_reason")
        paper = st.text_input(_("Paper"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if there is one"))
        st.caption(_("Posts, groups and exemptions end with this day. Households stay and are shown as without anybody here."))
        if st.form_submit_button(_("Note the departure"), type="primary", width="stretch"):
            acting.do(profile, _("The departure is noted."), lambda viewer, token: _left(viewer, stay, day, reason, paper))


def _left(viewer: Viewer, stay: Stay, day: date | None, reason: str | None, paper: str | None) -> None:
    if not reason:
        raise Invalid("reason_missing")  # a death, a transfer and an exclusion are never to look alike
    memberships.leave(viewer, stay.id, day, reason, paper)


def _exempt(profile: Profile, timeline: Timeline, form: str) -> None:
    stay = acting.stay([stay for stay in timeline.stays if now(stay)], form)
    kinds = [kind for kind in (ExemptionClass.OWN, ExemptionClass.CONTACT) if stay.kind in FITS[kind]]
    _leave_form(profile, stay, kinds[0], form, words.said(words.CLASSES, kinds[0]), _("Note the exemption"))


def _away(profile: Profile, timeline: Timeline, form: str) -> None:
    stay = acting.stay([stay for stay in timeline.stays if now(stay)], form)
    _leave_form(profile, stay, ExemptionClass.AWAY, form, words.said(words.CLASSES, ExemptionClass.AWAY), _("Note that this person is away"))


def _leave_form(profile: Profile, stay: Stay, kind: ExemptionClass, form: str, title: str, button: str) -> None:
    with st.form(f"{form}_form", border=False):
        st.markdown(f"**{title}** · {plain(stay.unit)}")
        since, until = forms.span(form, clock.today(), None, _("Until (if known)"))
        reason = forms.listed(acting.viewer(), "exemption_reasons", _("Reason"), key=f"{form}_reason")
        paper = st.text_input(_("Paper"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if there is one"))
        if st.form_submit_button(button, type="primary", width="stretch"):
            leave = Leave(kind, since, until, reason, paper)
            acting.do(profile, _("It is noted."), lambda viewer, token: exemptions.exempt(viewer, profile.code, stay.unit_id, leave, token))


def _back(profile: Profile, timeline: Timeline, form: str) -> None:
    leaves = {leave.id: f"{words.said(words.CLASSES, leave.kind)}, {words.span(leave.since, leave.until)}" for leave in timeline.leaves}
    open_leaves = [leave.id for leave in timeline.leaves if now(leave) or leave.until is None]
    with st.form(f"{form}_form", border=False):
        chosen = st.selectbox(_("Which"), open_leaves, format_func=leaves.get, key=f"{form}_which")
        day = forms.day(_("Last day of it"), clock.today() - timedelta(days=1), key=f"{form}_day")
        if st.form_submit_button(_("End it"), type="primary", width="stretch"):
            acting.do(profile, _("It is noted."), lambda viewer, token: exemptions.end(viewer, chosen, day))


def _post(profile: Profile, timeline: Timeline, form: str) -> None:
    viewer, stay = acting.viewer(), acting.stay([stay for stay in timeline.stays if now(stay)], form)
    post = forms.listed(viewer, "posts", _("Post"), key=f"{form}_post")
    held = [holder for holder in offices.holders(viewer, stay.unit_id) if holder.post == post and post not in SEVERAL and holder.member_id != profile.id]
    with st.form(f"{form}_form", border=False):
        since, until = forms.span(form, clock.today(), None, _("Until (if known)"))
        ends = [holder.id for holder in held if st.checkbox(_ends(holder), value=True, key=f"{form}_ends_{holder.id}")]
        if st.form_submit_button(_("Note the post"), type="primary", width="stretch"):
            term = Term(post or "", since, until)
            acting.do(profile, _("It is noted."), lambda viewer, token: offices.take(viewer, profile.code, stay.unit_id, term, ends, token))


def _ends(holder: offices.Holder) -> str:
    since = f" ({words.span(holder.since, None)})" if holder.since else ""
    return _("{name}{since} ends the day before", name=plain(holder.name), since=since)


def _down(profile: Profile, timeline: Timeline, form: str) -> None:
    labels = acting.labels("posts")
    posts = {term.id: f"{labels.get(term.post, term.post)}, {words.span(term.since, term.until)}" for term in timeline.terms if now(term)}
    with st.form(f"{form}_form", border=False):
        chosen = st.selectbox(_("Which"), list(posts), format_func=posts.get, key=f"{form}_which")
        day = forms.day(_("Last day of it"), clock.today(), key=f"{form}_day")
        if st.form_submit_button(_("End it"), type="primary", width="stretch"):
            acting.do(profile, _("It is noted."), lambda viewer, token: offices.step_down(viewer, chosen, day))


def _full(profile: Profile, timeline: Timeline, form: str) -> None:
    with st.form(f"{form}_form", border=False):
        day = forms.day(_("Recognised as full member on"), clock.today(), key=f"{form}_day")
        paper = st.text_input(_("Paper"), max_chars=200, key=f"{form}_paper", placeholder=_("number and date, if there is one"))
        if st.form_submit_button(_("Note the recognition"), type="primary", width="stretch"):
            acting.do(profile, _("It is noted."), lambda viewer, token: profiles.recognise(viewer, profile.code, day, paper, token))
