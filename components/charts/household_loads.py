"""Loads: how many members are in charge of how many households, and how many have too many."""

import altair as alt

from components.charts import axes, class_bars
from components.charts.chart_registry import Chart, ChartGroup, ClassDrillDown
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, _n, capitalized, day_text, number
from components.labels import household_load_labels
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar import clock
from db.figures import household_loads
from db.figures.household_loads import LoadClass, LoadCount
from db.figures.unit_counts import UnitCount


def chart(classes: list[LoadClass], chosen: str | None = None, dark: bool = False) -> alt.LayerChart:
    """Draw a bar for each number of households, the smallest first."""
    labels = household_load_labels.class_names()
    bars = [ClassBar(one.key, labels[one.key], one.members, _said(one)) for one in classes]
    return class_bars.draw_class_bars(bars, _title(classes), _("members in charge"), chosen, dark)


def _said(one: LoadClass) -> str:
    many = _("{count} with too many", count=number(one.overloaded)) if one.overloaded else ""
    return " · ".join(filter(None, (number(one.members), many)))


def _title(classes: list[LoadClass]) -> alt.TitleParams:
    every, over = classes[0].all, sum(one.overloaded for one in classes)
    finding = (
        _n("{count} member is in charge of too many", "{count} members are in charge of too many", over)
        if over
        else _("Nobody is in charge of too many households")
    )
    of = _n("of {count} member in charge of any", "of {count} members in charge of any", every)
    return axes.chart_title(
        finding,
        of,
        _("cells that resolved not to assign are not among them"),
        _("as of {day}", day=day_text(clock.today())),
    )


def table_columns(parts: list[UnitCount[LoadCount]]) -> Columns:
    """Return the columns of the table of communes or cells."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "members": number_column(N_("In this group"), "count.members", phone=True),
        "overloaded": number_column(N_("With too many"), "count.overloaded", phone=True),
        "all": number_column(N_("All in charge"), "count.all", phone=True),
    }


def _total(parts: list[UnitCount[LoadCount]]) -> str:
    count = household_loads.total(part.count for part in parts)
    return _("Total: {members} of {all} members in charge", members=number(count.members), all=number(count.all))


def _names() -> dict[str, str]:
    return {key: capitalized(name) for key, name in household_load_labels.class_names().items()}


CHARTS = (
    Chart(
        "loads",
        N_("Households for each member in charge"),
        85,
        ChartGroup.HOUSEHOLDS,
        question=lambda viewer, wanted: household_loads.by_class(viewer, wanted.unit_id),
        draw=lambda viewer, wanted, classes, chosen, dark: chart(classes, chosen, dark),
        has_data=lambda one: one.members,
        columns=table_columns,
        empty=N_("Nobody is in charge of households yet. Cells assign them under “Households”."),
        tables=household_loads.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, classes: _names(),
            lambda viewer, wanted, key: household_loads.by_unit(viewer, key, wanted.unit_id),
            _total,
            "pages/households/households.py",
            "households",
            lambda wanted, key: {"households_view": "people", "households_load": key},
            hidden=N_(
                "The names of households and members in charge are visible only to the cell and the {level} committee; "
                "these are the totals for each cell."
            ),
        ),
        export=None,
    ),
)
