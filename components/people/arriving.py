"""Receiving a member: what is typed is kept as it is typed; somebody like one in the register is asked about."""

import streamlit as st

from components import auth, feedback, filters, forms, live
from components.forms import Typing
from components.i18n import _, partial_text
from components.people import words
from components.text import plain
from db import drafts, settings
from db.drafts import Place
from db.faults import Invalid, Refused
from db.meetings import guests
from db.models import MembershipKind, Sex, StandingKind
from db.names import title_case
from db.people import memberships, newcomers
from db.people.memberships import Stay
from db.people.newcomers import Alike
from db.people.profiles import Facts
from db.scope import Audience, Viewer
from db.units import Named

ADDRESS, MEMBER = "/arrival", "pages/people/member.py"
FORM, FIRST_LIST = "arrival", "listed"  # who was on the first list came before the register began
UNFIT = -1  # no number of any list


def form(viewer: Viewer, cell: Named) -> None:
    """The whole form, its draft, and its deed."""
    typing = _typing(viewer, cell)
    _called(viewer, typing)
    name = _name(typing)
    kinds = {kind.value: words.said(words.SHEETS, kind) for kind in MembershipKind}
    kind = MembershipKind(_choice(typing, "kind", _("Kind"), kinds, MembershipKind.OWN))
    sex = _choice(typing, "sex", _("Sex"), {sex.value: words.said(words.SEXES, sex) for sex in Sex})
    born = _line(typing, "born", _("Born"), 40, placeholder=_("21/11/1965 or 1965"))
    since = forms.day(_("On the list since (may be empty for the first list)"), typing.day("since"), **typing.kept("since"))
    arrival = forms.listed(viewer, "arrivals", _("How this person came"), typing.values.get("arrival"), **typing.kept("arrival"))
    standings = {kind.value: words.said(words.STANDINGS, kind) for kind in StandingKind}
    standing = StandingKind(_choice(typing, "standing", _("Standing"), standings, StandingKind.FULL))
    admitted = _line(typing, "admitted", _("Admitted"), 40, placeholder=_("21/11/1965 or 1965"))
    official = _line(typing, "official", _("Recognised as full member"), 40, placeholder=_("21/11/1965 or 1965")) if standing == StandingKind.FULL else ""
    paper = _line(typing, "paper", _("Paper"), 200, placeholder=_("number and date, if there is one"))
    next_number = memberships.next_number(viewer, cell.id, kind)
    number = _line(typing, "number", _("Number on the list"), 4, placeholder=_("{number}, the next one", number=next_number))
    more = _more(viewer, typing)
    facts = Facts(name, sex, born, admitted, official, **more)
    stay = Stay(kind, since, None, arrival, paper, number=_number(number))
    _save(viewer, cell, typing, facts, standing, stay)


def _typing(viewer: Viewer, cell: Named) -> Typing:
    """What is typed of somebody who is on no list yet is for whoever receives there: the cell and its commune, else an administrator."""
    audience = Audience.NAMES if viewer.reads(Audience.NAMES) else Audience.ACCESS
    return Typing(Place(FORM, cell.id, f"{viewer.account_id}:{audience}"), ADDRESS, audience)


def _called(viewer: Viewer, typing: Typing) -> None:
    """Whoever comes from the list of guests is asked about under that name, unless somebody else is half typed."""
    guest = filters.whole(st.query_params.get("guest", ""))
    if guest and not typing.values and (name := guests.name(viewer, guest)):
        typing.values["name"] = name
        typing.put("name", name)


def _number(typed: str) -> int | None:
    """The number that was typed, none for the next one. What is no number is refused as one out of bounds is."""
    return (filters.whole(typed.strip()) or UNFIT) if typed.strip() else None


def _name(typing: Typing) -> str:
    name = _line(typing, "name", _("Full name"), 120)
    if name and (lower := title_case(name)) != name:
        st.button(_("Write it {name}", name=plain(lower)), key="arrival_lower", on_click=_rewrite, args=(typing, lower))
    return name


def _rewrite(typing: Typing, name: str) -> None:
    key = f"{typing.form}_name"
    st.session_state[key] = name
    typing.keep("name", key)


