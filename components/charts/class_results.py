"""Classes of the yearly evaluation: how many members have which, and the best class against its cap."""

import altair as alt

from components.charts import axes, class_bars, member_classes
from components.charts.chart_registry import Chart, ChartGroup, ClassDrillDown
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, _n
from components.labels import evaluation_labels
from db.calendar import clock
from db.evaluations.class_cap import ClassCap
from db.figures import class_results, evaluation_counts
from db.figures.class_results import MISSING, UNCLASSIFIED
from db.figures.evaluation_counts import CapLine
from db.figures.figures import FigureQuery
from db.figures.member_classes import MemberClass
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

YEARS = 6  # years to choose from


def chart(
    classes: list[MemberClass],
    names: dict[str, str],
    year: str,
    cap: ClassCap | None,
    capped: list[CapLine],
    chosen: str | None = None,
    dark: bool = False,
) -> alt.LayerChart:
    """Draw a bar for each class with number and share, the best first; members without a class come last."""
    bars = [
        ClassBar(
            one.key,
            names.get(one.key, one.key),
            one.members,
            member_classes.members_text(one),
            one.key in (UNCLASSIFIED, MISSING),
        )
        for one in classes
    ]
    return class_bars.draw_class_bars(bars, _title(classes, names, year, cap, capped), _("members"), chosen, dark)


def _title(
    classes: list[MemberClass], names: dict[str, str], year: str, cap: ClassCap | None, capped: list[CapLine]
) -> alt.TitleParams:
    best = classes[0]
    finding = _(
        "{year}: {class_name}, {share}",
        year=year,
        class_name=names.get(best.key, best.key),
        share=member_classes.members_text(best),
    )
    of = _n("of {count} member to be classified", "of {count} members to be classified", best.all)
    if cap is None or not capped:
        return axes.chart_title(finding, of)
    over = sum(line.result.excess > 0 for line in capped)
    places = _n("{over} of {count} place over the cap", "{over} of {count} places over the cap", len(capped), over=over)
    told = evaluation_labels.cap_text(cap, capped[0].result) if len(capped) == 1 else places
    return axes.chart_title(finding, of, told, evaluation_labels.cap_basis(cap))


def _years(viewer: Viewer) -> dict[str, str]:
    last = clock.today().year
    return {str(year): str(year) for year in range(last, last - YEARS, -1)}


def _draw(viewer: Viewer, wanted: FigureQuery, classes: list[MemberClass], chosen: str | None, dark: bool):
    cap, capped = evaluation_counts.load_cap_lines(viewer, int(wanted.topic)) if wanted.unit_id is None else (None, [])
    return chart(classes, evaluation_labels.class_names(viewer), wanted.topic, cap, capped, chosen, dark)


CHARTS = (
    Chart(
        "classes",
        N_("Yearly evaluation by class"),
        110,
        ChartGroup.MEMBERS,
        question=lambda viewer, wanted: class_results.by_class(viewer, int(wanted.topic), wanted.unit_id),
        draw=_draw,
        has_data=lambda one: one.members,
        columns=member_classes.table_columns,
        empty=N_("Nobody is on a list for this year's evaluation, or its counts are not for your role."),
        tables=class_results.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, classes: evaluation_labels.class_names(viewer),
            lambda viewer, wanted, key: class_results.by_unit(viewer, int(wanted.topic), key, wanted.unit_id),
            member_classes.total_text,
            "pages/people/evaluations.py",
            query=lambda wanted, key: {"year": wanted.topic, "evaluations_class": key},
            hidden=N_("Classes by name are visible only to the cell and the {level} committee."),
            audience=Audience.ASSESSMENTS,
        ),
        topics=_years,
        topic_label=N_("Year"),
        export=None,
    ),
)
