"""Entering a request of the people: text, source, author; kept as a draft."""

from datetime import timedelta
from functools import partial

import streamlit as st

from components.i18n import _, meeting_name
from components.markdown import escape_markdown
from components.petitions import petition_draft
from components.shell import auth
from components.widgets import draft_fields, feedback, filters, forms, person_finder
from components.widgets.draft_fields import DraftFields
from db.calendar import clock
from db.drafts import drafts
from db.errors import Invalid, Refused
from db.kernel import validation
from db.kernel.scope import Viewer
from db.meetings import household_round
from db.people import group_board
from db.petitions import denunciation_refusal, petition_list, petitions
from db.petitions.petitions import PetitionInput
from db.settings import settings
from db.units.units import UnitName

FORM = "petition"
LINKS = {"household": "visit", "meeting": "meeting"}  # what a link may open the form about, and its usual source


def show(viewer: Viewer, cell: UnitName) -> None:
    """The form of a new request of a cell."""
    fields = petition_draft.begin_draft(viewer, FORM, cell.code)
    for name, source in LINKS.items():
        if code := filters.query_param(f"petitions_{name}"):
            fields.values.setdefault("source", source)
            fields.values.setdefault(name, code)
    asked = petition_fields(viewer, cell, fields)
    with st.container(key="savebar"):
        fields.show_status(cell.name)
        if st.button(_("Save"), type="primary", key="petitions_save"):
            _save(cell, fields, asked)
    fields.discard_button("petitions_throw")


def petition_fields(viewer: Viewer, cell: UnitName, fields: DraftFields) -> PetitionInput:
    """The fields of a request with their draft values."""
    text = text_field(_("What the people ask for or say"), fields, "text", petitions.TEXT)
    st.caption(
        _(
            "Do not write down who said it, nor anything about illness, religion, ethnicity, "
            "family ties, or who paid or came. Signed denunciations are not accepted here."
        )
    )
    options = {option.key: option for option in settings.active_options(viewer, petitions.SOURCES)}
    standing = fields.values.get("source")
    source = st.pills(
        _("Where it comes from"),
        list(options),
        default=standing if standing in options else None,
        format_func=lambda key: escape_markdown(options[key].label),
        **fields.widget_options("source"),
    )
    asks = options[source].row.get("asks", "") if source else ""
    about = {asks: ASKED[asks](viewer, cell, fields)} if asks in ASKED else {}
    with st.expander(_("Day received, answer promised"), expanded=bool({"day", "due"} & fields.values.keys())):
        day = forms.date_field(
            _("Received on"), fields.day("day") or clock.today(), ahead=timedelta(0), **fields.widget_options("day")
        )
        due = forms.date_field(
            _("Answer promised by"), fields.day("due"), ahead=validation.SOON, **fields.widget_options("due")
        )
    return PetitionInput(text or "", source, day, due, **about)


def text_field(label: str, fields: DraftFields, name: str, limit: int) -> str:
    """A text kept as typed; a denunciation is not kept, and the form says so at once."""
    keep = lambda text: fields.save_field(name, "" if denunciation_refusal.is_denunciation(text) else text)  # noqa: E731
    bound = draft_fields.draft_widget(f"{fields.form}_{name}", keep)
    text = st.text_area(label, fields.values.get(name, ""), max_chars=limit, **bound)
    if denunciation_refusal.is_denunciation(text):
        feedback.show_refusal(Invalid("petition_denunciation"))
    return text


def _household(viewer: Viewer, cell: UnitName, fields: DraftFields) -> str | None:
    """Whose request it is; empty means anonymous."""
    places = household_round.list_places(viewer, cell.id, clock.today())
    homes = {place.code: place.name for place in places if not place.is_group}
    return forms.choice_field(
        _("Household (leave empty where it is to stay anonymous)"),
        homes,
        fields.values.get("household"),
        **fields.widget_options("household"),
    )


def _member(viewer: Viewer, cell: UnitName, fields: DraftFields) -> str | None:
    """Who brought it, if known."""
    labels = person_finder.person_labels(group_board.list_people(viewer, cell.id))
    return forms.choice_field(
        _("Brought by (may stay empty)"), labels, fields.values.get("member"), **fields.widget_options("member")
    )


def meeting_field(viewer: Viewer, cell: UnitName, fields: DraftFields, label: str = "") -> str | None:
    """The meeting in which it came up, if known."""
    label = label or _("In which meeting")
    types = {option.key: option for option in settings.options(viewer, "meeting_types")}
    names = {
        row.code: meeting_name(types[row.type].label, row.period, types[row.type].row["months"])
        for row in petition_list.latest_meetings_of_cell(viewer, cell.id)
        if row.type in types
    }
    return forms.choice_field(label, names, fields.values.get("meeting"), **fields.widget_options("meeting"))


ASKED = {"household": _household, "member": _member, "meeting": meeting_field}


def _save(cell: UnitName, fields: DraftFields, typed: PetitionInput) -> None:
    """Save and reset the form, or show why it failed and keep the input."""
    with feedback.saving(_("Request taken down."), partial(show_refusal, fields)):
        viewer = auth.viewer(petition_draft.ADDRESS)
        with forms.once_token(FORM) as token:
            petitions.receive(viewer, cell.id, typed, token, fields.place)
        st.rerun()


def show_refusal(fields: DraftFields, refusal: Refused) -> None:
    """Show why a save was refused. A denunciation is not kept, and its sentence is already shown below the text."""
    if refusal.code == "petition_denunciation":
        drafts.delete(auth.viewer(petition_draft.ADDRESS), fields.place)
    else:
        feedback.show_refusal(refusal)
