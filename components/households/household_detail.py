"""One group or household and its past: numbers, classes, places, members in charge."""

from collections.abc import Callable

import streamlit as st

from components.households import cell_households_overview, household_card, visit_list
from components.i18n import DASH, _, capitalized, day_text
from components.labels import household_labels
from components.labels.member_labels import date_span
from components.markdown import escape_markdown
from db.calendar import clock
from db.households import household_board, household_notes, visits
from db.households.assignee_availability import Assignee
from db.households.household_board import Board, BoardRow
from db.households.household_history import HouseholdHistory
from db.households.household_notes import NoteLine
from db.kernel.scope import Viewer
from db.settings import settings
from db.units import units
from db.units.units import UnitName


def show(
    viewer: Viewer, history: HouseholdHistory, show_actions: Callable[[Viewer, UnitName, Board, BoardRow], None]
) -> None:
    """Show everything, with the available actions while it is followed. Later changes are shown as planned."""
    begins = history.since if history.since and history.since > clock.today() else None
    standing, cell = (
        household_board.load(viewer, history.unit_id, begins),
        units.one(viewer, history.unit_id),
    )
    line = standing.find(history.code)
    st.title(escape_markdown(history.name))
    if line is None:
        _closed(viewer, history)
    else:
        _heading(viewer, cell, standing, line, date_span(begins, history.until) if begins or history.until else "")
        show_actions(viewer, cell, standing, line)
        cell_households_overview.show_group_contents(viewer, standing, line)
        if line.household:
            _link_to_requests(cell, line)
    _past(viewer, history)
    st.page_link(
        cell_households_overview.BOARD_PAGE,
        label=_("All households"),
        icon=":material/arrow_back:",
        query_params=cell_households_overview.cell_query(cell),
    )


def _heading(viewer: Viewer, cell: UnitName, board: Board, line: BoardRow, when: str) -> None:
    """Show name, place, number of households, planned first or last day, and who looks after it."""
    within = next((other.name for other in board.lines if other.kind and other.id == line.parent_id), "")
    parts = [
        household_labels.line_kind_label(line),
        household_labels.households_and_uncovered_text(line),
        within,
        cell.name,
        household_labels.rating_label(household_labels.load_rating_labels(viewer), line.household),
        when,
    ]
    history = " · ".join(escape_markdown(part) for part in parts if part)
    st.caption(capitalized(history))
    st.markdown(_("In charge: **{people}**", people=escape_markdown(household_labels.assignees_or_unassigned(line))))
    if line.answering:
        st.markdown(_("Party group: {group}", group=escape_markdown(household_labels.answering_groups_text(line))))
    if line.household and line.household.address:
        st.markdown(_("Address: {address}", address=escape_markdown(line.household.address)))


def _link_to_requests(cell: UnitName, line: BoardRow) -> None:
    """Link to the form that records the household's requests."""
    st.page_link(
        "pages/households/petitions.py",
        label=_("Take down a request of this household"),
        icon=":material/forum:",
        query_params={"petitions_view": "new", "petitions_new_cell": cell.code, "petitions_household": line.code},
    )


def _past(viewer: Viewer, history: HouseholdHistory) -> None:
    """Show the past, the latest first."""
    ratings = household_labels.load_rating_labels(viewer)
    endings = {option.key: option.label for option in settings.options(viewer, "assignment_endings")}
    _lines(
        _("Class by year"),
        [household_card.class_text(one, ratings) for one in history.classes],
    )
    if history.places:
        _lines(_("Causes"), [escape_markdown(cause) for cause in household_card.cause_labels(viewer, history.code)])
        _lines(_("Help given"), household_card.help_lines(viewer, history.code))
    _lines(
        _("Number of households"),
        [
            f"{household_labels.household_count(one.households)} · {date_span(one.since, None)}"
            for one in history.numbers
        ],
    )
    _lines(
        _("Belongs to"), [f"{escape_markdown(one.group)} · {date_span(one.since, one.until)}" for one in history.places]
    )
    _lines(_("Assignment history"), [_carer(one, endings) for one in history.assignees])
    _visits(viewer, history)


def _visits(viewer: Viewer, history: HouseholdHistory) -> None:
    """Show the visits and their agreements."""
    found = visits.list_of_group(viewer, history.code) or visits.list_of_household(viewer, history.code)
    _lines(_("Visits"), [visit_list.describe_visit(line._replace(agreed=None), place=False) for line in found])
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    notes = household_notes.list_notes(viewer, history.code)
    _lines(_("Agreed and reported"), [_note(note, types) for note in notes])


def _note(note: NoteLine, types: dict[str, str]) -> str:
    source = types.get(note.meeting, note.meeting) if note.meeting else _("visit")
    done = {True: _("done"), False: _("not done"), None: ""}[note.done]
    next_ = _("{name} sees to it", name=note.next) if note.next else ""
    parts = [f"{day_text(note.day)} ({source})", note.text, next_, done]
    return " · ".join(escape_markdown(part) for part in parts if part)


def _closed(viewer: Viewer, history: HouseholdHistory) -> None:
    """Say that it is no longer followed."""
    endings = {option.key: option.label for option in settings.options(viewer, "household_endings")}
    why = f" ({escape_markdown(endings.get(history.reason, history.reason))})" if history.reason else ""
    st.caption(_("Closed on {day}{why}.", day=day_text(history.until) if history.until else DASH, why=why))


def _carer(one: Assignee, endings: dict[str, str]) -> str:
    why = f" · {escape_markdown(endings.get(one.reason, one.reason))}" if one.reason else ""
    who = escape_markdown(household_labels.assignee_with_hindrance(one))
    return f"{who} · {date_span(one.since, one.until)}{why}{_paper(one.paper)}"


def _paper(paper: str | None) -> str:
    return f"  \n  :gray[{escape_markdown(paper)}]" if paper else ""


def _lines(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title)
        st.markdown("\n".join(f"- {line}" for line in lines))
