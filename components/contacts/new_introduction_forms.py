"""Introduce one person by a form, or many by pasting their names: the letter and whom it names."""

from collections.abc import Mapping

import streamlit as st

from components import level_names
from components.contacts import pasted_letter_people
from components.contacts.pasted_letter_people import PastedLine
from components.i18n import _, _n, partial_text
from components.labels import member_labels
from components.markdown import escape_markdown
from components.refusals import sentences
from components.widgets import action_form, forms
from components.widgets.action_form import Action, ActionForm
from components.widgets.draft_fields import DraftFields
from db.contacts import introductions, letters
from db.contacts.introductions import IntroducedCounts
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import IntroducedPerson
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.kernel.scope import Viewer, Work
from db.models import Role
from db.people.profiles import MemberInput
from db.units.units import UnitName

ADDRESS, NOUN, PASTED = "/contacts", "contacts", "introductions"
OTHER = "other"
SHOWN = 60
USUAL, EXEMPT, NOT_INTRODUCED = "usual", "exempt", "not_introduced"


def new_letter_actions(viewer: Viewer) -> dict[str, Action]:
    """Return the role's actions on new letters."""
    if not viewer.writes(Work.INTRODUCTIONS):
        return {}
    return {
        "one": Action(_("Introduce a person"), _one),
        "paste": Action(_("Paste a list of names"), _paste),
    }


def show(viewer: Viewer, more: Mapping[str, Action]) -> None:
    """Ask for one of these actions and the role's others."""
    action_form.choose(NOUN, ADDRESS, {**new_letter_actions(viewer), **more})


def _one(form: ActionForm) -> None:
    viewer = form.viewer()
    sides = _sides(form, viewer)
    left, right = st.columns(2)
    with left:
        number = form.text(_("Letter number"), field="letter", max_chars=60)
    with right:
        day = form.date(_("Date of the letter"), field="letter_day")
    name = form.text(_("Full name"), max_chars=120)
    left, right = st.columns(2)
    with left:
        born = form.text(_("Date of birth"), field="born", placeholder=_("20/06/1985 or 1985"), max_chars=30)
        admitted = form.text(_("Date of admission"), field="admitted", placeholder="03/02/2010", max_chars=30)
        position = form.text(_("Position"), field="position", max_chars=200)
    with right:
        words = {sex: _(word) for sex, word in member_labels.SEXES.items()}
        sex = forms.choice_field(_("Sex"), words, key=form.key("sex"))
        phone = form.text(_("Phone"), field="phone", max_chars=20)
        citizen = form.text(_("Citizen ID"), field="citizen", placeholder=_("if known"), max_chars=20)
    address = form.text(_("Where the person lives"), field="address", max_chars=200)
    classes = {
        USUAL: _("attends meetings"),
        EXEMPT: _("introduced, but exempt from meetings"),
        NOT_INTRODUCED: _("exempt from introduction"),
    }
    about = st.radio(_("Category"), list(classes), format_func=classes.get, key=form.key("class"))

    def act(viewer: Viewer, token: str) -> None:
        data = MemberInput(
            name, sex, born or None, admitted or None, None, address or None, phone or None, None, position or None,
            citizen=citizen or None,
        )  # fmt: skip
        person = IntroducedPerson(data, about == EXEMPT, about == NOT_INTRODUCED)
        introductions.introduce(viewer, Letter(*sides, number, day), [person], token)

    form.save_now(_("Introduce"), _("Introduced."), act)


def _paste(form: ActionForm) -> None:
    viewer = form.viewer()
    fields = DraftFields(DraftKey(PASTED, viewer.unit_id, "pasted"), ADDRESS)
    sides = _sides(form, viewer)
    left, right = st.columns(2)
    with left:
        number = st.text_input(
            _("Letter number"), fields.values.get("letter", ""), max_chars=60, **fields.widget_options("letter")
        )
    with right:
        day = forms.date_field(_("Date of the letter"), fields.day("day"), **fields.widget_options("day"))
    key = f"{fields.form}_text"
    text = st.text_area(
        _("One person per line"),
        fields.values.get("text", ""),
        height=220,
        key=key,
        on_change=_keep_text,
        args=(fields, key),
        placeholder=_("Nguyen Van An; 20/06/1985; male; 12 Lake lane; 0912 345 678"),
        help=_(
            "Name first, then date or year of birth, sex, address and phone in any order, separated by ; or commas."
        ),
    )
    if left_out := st.session_state.get(f"{key}_exempt"):
        told = _n(
            "{count} line about somebody exempt from introduction was left out and not stored.",
            "{count} lines about people exempt from introduction were left out and not stored.",
            left_out,
        )
        st.caption(told)
    fields.show_status()
    lines = pasted_letter_people.read_lines(text or "")
    people = [line.person for line in lines if line.person]
    _preview(lines)
    if not people:
        return
    label = _n("Introduce {count} person", "Introduce {count} people", len(people))
    if st.button(label, type="primary", width="stretch", key=form.key("save")):
        _introduce(form, fields, Letter(*sides, number, day), lines)


