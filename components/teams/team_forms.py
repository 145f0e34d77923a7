"""Actions on teams: set up, add people from a list, assign cells, end, correct."""

import streamlit as st

from components.i18n import _, _n
from components.widgets import action_form, forms
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.kernel.scope import Viewer
from db.teams import officials, teams
from db.teams.officials import OfficialInput
from db.teams.teams import OfficialLine, TeamInput, TeamLine

ADDRESS = "/teams"
EXAMPLE = "Nguyễn Văn A – Phó Trưởng ban Tổ chức – Tổ 1"


def show_actions(viewer: Viewer, team: TeamLine | None) -> None:
    """Show the actions on all teams, or on one."""
    if team is None:
        possible = {"found": Action(_("Set up a team"), _found), "paste": Action(_("Paste a list"), _paste)}
        action_form.choose("teams", ADDRESS, possible)
        return
    if team.unit_id != viewer.unit_id:
        return
    possible = {
        "paste": Action(_("Put people in"), lambda form: _paste(form, team)),
        "follow": Action(_("What it follows"), lambda form: _follow(form, team)),
        "change": Action(_("Change or end the team"), lambda form: _change(form, team)),
    }
    if team.officials:
        possible["correct"] = Action(_("Correct an entry"), lambda form: _correct(form, team))
        possible["leave"] = Action(_("Leaves the team"), lambda form: _leave(form, team))
        possible["erase"] = Action(_("Erase"), lambda form: _erase(form, team))
    action_form.choose(f"team_{team.code}", ADDRESS, possible)


def _found(form: ActionForm) -> None:
    with form.fields():
        typed = _team(form, TeamInput("", None, clock.today()))
        form.save(_("Set up"), _("Set up."), lambda viewer, token: teams.create(viewer, typed, token))


def _change(form: ActionForm, team: TeamLine) -> None:
    with form.fields():
        typed = _team(form, TeamInput(team.name, team.kind, team.since, team.until))
        form.save(_("Save"), _("Saved."), lambda viewer, token: teams.correct(viewer, team.code, typed, token))


def _team(form: ActionForm, stands: TeamInput) -> TeamInput:
    name = form.text(_("Name of the team"), stands.name)
    kind = form.option("team_kinds", _("Kind of team"), stands.kind, field="kind")
    since, until = form.since_and_until(stands.since, stands.until)
    return TeamInput(name, kind, since, until)


def _paste(form: ActionForm, team: TeamLine | None = None) -> None:
    st.caption(
        _(
            "One person per line: name – post – team. A telephone number may be anywhere in the "
            "line; “Tổ trưởng” marks the leader. Teams that do not exist yet are created."
        )
        if team is None
        else _("One person a line: name – post. A telephone number may follow; “Tổ trưởng” says who leads.")
    )
    with form.fields():
        text = st.text_area(_("List"), key=form.key("list"), placeholder=EXAMPLE, height=200, max_chars=100_000)
        kind = form.option("team_kinds", _("Kind of new teams"), "cells", field="kind") if team is None else None
        since = form.date(_("From"), clock.today(), field="since")
        people = officials.parse_lines(text)
        if team:
            people = [one._replace(team="") for one in people]
        count = len(people)
        form.save(
            _("Put in"),
            _n("{count} line read and put in.", "{count} lines read and put in.", count),
            lambda viewer, token: officials.add(viewer, people, team.code if team else None, kind, since, token),
        )


def _follow(form: ActionForm, team: TeamLine) -> None:
    offered = teams.offered_units(form.viewer(), team.code)
    standing = teams.followed_codes(form.viewer(), team.code)
    with form.fields():
        chosen = forms.multiple_choice_field(
            _("Communes (with all their cells) and cells"), offered, standing, key=form.key("units")
        )
        since = form.date(_("From"), clock.today(), field="since")
        form.save(
            _("Save"),
            _("Saved."),
            lambda viewer, token: teams.set_followed_units(viewer, team.code, chosen, since, token),
        )


def _correct(form: ActionForm, team: TeamLine) -> None:
    one = _which(form, team)
    form = form.for_part(one.code)
    with form.fields():
        name = form.text(_("Full name"), one.name)
        title = form.text(_("Post"), one.title or "", field="title", max_chars=200)
        phone = form.text(_("Phone"), one.phone or "", field="phone", max_chars=20)
        leads = st.checkbox(_("Leads the team"), one.leads, key=form.key("leads"))
        typed = OfficialInput(name, title, phone, "", leads)
        form.save(_("Save"), _("Saved."), lambda viewer, token: officials.correct(viewer, one.code, typed, token))


def _leave(form: ActionForm, team: TeamLine) -> None:
    with form.fields():
        one = _which(form, team)
        day = form.date(_("Last day (inclusive)"), clock.today())
        form.save(_("End"), _("Recorded."), lambda viewer, token: officials.end_official(viewer, one.code, day, token))


def _erase(form: ActionForm, team: TeamLine) -> None:
    st.warning(_("Name and phone are erased for good, in the history too. This cannot be taken back."))
    with form.fields():
        one = _which(form, team)
        form.save(_("Erase for good"), _("Erased."), lambda viewer, token: officials.erase(viewer, one.code, token))


def _which(form: ActionForm, team: TeamLine) -> OfficialLine:
    words = {one.code: " · ".join(filter(None, (one.name, one.title))) for one in team.officials}
    code = form.choice(_("Which one"), words)
    return next(one for one in team.officials if one.code == code)
