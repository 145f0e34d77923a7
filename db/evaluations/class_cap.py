"""The cap on the best class as a dated rule: how many may have it, and the excess."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from db.evaluations.evaluation_form import BEST, GOOD
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.settings import dated_rules

RULE = "excellent_cap"


class CapScope(StrEnum):
    """The scope within which the cap is counted."""

    ORGANISATION = "organisation"  # all cells of a commune
    CELL = "cell"


class ClassCap(NamedTuple):
    """The rule in force for a year."""

    percent: int
    base: str
    scope: CapScope
    citation: str
    verified: bool


class CapResult(NamedTuple):
    """How many have the best class, the base of the percentage, and how many are allowed."""

    best: int
    base: int
    allowed: int

    @property
    def excess(self) -> int:
        """How many more than allowed."""
        return max(0, self.best - self.allowed)


def load(viewer: Viewer, unit_id: int, year: int) -> ClassCap | None:
    """The rule for a unit's year; None if there was none."""
    with reading(viewer) as session:
        return in_force(session, unit_id, year)


def in_force(session: Session, unit_id: int | None, year: int) -> ClassCap | None:
    """The rule in force on the year's last day, within the caller's session."""
    try:
        rule = dated_rules.in_force(session, RULE, unit_id or 0, date(year, 12, 31))
    except LookupError:
        return None
    told = rule.parameters
    return ClassCap(told["percent"], told["base"], CapScope(told["scope"]), rule.citation, rule.verified)


def compare_with_cap(cap: ClassCap, counts: Mapping[str, int]) -> CapResult:
    """Compare the counts of classes with the cap, which is rounded down."""
    good, best = counts.get(GOOD, 0), counts.get(BEST, 0)
    base = {"good": good, "good_or_better": good + best, "classified": sum(counts.values())}[cap.base]
    return CapResult(best, base, base * cap.percent // 100)
