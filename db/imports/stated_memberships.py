"""The memberships stated in a row, or why there are none here."""

from db.imports.import_answers import NEW, NOT_OURS, OUTSIDE, UNIT, ImportAnswers
from db.imports.member_list_outcomes import MembershipStart, RowEffect, RowOutcome
from db.imports.person_rows import PersonRow
from db.imports.register_snapshot import CurrentMembership, RegisterSnapshot
from db.imports.unit_names import FOREIGN, UnitMeaning, UnitNameInList
from db.models import MembershipKind
from db.models.units import CELLS

OWN, CONTACT = MembershipKind.OWN, MembershipKind.CONTACT


class MembershipReader:
    """The meanings of a list's unit names."""

    def __init__(self, known: RegisterSnapshot, answers: ImportAnswers, names: dict[str, UnitNameInList]) -> None:
        self.known, self.answers = known, answers
        self.meanings = {text: name.meaning for name in names.values() for text in name.texts}

    def memberships_in_row(self, row: PersonRow) -> list[MembershipStart]:
        """Return the memberships in a row: the person's own cell, and the cell of residence if it differs."""
        own, home = self._meaning(row.cell), self._meaning(row.home)
        apart = row.kind == CONTACT and home is not None and home != own
        kind = OWN if apart else MembershipKind(row.kind or OWN)
        joins = [MembershipStart(own, kind)] if self._is_cell(own) else []
        if self._is_cell(home) and home != own:
            joins.append(MembershipStart(home, CONTACT))
        return joins

    def refuse_unplaced(self, row: PersonRow) -> RowOutcome | None:
        """The outcome of a row with an unknown unit, or without a cell of the register."""
        own, home = self._meaning(row.cell), self._meaning(row.home)
        if (row.cell and own is None) or (row.home and home is None):
            return RowOutcome(
                row,
                RowEffect.ASKED,
                "import_unit_unknown",
                {"name": row.cell if own is None and row.cell else row.home},
            )
        if self.memberships_in_row(row):
            bare = row.cell is None and row.workplace is None and row.kind is None
            return RowOutcome(row, RowEffect.REFUSED, "import_cell_missing") if bare else None
        kinds = {meaning.kind for meaning in (own, home) if meaning}
        if not kinds:
            return RowOutcome(row, RowEffect.REFUSED, "import_cell_missing")
        if FOREIGN in kinds:
            return RowOutcome(row, RowEffect.REFUSED, "import_unit_foreign", {"name": row.cell or row.home})
        if kinds & {OUTSIDE, UNIT} and NOT_OURS not in kinds and row.home is None:
            return RowOutcome(row, RowEffect.LEFT_OUT, "import_home_missing", {"name": row.cell})
        return RowOutcome(row, RowEffect.LEFT_OUT, "import_not_ours")

    def unit_names(self, stays: list[CurrentMembership]) -> list[str]:
        """Names of the units of these stays."""
        return [self.known.places[stay.unit_id].name for stay in stays if stay.unit_id in self.known.places]

    def _meaning(self, text: str | None) -> UnitMeaning | None:
        return self.meanings[text] if text else None

    def _is_cell(self, meaning: UnitMeaning | None) -> bool:
        return meaning is not None and (
            meaning.kind == NEW or (meaning.kind == UNIT and self.known.places[meaning.unit_id].kind in CELLS)
        )


def excludes(stay: CurrentMembership, join: MembershipStart) -> bool:
    """Whether a current stay excludes a new one: two cells of one kind, or both kinds in one cell."""
    return (stay.kind == join.kind and stay.unit_id != join.where.unit_id) or (
        stay.unit_id == join.where.unit_id and stay.kind != join.kind
    )
