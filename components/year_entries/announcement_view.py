"""Announcements on the page of groups: the current ones, and which groups have been told and which have not."""

import streamlit as st

from components.i18n import _, _n, day_text, join_list
from components.markdown import escape_markdown
from components.widgets import action_form, forms
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.kernel.scope import Audience, Viewer, Work
from db.people import cell_announcements
from db.people.cell_announcements import TEXT, AnnouncementLine, GroupRelay
from db.people.group_board import GroupBoard
from db.units.units import UnitName

ADDRESS = "/groups"


def show(viewer: Viewer, cell: UnitName, board: GroupBoard) -> None:
    """Show current announcements with a tick for each group, a new one, and past ones."""
    if not viewer.reads(Audience.NAMES):
        return
    lines = cell_announcements.list_open(viewer, cell.id, board)
    st.subheader(_("Announcements passed on through groups"))
    for line in lines:
        _show_one(viewer, line)
    if viewer.writes(Work.MEETINGS):
        action_form.choose(
            "announcement", ADDRESS, {"new": Action(_("New announcement"), lambda form: _announce(form, cell))}
        )
    if ended := cell_announcements.list_ended(viewer, cell.id):
        with st.expander(_("Earlier announcements")):
            for past in ended:
                when = f"{day_text(past.announced_on)} – {day_text(past.ended_on)}"
                told = _("passed on to {groups}", groups=join_list(list(past.groups))) if past.groups else ""
                parts = (f"**{escape_markdown(past.text)}**", when, escape_markdown(told))
                st.markdown(" · ".join(filter(None, parts)))


def _show_one(viewer: Viewer, line: AnnouncementLine) -> None:
    with st.container(border=True, key=f"announcement_{line.code}"):
        st.markdown(f"**{escape_markdown(line.text)}**  \n{day_text(line.announced_on)} · {_reached(line)}")
        for group in line.groups:
            st.markdown(_group_text(group))
        if line.ungrouped:
            st.caption(_n("{count} member is in no group.", "{count} members are in no group.", line.ungrouped))
        if not viewer.writes(Work.MEETINGS):
            return
        possible = {
            "pass": line.waiting and Action(_("Passed on"), lambda form: _pass_on(form, line)),
            "back": len(line.waiting) < len(line.groups)
            and Action(_("Ticked by mistake"), lambda form: _take_back(form, line)),
            "correct": Action(_("Correct or end"), lambda form: _correct(form, line)),
        }
        actions = {name: action for name, action in possible.items() if action}
        action_form.choose(f"announcement_{line.code}", ADDRESS, actions)


def _reached(line: AnnouncementLine) -> str:
    if line.people and line.reached == line.people:
        return _n("everybody has heard ({count} member)", "everybody has heard ({count} members)", line.people)
    return _("{reached} of {people} members have heard", reached=line.reached, people=line.people)


def _group_text(group: GroupRelay) -> str:
    """Return a group with its leader, and the day it was told, or that it was not told yet."""
    sign = "✓" if group.passed_on else "–"
    when = _("passed on {day}", day=day_text(group.passed_on)) if group.passed_on else _("not passed on yet")
    people = _n("{count} member", "{count} members", group.people)
    told = (f"{sign} **{escape_markdown(group.name)}**", escape_markdown(group.leader), people, when)
    return " · ".join(filter(None, told))


def _announce(form: ActionForm, cell: UnitName) -> None:
    text = form.text(_("What is to be passed on"), field="text", max_chars=TEXT)
    day = form.date(_("Day"), clock.today())
    form.save_now(
        _("Begin passing it on"),
        _("Saved."),
        lambda viewer, token: cell_announcements.announce(viewer, cell.id, text, day, token),
    )


def _pass_on(form: ActionForm, line: AnnouncementLine) -> None:
    waiting = {group.code: escape_markdown(_named(group)) for group in line.waiting}
    chosen = st.pills(
        _("Passed on by their leaders"),
        list(waiting),
        default=list(waiting),
        format_func=waiting.get,
        selection_mode="multi",
        key=form.key("groups"),
    )
    day = form.date(_("Day"), clock.today())
    form.save_now(
        _("Save"),
        _("Saved."),
        lambda viewer, token: cell_announcements.pass_on(viewer, line.code, chosen or [], day, token),
    )


def _take_back(form: ActionForm, line: AnnouncementLine) -> None:
    done = {group.code: _named(group) for group in line.groups if group.passed_on}
    chosen = forms.choice_field(_("Group"), done, next(iter(done)), key=form.key("group"))
    form.save_now(
        _("Take the tick back"),
        _("Taken back."),
        lambda viewer, _: cell_announcements.delete_relay(viewer, line.code, chosen or ""),
    )


def _correct(form: ActionForm, line: AnnouncementLine) -> None:
    text = form.text(_("What is to be passed on"), line.text, "text", max_chars=TEXT)
    day = form.date(_("Day"), line.announced_on)
    ended_on = form.date(_("Ended on, if it is over"), None, "ended")
    form.save_now(
        _("Save"),
        _("Saved."),
        lambda viewer, _: cell_announcements.correct(viewer, line.code, text, day, ended_on),
    )


def _named(group: GroupRelay) -> str:
    return " · ".join(filter(None, (group.name, group.leader)))
