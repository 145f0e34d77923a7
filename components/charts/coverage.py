"""Coverage: the share of households that somebody looks after, unit by unit, the lowest first."""

from datetime import date

import altair as alt

from components.charts import axes, share_bars
from components.charts.chart_registry import CellRowLink, Chart, ChartGroup
from components.households import coverage_columns
from components.i18n import N_, _, _n, day_text, number, percent
from components.labels import household_labels
from db.calendar import clock
from db.figures import coverage
from db.figures.coverage import CoverageCount
from db.figures.unit_counts import UnitCount


def chart(parts: list[UnitCount[CoverageCount]], day: date, dark: bool = False) -> alt.LayerChart:
    """Draw a bar for each unit's share of households that somebody looks after, with the counts at its end."""
    names = axes.short_names({part.code: part.name for part in parts})
    rows = [_row(part, names[part.code]) for part in sorted(parts, key=_order)]
    layers = share_bars.draw_layers(
        rows, _("share of households with a member in charge"), _tooltips(), dark, selectable="isValid(datum.rate)"
    )
    return axes.layer_over_same_rows(layers, rows, title=_title(parts, day), height=alt.Step(34))


def _row(part: UnitCount[CoverageCount], name: str) -> dict:
    covered, count = part.count.cover, part.count
    none = _("not assigning, by resolution") if count.declining else _("no households entered")
    share = percent(covered.covered, covered.households) if covered.households else none
    of = f"{number(covered.covered)}/{number(covered.households)}"
    return {
        "code": part.code,
        "name": name,
        "whole": part.name,
        "rate": covered.rate,
        "end": covered.rate or 0,
        "share": share,
        "said": f"{share} · {of}" if covered.households else share,
        "of": of,
        "members": f"{number(count.assigned)}/{number(count.members)}",
        "cells": f"{number(count.assigning)}/{number(count.cells)}",
    }


def _order(part: UnitCount[CoverageCount]) -> tuple:
    rate = part.count.cover.rate
    return rate is None, rate or 0


def _tooltips() -> dict[str, str]:
    return {
        "whole": _("Unit"),
        "of": _("Households with a member in charge"),
        "members": _("Members in charge of households"),
        "cells": _("Cells with assignments"),
    }


def _title(parts: list[UnitCount[CoverageCount]], day: date) -> alt.TitleParams:
    count = coverage.total([part.count for part in parts])
    bare = count.cover.uncovered
    title = household_labels.uncovered_count(count.cover) if bare else _("Every household has a member in charge")
    of = _(
        "{covered} of {all} households have a member in charge",
        covered=number(count.cover.covered),
        all=number(count.cover.households),
    )
    members = _(
        "{assigned} of {members} available members are in charge of households",
        assigned=number(count.assigned),
        members=number(count.members),
    )
    declining = [
        _n("{count} cell does not assign, by resolution", "{count} cells do not assign, by resolution", count.declining)
    ]
    return axes.chart_title(
        title, of, members, *(declining if count.declining else []), _("as of {day}", day=day_text(day))
    )


CHARTS = (
    Chart(
        "households",
        N_("Households with a member in charge"),
        80,
        ChartGroup.HOUSEHOLDS,
        question=lambda viewer, wanted: coverage.by_unit(viewer, wanted.unit_id),
        draw=lambda viewer, wanted, parts, chosen, dark: chart(parts, clock.today(), dark),
        has_data=lambda part: part.count.cover.households,
        columns=coverage_columns.build_columns,
        empty=N_("No households have been entered yet. Cells enter their clusters under “Households”."),
        tables=coverage.TABLES,
        by_unit=CellRowLink(
            "pages/households/households.py",
            lambda part: {"households_cell": part.code},
            N_(
                "The names of households and members in charge are visible only to the cell and the {level} committee; "
                "these are the totals for each cell."
            ),
        ),
        export=None,
    ),
)
