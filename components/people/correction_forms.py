"""Putting right what was typed wrongly about one member: his data, his number, a date."""

from collections.abc import Callable

import streamlit as st

from components.i18n import _
from components.labels import member_labels
from components.people import member_forms
from components.people.member_detail import HIDDEN, holds_today
from components.widgets import forms
from db.calendar import partial_dates
from db.models import MembershipKind, Sex, StandingKind
from db.people import exemptions, memberships, offices, profiles
from db.people.exemptions import KINDS_EXEMPTED
from db.people.profiles import MemberData, Profile
from db.people.timelines import ExemptionSpan, MembershipSpan, OfficeSpan, Timeline


def number(profile: Profile, timeline: Timeline, form: str) -> None:
    """Another number on the sheet."""
    stay = member_forms.choose_stay([stay for stay in timeline.stays if holds_today(stay)], form)
    with st.form(f"{form}_form", border=False):
        chosen = st.number_input(
            _("Roster number"), min_value=1, max_value=9999, value=stay.number, step=1, key=f"{form}_number_{stay.id}"
        )
        st.caption(_("Lists already printed keep the old number."))
        if st.form_submit_button(_("Change roster number"), type="primary", width="stretch"):
            member_forms.run_action(
                profile,
                _("Roster number changed."),
                lambda viewer, token: memberships.renumber(viewer, stay.unit_id, {stay.id: chosen}),
            )


def data(profile: Profile, timeline: Timeline, form: str) -> None:
    """Name, dates of life, address, workplace, numbers."""
    viewer, seen = member_forms.member_page_viewer(), forms.first_seen(form, profile.facts)
    with st.form(f"{form}_form", border=False):
        name = st.text_input(_("Full name"), seen.name, max_chars=120, key=f"{form}_name")
        sex = forms.choice_field(
            _("Sex"),
            {sex.value: member_labels.label(member_labels.SEXES, sex) for sex in Sex},
            seen.sex,
            key=f"{form}_sex",
        )
        standings = {kind.value: member_labels.label(member_labels.STANDINGS, kind) for kind in StandingKind}
        standing = forms.choice_field(_("Membership status"), standings, profile.standing, key=f"{form}_standing")
        born, admitted, official = (
            st.text_input(
                label,
                partial_dates.display(getattr(seen, field)),
                max_chars=40,
                placeholder=_("21/11/1965 or 1965"),
                key=f"{form}_{field}",
            )
            for field, label in (("born", _("Born")), ("admitted", _("Admitted")), ("official", _("Full member since")))
        )
        phone = st.text_input(_("Phone"), seen.phone or "", max_chars=20, type="phone", key=f"{form}_phone")
        address = st.text_input(_("Address"), seen.address or "", max_chars=200, key=f"{form}_address")
        workplace = st.text_input(_("Workplace"), seen.workplace or "", max_chars=200, key=f"{form}_workplace")
        position = st.text_input(
            _("Position at the workplace"), seen.position or "", max_chars=200, key=f"{form}_position"
        )
        organisation = forms.option_field(
            viewer, "organisations", _("Type of organisation"), seen.organisation, key=f"{form}_organisation"
        )
        known = forms.multiple_choice_field(
            _("Expertise offered"),
            member_forms.option_labels("expertise", seen.expertise),
            seen.expertise,
            key=f"{form}_expertise",
        )
        card = st.text_input(_("Party card"), max_chars=20, placeholder=_kept(profile.card_last4), key=f"{form}_card")
        citizen = st.text_input(
            _("Citizen ID"), max_chars=20, placeholder=_kept(profile.citizen_last4), key=f"{form}_citizen"
        )
        if st.form_submit_button(_("Save the data"), type="primary", width="stretch"):
            typed = MemberData(
                name,
                sex,
                _same(born, seen.born),
                _same(admitted, seen.admitted),
                _same(official, seen.official),
                address or None,
                phone or None,
                workplace or None,
                position or None,
                organisation,
                card or None,
                citizen or None,
                known,
            )
            changed = StandingKind(standing) if standing and standing != profile.standing else None
            member_forms.run_action(
                profile,
                _("Data saved."),
                lambda viewer, token: profiles.correct(viewer, profile.code, seen, typed, changed),
            )


