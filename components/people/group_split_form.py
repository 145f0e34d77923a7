"""Splitting people into groups by name, number or cluster, with names and leaders of the new groups."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.i18n import _, _n
from components.markdown import escape_markdown
from components.widgets import forms, person_finder
from components.widgets.action_form import ActionForm
from db.calendar import clock
from db.households import member_clusters
from db.models import GroupKind, GroupRole
from db.people import group_actions, group_proposals
from db.people.group_actions import GroupInput
from db.people.group_board import GroupBoard, GroupLine, GroupPerson
from db.people.group_proposals import SplitBy, SplitPart

EVERYBODY, OUTSIDE = "everybody", "outside"
USUAL = 45  # people per group, roughly
MOST = 40  # groups


def show(form: ActionForm, board: GroupBoard, kind: GroupKind, line: GroupLine | None = None) -> None:
    """Choose who is split, how, and into how many; then a line for each new group. Existing groups are filled first."""
    people, reuse = (list(line.people), [line]) if line else _whom(form, board, kind)
    clusters = _clusters(form, board, people)
    words = {SplitBy.NAME: _("By name, A to Z"), SplitBy.NUMBER: _("By roster number")}
    words |= {SplitBy.CLUSTER: _("By cluster")} if clusters else {}
    by = st.segmented_control(
        _("How"), list(words), format_func=words.get, default=SplitBy.NAME, required=True, key=form.key("by")
    )
    by = by or SplitBy.NAME
    count = 0 if by == SplitBy.CLUSTER else _count(form, people, 2 if line else len(reuse))
    parts = group_proposals.propose(people, by, count, clusters)
    wanted = _parts(form, board, kind, parts, reuse)
    if by == SplitBy.CLUSTER and (left := len(people) - sum(len(part.people) for part in parts)):
        st.caption(
            _n(
                "{count} member without a cluster stays where they are; move them afterwards.",
                "{count} members without a cluster stay where they are; move them afterwards.",
                left,
            )
        )
    since = form.date(_("From"), first_day())
    ends = [each.code for each in reuse[len(parts) :]]
    form.save_now(
        _n("Make {count} group", "Make {count} groups", len(wanted)),
        _("Groups saved."),
        lambda viewer, token: group_actions.save_groups(viewer, board.unit_id, kind, wanted, since, ends, token),
    )


def first_day() -> date:
    """The default start of new groups: this month's meeting already uses them."""
    return clock.today().replace(day=1)


def free_names(board: GroupBoard, kind: GroupKind, count: int = 1) -> list[str]:
    """Unused names for new groups of the kind: the next numbers."""
    taken = {line.name for line in board.of(kind)}
    word = _("Party group {number}") if kind == GroupKind.PARTY else _("Group {number}")
    names = (word.format(number=number) for number in range(1, MOST + len(taken) + 2))
    return [name for name in names if name not in taken][:count]


def _whom(form: ActionForm, board: GroupBoard, kind: GroupKind) -> tuple[list[GroupPerson], list[GroupLine]]:
    """The people to split, and the groups that the parts replace."""
    groups, outside, everybody = board.of(kind), board.ungrouped[kind], board.people(kind)
    words = {OUTSIDE: _n("{count} in no group", "{count} in no group", len(outside))} if outside else {}
    words |= {EVERYBODY: _n("All {count}, anew", "All {count}, anew", len(everybody))}
    if not groups or not outside:
        return everybody, groups
    chosen = st.segmented_control(
        _("Whom"), list(words), format_func=words.get, default=next(iter(words)), required=True, key=form.key("whom")
    )
    return (outside, []) if chosen == OUTSIDE else (everybody, groups)


def _count(form: ActionForm, people: Sequence[GroupPerson], standing: int) -> int:
    """The number of groups: as many as there are, else a usual number."""
    most = max(1, min(MOST, len(people)))
    usual = standing or max(2, round(len(people) / USUAL))
    return st.number_input(_("How many groups"), 1, most, min(usual, most), key=form.key("count"))


def _clusters(form: ActionForm, board: GroupBoard, people: Sequence[GroupPerson]) -> dict[int, str]:
    """Return the cluster of each person whose households are in one, or whose address names one."""
    names = [name for _code, name in member_clusters.list_cluster_names(form.viewer(), board.unit_id)]
    found = member_clusters.cluster_by_member(form.viewer(), board.unit_id) if names else {}
    told = {
        person.member_id: found.get(person.member_id) or group_proposals.cluster_in_address(person.address, names)
        for person in people
    }
    return {member_id: name for name in names for member_id, own in told.items() if own == name}


def _parts(
    form: ActionForm, board: GroupBoard, kind: GroupKind, parts: Sequence[SplitPart], reuse: Sequence[GroupLine]
) -> list[GroupInput]:
    """A line for each new group: people, name, leader."""
    free, codes = (
        free_names(board, kind, len(parts)),
        dict(member_clusters.list_cluster_names(form.viewer(), board.unit_id)),
    )
    of_name = {name: code for code, name in codes.items()}
    wanted = []
    for at, part in enumerate(parts):
        standing = reuse[at] if at < len(reuse) else None
        proposed = standing.name if standing else free.pop(0)
        clusters = [of_name[part.cluster]] if part.cluster and kind == GroupKind.PARTY else []
        key = f"{at}_{len(parts)}_{part.cluster}"
        with st.container(border=True):
            st.markdown(_told(part))
            name = form.text(_("Name"), proposed, field=f"name_{key}")
            able = [person for person in part.people if not person.exempt]
            leads = next((person.code for person in able if person.role == GroupRole.LEADER), None)
            leader = forms.choice_field(
                _("Leader"), person_finder.person_labels(able), leads, key=form.key(f"leader_{key}_{leads}")
            )
        members = [person.code for person in part.people]
        wanted.append(GroupInput(name, members, leader, code=standing.code if standing else None, clusters=clusters))
    return wanted


def _told(part: SplitPart) -> str:
    """Return the number of a part's members, and its cluster or its first and last member."""
    first, last = (person_finder.person_label(person, False) for person in (part.people[0], part.people[-1]))
    many = _n("{count} member", "{count} members", len(part.people))
    return f"**{many}** · {escape_markdown(part.cluster) if part.cluster else f'{first} – {last}'}"
