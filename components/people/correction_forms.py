"""Correcting one member's data: details, number, or a date."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components.i18n import _
from components.labels import member_labels
from components.people import member_forms
from components.people.member_detail import HIDDEN
from components.widgets import forms
from components.widgets.action_form import ActionForm
from db.calendar import partial_dates
from db.kernel.scope import Viewer
from db.models import MembershipKind, Sex, StandingKind
from db.people import exemptions, memberships, offices, profiles
from db.people.exemptions import KINDS_EXEMPTED
from db.people.profiles import MemberInput, Profile
from db.people.timelines import ExemptionSpan, MembershipSpan, OfficeSpan, Timeline


def show_number_form(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    """The form for another number on the sheet."""
    stay = member_forms.choose_stay_today(form, timeline)
    with form.fields():
        chosen = st.number_input(
            _("Roster number"), 1, 9999, value=stay.number, step=1, key=form.key(f"number_{stay.id}")
        )
        st.caption(_("Lists already printed keep the old number."))
        form.save(
            _("Change roster number"),
            _("Roster number changed."),
            lambda viewer, _token: memberships.renumber(viewer, stay.unit_id, {stay.id: chosen}),
        )


def show_data_form(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    """The form for name, dates of life, address, workplace and numbers."""
    seen = forms.value_when_first_shown(form.key("data"), profile.facts)
    with form.fields():
        name = form.text(_("Full name"), seen.name)
        sexes = {sex.value: member_labels.translated_label(member_labels.SEXES, sex) for sex in Sex}
        sex = forms.choice_field(_("Sex"), sexes, seen.sex, key=form.key("sex"))
        standings = {kind.value: member_labels.translated_label(member_labels.STANDINGS, kind) for kind in StandingKind}
        standing = forms.choice_field(_("Membership status"), standings, profile.standing, key=form.key("standing"))
        born, admitted, official = (
            _partial_date(form, label, getattr(seen, field), field)
            for field, label in (("born", _("Born")), ("admitted", _("Admitted")), ("official", _("Full member since")))
        )
        phone = form.text(_("Phone"), seen.phone or "", "phone", max_chars=20, type="phone")
        address = form.text(_("Address"), seen.address or "", "address", max_chars=200)
        workplace = form.text(_("Workplace"), seen.workplace or "", "workplace", max_chars=200)
        position = form.text(_("Position at the workplace"), seen.position or "", "position", max_chars=200)
        organisation = form.option("organisations", _("Type of organisation"), seen.organisation, "organisation")
        known = forms.multiple_choice_field(
            _("Expertise offered"),
            member_forms.option_labels("expertise", seen.expertise),
            seen.expertise,
            key=form.key("expertise"),
        )
        card, citizen = (
            form.text(label, field=field, max_chars=20, placeholder=_kept(last4))
            for field, label, last4 in (
                ("card", _("Party card"), profile.card_last4),
                ("citizen", _("Citizen ID"), profile.citizen_last4),
            )
        )
        typed = MemberInput(
            name,
            sex,
            born,
            admitted,
            official,
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
        form.save(
            _("Save the data"),
            _("Data saved."),
            lambda viewer, _token: profiles.correct(viewer, profile.code, seen, typed, changed),
        )


def show_dates_form(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    """The form for wrong dates: first which one, then its correction."""
    posts = member_forms.option_labels("posts")
    dated: dict[str, tuple[str, Callable[[ActionForm], None]]] = {}
    for stay in timeline.stays:
        title = f"{member_labels.translated_label(member_labels.KINDS, stay.kind)}, {stay.unit}"
        dated[f"stay{stay.id}"] = _dated(title, stay), partial(_correct_stay, stay)
    for leave in timeline.exemptions:
        title = member_labels.translated_label(member_labels.EXEMPTION_CLASSES, leave.kind)
        dated[f"leave{leave.id}"] = _dated(title, leave), partial(_correct_exemption, leave)
    for term in timeline.offices:
        dated[f"term{term.id}"] = _dated(posts.get(term.post, term.post), term), partial(_correct_post, term)
    chosen = form.choice(_("Entry with the wrong date"), {each: title for each, (title, _show) in dated.items()})
    dated[chosen][1](form.for_part(chosen))


def _dated(title: str, entry: MembershipSpan | ExemptionSpan | OfficeSpan) -> str:
    return f"{title}, {member_labels.date_span(entry.since, entry.until)}"


def _correct_stay(stay: MembershipSpan, form: ActionForm) -> None:
    with form.fields():
        kinds = {kind.value: member_labels.translated_label(member_labels.KINDS, kind) for kind in MembershipKind}
        kind = form.choice(_("Type"), kinds, stay.kind, "kind")
        since, until = form.since_and_until(stay.since, stay.until, _("Until"))
        arrival = form.option("arrivals", _("How the member joined"), stay.arrival, "arrival")
        arrival_paper = form.paper(_("Letter of introduction (arrival)"), stay.arrival_paper, "arrival_paper")
        departure = form.option("departures", _("Reason for leaving the list"), stay.departure, "departure")
        departure_paper = form.paper(_("Letter of introduction (departure)"), stay.departure_paper, "departure_paper")
        right = memberships.MembershipInput(
            MembershipKind(kind), since, until, arrival, arrival_paper, departure, departure_paper
        )
        _save(form, lambda viewer: memberships.correct(viewer, stay.id, right))


def _correct_exemption(leave: ExemptionSpan, form: ActionForm) -> None:
    with form.fields():
        classes = {
            kind.value: member_labels.translated_label(member_labels.EXEMPTION_CLASSES, kind) for kind in KINDS_EXEMPTED
        }
        kind = form.choice(_("Type"), classes, leave.kind, "kind")
        since, until = form.since_and_until(leave.since, leave.until, _("Until"))
        reason = form.option("exemption_reasons", _("Reason"), leave.reason)
        right = exemptions.ExemptionInput(kind, since, until, reason, form.paper(current=leave.paper))
        _save(form, lambda viewer: exemptions.correct(viewer, leave.id, right))


def _correct_post(term: OfficeSpan, form: ActionForm) -> None:
    with form.fields():
        post = form.option("posts", _("Post"), term.post, "post")
        since, until = form.since_and_until(term.since, term.until, _("Until"))
        right = offices.OfficeInput(post or "", since, until)
        _save(form, lambda viewer: offices.correct(viewer, term.id, right))


def _save(form: ActionForm, correct: Callable[[Viewer], object]) -> None:
    form.save(_("Save the correction"), _("Corrected."), lambda viewer, _token: correct(viewer))


def _partial_date(form: ActionForm, label: str, current: str | None, field: str) -> str | None:
    """A possibly partial date; one that reads the same is unchanged."""
    shown = partial_dates.display(current)
    typed = form.text(label, shown, field, max_chars=40, placeholder=_("21/11/1965 or 1965"))
    return current if typed == shown else typed or None


def _kept(last4: str | None) -> str:
    return _("{number} is stored; enter another number only to replace it", number=HIDDEN + last4) if last4 else ""