def _more(viewer: Viewer, typing: Typing) -> dict:
    fields = (("phone", _("Telephone"), 20), ("address", _("Address"), 200), ("workplace", _("Workplace"), 200), ("position", _("Position there"), 200))
    with st.expander(_("Telephone, address, workplace, numbers"), expanded=any(field in typing.values for field, *_rest in fields)):
        told: dict = {field: _line(typing, field, label, limit) for field, label, limit in fields}
        told["organisation"] = forms.listed(
            viewer, "organisations", _("Kind of organisation"), typing.values.get("organisation"), **typing.kept("organisation")
        )
        standing = typing.values.get("expertise", "").split()
        subjects = {option.key: option.label for option in settings.offered(viewer, "expertise", *standing)}
        told["expertise"] = forms.several(_("Offers to know"), subjects, standing, **typing.kept("expertise"))
        told["card"] = st.text_input(_("Party card"), max_chars=20, key=f"{typing.form}_card")
        told["citizen"] = st.text_input(_("Citizen number"), max_chars=20, key=f"{typing.form}_citizen")
        st.caption(_("Of both numbers only the last four digits can be seen again. They are not kept before you save."))
    return told


def _save(viewer: Viewer, cell: Named, typing: Typing, facts: Facts, standing: StandingKind, stay: Stay) -> None:
    with st.container(key="savebar"):
        live.kept(typing.place, typing.touched_at, cell.name)
        if st.button(_("Put on the list"), type="primary", key="arrival_save"):
            _enter(cell, typing, facts, standing, stay)  # a refusal stands in the bar, before its reader's eyes
    if st.session_state.get(f"{typing.form}_asked") == facts.name:
        _ask(viewer, cell, typing, facts, standing, stay)
    if typing.values and st.button(_("Throw the draft away"), key="arrival_throw", type="tertiary"):
        with feedback.saving(_("The draft is gone.")):
            drafts.forget(auth.viewer(ADDRESS), typing.place)
            forms.forget(FORM)
            st.rerun()


def _enter(cell: Named, typing: Typing, facts: Facts, standing: StandingKind, stay: Stay, another: bool = False) -> None:
    try:
        if stay.since is None and stay.arrival != FIRST_LIST:
            raise Invalid("arrival_day_missing")
        asked = not another and newcomers.alike(auth.viewer(ADDRESS), cell.id, facts)
    except Refused as refusal:
        feedback.refused(refusal)
        return
    if asked:
        st.session_state[f"{typing.form}_asked"] = facts.name
        return
    with feedback.saving(_("{name} is on the list.", name=facts.name)):
        with forms.once(FORM) as token:
            guest = filters.whole(st.query_params.get("guest", ""))
            code = newcomers.arrive(
                auth.viewer(ADDRESS), cell.id, facts, standing, stay, another=another, draft=typing.place, guest_id=guest, token=token
            )  # fmt: skip
        st.switch_page(MEMBER, query_params={"member": code})


def _ask(viewer: Viewer, cell: Named, typing: Typing, facts: Facts, standing: StandingKind, stay: Stay) -> None:
    with feedback.refusing():
        people = newcomers.alike(viewer, cell.id, facts)
    st.warning(_("Somebody like this is in the register already. Is it the same person?"), icon=":material/help:")
    for at, one in enumerate(people):
        with st.container(key=f"arrival_alike_{at}", border=True):
            st.markdown(f"**{plain(one.name)}** · {partial_text(one.born)} · {plain(one.unit)} · {words.span(one.since, one.until)}")
            st.page_link(MEMBER, label=_("Look"), query_params={"member": one.code}, icon=":material/open_in_new:")
            if st.button(_("It is this person: put on this list"), key=f"arrival_same_{at}"):
                _again(cell, typing, one, stay)
    if st.button(_("It is somebody else"), key="arrival_another"):
        _enter(cell, typing, facts, standing, stay, another=True)


def _again(cell: Named, typing: Typing, one: Alike, stay: Stay) -> None:
    with feedback.saving(_("{name} is on the list.", name=one.name)):
        with forms.once(FORM) as token:
            memberships.rejoin(auth.viewer(ADDRESS), one.code, cell.id, stay, token)
        drafts.forget(auth.viewer(ADDRESS), typing.place)
        st.switch_page(MEMBER, query_params={"member": one.code})


def _line(typing: Typing, name: str, label: str, limit: int, **options) -> str:
    return st.text_input(label, typing.values.get(name, ""), max_chars=limit, **options, **typing.kept(name)) or ""


def _choice(typing: Typing, name: str, label: str, said: dict[str, str], standing: str | None = None) -> str | None:
    default = typing.values.get(name, standing)
    return st.segmented_control(
        label, list(said), default=default if default in said else None, format_func=said.get, required=standing is not None, **typing.kept(name)
    )
