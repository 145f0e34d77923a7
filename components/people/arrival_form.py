"""Receiving a member: the form is kept as a draft, and possible duplicates are asked about."""

import streamlit as st

from components.i18n import _, partial_text
from components.labels import member_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, filters, forms
from components.widgets.draft_fields import DraftFields
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid, Refused
from db.kernel.scope import Audience, Viewer
from db.meetings import unplaced_guests
from db.models import MembershipKind, Sex, StandingKind
from db.people import member_registration, memberships
from db.people.member_registration import PossibleDuplicate
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from db.settings import settings
from db.units.units import UnitName
from db.vietnamese import title_case

ADDRESS, MEMBER = "/arrival", "pages/people/member.py"
FORM, FIRST_LIST = "arrival", "listed"  # people on the first list joined before the register began
UNFIT = -1  # a number on no list


def show(viewer: Viewer, cell: UnitName) -> None:
    """Show the form, its draft, and its action."""
    fields = _typing(viewer, cell)
    _called(viewer, fields)
    name = _name(fields)
    kinds = {kind.value: member_labels.translated_label(member_labels.KINDS_ON_SHEET, kind) for kind in MembershipKind}
    kind = MembershipKind(_choice(fields, "kind", _("Type"), kinds, MembershipKind.OWN))
    sex = _choice(
        fields, "sex", _("Sex"), {sex.value: member_labels.translated_label(member_labels.SEXES, sex) for sex in Sex}
    )
    born = _line(fields, "born", _("Born"), 40, placeholder=_("21/11/1965 or 1965"))
    since = forms.date_field(
        _("On the list since (optional for the first list)"), fields.day("since"), **fields.widget_options("since")
    )
    arrival = forms.option_field(
        viewer,
        "arrivals",
        _("How this person joined"),
        fields.values.get("arrival"),
        **fields.widget_options("arrival"),
    )
    standings = {kind.value: member_labels.translated_label(member_labels.STANDINGS, kind) for kind in StandingKind}
    standing = StandingKind(_choice(fields, "standing", _("Membership status"), standings, StandingKind.FULL))
    admitted = _line(fields, "admitted", _("Admitted"), 40, placeholder=_("21/11/1965 or 1965"))
    official = (
        _line(fields, "official", _("Full member since"), 40, placeholder=_("21/11/1965 or 1965"))
        if standing == StandingKind.FULL
        else ""
    )
    paper = _line(fields, "paper", _("Document"), 200, placeholder=_("number and date, if any"))
    next_number = memberships.next_number(viewer, cell.id, kind)
    number = _line(fields, "number", _("Roster number"), 4, placeholder=_("{number}, the next one", number=next_number))
    more = _more(viewer, fields)
    facts = MemberInput(name, sex, born, admitted, official, **more)
    stay = MembershipInput(kind, since, None, arrival, paper, number=_number(number))
    _save(viewer, cell, fields, facts, standing, stay)


def _typing(viewer: Viewer, cell: UnitName) -> DraftFields:
    """The draft about somebody on no list yet belongs to those who receive there: the cell and its commune, or an
    administrator.
    """
    audience = Audience.NAMES if viewer.reads(Audience.NAMES) else Audience.ACCESS
    return DraftFields(DraftKey(FORM, cell.id, f"{viewer.account_id}:{audience}"), ADDRESS, audience)


def _called(viewer: Viewer, fields: DraftFields) -> None:
    """Prefill the name of somebody from the list of guests, unless another draft is unfinished."""
    guest = filters.parse_int(st.query_params.get("guest", ""))
    if guest and not fields.values and (name := unplaced_guests.guest_name(viewer, guest)):
        fields.values["name"] = name
        fields.save_field("name", name)


def _number(typed: str) -> int | None:
    """The typed number, None for the next one. Non-numbers are refused like numbers out of range."""
    return (filters.parse_int(typed.strip()) or UNFIT) if typed.strip() else None


def _name(fields: DraftFields) -> str:
    name = _line(fields, "name", _("Full name"), 120)
    if name and (lower := title_case(name)) != name:
        st.button(
            _("Write as {name}", name=escape_markdown(lower)),
            key="arrival_lower",
            on_click=_rewrite,
            args=(fields, lower),
        )
    return name


def _rewrite(fields: DraftFields, name: str) -> None:
    st.session_state[f"{fields.form}_name"] = name
    fields.save_field("name", name)


