"""Actions on a cell's groups, or on one of them, with their forms."""

import streamlit as st

from components.i18n import _
from components.labels import group_labels
from components.people import group_split_form
from components.widgets import action_form, forms, person_finder
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.errors import Invalid
from db.households import member_clusters
from db.kernel.scope import Viewer, Work
from db.models import GroupKind, GroupRole
from db.people import group_actions
from db.people.group_actions import GroupInput
from db.people.group_board import GroupBoard, GroupLine, GroupPerson
from db.settings import settings

ADDRESS, NOWHERE, SHEETS = "/groups", "none", "party_group_sheets"


def show_for_kind(viewer: Viewer, board: GroupBoard, kind: GroupKind) -> None:
    """Show the actions on all groups of a kind; nothing for read-only viewers."""
    if not viewer.writes(Work.HOUSEHOLDS):
        return
    sheets = kind == GroupKind.PARTY and board.of(kind) and viewer.writes(Work.SETTINGS)
    possible = {
        "split": board.people(kind)
        and Action(_("Split into groups"), lambda form: group_split_form.show(form, board, kind)),
        "add": Action(_("Add a group"), lambda form: _add(form, board, kind)),
        "move": board.of(kind) and Action(_("Move members"), lambda form: _move(form, board, kind)),
        "sheets": sheets and Action(_("Attendance by group"), lambda form: _sheets(form, board)),
    }
    action_form.choose(f"groups_{kind}", ADDRESS, {name: action for name, action in possible.items() if action})


def show_for_group(viewer: Viewer, board: GroupBoard, line: GroupLine) -> None:
    """Show the actions on one group; nothing for read-only viewers."""
    if not viewer.writes(Work.HOUSEHOLDS):
        return
    inside = {person.code for person in line.people}
    others = [person for person in board.people(line.kind) if person.code not in inside]
    possible = {
        "join": others and Action(_("Add members"), lambda form: _join(form, board, line, others)),
        "lead": Action(_("Leader, member in charge"), lambda form: _appoint(form, board, line)),
        "move": line.people and Action(_("Move members"), lambda form: _move(form, board, line.kind, line)),
        "split": line.people
        and Action(_("Split this group"), lambda form: group_split_form.show(form, board, line.kind, line)),
        "name": Action(_("Rename"), lambda form: _rename(form, line)),
        "clusters": line.kind == GroupKind.PARTY
        and Action(_("Clusters it answers for"), lambda form: _answer_for(form, board, line)),
        "end": Action(_("End or merge"), lambda form: _end(form, board, line)),
    }
    action_form.choose(f"group_{line.code}", ADDRESS, {name: action for name, action in possible.items() if action})


def _add(form: ActionForm, board: GroupBoard, kind: GroupKind) -> None:
    name = form.text(_("Name"), group_split_form.free_names(board, kind)[0])
    chosen = form.chosen("people")
    outside = board.ungrouped[kind]
    group_of = {person.code: line.name for line in board.of(kind) for person in line.people}
    person_finder.choose_people(
        board.people(kind),
        chosen,
        form.on_choice("people"),
        title=_("Members of the group"),
        key=form.key("people"),
        first=outside[: person_finder.FEW],
        note=lambda person: group_of.get(person.code, ""),
    )
    leader = _leader(form, [person for person in board.people(kind) if person.code in chosen])
    since = form.date(_("From"), group_split_form.first_day())
    form.save_now(
        _("Add the group"),
        _("Group added."),
        lambda viewer, token: group_actions.save_groups(
            viewer, board.unit_id, kind, [GroupInput(name, chosen, leader)], since, token=token
        ),
    )


def _leader(form: ActionForm, people: list[GroupPerson]) -> str | None:
    """Pick the leader among these people, if known."""
    able = [person for person in people if not person.exempt]
    if not able:
        st.caption(_("The leader is one of the group's members: choose members who are not exempt first."))
    return forms.choice_field(_("Leader"), person_finder.person_labels(able), key=form.key("leader")) if able else None


def _move(form: ActionForm, board: GroupBoard, kind: GroupKind, line: GroupLine | None = None) -> None:
    """Move some people of a group, or of all groups of a kind, to another group or to none."""
    chosen = form.chosen("people")
    group_of = {person.code: each.name for each in board.of(kind) for person in each.people}
    person_finder.choose_people(
        line.people if line else board.people(kind),
        chosen,
        form.on_choice("people"),
        title=_("Whom to move"),
        key=form.key("people"),
        first=line.people if line else board.ungrouped[kind][: person_finder.FEW],
        note=lambda person: group_labels.person_note(person) if line else group_of.get(person.code, ""),
    )
    to = _target(form, board, kind, line, _("Move to"), _("in no group"))
    since = form.date(_("From"), group_split_form.first_day())
    form.save_now(
        _("Move"),
        _("Moved."),
        lambda viewer, _: group_actions.move(viewer, board.unit_id, kind, chosen, _told(to), since),
    )


