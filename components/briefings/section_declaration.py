"""What a section of a paper for a meeting is: one declaration of its question, figures, sentences, drawing, tables.

Sentences are Vietnamese whatever the screen is. A figure has one code in the whole register, by which a template may
ask for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import altair as alt

from components.files.briefing_document import PaperTable, ToldFigure
from components.i18n import _, number, percent
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer


class BriefingKind(StrEnum):
    """What the paper is: for the leadership's meeting, or a unit's report to the level above."""

    MEETING = "meeting"
    REPORT = "report"


class BriefingQuery(NamedTuple):
    """What a paper is about: from which month to which that has begun, up to which day, of which unit (None: all in
    sight); `name` is the period in words, `months` how many it has.
    """

    since: int
    until: int
    months: int
    day: date
    unit_id: int | None
    name: str

    @property
    def figures(self) -> FigureQuery:
        """The same as figures of the cells' own meetings are asked for."""
        return FigureQuery(self.since, self.until, unit_id=self.unit_id)


def _always(found: Any) -> bool:
    return True


class Figure(NamedTuple):
    """A figure: its code, what it is called, how it is taken from what the section asked; of how many where it is a
    share. `known` is whether anything was recorded that it counts: where nothing was, nought would say too much.
    """

    code: str
    label: str  # marked for the translators
    value: Callable[[Any], float | int | None]
    of: Callable[[Any], float | int | None] | None = None
    known: Callable[[Any], bool] = _always

    def tell(self, found: Any) -> ToldFigure:
        """The figure of what was found."""
        value, of = self.value(found), self.of(found) if self.of else None
        text = percent(value, of or 0) if self.of else number(value)
        return ToldFigure(self.code, _(self.label), value, of, text)


Told = dict[str, str]  # figures as they are printed, by code


@dataclass(frozen=True)
class Section:
    """A section: what it asks, what it says of that, what is drawn and listed."""

    key: str  # in the setting that says which there are and in which order, and what they are called
    question: Callable[[Viewer, BriefingQuery], Any]
    figures: tuple[Figure, ...]
    finding: Callable[[Told, Any, BriefingQuery], str]
    sentences: Callable[[Told, Any, BriefingQuery], Sequence[str]]
    tables: Callable[[Any, BriefingQuery], Sequence[PaperTable]]
    draw: Callable[[Viewer, BriefingQuery, Any], alt.TopLevelMixin] | None = None
    kinds: frozenset[BriefingKind] = frozenset({BriefingKind.MEETING})
    of_one_cell: bool = True  # whether it says something of a cell alone
