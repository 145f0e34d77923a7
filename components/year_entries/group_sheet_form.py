"""Entering the sheet of a group as the member in charge returned it: a box for the numbers of each column."""

import streamlit as st

from components.i18n import _, _n
from components.labels import group_labels
from components.markdown import escape_markdown
from components.widgets import forms, number_boxes
from components.widgets.draft_fields import DraftFields
from components.year_entries import entry_form, people_choice
from db.calendar import clock
from db.kernel.scope import Viewer
from db.meetings.number_parser import parse_numbers
from db.models import GroupRole
from db.people import group_board
from db.people.group_board import GroupBoard, GroupLine, GroupPerson
from db.settings import settings
from db.units.units import UnitName
from db.year_entries.entries import EntryInput
from db.year_entries.entry_kinds import SETTING

FORM = "group_entries"
KIND = "kind_"  # prefix of the fields that hold the numbers of a kind


@number_boxes.drawing(FORM)
def show(viewer: Viewer, cell: UnitName) -> None:
    """Ask for the group, then for everything that its sheet may say, and save it at once."""
    fields = entry_form.begin_draft(viewer, cell, FORM)
    day = clock.parse_day(fields.values.get("day")) or clock.today()
    board = group_board.load(viewer, cell.id, day)
    line = _group(fields, board)
    if line is None:
        return
    entry = entry_form.day_campaign_note_fields(viewer, cell, fields, day, None)
    wanted = [(EntryInput(**{**vars(entry), "kind": kind}), codes) for kind, codes in _boxes(viewer, fields, line)]
    reason = entry_form.reason_field(viewer, cell, fields, entry.happened_on)
    with st.container(key="savebar"):
        fields.show_status(cell.name)
        if st.button(_("Save the sheet"), type="primary", key="group_entries_save"):
            entry_form.save_entries(cell, fields, [each for each in wanted if each[1]], reason)
    fields.discard_button(f"{FORM}_throw")


def _group(fields: DraftFields, board: GroupBoard) -> GroupLine | None:
    groups = {line.code: line for line in board.groups if line.people}
    if not groups:
        st.caption(_("This cell has no groups yet. Split its members on the page of groups first."))
        return None
    words = {code: _told(line) for code, line in groups.items()}
    chosen = forms.choice_field(_("Group"), words, fields.values.get("group"), **fields.widget_options("group"))
    return groups.get(chosen or "")


def _told(line: GroupLine) -> str:
    """Return a group's name with the member in charge of it."""
    return " · ".join(filter(None, (line.name, group_labels.role_holder_text(line, GroupRole.IN_CHARGE))))


def _boxes(viewer: Viewer, fields: DraftFields, line: GroupLine) -> list[tuple[str, list[str]]]:
    """Show a box for each kind of entry, and return the members that its numbers stand for."""
    st.caption(
        _n(
            "{count} member: {people}",
            "{count} members: {people}",
            len(line.people),
            people=escape_markdown(", ".join(map(_short, line.people))),
        )
    )
    found = []
    for option in settings.active_options(viewer, SETTING):
        field = KIND + option.key
        text = st.text_input(
            escape_markdown(option.label),
            fields.values.get(field, ""),
            live=True,
            autocomplete="off",
            placeholder=_("Numbers, for example: 3 17 22-24"),
            **fields.widget_options(field),
        )
        chosen = people_choice.match_people(line.people, parse_numbers(text or ""))
        people_choice.show_unknown_numbers(chosen)
        people_choice.note_box(fields, field, text, line.people)
        found.append((option.key, chosen.codes))
    return found


def _short(person: GroupPerson) -> str:
    return " ".join(filter(None, (str(person.number or ""), person.name)))
