"""What a sheet showed when something was decided on it: whoever saves, saves what he had before his eyes."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from db.drafts.drafts import DraftContent, DraftField, DraftKey
from db.errors import Conflict


class DraftedSheet(Protocol):
    """What is saved under what is typed, as it stands: one meeting, or a year of them."""

    @property
    def place(self) -> DraftKey: ...

    @property
    def typed(self) -> DraftContent: ...

    @property
    def base(self) -> str: ...

    @property
    def saved(self) -> bool: ...


class SheetSnapshot(NamedTuple):
    """The sheet's place, a mark of what stood saved, and what was typed:
    by others as it was shown, by its user up to his last touch.
    """

    place: DraftKey | None
    base: str
    values: Mapping[DraftField, str | None]

    def with_own_changes(self, values: Mapping[DraftField, str | None]) -> "SheetSnapshot":
        """The same after its user typed something, which he need not be shown to know."""
        return self._replace(values={**self.values, **values})


NOTHING = SheetSnapshot(None, "", {})


def take_snapshot(opened: DraftedSheet) -> SheetSnapshot:
    """What a sheet shows that is drawn now."""
    return SheetSnapshot(opened.place, opened.base, opened.typed.values)


def refuse_changed(opened: DraftedSheet, shown: SheetSnapshot | None) -> None:
    """Raise Conflict("sheet_changed") where the meeting is no longer as it was shown;
    who is not asked to show anything gives None.
    """
    if shown is not None and (shown.place, shown.base, _said(shown.values)) != (
        opened.place,
        opened.base,
        _said(opened.typed.values),
    ):
        raise Conflict("sheet_changed")


def discarded_by_others(opened: DraftedSheet, shown: SheetSnapshot) -> dict[DraftField, str | None]:
    """What was typed on the sheet as it was shown and is typed there no more."""
    return {field: value for field, value in _said(shown.values).items() if field not in opened.typed.values}


def _said(values: Mapping[DraftField, str | None]) -> dict[DraftField, str | None]:
    return {field: value for field, value in values.items() if value is not None}
