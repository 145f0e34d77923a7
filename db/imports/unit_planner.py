"""Planning the import of a list of units, independent of the order of rows. Writes nothing."""

from collections import defaultdict
from datetime import date
from difflib import get_close_matches

from db.errors import Invalid
from db.imports.import_answers import ANOTHER, UNIT, ImportAnswers, unit_part
from db.imports.list_plan import RowEffect
from db.imports.unit_names import ALIKE, SHOWN, has_other_accents, simplify_name
from db.imports.unit_plan import (
    ParentRef,
    UnitOutcome,
    UnitPlan,
    is_same_parent,
    kind_family,
    may_be_same_unit,
    plain_name,
    refuse_contradictions,
    unit_label,
)
from db.imports.unit_rows import UnitRow
from db.imports.unit_snapshot import CELLS, RegisteredUnit, UnitsById
from db.kernel.scope import Viewer, Work
from db.models import UnitKind
from db.models.units import PARENT_KINDS
from db.vietnamese import fold, unit_words


class UnitPlanner:
    """Plans all rows of one list."""

    def __init__(
        self,
        viewer: Viewer,
        known: UnitsById,
        answers: ImportAnswers,
        remembered: dict[str, str],
        met: dict[int, date],
        rows: list[UnitRow],
    ) -> None:
        self.viewer, self.known, self.answers, self.remembered, self.met = viewer, known, answers, remembered, met
        self.rows, self.codes = rows, {unit.code: unit for unit in known.values()}
        self.named: dict[str, list[RegisteredUnit]] = defaultdict(list)
        for unit in known.values():
            for plain in {unit.plain, self._full(unit)}:
                self.named[plain].append(unit)
        self.in_list: dict[str, list[int]] = defaultdict(list)
        # sorted by content, so that with circular parents the order of the file decides nothing
        self.order = sorted(range(len(rows)), key=lambda at: _said_by(rows[at]))
        for at in self.order:
            if not rows[at].fault:
                for text in {rows[at].name, f"{rows[at].name} {rows[at].parent or ''}"}:
                    self.in_list[plain_name(text)].append(at)
        self.claimed = {unit.id for row in rows for unit in self._same_name(row) if self._stated(row, unit)}
        self.done: dict[int, UnitOutcome] = {}
        self.open: set[int] = set()
        self.names: dict[str, list[str]] = {}

    def plan(self) -> UnitPlan:
        """The outcome of every row."""
        for at in self.order:
            self._outcome(at)
        outcomes = [self.done[at] for at in range(len(self.rows))]
        refuse_contradictions(outcomes, self.known)
        return UnitPlan(self.answers, outcomes, self.known, self.names)

    def _outcome(self, at: int) -> UnitOutcome:
        if at not in self.done:
            self.open.add(at)
            self.done[at] = self._judged(self.rows[at])
            self.open.discard(at)
        return self.done[at]

    def _judged(self, row: UnitRow) -> UnitOutcome:
        if row.fault:
            return UnitOutcome(row, RowEffect.REFUSED, row.fault, row.values)
        try:
            return self._found(row)
        except Invalid as refusal:
            return UnitOutcome(row, RowEffect.REFUSED, refusal.code, refusal.values)

    def _found(self, row: UnitRow) -> UnitOutcome:
        """Raise Invalid for a refused row."""
        self._check_namesakes(row)
        parent = self._parent(row) if row.parent else None
        if isinstance(parent, UnitOutcome):
            return parent
        unit, asked = self._unit(row, parent)
        if asked:
            codes = tuple(one.code for one in asked)
            values = {"name": row.name, "units": [unit_label(self.known, one) for one in asked]}
            return UnitOutcome(row, RowEffect.ASKED, "import_unit_moved", values, asked=codes)
        if unit and has_other_accents(unit.name, row.name):
            raise Invalid("import_unit_accents", name=row.name, unit=unit.name)
        kind = unit.kind if unit else row.kind or row.likely
        if kind is None:
            values = {"name": row.name}
            return UnitOutcome(row, RowEffect.REFUSED, "import_unit_kind_missing", values, parent=parent)
        if unit and row.kind and row.kind != unit.kind:
            raise Invalid("import_unit_kind_differs", name=unit.name)
        parent = parent or self._usual_parent(row, unit, kind)
        self._check_parent(row, unit, kind, parent)
        return self._compared(UnitOutcome(row, RowEffect.UNTOUCHED, kind=kind, unit=unit, parent=parent))

    def _check_namesakes(self, row: UnitRow) -> None:
        """Raise Invalid if the list has one more of that name under that unit, or does not say whose this is."""
        rows = (self.rows[at] for at in self.in_list.get(plain_name(row.name), ()))
        others = [one for one in rows if one is not row and plain_name(one.name) == plain_name(row.name)]
        others = [one for one in others if may_be_same_unit(row, one)]
        if same := [one for one in others if is_same_parent(one, row)]:
            raise Invalid("import_unit_twice", number=same[0].number, name=row.name)
        if others and not row.parent:
            raise Invalid("import_unit_several", name=row.name)

    def _parent(self, row: UnitRow) -> ParentRef | UnitOutcome:
        """The unit named above it, or the outcome of a row whose parent is not known yet."""
        folded = fold(row.parent)
        if unit := self._said(self.answers.units.get(unit_part(folded))):
            return ParentRef(unit.id, unit.kind)
        listed = self.in_list.get(plain_name(row.parent), [])
        named = [at for at in listed if not has_other_accents(self.rows[at].name, row.parent or "")]
        rows = [self._outcome(at) for at in named if at not in self.open]
        if asked := [one for one in rows if one.effect == RowEffect.ASKED]:
            return _waiting(row, asked[0])
        units = {ParentRef(unit.id, unit.kind) for unit in self._best(folded, row.parent or "")}
        places = units | {one.place for one in rows if one.place}
        holding = {place for place in places if any(one.parent_id == place.id for one in self._same_name(row))}
        places = holding if len(holding) == 1 else places
        fit = {place for place in places if place.kind in PARENT_KINDS.get(row.kind or row.likely, ())} or places
        if len(fit) == 1:
            return fit.pop()
        if fit:
            raise Invalid("import_parent_several", name=row.parent)
        if named and self._circular(row):
            raise Invalid("import_unit_under_itself", name=row.name)
        if rows:
            return _waiting(row, rows[0])
        return self._unknown(row, folded)

    def _circular(self, row: UnitRow) -> bool:
        """Whether the rows above a row lead back to it."""
        seen: set[int] = set()
        level = {row.parent}
        while level:
            rows = {at for text in level for at in self.in_list.get(plain_name(text), ())} - seen
            if any(self.rows[at] is row for at in rows):
                return True
            seen |= rows
            level = {self.rows[at].parent for at in rows if self.rows[at].parent}
        return False

    def _unknown(self, row: UnitRow, folded: str) -> ParentRef | UnitOutcome:
        """An unknown parent name: as answered for an earlier list, else a question with similar names."""
        if unit := self._said(self.remembered.get(unit_words(row.parent or "")) or self.remembered.get(folded)):
            return ParentRef(unit.id, unit.kind)
        fit = {unit.plain: unit.code for unit in self.known.values() if unit.near and unit.kind not in CELLS}
        alike = get_close_matches(plain_name(row.parent), list(fit), SHOWN, ALIKE)
        if not alike:
            raise Invalid("import_parent_unknown", name=row.parent)
        self.names[row.parent or ""] = [fit[plain] for plain in alike]
        return UnitOutcome(row, RowEffect.ASKED, "import_unit_unknown", {"name": row.parent})

    def _said(self, answer: str | None) -> RegisteredUnit | None:
        return self.codes.get((answer or "").removeprefix(f"{UNIT}:"))

    def _best(self, folded: str, text: str) -> list[RegisteredUnit]:
        """The units that a name means, with its accents: exact matches, else matches without words that lists leave
        out.
        """
        found = [unit for unit in self.named.get(simplify_name(folded), []) if not has_other_accents(unit.name, text)]
        return [unit for unit in found if unit.folded == folded] or found

    def _unit(self, row: UnitRow, parent: ParentRef | None) -> tuple[RegisteredUnit | None, list[RegisteredUnit]]:
        """The registered unit that a row means, None for a new one; and possible units."""
        same = self._same_name(row)
        here = [unit for unit in same if parent is None or unit.parent_id == parent.id]
        if len(here) > 1:
            here = [unit for unit in here if unit.folded == fold(row.name)]
            here = [unit for unit in here if not has_other_accents(unit.name, row.name)] if len(here) > 1 else here
            if len(here) != 1:
                raise Invalid("import_unit_several", name=row.name)
        if here or parent is None:
            return (here[0] if here else None), []
        answer = self.answers.people.get(row.number)
        if answer == ANOTHER:
            return None, []
        elsewhere = [unit for unit in same if unit.id not in self.claimed]
        chosen = [unit for unit in elsewhere if unit.code == answer]
        return (chosen[0], []) if chosen else (None, elsewhere)

    def _same_name(self, row: UnitRow) -> list[RegisteredUnit]:
        kind = row.kind or row.likely
        return [
            unit
            for unit in self.named.get(plain_name(row.name), ())
            if unit.near
            and unit.plain == plain_name(row.name)
            and (kind is None or kind_family(unit.kind) == kind_family(kind))
        ]

    def _stated(self, row: UnitRow, unit: RegisteredUnit) -> bool:
        """Return whether a row puts a unit exactly where it is."""
        above = self.known.get(unit.parent_id or 0)
        return not row.parent or (above is not None and plain_name(row.parent) in (above.plain, self._full(above)))

    def _usual_parent(self, row: UnitRow, unit: RegisteredUnit | None, kind: UnitKind) -> ParentRef | None:
        """The parent of a unit if the list does not give it."""
        if unit:
            above = self.known.get(unit.parent_id or 0)
            return ParentRef(above.id, above.kind) if above else None
        own = self.known[self.viewer.unit_id or 0]
        areas = [one.id for one in self.known.values() if one.kind == UnitKind.AREA and one.id != own.id]
        split = areas or any((one.kind or one.likely) == UnitKind.AREA for one in self.rows)
        if kind in CELLS and self.viewer.unit_ids is None and split:
            raise Invalid("import_parent_missing", name=row.name)
        return ParentRef(own.id, own.kind)

    def _check_parent(
        self, row: UnitRow, unit: RegisteredUnit | None, kind: UnitKind, parent: ParentRef | None
    ) -> None:
        if unit and (parent.id if parent else None) == unit.parent_id:
            return
        if parent is None or parent.kind not in PARENT_KINDS[kind]:
            raise Invalid("import_parent_unfit", name=row.name, parent=row.parent or "")
        if parent.id > 0 and not self.known[parent.id].near:
            raise Invalid("import_unit_foreign", name=row.parent or "")
        there = self.named.get(plain_name(row.name), ())
        if any(one is not unit and one.parent_id == parent.id and one.folded == fold(row.name) for one in there):
            raise Invalid("import_unit_kind_differs", name=row.name)
        if kind == UnitKind.AREA and not self.viewer.writes(Work.UNITS):
            raise Invalid("import_area_above", name=row.name)

    def _compared(self, outcome: UnitOutcome) -> UnitOutcome:
        """What a row sets, compared with the register."""
        row, unit = outcome.row, outcome.unit
        outcome.meeting_day = row.meeting_day if not unit or row.meeting_day != unit.meeting_day else None
        outcome.reports = row.reports if not unit or row.reports != unit.reports else None
        if unit and outcome.parent and outcome.parent.id != unit.parent_id:
            outcome.moves_on = date.fromisoformat(row.since) if row.since else self.answers.day
            if unit.since and outcome.moves_on <= unit.since:
                raise Invalid("import_unit_moved_before", name=unit.name, day=unit.since)
            if (last := self.met.get(unit.id)) and last >= outcome.moves_on:
                raise Invalid("import_unit_met", name=unit.name, day=last)
        set_now = (outcome.meeting_day, outcome.reports, outcome.moves_on)
        if not unit:
            outcome.effect = RowEffect.CREATED
        elif any(value is not None for value in set_now):
            outcome.effect = RowEffect.CHANGED
        return outcome

    def _full(self, unit: RegisteredUnit) -> str:
        """A unit with its parent, as our own lists name cells."""
        above = self.known.get(unit.parent_id or 0)
        return simplify_name(f"{unit.folded} {above.folded}") if above else unit.plain


def _said_by(row: UnitRow) -> tuple[str, ...]:
    return tuple(str(part or "") for part in (row.name, row.parent, row.kind, row.since, row.meeting_day, row.reports))


def _waiting(row: UnitRow, above: UnitOutcome) -> UnitOutcome:
    """The outcome of a row below one that is open or refused."""
    values = {"number": above.row.number, "name": row.parent}
    return UnitOutcome(row, above.effect, "import_parent_left", values)