def dates(profile: Profile, timeline: Timeline, form: str) -> None:
    """What was dated wrongly: first which, then as it should be."""
    posts = member_forms.option_labels("posts")
    dated: dict[str, tuple[str, Callable, MembershipSpan | ExemptionSpan | OfficeSpan]] = {}
    for stay in timeline.stays:
        dated[f"stay{stay.id}"] = (
            f"{member_labels.label(member_labels.KINDS, stay.kind)}, {stay.unit}, "
            f"{member_labels.date_span(stay.since, stay.until)}",
            _stay,
            stay,
        )
    for leave in timeline.leaves:
        dated[f"leave{leave.id}"] = (
            f"{member_labels.label(member_labels.EXEMPTION_CLASSES, leave.kind)}, "
            f"{member_labels.date_span(leave.since, leave.until)}",
            _leave,
            leave,
        )
    for term in timeline.terms:
        dated[f"term{term.id}"] = (
            f"{posts.get(term.post, term.post)}, {member_labels.date_span(term.since, term.until)}",
            _term,
            term,
        )
    chosen = st.selectbox(
        _("Entry with the wrong date"), list(dated), format_func=lambda each: dated[each][0], key=f"{form}_which"
    )
    dated[chosen][1](profile, dated[chosen][2], f"{form}_{chosen}")


def _stay(profile: Profile, stay: MembershipSpan, form: str) -> None:
    viewer = member_forms.member_page_viewer()
    with st.form(f"{form}_form", border=False):
        kinds = {kind.value: member_labels.label(member_labels.KINDS, kind) for kind in MembershipKind}
        kind = st.selectbox(
            _("Type"), list(kinds), list(kinds).index(stay.kind), format_func=kinds.get, key=f"{form}_kind"
        )
        since, until = forms.date_span(form, stay.since, stay.until, _("Until"))
        arrival = forms.option_field(
            viewer, "arrivals", _("How the member joined"), stay.arrival, key=f"{form}_arrival"
        )
        arrival_paper = st.text_input(
            _("Letter of introduction (arrival)"), stay.arrival_paper or "", max_chars=200, key=f"{form}_arrival_paper"
        )
        departure = forms.option_field(
            viewer, "departures", _("Reason for leaving the list"), stay.departure, key=f"{form}_departure"
        )
        departure_paper = st.text_input(
            _("Letter of introduction (departure)"),
            stay.departure_paper or "",
            max_chars=200,
            key=f"{form}_departure_paper",
        )
        if st.form_submit_button(_("Save the correction"), type="primary", width="stretch"):
            right = memberships.MembershipInput(
                MembershipKind(kind), since, until, arrival, arrival_paper, departure, departure_paper
            )
            member_forms.run_action(
                profile, _("Corrected."), lambda viewer, token: memberships.correct(viewer, stay.id, right)
            )


def _leave(profile: Profile, leave: ExemptionSpan, form: str) -> None:
    viewer = member_forms.member_page_viewer()
    with st.form(f"{form}_form", border=False):
        classes = {kind.value: member_labels.label(member_labels.EXEMPTION_CLASSES, kind) for kind in KINDS_EXEMPTED}
        kind = st.selectbox(
            _("Type"), list(classes), list(classes).index(leave.kind), format_func=classes.get, key=f"{form}_kind"
        )
        since, until = forms.date_span(form, leave.since, leave.until, _("Until"))
        reason = forms.option_field(viewer, "exemption_reasons", _("Reason"), leave.reason, key=f"{form}_reason")
        paper = st.text_input(_("Document"), leave.paper or "", max_chars=200, key=f"{form}_paper")
        if st.form_submit_button(_("Save the correction"), type="primary", width="stretch"):
            right = exemptions.ExemptionInput(kind, since, until, reason, paper)
            member_forms.run_action(
                profile, _("Corrected."), lambda viewer, token: exemptions.correct(viewer, leave.id, right)
            )


def _term(profile: Profile, term: OfficeSpan, form: str) -> None:
    viewer = member_forms.member_page_viewer()
    with st.form(f"{form}_form", border=False):
        post = forms.option_field(viewer, "posts", _("Post"), term.post, key=f"{form}_post")
        since, until = forms.date_span(form, term.since, term.until, _("Until"))
        if st.form_submit_button(_("Save the correction"), type="primary", width="stretch"):
            right = offices.OfficeInput(post or "", since, until)
            member_forms.run_action(
                profile, _("Corrected."), lambda viewer, token: offices.correct(viewer, term.id, right)
            )


def _same(typed: str, seen: str | None) -> str | None:
    """A date that reads as it did is the same date."""
    return seen if typed == partial_dates.display(seen) else typed or None


def _kept(last4: str | None) -> str:
    return _("{number} is stored; enter another number only to replace it", number=HIDDEN + last4) if last4 else ""
