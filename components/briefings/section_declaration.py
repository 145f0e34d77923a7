"""The declaration of a briefing section: its query, figures, sentences, chart and tables.

Sentences are always Vietnamese. A figure has one code in the whole register, by which templates refer to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import altair as alt

from components.files.briefing_document import PrintedFigure, SectionTable
from components.i18n import _, number, percent
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer


class BriefingKind(StrEnum):
    """The kind of briefing: for the leadership's meeting, or a unit's report to the level above."""

    MEETING = "meeting"
    REPORT = "report"


class BriefingQuery(NamedTuple):
    """What a briefing is about: first and last begun month, last day, unit (None: all in sight); `name` is the period
    in words, `months` its length.
    """

    since: int
    until: int
    months: int
    day: date
    unit_id: int | None
    name: str

    @property
    def figures(self) -> FigureQuery:
        """The query for the figures of the cells' own meetings."""
        return FigureQuery(self.since, self.until, unit_id=self.unit_id)


def _always(found: Any) -> bool:
    return True


class Figure(NamedTuple):
    """A figure: its code, label and value function; for a share also its denominator. `known`: whether anything was
    recorded to count; if not, zero would be misleading.
    """

    code: str
    label: str  # marked for translation
    value: Callable[[Any], float | int | None]
    denominator: Callable[[Any], float | int | None] | None = None
    known: Callable[[Any], bool] = _always

    def evaluate(self, found: Any) -> PrintedFigure:
        """The figure for the rows found, without a value where nothing was recorded to count."""
        value, of = (
            self.value(found) if self.known(found) else None,
            self.denominator(found) if self.denominator else None,
        )
        text = percent(value, of or 0) if self.denominator else number(value)
        return PrintedFigure(self.code, _(self.label), value, of, text)


PrintedFigures = dict[str, str]  # printed figures by code


@dataclass(frozen=True)
class Section:
    """A section: its query, its sentences, its chart and its tables."""

    key: str  # its key in the setting that selects, orders and names the sections
    question: Callable[[Viewer, BriefingQuery], Any]
    figures: tuple[Figure, ...]
    headline: Callable[[PrintedFigures, Any, BriefingQuery], str]
    sentences: Callable[[PrintedFigures, Any, BriefingQuery], Sequence[str]]
    tables: Callable[[Any, BriefingQuery], Sequence[SectionTable]]
    draw: Callable[[Viewer, BriefingQuery, Any], alt.TopLevelMixin | None] | None = None  # may find nothing to draw
    kinds: frozenset[BriefingKind] = frozenset({BriefingKind.MEETING})
    of_one_cell: bool = True  # whether it makes sense for a single cell
