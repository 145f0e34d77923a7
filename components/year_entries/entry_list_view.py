"""The entries of a year as a filtered list; an entry can be opened, corrected or deleted."""

from functools import partial

import streamlit as st

from components.i18n import N_, _, _n, day_text
from components.labels import entry_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import concurrent_edits, confirm_button, feedback, filters, forms, link_tables, url_state
from components.widgets.link_tables import Column
from components.year_entries import amount_field
from components.year_entries.amount_field import TypedAmount
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.settings import settings
from db.units.units import UnitName
from db.year_entries import campaigns, entries, entry_list
from db.year_entries.entries import EntryInput
from db.year_entries.entry_kinds import SETTING, Measure, measure_of
from db.year_entries.entry_list import EntryFilter, EntryLine

ADDRESS, PAGE, OPEN = "/entries", "pages/people/entries.py", "entry"
MEMBER = "pages/people/member.py"


def show(viewer: Viewer, cell: UnitName, year: int) -> None:
    """Show the list, or the entry that the address names."""
    kinds = entry_labels.kind_labels(viewer)
    if opened := filters.parse_int(filters.query_param(OPEN)):
        _show_one(viewer, cell, opened, kinds)
        return
    wanted = _filter(viewer, cell, year, kinds)
    lines = entry_list.list_for_unit(viewer, cell.id, wanted)
    if not lines:
        st.caption(_("Nothing is entered here yet."))
        return
    st.caption(_n("{count} entry", "{count} entries", sum(len(line.ids) for line in lines)))
    link_tables.link_rows(
        lines,
        _columns(kinds),
        page=PAGE,
        query=lambda line: {"entries_view": "list", "entries_cell": cell.code, OPEN: str(line.id)},
        main="what",
        key="entries",
    )


def _columns(kinds: dict[str, str]) -> dict[str, Column]:
    return {
        "what": Column(N_("What"), lambda line: " · ".join(entry_labels.kind_and_amount(line, kinds))),
        "who": Column(N_("Members"), entry_labels.people_text),
        "day": Column(N_("Day"), lambda line: line.happened_on, lambda line: day_text(line.happened_on)),
        "campaign": Column(N_("Campaign"), lambda line: line.campaign),
        "note": Column(N_("Note"), lambda line: line.note, phone=lambda line: False),
    }


def _filter(viewer: Viewer, cell: UnitName, year: int, kinds: dict[str, str]) -> EntryFilter:
    names = {line.code: line.name for line in campaigns.list_for_year(viewer, cell.id, year)}
    kind = st.selectbox(
        _("What to enter"),
        index=None,
        placeholder=_("All"),
        **url_state.choice_in_address("entries_kind", kinds, lambda key: kinds[key]),
    )
    campaign = (
        st.selectbox(
            _("Campaign"),
            index=None,
            placeholder=_("All"),
            **url_state.choice_in_address("entries_campaign", names, lambda code: names[code]),
        )
        if names
        else None
    )
    return EntryFilter(year, kind, campaign)


def _show_one(viewer: Viewer, cell: UnitName, entry_id: int, kinds: dict[str, str]) -> None:
    """Show one entry: the members it was entered for, the form to correct it, and the button to delete it."""
    with feedback.stop_on_refusal(PAGE, _("All entries")):
        line = entry_list.find(viewer, cell.id, entry_id)
        if line is None:
            raise NotAllowed()
    st.subheader(escape_markdown(" · ".join(entry_labels.entry_parts(line, kinds))))
    st.markdown(escape_markdown(", ".join(line.names)))
    if line.minutes_dated:
        st.caption(_("Entered on the cell's behalf from a document dated {day}.", day=day_text(line.minutes_dated)))
    form = f"entry_{line.id}"
    with st.expander(_("Correct")):
        _correct(viewer, cell, line, form)
    _take_back(viewer, cell, line)
    query = {"entries_view": "list", "entries_cell": cell.code}
    st.page_link(PAGE, label=_("All entries"), icon=":material/arrow_back:", query_params=query)


def _correct(viewer: Viewer, cell: UnitName, line: EntryLine, form: str) -> None:
    offered = {option.key: option for option in settings.active_options(viewer, SETTING, line.kind)}
    key = forms.form_key(form)
    concurrent_edits.begin(key)
    kind = st.selectbox(
        _("What to enter"),
        list(offered),
        index=list(offered).index(line.kind) if line.kind in offered else 0,
        format_func=lambda each: offered[each].label,
        key=f"{key}_kind",
    )
    measure = measure_of(offered[kind].row) if kind in offered else Measure.NONE
    typed = _amount(line, measure, key)
    going = {each.code: each.name for each in campaigns.list_for_year(viewer, cell.id, line.happened_on.year)}
    day = forms.date_field(_("Day"), line.happened_on, key=f"{key}_day")
    campaign = forms.choice_field(_("Campaign"), going, line.campaign_code, key=f"{key}_campaign") if going else None
    note = st.text_input(_("Note, if needed"), line.note or "", max_chars=entries.NOTE, key=f"{key}_note")
    reason = _reason(viewer, cell, line, day, key)
    concurrent_edits.remember_first_values(key)
    concurrent_edits.show_renewed(key)
    if st.button(_("Save the corrected entry"), type="primary", key=f"{key}_save"):
        refused = partial(concurrent_edits.show_refused, form, key)
        with feedback.saving(_("Corrected."), refused), concurrent_edits.checked(key):
            entry = EntryInput(kind, day, campaign=campaign, note=note, minutes_dated=line.minutes_dated)
            entry = typed.put_into(entry) if typed else entry
            entries.correct(auth.viewer(ADDRESS), line.ids, entry, reason)
            forms.empty_form(form)
            st.rerun()


def _amount(line: EntryLine, measure: Measure, key: str) -> TypedAmount | None:
    """Show the field with the current amount, to be changed."""
    if measure == Measure.NONE:
        return None
    standing = entry_labels.money_text(line.amount, line.approximate) or entry_labels.days_text(
        line.days, line.approximate
    )
    return amount_field.show(measure, standing, len(line.ids) > 1, key=f"{key}_{measure}")


def _take_back(viewer: Viewer, cell: UnitName, line: EntryLine) -> None:
    reason = _reason(viewer, cell, line, line.happened_on, f"entry_back_{line.id}")
    question = _n(
        "This entry goes; the history keeps it.",
        "This goes for all {count} members; the history keeps it.",
        len(line.ids),
    )
    if confirm_button.confirmed_button(_("Entered by mistake: take it back"), question, f"entry_back_{line.id}"):
        with feedback.saving(_("Taken back.")):
            entries.delete(auth.viewer(ADDRESS), line.ids, reason)
            st.query_params.pop(OPEN, None)
            st.rerun()


def _reason(viewer: Viewer, cell: UnitName, line: EntryLine, day, key: str) -> str:
    if not any(entries.needs_reason(viewer, cell.id, each) for each in (line.happened_on, day)):
        return ""
    return st.text_input(_("This month is closed. Reason for the correction?"), max_chars=200, key=f"{key}_reason")
