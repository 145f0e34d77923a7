"""Entering what happened: what, who, save; two or three taps. Input is kept as it is typed."""

from datetime import date, timedelta

import streamlit as st

from components.i18n import _, _n
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms, number_boxes
from components.widgets.draft_fields import DraftFields
from components.year_entries import amount_field, people_choice
from components.year_entries.amount_field import TypedAmount
from db.calendar import clock
from db.drafts.drafts import DraftKey
from db.kernel.scope import Audience, Viewer
from db.models import Role
from db.people import group_board
from db.people.group_board import KINDS_GROUPED, GroupBoard
from db.settings import settings
from db.units.units import UnitName
from db.year_entries import campaigns, entries
from db.year_entries.entries import EntryInput
from db.year_entries.entry_kinds import SETTING, Measure, measure_of

ADDRESS, FORM = "/entries", "entries"


@number_boxes.drawing(FORM)
def show(viewer: Viewer, cell: UnitName, member: str = "") -> None:
    """Show the form for one entry; `member` is the code of the member it is opened for."""
    fields = begin_draft(viewer, cell, FORM, member)
    if member:
        fields.values.setdefault("names", member)
    day = clock.parse_day(fields.values.get("day")) or clock.today()
    kind, measure = _kind(viewer, fields)
    board = group_board.load(viewer, cell.id, day)
    if member:
        fields.values.setdefault("sheet", _sheet_of(board, member))
    chosen = people_choice.show(fields, board)
    typed = amount_field.draft_amount_field(fields, measure, len(chosen.people) > 1)
    with st.expander(_("Day, campaign, note"), expanded=bool({"day", "campaign", "note"} & fields.values.keys())):
        entry = day_campaign_note_fields(viewer, cell, fields, day, kind)
    reason = reason_field(viewer, cell, fields, entry.happened_on)
    with st.container(key="savebar"):
        fields.show_status(cell.name)
        if st.button(_("Save"), type="primary", key="entries_save"):
            save_entries(cell, fields, [(entry, chosen.codes)], reason, typed)
    fields.discard_button(f"{FORM}_throw")


def begin_draft(viewer: Viewer, cell: UnitName, form: str, about: str = "") -> DraftFields:
    """Return the draft of this account here, for one member or for any."""
    key = ":".join(filter(None, (str(viewer.account_id), about)))
    return DraftFields(DraftKey(form, cell.id, key), ADDRESS, Audience.ENTRIES)


def day_campaign_note_fields(
    viewer: Viewer, cell: UnitName, fields: DraftFields, day: date, kind: str | None
) -> EntryInput:
    """Show the day, the campaign and a note; if a commune enters it, also the date of the paper it is based on."""
    happened_on = forms.date_field(_("Day"), day, ahead=timedelta(0), **fields.widget_options("day"))
    going = [line for line in campaigns.list_for_year(viewer, cell.id, day.year) if line.may_contain(day)]
    words = {line.code: line.name for line in going}
    campaign = (
        forms.choice_field(_("Campaign"), words, fields.values.get("campaign"), **fields.widget_options("campaign"))
        if words
        else None
    )
    note = st.text_input(
        _("Note, if needed"),
        fields.values.get("note", ""),
        max_chars=entries.NOTE,
        live=True,
        **fields.widget_options("note"),
    )
    dated = (
        forms.date_field(
            _("Date of the cell's paper"), fields.day("minutes_dated"), **fields.widget_options("minutes_dated")
        )
        if viewer.role == Role.COMMUNE
        else None
    )
    return EntryInput(kind or "", happened_on, campaign=campaign, note=note, minutes_dated=dated)


def reason_field(viewer: Viewer, cell: UnitName, fields: DraftFields, day: date | None) -> str:
    """Ask for the reason if the entry falls into a closed month; return an empty text if the month is open."""
    if not entries.needs_reason(viewer, cell.id, day):
        return ""
    return st.text_input(
        _("This month is closed. Reason for the correction?"),
        fields.values.get("reason", ""),
        max_chars=200,
        live=True,
        **fields.widget_options("reason"),
    )


def save_entries(
    cell: UnitName,
    fields: DraftFields,
    wanted: list[tuple[EntryInput, list[str]]],
    reason: str,
    typed: TypedAmount | None = None,
) -> None:
    """Save, clear the form and say for how many members; or say why not, and keep what was typed."""
    people = len({code for _entry, codes in wanted for code in codes})
    with feedback.saving(_n("Entered of {count} member.", "Entered of {count} members.", people)):
        viewer = auth.viewer(ADDRESS)
        number_boxes.refuse_unseen(fields.place.kind)
        with forms.once_token(fields.place.kind) as token:
            if typed:
                wanted = [(typed.put_into(entry), codes) for entry, codes in wanted]
            entries.record(viewer, cell.id, wanted, reason, token, fields.place)
        st.rerun()


def _kind(viewer: Viewer, fields: DraftFields) -> tuple[str | None, Measure]:
    """Ask what is entered; return it and its measure."""
    offered = {option.key: option for option in settings.active_options(viewer, SETTING)}
    standing = fields.values.get("kind")
    chosen = st.pills(
        _("What to enter"),
        list(offered),
        default=standing if standing in offered else None,
        format_func=lambda key: escape_markdown(offered[key].label),
        **fields.widget_options("kind"),
    )
    return chosen, measure_of(offered[chosen].row) if chosen else Measure.NONE


def _sheet_of(board: GroupBoard, code: str) -> str:
    """Return the cell's list that a member is on."""
    return next((kind.value for kind in KINDS_GROUPED if any(one.code == code for one in board.people(kind))), "")
