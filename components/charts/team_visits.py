"""Visits of teams: a bar for each team whose length is the number of missing visits;
its label gives the visits made and due.
"""

from datetime import date

import altair as alt

from components.charts import axes, class_bars
from components.charts.chart_registry import Chart, ChartGroup, ClassDrillDown
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, _n, day_text, number, percent
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar import clock
from db.figures import team_visit_counts
from db.figures.team_visit_counts import TeamCount, VisitCount
from db.figures.unit_counts import UnitCount
from db.kernel.audience import Audience


def chart(teams: list[TeamCount], day: date, chosen: str | None = None, dark: bool = False) -> alt.LayerChart:
    """Draw a bar for each team, the most missing first."""
    bars = [
        ClassBar(team.key, team.name, team.count.missing, _said(team.count), short_name=team.short_name)
        for team in teams
    ]
    title = _title(team_visit_counts.total(team.count for team in teams), day)
    return class_bars.draw_class_bars(bars, title, _("visits missing"), chosen, dark)


def _said(count: VisitCount) -> str:
    if not count.owed:
        return _("none owed yet")
    made = _("made {made} of {owed}", made=number(count.met), owed=number(count.owed))
    return f"{number(count.missing)} · {made}" if count.missing else made


def _title(count: VisitCount, day: date) -> alt.TitleParams:
    finding = (
        _n("{count} team visit missing", "{count} team visits missing", count.missing)
        if count.missing
        else _("No team misses a visit")
    )
    told = {"made": number(count.met), "owed": number(count.owed), "rate": percent(count.met, count.owed)}
    of = _("made {made} of {owed} owed ({rate})", **told) if count.owed else _("none owed yet")
    every = _n("{count} meeting attended in all", "{count} meetings attended in all", count.made)
    return axes.chart_title(finding, of, every, _("{year}, as of {day}", year=str(day.year), day=day_text(day)))


def table_columns(parts: list[UnitCount[VisitCount]]) -> Columns:
    """Return the columns for communes or cells."""
    found = {
        "name": Column(N_("Unit"), lambda part: part.name),
        "left": number_column(N_("Missing"), "count.missing", phone=True),
        "met": number_column(N_("Made of those owed"), "count.met", phone=True),
        "owed": number_column(N_("Owed"), "count.owed", phone=True),
        "made": number_column(N_("Attended in all"), "count.made"),
    }
    several = {"cells": number_column(N_("Cells"), "count.cells")}
    return found if all(part.is_cell for part in parts) else found | several


def _total(parts: list[UnitCount[VisitCount]]) -> str:
    count = team_visit_counts.total(part.count for part in parts)
    told = {"made": number(count.met), "owed": number(count.owed), "left": number(count.missing)}
    return _("Total: made {made} of {owed} owed, {left} missing", **told)


CHARTS = (
    Chart(
        "team_visits",
        N_("Visits of teams"),
        45,
        ChartGroup.MEETINGS,
        question=lambda viewer, wanted: team_visit_counts.by_team(viewer, wanted.unit_id),
        draw=lambda viewer, wanted, teams, chosen, dark: chart(teams, clock.today(), chosen, dark),
        has_data=lambda team: team.count.cells,
        columns=table_columns,
        empty=N_("No team follows a cell here yet. Teams are entered under “Teams of officials”."),
        tables=team_visit_counts.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, teams: {team.key: team.name for team in teams},
            lambda viewer, wanted, key: team_visit_counts.by_unit(viewer, key, wanted.unit_id),
            _total,
            "pages/people/teams.py",
            query=lambda wanted, key: {"teams_team": key},
            audience=Audience.FIGURES,
            label=N_("Open the team"),
        ),
        above_cells=True,
        export=None,
    ),
)
