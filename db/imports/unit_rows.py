"""Staged rows of a list of units: one commune, cell or workplace each."""

from dataclasses import dataclass

from db.imports.list_rows import ListRow
from db.models import UnitKind


@dataclass(frozen=True)
class UnitRow(ListRow):
    """One unit of the list; `parent` is the one above it as written. Missing fields are None."""

    kind: UnitKind | None = None
    likely: UnitKind | None = None  # the kind that the name implies
    parent: str | None = None
    meeting_day: int | None = None
    reports: bool | None = None
    since: str | None = None  # a partial date

    @property
    def place(self) -> str:
        return self.parent or ""


def row_from_dict(given: dict) -> UnitRow:
    """A row from its JSON."""
    return UnitRow(**given | {name: UnitKind(given[name]) for name in ("kind", "likely") if given.get(name)})
