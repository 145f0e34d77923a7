"""Indicators: figures published for a cell's area year by year, such as income, production, criteria met.

They are stored as published: neither computed from households nor checked against other figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.models import IndicatorValue, Unit
from db.settings import settings
from db.units.units import listed_names

INDICATORS, QUALIFIERS = "indicators", ("over", "about", "under")
FIRST_YEAR, LARGEST = 1990, 10.0**9


@dataclass(frozen=True)
class IndicatorInput:
    """An indicator value as typed: indicator, year, value, total if it is a share, and "over" or "about"."""

    indicator: str | None
    year: int
    value: float | None
    total: float | None = None
    qualifier: str | None = None


class IndicatorLine(NamedTuple):
    """An indicator value in a list."""

    unit_id: int
    code: str  # code of the cell
    cell: str
    indicator: str
    year: int
    value: float
    total: float | None
    qualifier: str | None

    @property
    def is_cell(self) -> bool:
        """Always true: values belong to cells and are never added up."""
        return True

    @property
    def name(self) -> str:
        """The name of its cell."""
        return self.cell

    @property
    def charted_value(self) -> float:
        """The value in a chart: the ratio for a share."""
        return self.value / self.total if self.total else self.value


def record(
    viewer: Viewer, unit_id: int, typed: IndicatorInput, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """Record a cell's value for a year, correcting an earlier one, and drop the form's draft.

    Raises Invalid for an indicator that is not on the list and for an impossible year or value.
    """
    with writing(viewer, "record_indicator", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        key = settings.option_key(session, INDICATORS, typed.indicator, unit_id)
        if key is None:
            raise Invalid("indicator_missing")
        if not FIRST_YEAR <= typed.year <= clock.today().year:
            raise Invalid("year_unfit", first=str(FIRST_YEAR), last=str(clock.today().year))
        if typed.value is None or not 0 <= typed.value <= LARGEST:
            raise Invalid("indicator_value_unfit")
        if typed.total is not None and not max(typed.value, 1) <= typed.total <= LARGEST:
            raise Invalid("indicator_total_unfit")
        row = _standing(session, unit_id, key, typed.year) or IndicatorValue(
            unit_id=unit_id, indicator=key, year=typed.year, value=typed.value
        )
        row.value, row.total = typed.value, typed.total
        row.qualifier = typed.qualifier if typed.qualifier in QUALIFIERS else None
        session.add(row)
        if draft:
            drafts.delete_in(session, draft)


def delete(viewer: Viewer, unit_id: int, indicator: str, year: int, token: str | None = None) -> None:
    """Delete a value entered by mistake. Raises Invalid if there is none."""
    with writing(viewer, "withdraw_indicator", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        row = _standing(session, unit_id, indicator, year)
        if row is None:
            raise Invalid("indicator_missing")
        session.delete(row)


def list_of_cell(viewer: Viewer, unit_id: int) -> list[IndicatorLine]:
    """The values of a cell, latest year first."""
    with reading(viewer) as session:
        return list_of_cells(session, {unit_id})[::-1]


def list_of_cells(session: Session, cells: Iterable[int]) -> list[IndicatorLine]:
    """The values of these cells, by year, then in Vietnamese order."""
    columns = ("unit_id", "indicator", "year", "value", "total", "qualifier")
    query = select(*(getattr(IndicatorValue, name) for name in columns), Unit.code)
    query = query.join(Unit, Unit.id == IndicatorValue.unit_id).where(IndicatorValue.unit_id.in_(cells))
    rows = session.exec(query.order_by(IndicatorValue.year, IndicatorValue.indicator, IndicatorValue.id)).all()
    names = listed_names(session, {row.unit_id for row in rows})
    places = {unit_id: place for place, unit_id in enumerate(names)}
    return [
        IndicatorLine(
            row.unit_id, row.code, names[row.unit_id], row.indicator, row.year, row.value, row.total, row.qualifier
        )
        for row in sorted(rows, key=lambda row: (row.year, places[row.unit_id]))
    ]


def _standing(session: Session, unit_id: int, indicator: str, year: int) -> IndicatorValue | None:
    query = select(IndicatorValue).filter_by(unit_id=unit_id, indicator=indicator, year=year)
    return session.exec(query).first()
