"""Pending work on the first page, as links straight to it."""

import streamlit as st

from components.assessments import assessment_season_link
from components.figures import period_breakdown, silent_units_cache
from components.home import (
    findings_link,
    first_step,
    monthly_report_link,
    pending_introductions,
    pending_meetings,
    pending_petitions,
)
from components.i18n import N_, _, _n, day_text, month_text, time_text
from components.labels import group_labels, household_labels, task_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, link_tables, report_link
from components.widgets.link_tables import Column
from components.year_entries import members_without_entries_links
from db.calendar import clock
from db.figures import coverage, silent_units_and_introduced_members
from db.figures.report_kinds import ReportKind
from db.kernel.scope import Viewer
from db.maintenance import backup
from db.meetings import tasks, unplaced_guests
from db.models import Role
from db.models.units import CELLS
from db.people import group_board
from db.units import units

RECORD, CHARTS, ARRIVAL = "pages/meetings/record.py", "pages/figures/charts.py", "pages/people/arrival.py"
MANY_TASKS = 10
SILENT_COLUMNS = {
    "name": Column(N_("Unit"), lambda row: row.name),
    "cells": Column(
        N_("Not reported yet"),
        lambda row: row.cells,
        lambda row: _n("{count} cell", "{count} cells", row.cells),
        figures=True,
    ),
}
SILENT_CELLS = {"name": SILENT_COLUMNS["name"]}


def show(viewer: Viewer) -> None:
    """Show the role's pending work, after the first step that may still be missing."""
    first_step.show(viewer)
    {
        Role.SECRETARY: _of_cell,
        Role.ASSISTANT: _of_cell,
        Role.COMMUNE: _of_commune,
        Role.DISTRICT: _of_district,
        Role.ADMIN: _of_admin,
        Role.WORKPLACE: pending_introductions.show_for_workplace,
    }[viewer.role](viewer)


def _of_cell(viewer: Viewer) -> None:
    if not pending_meetings.show(viewer):
        st.caption(_("Nothing to do. All planned meetings are recorded."))
    st.page_link(RECORD, label=_("Record another meeting, or correct one"), icon=":material/add:")
    pending_petitions.show(viewer)
    findings_link.show(viewer)
    assessment_season_link.show_for_cell(viewer)
    members_without_entries_links.show_for_cell(viewer)
    _overdue_tasks(viewer)
    _households(viewer)
    _groups(viewer)
    monthly_report_link.show(viewer)


def _overdue_tasks(viewer: Viewer) -> None:
    """Show overdue tasks with their assignees."""
    late = [line for line in tasks.list_open(viewer, viewer.unit_id) if line.overdue]
    if not late:
        return
    st.subheader(_n("{count} task is overdue", "{count} tasks are overdue", len(late)))
    st.markdown("  \n".join(task_labels.task_markdown(line) for line in late[:MANY_TASKS]))
    st.page_link("pages/meetings/tasks.py", label=_("All tasks"), icon=":material/task_alt:")


def _groups(viewer: Viewer) -> None:
    """Show groups that need a new leader."""
    with st.container(key="tap_groups"):
        for line in group_board.with_problems(viewer, viewer.unit_id):
            st.page_link(
                "pages/people/groups.py",
                label=f"{escape_markdown(line.name)}: {_(group_labels.PROBLEMS[line.problem])}",
                icon=":material/diversity_3:",
                query_params={"group": line.code},
            )


def _households(viewer: Viewer) -> None:
    """Show households without anybody or not visited for long, once the cell has begun to enter them; link to recording
    a visit.
    """
    found, page = coverage.count_of_cell(viewer, viewer.unit_id), "pages/households/households.py"
    with st.container(key="tap_households"):
        if found.cover.uncovered:
            label, query = household_labels.uncovered_count(found.cover), {"households_view": "bare"}
            st.page_link(page, label=label, icon=":material/home_work:", query_params=query)
        if found.unvisited:
            label, query = household_labels.unvisited_count(found.unvisited), {"households_view": "unvisited"}
            st.page_link(page, label=label, icon=":material/home_work:", query_params=query)
    if found.cover.households:
        st.page_link(
            "pages/households/visits.py", label=_("Record a visit to households"), icon=":material/door_front:"
        )


