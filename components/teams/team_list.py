"""The list of teams with a year's visits, and a text to copy for teams with visits due."""

import streamlit as st

from components.i18n import N_, _, _n, number
from components.teams import team_view, team_visits_cache
from components.widgets import link_tables, period_boxes
from components.widgets.link_tables import Column
from db.calendar import clock
from db.figures.team_visits import TeamVisits
from db.kernel.scope import Viewer
from db.teams.teams import TeamLine

PAGE, PARAM = "pages/people/teams.py", "teams_team"
YEARS = 5  # years to choose from

Row = tuple[TeamLine, TeamVisits | None]


def show(viewer: Viewer, known: list[TeamLine]) -> None:
    """Show the teams, each linked to its page."""
    if not known:
        st.caption(
            _("No team has been entered yet. The list of people with their posts and teams can be "
              "pasted from the decision that sets up the teams.")
        )  # fmt: skip
        return
    year = _year()
    visits = {one.code: one for one in team_visits_cache.by_team(viewer, year)}
    people = sum(len(team.officials) for team in known)
    st.markdown(
        " · ".join(
            (
                _n("{count} team", "{count} teams", len(known)),
                _n("{count} person in them", "{count} people in them", people),
            )
        )
    )
    columns = {
        "name": Column(N_("Team"), lambda row: row[0].name),
        "unit": Column(N_("Set up by"), lambda row: row[0].unit),
        "leader": Column(N_("Team leader"), lambda row: row[0].leader or ""),
        "people": Column(N_("Number of people"), _people, lambda row: number(_people(row)), figures=True),
        "visits": Column(N_("Visits made of those owed"), _share, _share, figures=True),
        "left": Column(N_("Missing"), _left, lambda row: number(_left(row)), figures=True),
    }
    rows: list[Row] = [(team, visits.get(team.code)) for team in known]
    link_tables.link_rows(
        rows, columns, page=PAGE, query=lambda row: {PARAM: row[0].code}, main="name", key="teams", worded=True
    )
    if visits:
        team_view.show_rule(min(one.months for one in visits.values()), year)
    own = [visits[team.code] for team in known if team.unit_id == viewer.unit_id and team.code in visits]
    if behind := [one for one in own if one.missing]:
        st.subheader(_("Still missing visits"))
        st.code(team_view.reminder(year, behind), language=None, wrap_lines=True)


def show_one(viewer: Viewer, team: TeamLine) -> None:
    """Show one team with its people, its cells, and a year's visits."""
    year = _year()
    visits = next((one for one in team_visits_cache.by_team(viewer, year) if one.code == team.code), None)
    team_view.show_team(viewer, team, visits)
    if visits:
        team_view.show_rule(visits.months, year)


def _year() -> int:
    now = clock.today().year
    return period_boxes.choose_year("teams_year", range(now, now - YEARS, -1))


def _share(row: Row) -> str:
    return f"{row[1].met}/{row[1].owed}" if row[1] and row[1].owed else "–"


def _people(row: Row) -> int:
    return len(row[0].officials)


def _left(row: Row) -> int:
    return row[1].missing if row[1] else 0
