"""What waits for whoever opens the register, as links that lead straight to the work."""

from datetime import date, datetime

import streamlit as st

from components import auth, feedback, first_steps, tables
from components.figures import behind
from components.figures.choosing import Which
from components.households import words
from components.i18n import N_, _, _n, clock_time, day_text, meeting_name, month
from components.tables import Column
from components.text import plain
from db import clock, settings, units
from db.figures import coverage, waiting
from db.keeping import backup
from db.meetings import due, guests, meetings
from db.models import Role
from db.scope import Viewer
from db.settings import Option

RECORD, CHARTS = "pages/meetings/record.py", "pages/figures/charts.py"
ARRIVAL = "pages/people/arrival.py"
SILENT = {
    "name": Column(N_("Unit"), lambda row: row.name),
    "cells": Column(N_("Not reported yet"), lambda row: row.cells, lambda row: _n("{count} cell", "{count} cells", row.cells), figures=True),
}
STATES = {
    "introduced": N_("sent"),
    "received": N_("received by the commune"),
    "placed": N_("placed in a cell"),
    "unknown": N_("not known"),
    "ended": N_("ended"),
}


def show(viewer: Viewer) -> None:
    """What waits in this role, after the step that comes first where something is still missing."""
    first_steps.offer(viewer)
    {
        Role.SECRETARY: _of_cell,
        Role.ASSISTANT: _of_cell,
        Role.COMMUNE: _of_commune,
        Role.DISTRICT: _of_district,
        Role.ADMIN: _of_admin,
        Role.WORKPLACE: _of_workplace,
    }[viewer.role](viewer)


def _of_cell(viewer: Viewer) -> None:
    types = {option.key: option for option in settings.options(viewer, "meeting_types")}
    begun = _begun(viewer, types)
    rows = [row for row in due.meetings(viewer, viewer.unit_id) if (row.type, row.period) not in begun]
    with st.container(key="tap_due"):
        for row in rows:
            title = _("Record: {what}", what=meeting_name(types[row.type].label, row.period, row.months))
            st.page_link(RECORD, label=f"{title} · {day_text(row.day)}", icon=":material/edit_note:", query_params=_query(row.type, row.period))
    if not rows and not begun:
        st.caption(_("Nothing waits. Every planned meeting is recorded."))
    st.page_link(RECORD, label=_("Record another meeting, or correct one"), icon=":material/add:")
    _bare(viewer)


def _bare(viewer: Viewer) -> None:
    """That households have nobody, once the cell has begun to enter them."""
    found = coverage.of_cell(viewer, viewer.unit_id)
    if found.bare:
        st.page_link("pages/households/households.py", label=words.bare(found), icon=":material/home_work:", query_params={"households_view": _("Nobody yet")})


def _begun(viewer: Viewer, types: dict[str, Option]) -> set[tuple[str, int]]:
    """Links to what lies half typed; which meetings these are."""
    begun = meetings.begun(viewer)
    found, names = set(), units.named(viewer, [draft.unit_id for draft in begun]) if begun else {}
    with st.container(key="tap_begun"):
        for draft in begun:
            found.add((draft.type, draft.period))
            cell, known = names[draft.unit_id], types.get(draft.type)
            what = meeting_name(known.label if known else draft.type, draft.period, known.row["months"] if known else 1)
            title = _("Half typed: {what}", what=f"{what} · {day_text(draft.day)}" if draft.day else what)
            parts = [title, *([] if cell.id == viewer.unit_id else [plain(cell.name)]), _when(draft.touched_at), plain(draft.author)]
            query = {"unit": cell.code} | ({"meeting": draft.code} if draft.code else _query(draft.type, draft.period, draft.day))
            st.page_link(RECORD, label=" · ".join(parts), icon=":material/edit:", query_params=query)
    return found


def _when(moment: datetime) -> str:
    """The hour of today, the day of what is older."""
    return clock_time(moment) if moment.astimezone(clock.HERE).date() == clock.today() else day_text(moment)


def _of_commune(viewer: Viewer) -> None:
    _begun(viewer, {option.key: option for option in settings.options(viewer, "meeting_types")})
    period, silent = _silent(viewer)
    with st.container(key="tap_silent"):
        for row in silent:
            if row.is_cell:
                query = {"unit": row.code} | _query("regular", period)
                st.page_link(RECORD, label=_("{cell}: enter on its behalf", cell=plain(row.name)), icon=":material/edit_note:", query_params=query)
            else:
                st.markdown(_n("{name}: {count} cell", "{name}: {count} cells", row.cells, name=plain(row.name)))
    _unplaced(viewer)


def _unplaced(viewer: Viewer) -> None:
    """Who came to a meeting and is on no list: to be received, or left be."""
    people = guests.unplaced(viewer)
    if not people:
        return
    st.subheader(_("Came to a meeting, on no list yet"))
    names = units.named(viewer, [person.unit_id for person in people])
    for person in people:
        cell, post = names[person.unit_id].name, f", {plain(person.position)}" if person.position else ""
        with st.container(key=f"today_guest_{person.id}", horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(person.name)}{post} · {plain(cell)} · {day_text(person.held_on)}", width="stretch")
            st.page_link(ARRIVAL, label=_("Receive"), icon=":material/person_add:", query_params={"arrival_cell": cell, "guest": str(person.id)})
            st.button(_("Need not be received"), key=f"today_leave_{person.id}", on_click=_leave_be, args=(person.id,))


def _leave_be(guest_id: int) -> None:
    """Nobody is asked about this guest again: a callback."""
    with feedback.saving(_("It is noted.")):
        guests.leave_be(auth.viewer("/"), guest_id)


def _of_district(viewer: Viewer) -> None:
    period, silent = _silent(viewer)
    if silent:
        tables.links(silent, SILENT, page=CHARTS, query=lambda row: behind.query(Which.MET, period, row.code, row.is_cell), main="name", key="silent")


def _silent(viewer: Viewer) -> tuple[int, list[waiting.Silent]]:
    period = waiting.month(viewer)
    silent = waiting.silent(viewer, period)
    count = sum(row.cells for row in silent)
    if count:
        st.subheader(_n("{count} cell has not reported {period}", "{count} cells have not reported {period}", count, period=month(period)))
    elif period < (first := waiting.begins(viewer)):
        st.caption(_("Nothing is due yet: the register begins with {month}.", month=month(first)))
    else:
        st.success(_("Every cell has reported {period}.", period=month(period)))
    return period, silent


def _of_admin(viewer: Viewer) -> None:
    age = backup.age()
    if age is None:
        st.warning(_("There is no verified backup yet. One is made each night while the register runs, and by `make backup`."))
    elif (clock.now() - age).days >= 2:
        st.error(_("The last verified backup is of {day}. Please see why none was made since.", day=day_text(age)))
    else:
        st.success(_("The last backup, opened and recounted: {time}, {day}.", time=clock_time(age), day=day_text(age)))


def _of_workplace(viewer: Viewer) -> None:
    rows = waiting.introduced(viewer)
    st.subheader(_n("{count} member introduced", "{count} members introduced", len(rows)))
    for row in rows:
        cell = f" · {plain(row.cell)}" if row.cell else ""
        letter = f" · {plain(row.letter)}" if row.letter else ""
        st.markdown(f"**{plain(row.name)}**{cell}  \n{_(STATES.get(row.state, row.state))}{letter} · {day_text(row.sent_on)}")


def _query(type_: str, period: int, day: date | None = None) -> dict[str, str]:
    return {"type": type_, "period": str(period)} | ({"day": day.isoformat()} if day else {})
