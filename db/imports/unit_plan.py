"""The plan for a list of units: the outcome of each row, and the whole."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from db.imports.import_answers import unit_part
from db.imports.list_plan import ListOutcome, ListPlan, RowEffect
from db.imports.unit_names import simplify_name, told_apart_by_accents
from db.imports.unit_rows import UnitRow
from db.imports.unit_snapshot import CELLS, RegisteredUnit, UnitsById
from db.models import UnitKind
from db.vietnamese import fold


class ParentRef(NamedTuple):
    """A registered unit by id, or one created by a row by its negative number."""

    id: int
    kind: UnitKind


@dataclass
class UnitOutcome(ListOutcome):
    """The outcome of a row: the unit it means or creates, the one above, and what is set;
    `asked` are possible units.
    """

    row: UnitRow
    kind: UnitKind | None = None
    unit: RegisteredUnit | None = None
    parent: ParentRef | None = None
    moves_on: date | None = None
    reports: bool | None = None
    meeting_day: int | None = None
    asked: tuple[str, ...] = ()

    @property
    def place(self) -> ParentRef | None:
        """The place of units below it."""
        if self.unit:
            return ParentRef(self.unit.id, self.unit.kind)
        return ParentRef(-self.row.number, self.kind) if self.effect == RowEffect.CREATED and self.kind else None


@dataclass
class UnitPlan(ListPlan):
    """The whole plan; `names` are uncertain names of units above, with their possible meanings."""

    outcomes: list[UnitOutcome]
    known: UnitsById
    names: dict[str, list[str]] = field(default_factory=dict)

    def written_for(self, outcome: UnitOutcome) -> tuple:
        above = self.known.get(outcome.parent.id) if outcome.parent else None
        return (
            *(outcome.kind, outcome.unit, outcome.parent, above and above.name),
            *(outcome.moves_on, outcome.reports, outcome.meeting_day),
        )

    def unit_label(self, unit: RegisteredUnit) -> str:
        """A unit's label that distinguishes namesakes."""
        above = self.known.get(unit.parent_id or 0)
        return f"{unit.name} · {above.name}" if above else unit.name

    def meanings_to_remember(self) -> dict[str, str]:
        """Declared meanings of names, for the next list."""
        parts = {fold(one.row.parent): one.row.parent for one in self.outcomes if one.row.parent}
        return {folded: said for folded in parts if (said := self.answers.units.get(unit_part(folded)))}


def unit_label(known: UnitsById, unit: RegisteredUnit) -> str:
    """A unit with the one above it."""
    above = known.get(unit.parent_id or 0)
    return f"{unit.name} · {above.name}" if above else unit.name


def refuse_contradictions(outcomes: list[UnitOutcome], known: UnitsById) -> None:
    """Refuse rows that contradict others, regardless of order, and rows below them."""
    _refuse_twice(outcomes)
    _refuse_circles(outcomes, known)
    _refuse_below(outcomes)


def plain_name(text: str | None) -> str:
    """A name without diacritics and without words that lists leave out."""
    return simplify_name(fold(text))


def kind_family(kind: UnitKind) -> UnitKind:
    """The kinds that names distinguish: both kinds of cells are named alike."""
    return UnitKind.CELL if kind in CELLS else kind


def is_same_parent(one: UnitRow, other: UnitRow) -> bool:
    """Whether two rows name one unit above, as far as their accents do not tell two apart."""
    above = one.parent or "", other.parent or ""
    return plain_name(above[0]) == plain_name(above[1]) and not told_apart_by_accents(*above)


def may_be_same_unit(one: UnitRow, other: UnitRow) -> bool:
    """Whether two rows with one name may mean indistinguishable units."""
    kinds = [row.kind or row.likely for row in (one, other)]
    return not told_apart_by_accents(one.name, other.name) and (
        None in kinds or fold(one.name) == fold(other.name) or len({kind_family(kind) for kind in kinds if kind}) == 1
    )


def _refuse_twice(outcomes: list[UnitOutcome]) -> None:
    """Refuse two rows of one unit, or of one name below one unit."""
    same: dict[tuple, list[UnitOutcome]] = defaultdict(list)
    for one in outcomes:
        stands = one.effect not in (RowEffect.REFUSED, RowEffect.ASKED)
        if stands or (one.code == "import_unit_kind_missing" and one.parent):
            name = one.unit.name if one.unit else one.row.name
            same[one.parent.id if one.parent else None, plain_name(name)].append(one)
            if one.unit:
                same[one.unit.id,].append(one)
    for rows in same.values():
        for one in rows if len(rows) > 1 else ():
            others = [each for each in rows if each is not one and may_be_same_unit(one.row, each.row)]
            if others:
                _refuse(one, "import_unit_twice", number=others[0].row.number, name=one.row.name)


def _refuse_circles(outcomes: list[UnitOutcome], known: UnitsById) -> None:
    """Refuse moves that would put a unit below itself."""
    above: dict[int, int | None] = {unit.id: unit.parent_id for unit in known.values()}
    moved = [one for one in outcomes if one.moves_on and one.unit and one.parent]
    above |= {one.unit.id: one.parent.id for one in moved if one.unit and one.parent}
    above |= {one.place.id: one.parent.id for one in outcomes if not one.unit and one.place and one.parent}
    for one in moved:
        if one.unit and one.unit.id in _climb(above, one.parent.id if one.parent else None):
            _refuse(one, "import_unit_under_itself", name=one.row.name)


def _refuse_below(outcomes: list[UnitOutcome]) -> None:
    """Refuse rows below one that creates no unit after all."""
    rows = {-one.row.number: one for one in outcomes}
    found = True
    while found:
        found = False
        for one in outcomes:
            above = rows.get(one.parent.id) if one.parent else None
            if above and above.effect == RowEffect.REFUSED and one.effect != RowEffect.REFUSED:
                _refuse(one, "import_parent_left", number=above.row.number, name=one.row.parent)
                found = True


def _refuse(one: UnitOutcome, code: str, **values) -> None:
    one.effect, one.code, one.values = RowEffect.REFUSED, code, values


def _climb(above: dict[int, int | None], start: int | None) -> list[int]:
    passed: list[int] = []
    while start is not None and start not in passed:
        passed.append(start)
        start = above.get(start)
    return passed