def _join(form: ActionForm, board: GroupBoard, line: GroupLine, others: list[GroupPerson]) -> None:
    """Add people of the cell to a group, from another one or from none."""
    chosen = form.chosen("people")
    group_of = {person.code: each.name for each in board.of(line.kind) for person in each.people}
    person_finder.choose_people(
        others,
        chosen,
        form.on_choice("people"),
        title=_("Members of the group"),
        key=form.key("people"),
        first=board.ungrouped[line.kind][: person_finder.FEW] or others[: person_finder.FEW],
        note=lambda person: group_of.get(person.code, ""),
    )
    since = form.date(_("From"), group_split_form.first_day())
    form.save_now(
        _("Add to the group"),
        _("Members added."),
        lambda viewer, _: group_actions.move(viewer, board.unit_id, line.kind, chosen, line.code, since),
    )


def _told(to: str | None) -> str | None:
    """The target group, or none. Raises Invalid if neither is selected."""
    if to is None:
        raise Invalid("people_group_missing")
    return None if to == NOWHERE else to


def _target(
    form: ActionForm, board: GroupBoard, kind: GroupKind, but: GroupLine | None, label: str, nowhere: str
) -> str | None:
    places = {each.code: each.name for each in board.of(kind) if each is not but}
    return forms.choice_field(label, places | {NOWHERE: nowhere}, key=form.key("to"))


def _appoint(form: ActionForm, board: GroupBoard, line: GroupLine) -> None:
    """One role after another: its holder from a day on."""
    roles = {role: _(word) for role, word in group_labels.ROLES.items()}
    role = st.segmented_control(
        _("Role"), list(roles), format_func=roles.get, default=GroupRole.LEADER, required=True, key=form.key("role")
    )
    role = role or GroupRole.LEADER
    people = board.own if role == GroupRole.IN_CHARGE else line.people
    held = line.holder(role)
    chosen = form.chosen(role, [held.code] if held else [])
    able = [person for person in people if not person.exempt or person.code in chosen]
    if not able:
        st.caption(_nobody_able(line, role))
        return
    person_finder.choose_people(
        able,
        chosen,
        form.on_choice(role),
        title=_("Who (nobody tapped: nobody)"),
        key=form.key(f"{role}_people"),
        single=True,
    )
    since = form.date(_("From"), group_split_form.first_day())
    form.save_now(
        _("Save"),
        _("Saved."),
        lambda viewer, _: group_actions.appoint(viewer, line.code, {role: chosen[0] if chosen else None}, since),
    )


def _nobody_able(line: GroupLine, role: GroupRole) -> str:
    """Why nobody is offered for a role, and what to do."""
    if role == GroupRole.IN_CHARGE:
        return _("Every own member of the cell is exempt or away: nobody can be put in charge now.")
    if not line.people:
        return _("Nobody is in this group yet. Choose “Add members” first: its leader is one of them.")
    return _("All members of this group are exempt or away. Choose “Add members” first: its leader is one of them.")


def _rename(form: ActionForm, line: GroupLine) -> None:
    with form.fields():
        name = form.text(_("Name"), line.name)
        form.save(_("Rename"), _("Name changed."), lambda viewer, _: group_actions.rename(viewer, line.code, name))


def _answer_for(form: ActionForm, board: GroupBoard, line: GroupLine) -> None:
    clusters = dict(member_clusters.list_cluster_names(form.viewer(), board.unit_id))
    if not clusters:
        st.caption(_("Enter the clusters on the page of households first."))
        return
    with form.fields():
        chosen = forms.multiple_choice_field(
            _("Clusters"), clusters, [code for code, _name in line.clusters], key=form.key("clusters")
        )
        since = form.date(_("From"), group_split_form.first_day())
        form.save(
            _("Save"),
            _("Saved."),
            lambda viewer, _: group_actions.set_answering_clusters(viewer, line.code, chosen, since),
        )


def _end(form: ActionForm, board: GroupBoard, line: GroupLine) -> None:
    with form.fields():
        day = form.date(_("Last day"), clock.today())
        to = _target(form, board, line.kind, line, _("Where its members go"), _("in no group")) if line.people else None
        st.caption(_("Meetings already saved keep this group."))
        form.save(
            _("End the group"),
            _("The group has ended."),
            lambda viewer, _: group_actions.end(
                viewer, line.code, day, to if to != NOWHERE else None, release=to == NOWHERE
            ),
        )


def _sheets(form: ActionForm, board: GroupBoard) -> None:
    """Choose whether the cell's own meetings are recorded by Party group."""
    standing = bool(settings.value_for_viewer(form.viewer(), SHEETS, unit_id=board.unit_id))
    with form.fields():
        chosen = st.toggle(_("A sheet and a box for each Party group"), standing, key=form.key("chosen"))
        since = form.date(_("Applies from"), clock.today())
        form.save(
            _("Save"), _("Saved."), lambda viewer, _: settings.set_value(viewer, board.unit_id, SHEETS, chosen, since)
        )
