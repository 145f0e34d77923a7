"""Composition of members: the number and share of each kind of work organisation, sex, age group or standing."""

import altair as alt

from components.charts import axes, class_bars, member_classes
from components.charts.chart_registry import Chart, ChartGroup, ClassDrillDown
from components.charts.class_bars import ClassBar
from components.i18n import N_, _, _n, day_text
from components.labels import member_trait_labels
from db.calendar import clock
from db.figures import member_composition
from db.figures.figures import FigureQuery
from db.figures.member_classes import MemberClass
from db.figures.member_composition import CompositionQuery
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import MembershipKind
from db.people.member_traits import UNKNOWN, Trait

WHOSE = {MembershipKind.OWN: N_("Members: {trait}"), MembershipKind.CONTACT: N_("Contact members: {trait}")}
TOPICS = {f"{kind}-{trait}": CompositionQuery(kind, trait) for kind in WHOSE for trait in Trait}


def chart(
    classes: list[MemberClass],
    names: dict[str, str],
    of: CompositionQuery,
    chosen: str | None = None,
    dark: bool = False,
) -> alt.LayerChart:
    """Draw a bar with number and share for each class that has members."""
    shown = [one for one in classes if one.members]
    bars = [
        ClassBar(
            one.key,
            names.get(one.key, one.key),
            one.members,
            member_classes.members_text(one),
            one.key == UNKNOWN,
        )
        for one in shown
    ]
    counted = _("members") if of.kind == MembershipKind.OWN else _("contact members")
    return class_bars.draw_class_bars(bars, _title(classes, names, of), counted, chosen, dark)


def _title(classes: list[MemberClass], names: dict[str, str], of: CompositionQuery) -> alt.TitleParams:
    known = [one for one in classes if one.key != UNKNOWN]
    most = max(known, key=lambda one: one.members)
    unknown = sum(one.members for one in classes if one.key == UNKNOWN)
    every = classes[0].all
    heading = (
        _(
            "Most members: {class_name}, {share}",
            class_name=names.get(most.key, most.key),
            share=member_classes.members_text(most),
        )
        if of.kind == MembershipKind.OWN
        else _(
            "Most contact members: {class_name}, {share}",
            class_name=names.get(most.key, most.key),
            share=member_classes.members_text(most),
        )
    )
    whole = (
        _n("of {count} member", "of {count} members", every)
        if of.kind == MembershipKind.OWN
        else _n("of {count} contact member", "of {count} contact members", every)
    )
    beside = (
        _("not recorded: {count}", count=member_classes.members_text(MemberClass(UNKNOWN, unknown, every)))
        if unknown
        else ""
    )
    finding = heading if most.members else _("Nothing of this is recorded yet")
    ages = _("by the age reached in the year") if of.trait == Trait.AGE else ""
    return axes.chart_title(finding, whole, beside, ages, _("as of {day}", day=day_text(clock.today())))


def _topics(viewer: Viewer) -> dict[str, str]:
    return {key: _(WHOSE[of.kind]).format(trait=_(member_trait_labels.INLINE[of.trait])) for key, of in TOPICS.items()}


def _names(viewer: Viewer, wanted: FigureQuery) -> dict[str, str]:
    return member_trait_labels.class_names(viewer, TOPICS[wanted.topic].trait)


def _query(wanted: FigureQuery, key: str) -> dict[str, str]:
    """Return the address of the list of members behind a count."""
    of = TOPICS[wanted.topic]
    return {"members_kind": of.kind.value, "members_trait": of.trait.value, "members_class": key}


CHARTS = (
    Chart(
        "composition",
        N_("Composition of members"),
        70,
        ChartGroup.MEMBERS,
        question=lambda viewer, wanted: member_composition.by_class(viewer, TOPICS[wanted.topic], wanted.unit_id),
        draw=lambda viewer, wanted, classes, chosen, dark: chart(
            classes, _names(viewer, wanted), TOPICS[wanted.topic], chosen, dark
        ),
        has_data=lambda one: one.members,
        columns=member_classes.table_columns,
        empty=N_("No members have been entered yet."),
        tables=member_composition.TABLES,
        by_class=ClassDrillDown(
            lambda viewer, wanted, classes: _names(viewer, wanted),
            lambda viewer, wanted, key: member_composition.by_unit(viewer, TOPICS[wanted.topic], key, wanted.unit_id),
            member_classes.total_text,
            "pages/people/members.py",
            "members",
            _query,
            audience=Audience.LISTS,
        ),
        topics=_topics,
        topic_label=N_("Composition of whom, by what"),
        export=None,
    ),
)