def _introduce(form: ActionForm, fields: DraftFields, letter: Letter, lines: list[PastedLine]) -> None:
    """Introduce people; lines that could not be read stay to be corrected."""
    people = [line.person for line in lines if line.person]
    found: list[IntroducedCounts] = []

    def act(viewer: Viewer, token: str) -> None:
        found.append(introductions.introduce(viewer, letter, people, token))
        rest = "\n".join(line.text for line in lines if not line.person)
        drafts.delete(viewer, fields.place)
        forms.empty_form(fields.place.kind)
        if rest:
            DraftFields(fields.place, ADDRESS).save_field("text", rest)

    form.run(_n("{count} line taken in.", "{count} lines taken in.", len(people)), act)


def _preview(lines: list[PastedLine]) -> None:
    """Show how each line is read, unreadable ones first."""
    faulty = [line for line in lines if line.fault]
    if faulty:
        told = _n(
            "{count} line cannot be read and stays here:", "{count} lines cannot be read and stay here:", len(faulty)
        )
        shown = [
            f"- {escape_markdown(line.text)}: {escape_markdown(sentences.of_refusal(line.fault))}"
            for line in faulty[:SHOWN]
        ]
        st.warning("\n".join([told, "", *shown]), icon=":material/edit:")
    good = [line.person for line in lines if line.person]
    if good:
        with st.expander(_n("{count} person read", "{count} people read", len(good)), expanded=len(good) <= 12):
            st.markdown("\n".join(f"{at}. {_read(person)}" for at, person in enumerate(good[:SHOWN], 1)))


def _read(person: IntroducedPerson) -> str:
    data = person.data
    told = (
        partial_text(data.born) if data.born else "",
        _(member_labels.SEXES[data.sex]) if data.sex else "",
        data.address,
        data.phone,
        _("exempt from meetings") if person.exempt else "",
    )
    return " · ".join([f"**{escape_markdown(data.name)}**", *(escape_markdown(each) for each in told if each)])


def _keep_text(fields: DraftFields, key: str) -> None:
    """Keep the pasted text in the draft, without people about whom nothing may be stored. A callback."""
    text, left_out = pasted_letter_people.drop_exempt_lines(st.session_state.get(key) or "")
    st.session_state[key] = text
    st.session_state[f"{key}_exempt"] = left_out
    fields.save_field("text", text)


def _sides(form: ActionForm, viewer: Viewer) -> tuple[int | None, int | None, str | None]:
    """Ask for the commune and the workplace (its name if it has no unit here), unless they are the viewer's own."""
    commune = _commune(form, viewer)
    known = letters.workplaces_to_introduce_for(viewer)
    if viewer.role == Role.WORKPLACE:
        return commune, next(iter(known), None), None
    chosen = _unit(form, _("Workplace"), known, "workplace", {OTHER: _("Another, not in the list")})
    if chosen != OTHER:
        return commune, _id(known, chosen), None
    return commune, None, form.text(_("Name of the workplace"), field="workplace_name", max_chars=200)


def _commune(form: ActionForm, viewer: Viewer) -> int | None:
    known = letters.receiving_communes(viewer)
    if viewer.role == Role.COMMUNE or len(known) == 1:
        return viewer.unit_id if viewer.role == Role.COMMUNE else next(iter(known))
    return _id(
        known,
        _unit(
            form,
            _("{level} where they live", level=escape_markdown(level_names.level_heading(viewer))),
            known,
            "commune",
            {},
        ),
    )


def _unit(
    form: ActionForm, label: str, known: Mapping[int, UnitName], field: str, more: Mapping[str, str]
) -> str | None:
    words = {unit.code: unit.name for unit in known.values()} | dict(more)
    return forms.choice_field(label, words, next(iter(words)) if len(words) == 1 else None, key=form.key(field))


def _id(known: Mapping[int, UnitName], code: str | None) -> int | None:
    return next((unit.id for unit in known.values() if unit.code == code), None)
