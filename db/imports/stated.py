"""What a row says of where somebody is: the memberships that it speaks of, or why it speaks of none here."""

from db.imports.answers import NEW, NOT_OURS, OUTSIDE, UNIT, Answers
from db.imports.known import CELLS, Register, Stay
from db.imports.naming import FOREIGN, Meaning, Name
from db.imports.outcomes import Effect, Join, Outcome
from db.imports.rows import Row
from db.models import MembershipKind

OWN, CONTACT = MembershipKind.OWN, MembershipKind.CONTACT


class Reading:
    """The names of a list as they are understood."""

    def __init__(self, known: Register, answers: Answers, names: dict[str, Name]) -> None:
        self.known, self.answers = known, answers
        self.meanings = {text: name.meaning for name in names.values() for text in name.texts}

    def joins(self, row: Row) -> list[Join]:
        """The memberships that a row speaks of: his own cell, and the one he lives in where it is another."""
        own, home = self._meaning(row.cell), self._meaning(row.home)
        kind = OWN if home is not None and home != own else MembershipKind(row.kind or OWN)
        joins = [Join(own, kind)] if self._is_cell(own) else []
        if self._is_cell(home) and home != own:
            joins.append(Join(home, CONTACT))
        return joins

    def unplaced(self, row: Row) -> Outcome | None:
        """What comes of a row that names a unit nobody knows, or no cell of ours."""
        own, home = self._meaning(row.cell), self._meaning(row.home)
        if (row.cell and own is None) or (row.home and home is None):
            return Outcome(row, Effect.ASKED, "import_unit_unknown", {"name": row.cell if own is None and row.cell else row.home})
        if self.joins(row):
            bare = row.cell is None and row.workplace is None and row.kind is None
            return Outcome(row, Effect.REFUSED, "import_cell_missing") if bare else None
        kinds = {meaning.kind for meaning in (own, home) if meaning}
        if not kinds:
            return Outcome(row, Effect.REFUSED, "import_cell_missing")
        if FOREIGN in kinds:
            return Outcome(row, Effect.REFUSED, "import_unit_foreign", {"name": row.cell or row.home})
        if kinds & {OUTSIDE, UNIT} and NOT_OURS not in kinds and row.home is None:
            return Outcome(row, Effect.LEFT_OUT, "import_home_missing", {"name": row.cell})
        return Outcome(row, Effect.LEFT_OUT, "import_not_ours")

    def called(self, stays: list[Stay]) -> str:
        """Units as they are called."""
        return ", ".join(self.known.places[stay.unit_id].name for stay in stays if stay.unit_id in self.known.places)

    def _meaning(self, text: str | None) -> Meaning | None:
        return self.meanings[text] if text else None

    def _is_cell(self, meaning: Meaning | None) -> bool:
        return meaning is not None and (meaning.kind == NEW or (meaning.kind == UNIT and self.known.places[meaning.unit_id].kind in CELLS))
