"""Reconciliation: how many people are subject to introduction, introduced, received and placed as of a day.

The number of those subject comes from the unit's statement within the past year, else from its list of working members.
For people exempt from introduction only a number is stored.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.contacts import introduction_steps, stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.contacts.introduction_steps import INTRODUCED_STEPS, IntroductionOnDay, IntroductionStep
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.units.units import UnitName, units_on


class Grouping(StrEnum):
    """The side of the introduction by which people are grouped."""

    COMMUNE = "commune"
    WORKPLACE = "workplace"


class ReconciliationCounts(NamedTuple):
    """People as of a day. Those exempt from meetings are among the introduced; the unknown are in no other count.

    `not_introduced` are exempt from introduction: a stated number, nothing else is known about them.
    """

    subject: int = 0
    introduced: int = 0
    exempt: int = 0
    received: int = 0
    placed: int = 0
    pending: int = 0  # known by name, with or without a reason
    unknown: int = 0
    not_introduced: int = 0

    @property
    def outstanding(self) -> int:
        """How many of those subject are not introduced; negative if more were introduced than counted."""
        return self.subject - self.introduced

    @property
    def unnamed(self) -> int:
        """How many of the outstanding are unnamed."""
        return self.outstanding - self.pending

    @property
    def rate(self) -> float | None:
        """The share of those subject who are introduced; None if nobody is subject."""
        return self.introduced / self.subject if self.subject else None


class UnitReconciliation(NamedTuple):
    """A commune or workplace; without a unit, people whose workplace is not in the register. `counted_on` is the day of
    the statement used, None if the list was.
    """

    unit_id: int | None
    code: str
    name: str
    counts: ReconciliationCounts
    counted_on: date | None = None


def introductions_on_day(viewer: Viewer, day: date) -> list[IntroductionOnDay]:
    """Return the people counted on a day, read once for the counts and for the lists behind them.

    Raises Invalid for a day in the future or before anything is known.
    """
    with reading(viewer) as session:
        require_countable_day(session, day)
        return introduction_steps.introductions_on(session, day)


def by_commune_or_workplace(
    viewer: Viewer,
    day: date,
    grouping: Grouping = Grouping.COMMUNE,
    introductions: Iterable[IntroductionOnDay] | None = None,
) -> list[UnitReconciliation]:
    """Each visible commune or workplace as of a day, in Vietnamese order, people without a unit last; `introductions`
    is the result of `introductions_on_day`.

    Raises Invalid for a day in the future or before anything is known.
    """
    if introductions is None:
        introductions = introductions_on_day(viewer, day)
    with reading(viewer) as session:
        groups: dict[int | None, list[IntroductionOnDay]] = {}
        for one in introductions:
            groups.setdefault(unit_counted_for(one, grouping), []).append(one)
        counted = stated_introduction_counts.latest_by_unit(session, day, grouping == Grouping.WORKPLACE)
        names = units_on(session, {*groups, *counted} - {None}, day)
        units = [*names.values(), *([None] if None in groups else [])]
        return [_of_unit(unit, groups, counted) for unit in units]


def total(units: Iterable[UnitReconciliation]) -> ReconciliationCounts:
    """The counts of these units added up."""
    columns = zip(*(unit.counts for unit in units), strict=True)
    return ReconciliationCounts(*map(sum, columns))


def require_countable_day(session: Session, day: date) -> None:
    """Raise Invalid for a day in the future or before anything is known."""
    if day > clock.today():
        raise Invalid("reconciled_ahead", day=day)
    known = [
        each
        for each in (introduction_steps.first_known_day(session), stated_introduction_counts.first_stated_day(session))
        if each
    ]
    if known and day < min(known):
        raise Invalid("reconciled_before", day=day, start=min(known))


def unit_counted_for(one: IntroductionOnDay, grouping: Grouping) -> int | None:
    """Return the unit that a person counts for."""
    return one.row.commune_id if grouping == Grouping.COMMUNE else one.row.workplace_id


def _of_unit(
    unit: UnitName | None,
    groups: dict[int | None, list[IntroductionOnDay]],
    counted: dict[int, StatedCount],
) -> UnitReconciliation:
    unit_id = unit.id if unit else None
    own, told = groups.get(unit_id, []), counted.get(unit_id) if unit_id is not None else None
    steps = [one.step for one in own]
    introduced, pending = sum(step in INTRODUCED_STEPS for step in steps), steps.count(IntroductionStep.PENDING)
    # a number of zero says only how many are exempt from introduction
    by_count = told if told and told.subject else None
    counts = ReconciliationCounts(
        by_count.subject if by_count else introduced + pending,
        introduced,
        sum(one.exempt for one in own),
        steps.count(IntroductionStep.RECEIVED) + steps.count(IntroductionStep.PLACED),
        steps.count(IntroductionStep.PLACED),
        pending,
        steps.count(IntroductionStep.UNKNOWN),
        told.not_introduced if told else 0,
    )
    named = (unit_id, unit.code, unit.name) if unit else (None, "", "")
    return UnitReconciliation(*named, counts, by_count.counted_on if by_count else None)
