"""What a sheet showed when its user acted: a save applies to what that user saw."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from db.drafts.drafts import DraftContent, DraftField, DraftKey
from db.errors import Conflict


class DraftedSheet(Protocol):
    """A saved state with its draft: one meeting, or a year of them."""

    @property
    def place(self) -> DraftKey: ...

    @property
    def typed(self) -> DraftContent: ...

    @property
    def base(self) -> str: ...

    @property
    def saved(self) -> bool: ...


class SheetSnapshot(NamedTuple):
    """The sheet's place, a fingerprint of the saved state, and the draft: others' values as shown, the user's own up to
    the last input.
    """

    place: DraftKey | None
    base: str
    values: Mapping[DraftField, str | None]

    def with_own_changes(self, values: Mapping[DraftField, str | None]) -> "SheetSnapshot":
        """Return a copy with values that its user typed, which the user knows without seeing them."""
        return self._replace(values={**self.values, **values})


NOTHING = SheetSnapshot(None, "", {})


def take_snapshot(opened: DraftedSheet) -> SheetSnapshot:
    """A snapshot of the sheet being drawn."""
    return SheetSnapshot(opened.place, opened.base, opened.typed.values)


def refuse_changed(opened: DraftedSheet, shown: SheetSnapshot | None) -> None:
    """Raise Conflict("sheet_changed") if the meeting is no longer as shown; None skips the check."""
    if shown is not None and (shown.place, shown.base, _said(shown.values)) != (
        opened.place,
        opened.base,
        _said(opened.typed.values),
    ):
        raise Conflict("sheet_changed")


def discarded_by_others(opened: DraftedSheet, shown: SheetSnapshot) -> dict[DraftField, str | None]:
    """Values in the draft when the sheet was shown that are no longer there."""
    return {field: value for field, value in _said(shown.values).items() if field not in opened.typed.values}


def _said(values: Mapping[DraftField, str | None]) -> dict[DraftField, str | None]:
    return {field: value for field, value in values.items() if value is not None}
