"""Open requests of the people by age, and how many are past their deadline."""

import altair as alt

from components.charts import axes, class_bars
from components.charts.chart_registry import Chart, ChartGroup, ClassDrillDown
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, _n, capitalized, day_text, number, percent
from components.labels import petition_labels
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar import clock
from db.figures import petition_ages
from db.figures.petition_ages import OpenCount, PetitionAge
from db.figures.unit_counts import UnitCount
from db.kernel.audience import Audience
from db.petitions.petition_states import DIFFICULTIES


def chart(
    ages: list[PetitionAge], chosen: str | None = None, dark: bool = False, of_people: bool = True
) -> alt.LayerChart:
    """Draw a bar for each age, the youngest first, with the number past their deadline; of requests of the people, or
    of difficulties.
    """
    labels = petition_labels.age_labels()
    bars = [ClassBar(age.key, labels[age.key], age.open, _said(age)) for age in ages]
    counted = _("requests that are open") if of_people else _("difficulties that are open")
    title = _title(ages) if of_people else _difficulty_title(ages)
    return class_bars.draw_class_bars(bars, title, counted, chosen, dark)


def _said(age: PetitionAge) -> str:
    late = _("{count} open too long", count=number(age.overdue)) if age.overdue else ""
    return " · ".join(filter(None, (number(age.open), late)))


def _title(ages: list[PetitionAge]) -> alt.TitleParams:
    every, late = ages[0].all, sum(age.overdue for age in ages)
    told = percent(late, every) if every else ""
    finding = (
        _n("{count} request is open too long", "{count} requests are open too long", late)
        if late
        else _("No request is open too long")
    )
    of = _n("of {count} open request", "of {count} open requests", every) + (f" ({told})" if late else "")
    return axes.chart_title(finding, of, _("days since it was received, as of {day}", day=day_text(clock.today())))


def _difficulty_title(ages: list[PetitionAge]) -> alt.TitleParams:
    every, late = ages[0].all, sum(age.overdue for age in ages)
    finding = (
        _n("{count} difficulty is open too long", "{count} difficulties are open too long", late)
        if late
        else _("No difficulty is open too long")
    )
    of = _n("of {count} open difficulty", "of {count} open difficulties", every)
    share = f" ({percent(late, every)})" if late else ""
    return axes.chart_title(finding, of + share, _("days since reported, as of {day}", day=day_text(clock.today())))


def table_columns(parts: list[UnitCount[OpenCount]]) -> Columns:
    """Return the columns of the table of communes or cells."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "open": number_column(N_("In this group"), "count.open", phone=True),
        "overdue": number_column(N_("Open too long"), "count.overdue", phone=True),
        "all": number_column(N_("All open"), "count.all", phone=True),
    }


def _total(parts: list[UnitCount[OpenCount]]) -> str:
    count = petition_ages.total(part.count for part in parts)
    return _("Total: {open} of {all} open requests", open=number(count.open), all=number(count.all))


def _difficulty_total(parts: list[UnitCount[OpenCount]]) -> str:
    count = petition_ages.total(part.count for part in parts)
    return _("Total: {open} of {all} open difficulties", open=number(count.open), all=number(count.all))


def _names() -> dict[str, str]:
    return {key: capitalized(name) for key, name in petition_labels.age_labels().items()}


CHARTS = (
    Chart(
        "petitions",
        N_("Requests of the people by age"),
        100,
        ChartGroup.HOUSEHOLDS,
        question=lambda viewer, wanted: petition_ages.by_age(viewer, wanted.unit_id),
        draw=lambda viewer, wanted, ages, chosen, dark: chart(ages, chosen, dark),
        has_data=lambda age: age.open,
        columns=table_columns,
        empty=N_("No request of the people is open."),
        tables=petition_ages.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, ages: _names(),
            lambda viewer, wanted, key: petition_ages.by_unit(viewer, key, wanted.unit_id),
            _total,
            "pages/households/petitions.py",
            "petitions",
            lambda wanted, key: {"petitions_state": "open", "petitions_age": key},
            N_(
                "The requests are visible only to the cell and those to whom they were passed; these "
                "are the totals for each cell."
            ),
            Audience.PETITIONS,
            partly=N_(
                "Of a cell's requests you open those that were passed on to your unit; what the others say is visible "
                "only to the cell."
            ),
        ),
        export=None,
    ),
    Chart(
        "difficulties",
        N_("Difficulties reported upwards, by age"),
        102,
        ChartGroup.HOUSEHOLDS,
        question=lambda viewer, wanted: petition_ages.by_age(viewer, wanted.unit_id, DIFFICULTIES),
        draw=lambda viewer, wanted, ages, chosen, dark: chart(ages, chosen, dark, of_people=False),
        has_data=lambda age: age.open,
        columns=table_columns,
        empty=N_("No difficulty waits for an answer."),
        tables=petition_ages.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, ages: _names(),
            lambda viewer, wanted, key: petition_ages.by_unit(viewer, key, wanted.unit_id, DIFFICULTIES),
            _difficulty_total,
            "pages/people/difficulties.py",
            "difficulties",
            lambda wanted, key: {"difficulties_state": "open", "difficulties_age": key},
            N_(
                "What a difficulty says is visible only to the cell and to whom it was reported; these are the totals "
                "for each cell."
            ),
            Audience.PETITIONS,
            partly=N_(
                "Of a cell's difficulties you open those that were reported as far as your unit; what the others say "
                "is visible only to the cell."
            ),
        ),
        export=None,
    ),
)