def _of_commune(viewer: Viewer) -> None:
    pending_meetings.show(viewer)
    pending_petitions.show(viewer)
    assessment_season_link.show_for_commune(viewer)
    period, silent = _silent(viewer)
    with st.container(key="tap_silent"):
        for row in silent:
            if row.is_cell:
                query = {"unit": row.code, "type": "regular", "period": str(period)}
                st.page_link(
                    RECORD,
                    label=_("{cell}: enter on its behalf", cell=escape_markdown(row.name)),
                    icon=":material/edit_note:",
                    query_params=query,
                )
            else:
                st.markdown(
                    _n("{name}: {count} cell", "{name}: {count} cells", row.cells, name=escape_markdown(row.name))
                )
    pending_introductions.show_for_commune(viewer)
    members_without_entries_links.show_for_commune(viewer)
    findings_link.show(viewer)
    monthly_report_link.show(viewer)
    _unplaced(viewer)


def _unplaced(viewer: Viewer) -> None:
    """Show guests of meetings who are on no list: to be received, or dismissed."""
    people = unplaced_guests.list_latest(viewer)
    if not people:
        return
    st.subheader(_("Attended a meeting, not on any list yet"))
    names = units.named(viewer, [person.unit_id for person in people])
    for person in people:
        cell, post = names[person.unit_id], f", {escape_markdown(person.position)}" if person.position else ""
        with st.container(key=f"today_guest_{person.id}", horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{escape_markdown(person.name)}{post} · {escape_markdown(cell.name)} · {day_text(person.held_on)}",
                width="stretch",
            )
            st.page_link(
                ARRIVAL,
                label=_("Receive"),
                icon=":material/person_add:",
                query_params=({"arrival_cell": cell.code} if cell.kind in CELLS else {}) | {"guest": str(person.id)},
            )
            st.button(_("No need to receive"), key=f"today_leave_{person.id}", on_click=_leave_be, args=(person.id,))


def _leave_be(guest_id: int) -> None:
    """Ask no more about this guest. A callback."""
    with feedback.saving(_("Recorded.")):
        unplaced_guests.dismiss(auth.viewer("/"), guest_id)


def _of_district(viewer: Viewer) -> None:
    pending_petitions.show(viewer)
    period, silent = _silent(viewer)
    if silent:
        link_tables.link_rows(
            silent,
            SILENT_COLUMNS if any(not row.is_cell for row in silent) else SILENT_CELLS,
            page=CHARTS,
            query=lambda row: period_breakdown.url_query("met", period, row.code, row.is_cell),
            main="name",
            key="silent",
        )
    findings_link.show(viewer)


def _silent(viewer: Viewer) -> tuple[int, list[silent_units_and_introduced_members.SilentUnit]]:
    period = silent_units_and_introduced_members.latest_due_month(viewer)
    silent = silent_units_cache.load(viewer, period)
    count = sum(row.cells for row in silent)
    if count:
        st.subheader(
            _n(
                "{count} cell has not reported {period}",
                "{count} cells have not reported {period}",
                count,
                period=month_text(period),
            )
        )
        report_link.show(viewer, _("Reminders to copy"), ReportKind.MONTHS, period)
    elif period < (first := silent_units_and_introduced_members.first_month_of_register(viewer)):
        st.caption(_("Nothing is due yet: the register starts in {month}.", month=month_text(first)))
    else:
        st.success(_("Every cell has reported {period}.", period=month_text(period)))
    return period, silent


def _of_admin(viewer: Viewer) -> None:
    age = backup.newest_made_at()
    if age is None:
        st.warning(
            _(
                "There is no verified backup yet. One is made every night while the register is running; `make "
                "backup` makes one at once."
            )
        )
    elif (clock.now() - age).days >= 2:
        st.error(
            _(
                "The last verified backup is from {day}. Please find out why none has been made since.",
                day=day_text(age),
            )
        )
    else:
        st.success(_("Last backup, opened and verified: {time}, {day}.", time=time_text(age), day=day_text(age)))
