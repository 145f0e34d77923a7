"""Choosing who is called to a joint meeting: cells and kinds of people, and invitations by name."""

from collections import Counter

import streamlit as st

from components.i18n import _, _n
from components.markdown import escape_markdown
from components.meetings import sheet_draft, shown_snapshot
from components.shell import auth
from db.drafts.drafts import DraftField
from db.errors import Refused
from db.meetings import invitations, joint_roster
from db.meetings.joint_roster import JointCall
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.meetings.sheet import INVITED, MEETING
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.units import units
from db.vietnamese import unit_sort_key

CELLS_KEY, KINDS_KEY, FIND, INVITED_KEY = "record_cells", "record_kinds", "record_invite", "record_invited"


def show(opened: OpenMeeting) -> None:
    """Show what is selected, and how many of each cell it calls."""
    call = joint_roster.parse_call(opened.audience, opened.typed.values)
    with st.expander(_("Who is called"), expanded=not opened.saved):
        _cells(opened, call)
        if opened.audience == MeetingAudience.INVITED:
            _kinds(opened, call)
        _invited(opened)
        _finder(opened)
    called = Counter(person.group for person in opened.sheet.people)
    if called:
        cells = sorted(called, key=unit_sort_key)
        st.caption(" · ".join(f"{escape_markdown(cell)}: {called[cell]}" for cell in cells))


def _cells(opened: OpenMeeting, call: JointCall) -> None:
    viewer = auth.viewer()
    known = {unit.id: unit.name for unit in units.by_id(viewer).values() if unit.kind in CELLS}
    labels = {unit_id: escape_markdown(name) for unit_id, name in known.items() if viewer.reaches(unit_id)}
    chosen = [cell for cell in call.cells if cell in labels]
    st.pills(
        _("Call more cells") if opened.saved else _("Cells whose members are called"),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=chosen,
        key=sheet_draft.synced_key(CELLS_KEY, tuple(labels), chosen),
        on_change=_on_picked,
        args=(CELLS_KEY, opened.ref, "cells", call.cells),
    )


def _kinds(opened: OpenMeeting, call: JointCall) -> None:
    labels = {MeetingAudience.OWN.value: _("Own members"), MeetingAudience.CONTACT.value: _("Contact members")}
    chosen = [audience.value for audience in call.audiences]
    st.pills(
        _("Whom of these cells"),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=chosen,
        key=sheet_draft.synced_key(KINDS_KEY, tuple(labels), chosen),
        on_change=_on_picked,
        args=(KINDS_KEY, opened.ref, "kinds", chosen),
    )


def _on_picked(name: str, ref: MeetingRef, field: str, shown: list) -> None:
    """Cells or kinds selected or deselected. A callback."""
    added, removed = sheet_draft.marked_and_unmarked(name)
    kept = [each for each in [*shown, *sorted(added - set(shown))] if each not in removed]
    sheet_draft.save_values(ref, {DraftField(MEETING, field): " ".join(map(str, kept))})


def _invited(opened: OpenMeeting) -> None:
    labels = {each: escape_markdown(name) for each, name in invitations.list_invited(auth.viewer(), opened).items()}
    if not labels:
        return
    st.pills(
        _n("{count} person invited by name", "{count} people invited by name", len(labels)),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=list(labels),
        key=sheet_draft.synced_key(INVITED_KEY, tuple(labels), labels),
        on_change=sheet_draft.on_field,
        args=(INVITED_KEY, opened.ref, INVITED, "1", None),
    )


def _finder(opened: OpenMeeting) -> None:
    sought = st.text_input(
        _("Invite somebody by name"), key=FIND, live=True, placeholder=_("Name, accents not needed"), autocomplete="off"
    )
    if len(sought.strip()) < 2:
        return
    found = {one.member_id: one for one in invitations.find_people_to_invite(auth.viewer(), opened, sought)}
    if not found:
        st.caption(_("Nobody here has this name. Add anyone else under “Guests”."))
        return
    nowhere = _("of no cell")
    labels = {
        each: f"{escape_markdown(one.name)} ({(one.born or '?')[:4]}) · {escape_markdown(one.cell) or nowhere}"
        for each, one in found.items()
    }
    st.pills(
        _("Tap whom to invite"),
        list(labels),
        format_func=labels.get,
        key=sheet_draft.field_key("invite", sought),
        on_change=_invite,
        args=(sheet_draft.field_key("invite", sought), opened.ref),
    )


def _invite(key: str, ref: MeetingRef) -> None:
    """A callback."""
    chosen = st.session_state.get(key)
    if chosen is None:
        return
    try:
        invitations.invite(auth.viewer(), ref, chosen)
    except Refused as refusal:
        shown_snapshot.set_refusal(refusal)
    else:
        place = sheet_draft.load_draft_place(ref).place
        shown_snapshot.add_own_changes(place, {DraftField(f"m{chosen}", INVITED): "1"})
        st.session_state[FIND] = ""
