"""Teams on screen: their people, their cells, and a year's visits due and made."""

import streamlit as st

from components.i18n import _, _n
from components.labels.member_labels import date_span
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.figures.team_visits import CellVisits, TeamVisits
from db.kernel.scope import Viewer
from db.settings import settings
from db.teams import guest_visits, officials
from db.teams.officials import Follower
from db.teams.teams import OfficialLine, TeamLine
from db.units.units import UnitName


def show_followers(viewer: Viewer, cell: UnitName) -> None:
    """Show who follows a cell, with titles and phones."""
    known = officials.followers(viewer, cell.id)
    if not known:
        st.caption(_("No team follows this cell yet. The committee above decides which team does."))
        return
    for team in dict.fromkeys(one.team for one in known):
        st.subheader(escape_markdown(team))
        st.markdown("\n".join(f"- {_follower(one)}" for one in known if one.team == team))
    st.caption(
        _("Those who follow the cell are offered first among the guests when a meeting is "
          "recorded; those chosen there count as having come.")
    )  # fmt: skip
    if st.button(_("Look for them among guests of earlier meetings"), key="teams_link"):
        with feedback.saving(_("Looked through.")):
            guest_visits.link_earlier(auth.viewer("/teams"), cell.id)


def show_rule(months: int, year: int) -> None:
    """Show how the visits below are counted."""
    often = _("every month") if months == 1 else _n("every {count} month", "every {count} months", months)
    st.caption(
        _(
            "Visits of {year}: each cell is attended {often}. Only spans that are over count, and only those in which "
            "the cell held a meeting of its own: for a meeting postponed or not held nothing is owed.",
            year=str(year),
            often=often,
        )
    )


def show_team(viewer: Viewer, team: TeamLine, visits: TeamVisits | None) -> None:
    """Show one team in full."""
    kinds = {option.key: option.label for option in settings.options(viewer, "team_kinds")}
    told = [kinds.get(team.kind, team.kind), team.unit]
    if team.since or team.until:
        told.append(date_span(team.since, team.until))
    st.caption(escape_markdown(" · ".join(told)))
    if visits:
        st.markdown(summary(visits))
    if team.officials:
        attended = visits.officials if visits else {}
        st.markdown("\n".join(f"- {_official(one, attended.get(one.code, 0))}" for one in team.officials))
    else:
        st.caption(_("Nobody is in this team yet."))
    cells = visits.cells if visits else ()
    followed = ", ".join(map(escape_markdown, team.followed.values()))
    st.markdown(_("Follows: {units}", units=followed) if followed else _("Follows no commune or cell yet."))
    if cells:
        st.markdown("\n".join(f"- {_cell(cell)}" for cell in cells))


def summary(visits: TeamVisits) -> str:
    """Return a team's visits due and made, in a sentence with both numbers."""
    if not visits.owed:
        return _("{made} meetings attended; none owed yet.", made=visits.made)
    return _(
        "Visits made: {met} of {owed} owed, {left} still missing; {made} meetings attended in all.",
        met=visits.met,
        owed=visits.owed,
        left=visits.missing,
        made=visits.made,
    )


def reminder(year: int, behind: list[TeamVisits]) -> str:
    """Return a text to copy for teams with visits due, naming the cells concerned."""
    lines = [_("Dear comrades, these cells' meetings of {year} still lack a visit of the team:", year=str(year))]
    for team in behind:
        cells = "; ".join(f"{cell.name} ({cell.met}/{cell.owed})" for cell in team.cells if cell.missing)
        lines.append(f"- {team.name}: {team.met}/{team.owed}. {cells}")
    return "\n".join(lines)


def _follower(one: Follower) -> str:
    leads = _("leads the team") if one.leads else None
    parts = list(map(escape_markdown, filter(None, (one.title, leads, one.phone))))
    return " · ".join([f"**{escape_markdown(one.name)}**", *parts])


def _official(one: OfficialLine, attended: int) -> str:
    leads = _("leads the team") if one.leads else None
    came = _n("{count} meeting attended", "{count} meetings attended", attended)
    parts = map(escape_markdown, filter(None, (one.title, leads, one.phone, came)))
    return " · ".join([f"**{escape_markdown(one.name)}**", *parts])


def _cell(cell: CellVisits) -> str:
    left = " · " + _n("{count} missing", "{count} missing", cell.missing) if cell.missing else ""
    return f"{escape_markdown(cell.name)}: {cell.met}/{cell.owed}{left}"