def _more(viewer: Viewer, fields: DraftFields) -> dict:
    lines = (
        ("phone", _("Phone"), 20),
        ("address", _("Address"), 200),
        ("workplace", _("Workplace"), 200),
        ("position", _("Position at the workplace"), 200),
    )
    with st.expander(
        _("Phone, address, workplace, numbers"), expanded=any(field in fields.values for field, *_rest in lines)
    ):
        told: dict = {field: _line(fields, field, label, limit) for field, label, limit in lines}
        told["organisation"] = forms.option_field(
            viewer,
            "organisations",
            _("Type of organisation"),
            fields.values.get("organisation"),
            **fields.widget_options("organisation"),
        )
        standing = fields.values.get("expertise", "").split()
        subjects = {option.key: option.label for option in settings.active_options(viewer, "expertise", *standing)}
        told["expertise"] = forms.multiple_choice_field(
            _("Expertise offered"), subjects, standing, **fields.widget_options("expertise")
        )
        told["card"] = st.text_input(_("Party card"), max_chars=20, key=f"{fields.form}_card")
        told["citizen"] = st.text_input(_("Citizen ID"), max_chars=20, key=f"{fields.form}_citizen")
        st.caption(
            _("Only the last four digits of these two numbers will be shown later. They are not stored until you save.")
        )
    return told


def _save(
    viewer: Viewer,
    cell: UnitName,
    fields: DraftFields,
    facts: MemberInput,
    standing: StandingKind,
    stay: MembershipInput,
) -> None:
    with st.container(key="savebar"):
        fields.show_status(cell.name)
        if st.button(_("Add to the list"), type="primary", key="arrival_save"):
            _enter(cell, fields, facts, standing, stay)  # a refusal appears in the bar, where the reader is looking
    if st.session_state.get(f"{fields.form}_asked") == facts.name:
        _ask(viewer, cell, fields, facts, standing, stay)
    fields.discard_button("arrival_throw")


def _enter(
    cell: UnitName,
    fields: DraftFields,
    facts: MemberInput,
    standing: StandingKind,
    stay: MembershipInput,
    another: bool = False,
) -> None:
    try:
        if stay.since is None and stay.arrival != FIRST_LIST:
            raise Invalid("arrival_day_missing")
        asked = not another and member_registration.find_duplicates(auth.viewer(ADDRESS), cell.id, facts)
    except Refused as refusal:
        feedback.show_refusal(refusal)
        return
    if asked:
        st.session_state[f"{fields.form}_asked"] = facts.name
        return
    with feedback.saving(_("{name} is now on the list.", name=facts.name)):
        with forms.once_token(FORM) as token:
            guest = filters.parse_int(st.query_params.get("guest", ""))
            code = member_registration.enter_member(
                auth.viewer(ADDRESS),
                cell.id,
                facts,
                standing,
                stay,
                confirmed_different=another,
                draft=fields.place,
                guest_id=guest,
                token=token,
            )
        st.switch_page(MEMBER, query_params={"member": code})


def _ask(
    viewer: Viewer,
    cell: UnitName,
    fields: DraftFields,
    facts: MemberInput,
    standing: StandingKind,
    stay: MembershipInput,
) -> None:
    with feedback.stop_on_refusal():
        people = member_registration.find_duplicates(viewer, cell.id, facts)
    st.warning(_("A similar person is already in the register. Is it the same person?"), icon=":material/help:")
    for at, one in enumerate(people):
        with st.container(key=f"arrival_alike_{at}", border=True):
            st.markdown(
                f"**{escape_markdown(one.name)}** · {partial_text(one.born)} · {escape_markdown(one.unit)}"
                f" · {member_labels.date_span(one.since, one.until)}"
            )
            st.page_link(MEMBER, label=_("View"), query_params={"member": one.code}, icon=":material/open_in_new:")
            if st.button(_("This is the same person: add to this list"), key=f"arrival_same_{at}"):
                _again(cell, fields, one, stay)
    if st.button(_("This is someone else"), key="arrival_another"):
        _enter(cell, fields, facts, standing, stay, another=True)


def _again(cell: UnitName, fields: DraftFields, one: PossibleDuplicate, stay: MembershipInput) -> None:
    with feedback.saving(_("{name} is now on the list.", name=one.name)):
        with forms.once_token(FORM) as token:
            memberships.rejoin(auth.viewer(ADDRESS), one.code, cell.id, stay, token)
        drafts.delete(auth.viewer(ADDRESS), fields.place)
        st.switch_page(MEMBER, query_params={"member": one.code})


def _line(fields: DraftFields, name: str, label: str, limit: int, **options) -> str:
    return (
        st.text_input(label, fields.values.get(name, ""), max_chars=limit, **options, **fields.widget_options(name))
        or ""
    )


def _choice(fields: DraftFields, name: str, label: str, said: dict[str, str], current: str | None = None) -> str | None:
    default = fields.values.get(name, current)
    return st.segmented_control(
        label,
        list(said),
        default=default if default in said else None,
        format_func=said.get,
        required=current is not None,
        **fields.widget_options(name),
    )
