"""The groups of a cell on screen: all of a kind, or one with its people."""

import streamlit as st

from components.i18n import N_, _, _n, join_list
from components.labels import group_labels, member_labels
from components.markdown import escape_markdown
from components.people import group_forms
from components.widgets import link_tables, url_state
from components.widgets.link_tables import Column
from db.kernel.scope import Viewer
from db.models import GroupKind, GroupRole
from db.people.group_board import KINDS_GROUPED, GroupBoard, GroupLine
from db.units.units import UnitName

PAGE, MEMBER = "pages/people/groups.py", "pages/people/member.py"
GROUPS = {
    "name": Column(N_("Group"), lambda line: line.name),
    "people": Column(N_("Members"), lambda line: len(line.people), group_labels.size_text, figures=True),
    "leader": Column(
        N_("Leader"),
        lambda line: group_labels.problem_text(line) or group_labels.role_holder_text(line, GroupRole.LEADER),
    ),
    "charge": Column(
        N_("Member in charge"),
        lambda line: group_labels.role_holder_text(line, GroupRole.IN_CHARGE),
        phone=lambda line: False,
    ),
}
PEOPLE = {
    "number": Column(N_("No."), lambda person: person.number, lambda person: str(person.number or "")),
    "name": Column(N_("Full name"), lambda person: person.name),
    "born": Column(N_("Year of birth"), lambda person: (person.born or "")[:4]),
    "role": Column(N_("Role"), group_labels.person_note),
}


def show_groups_of_a_kind(viewer: Viewer, cell: UnitName, board: GroupBoard) -> None:
    """Show the groups of a kind with actions, and the number of people in none."""
    kind = _kind(board)
    groups, outside = board.of(kind), board.ungrouped[kind]
    if not groups and not outside:
        st.caption(_("Nobody is on this list yet."))
        return
    group_forms.show_for_kind(viewer, board, kind)
    if groups:
        link_tables.link_rows(
            groups,
            GROUPS,
            page=PAGE,
            query=lambda line: {"groups_cell": cell.code, "group": line.code},
            main="name",
            key="groups",
        )
        _print_link(cell, _("Print the sheets of the members in charge"), {"sheet": kind.value})
    if outside:
        st.subheader(_("Not in a group ({count})", count=len(outside)))
        _people(outside, "groups_outside")


def show_one(viewer: Viewer, cell: UnitName, board: GroupBoard, line: GroupLine) -> None:
    """Show one group: its leader, actions, and people."""
    st.caption(" · ".join(map(escape_markdown, _facts(cell, line))))
    if line.problem:
        st.warning(
            _("This group {problem}. Choose who takes over.", problem=_(group_labels.PROBLEMS[line.problem])),
            icon=":material/person_alert:",
        )
    group_forms.show_for_group(viewer, board, line)
    _people(line.people, "group_people")
    _print_link(cell, _("Print the sheet of the member in charge"), {"group": line.code, "sheet": line.kind.value})
    show_links_back(cell)


def show_links_back(cell: UnitName, line: GroupLine | None = None) -> None:
    """Links from a printed sheet back to its group, and from a group to all."""
    query = {"groups_cell": cell.code} | ({"group": line.code} if line else {})
    label = escape_markdown(line.name) if line else _("All groups")
    with st.container(key="screen_back"):
        st.page_link(PAGE, label=label, icon=":material/arrow_back:", query_params=query)


def _print_link(cell: UnitName, label: str, query: dict[str, str]) -> None:
    st.page_link(PAGE, label=label, icon=":material/print:", query_params={"groups_cell": cell.code, **query})


def _kind(board: GroupBoard) -> GroupKind:
    """Choose the kind, if the cell has people of both."""
    present = [kind for kind in KINDS_GROUPED if board.people(kind) or board.of(kind)]
    if len(present) < 2:
        return present[0] if present else GroupKind.PARTY
    bound = url_state.choice_in_address("groups_kind", present, lambda kind: _(group_labels.KINDS[kind]), present[0])
    return (
        st.segmented_control(_("Type"), required=True, label_visibility="collapsed", width="stretch", **bound)
        or present[0]
    )


def _facts(cell: UnitName, line: GroupLine) -> list[str]:
    told = [cell.name, group_labels.size_text(line), member_labels.date_span(line.since, line.until)]
    for role, word in group_labels.ROLES.items():
        if held := group_labels.role_holder_text(line, role):
            told.append(f"{_(word)}: {held}")
    if line.clusters:
        told.append(_("answers for {clusters}", clusters=join_list([name for _code, name in line.clusters])))
    return told


def _people(people, key: str) -> None:
    link_tables.link_rows(
        people, PEOPLE, page=MEMBER, query=lambda person: {"member": person.code}, main="name", key=key
    )


def heading_text(board: GroupBoard) -> str:
    """How many groups a cell has, and how many people are in none, for kinds organised in groups."""
    outside = sum(len(people) for kind, people in board.ungrouped.items() if board.of(kind))
    told = [_n("{count} group", "{count} groups", len(board.groups))]
    if outside:
        told.append(_n("{count} member in no group", "{count} members in no group", outside))
    return " · ".join(told)
