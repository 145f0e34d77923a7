"""Composition of members: how many are of each kind of work organisation, sex, age group or standing, of how many."""

import altair as alt

from components.charts import axes, class_bars
from components.charts.chart_registry import Chart, ClassParts, Theme
from components.charts.class_bars import ClassBar
from components.i18n import DASH, N_, _, _n, day_text, number, percent
from components.labels import member_trait_labels
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar import clock
from db.figures import composition
from db.figures.composition import Composed, MemberClass, MembersCount
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import MembershipKind
from db.people.member_traits import UNKNOWN, Trait

WHOSE = {MembershipKind.OWN: N_("Members: {trait}"), MembershipKind.CONTACT: N_("Contact members: {trait}")}
TOPICS = {f"{kind}-{trait}": Composed(kind, trait) for kind in WHOSE for trait in Trait}


def chart(
    classes: list[MemberClass], names: dict[str, str], of: Composed, chosen: str | None = None, dark: bool = False
) -> alt.LayerChart:
    """Draw a bar with number and share for each class that has members."""
    shown = [one for one in classes if one.members]
    bars = [
        ClassBar(one.key, names.get(one.key, one.key), one.members, _said(one), one.key == UNKNOWN) for one in shown
    ]
    counted = _("members") if of.kind == MembershipKind.OWN else _("contact members")
    return class_bars.draw_class_bars(bars, _title(classes, names, of), counted, chosen, dark)


def _said(one: MemberClass) -> str:
    return f"{number(one.members)} · {percent(one.members, one.all)}"


def _title(classes: list[MemberClass], names: dict[str, str], of: Composed) -> alt.TitleParams:
    known = [one for one in classes if one.key != UNKNOWN]
    most = max(known, key=lambda one: one.members)
    unknown = sum(one.members for one in classes if one.key == UNKNOWN)
    every = classes[0].all
    heading = (
        _("Most members: {class_name}, {share}", class_name=names.get(most.key, most.key), share=_said(most))
        if of.kind == MembershipKind.OWN
        else _(
            "Most contact members: {class_name}, {share}", class_name=names.get(most.key, most.key), share=_said(most)
        )
    )
    whole = (
        _n("of {count} member", "of {count} members", every)
        if of.kind == MembershipKind.OWN
        else _n("of {count} contact member", "of {count} contact members", every)
    )
    beside = _("not recorded: {count}", count=_said(MemberClass(UNKNOWN, unknown, every))) if unknown else ""
    finding = heading if most.members else _("Nothing of this is recorded yet")
    ages = _("by the age reached in the year") if of.trait == Trait.AGE else ""
    return axes.chart_title(finding, whole, beside, ages, _("as of {day}", day=day_text(clock.today())))


def columns(parts: list[UnitCount[MembersCount]]) -> Columns:
    """Return the columns of the table of communes or cells: members in the class, and the total."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "members": number_column(N_("In this group"), "count.members", phone=True),
        "all": number_column(N_("Of members"), "count.all", phone=True),
        "share": Column(N_("Share"), _share, _share, lambda part: bool(part.count.members), True),
    }


def _share(part: UnitCount[MembersCount]) -> str:
    return percent(part.count.members, part.count.all) if part.count.all else DASH


def _total(parts: list[UnitCount[MembersCount]]) -> str:
    count = composition.total(part.count for part in parts)
    told = {"members": number(count.members), "all": number(count.all)}
    share = percent(count.members, count.all) if count.all else DASH
    return _("Total: {members} of {all} members = {share}", share=share, **told)


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
        Theme.MEMBERS,
        question=lambda viewer, wanted: composition.by_class(viewer, TOPICS[wanted.topic], wanted.unit_id),
        draw=lambda viewer, wanted, classes, chosen, dark: chart(
            classes, _names(viewer, wanted), TOPICS[wanted.topic], chosen, dark
        ),
        has_data=lambda one: one.members,
        columns=columns,
        empty=N_("No members have been entered yet."),
        tables=composition.TABLES,
        by_class=ClassParts(
            lambda viewer, wanted, classes: _names(viewer, wanted),
            lambda viewer, wanted, key: composition.by_unit(viewer, TOPICS[wanted.topic], key, wanted.unit_id),
            _total,
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
