"""Choose members and households for an assignment: choices are kept in its draft as they are tapped."""

import streamlit as st

from components.i18n import _, join_list
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets import person_finder
from components.widgets.draft_fields import DraftFields
from db.households.household_board import AssigneeLoad, Board, BoardRow
from db.models import MembershipKind


def choose_members(fields: DraftFields, board: Board, name: str, label: str) -> list[str]:
    """Return the codes of the members chosen: those with the fewest households are offered, others found by search."""
    chosen = fields.values.get(name, "").split()
    loads = {keeper.who.code: keeper.households for keeper in board.loads}
    able = [keeper for keeper in board.loads if not keeper.who.hindered]
    typed = person_finder.choose_people(
        [keeper.who for keeper in able],
        chosen,
        lambda codes: fields.save_field(name, codes),
        title=label,
        key=f"{fields.form}_{name}",
        first=[keeper.who for keeper in _least_loaded(able)],
        note=lambda who: household_labels.load_note(who, loads[who.code]),
    )
    if typed:
        _tell_hindered(board, typed)
    return chosen


def choose_lines(fields: DraftFields, some: list[BoardRow], name: str, label: str) -> list[str]:
    """Return the codes of the groups and households chosen."""
    labels = {
        line.code: escape_markdown(
            f"{line.name} · {household_labels.households_and_uncovered_text(line)}" if line.kind else line.name
        )
        for line in some
    }
    chosen = [code for code in fields.values.get(name, "").split() if code in labels]
    person_finder.choice_pills(
        label, labels, chosen, lambda codes: fields.save_field(name, codes), key=f"{fields.form}_{name}"
    )
    return chosen


def _tell_hindered(board: Board, typed: str) -> None:
    """Say which of the members searched for cannot be assigned, and why."""
    found = person_finder.find_people((keeper.who for keeper in board.loads if keeper.who.hindered), typed)
    if found:
        people = join_list([household_labels.assignee_with_hindrance(who) for who in found])
        st.caption(_("Cannot be assigned: {people}", people=escape_markdown(people)))


def _least_loaded(able: list[AssigneeLoad]) -> list[AssigneeLoad]:
    own = [keeper for keeper in able if keeper.who.kind == MembershipKind.OWN]
    return sorted(own, key=lambda keeper: keeper.households)[: person_finder.FEW]
