"""What a sheet showed when something was decided on it: whoever saves, saves what he had before his eyes."""

from collections.abc import Mapping
from typing import NamedTuple

from db.drafts import Field, Place
from db.faults import Conflict
from db.meetings.meetings import Opened


class Shown(NamedTuple):
    """The sheet's place, a mark of what stood saved, and what was typed: by others as it was shown, by its user up to his last touch."""

    place: Place | None
    base: str
    values: Mapping[Field, str | None]

    def touched(self, values: Mapping[Field, str | None]) -> "Shown":
        """The same after its user typed something, which he need not be shown to know."""
        return self._replace(values={**self.values, **values})


NOTHING = Shown(None, "", {})


def of(opened: Opened) -> Shown:
    """What a sheet shows that is drawn now."""
    return Shown(opened.place, opened.base, opened.typed.values)


def refuse_changed(opened: Opened, shown: Shown | None) -> None:
    """Raise Conflict("sheet_changed") where the meeting is no longer as it was shown; who is not asked to show anything gives None."""
    if shown is not None and (shown.place, shown.base, _said(shown.values)) != (opened.place, opened.base, _said(opened.typed.values)):
        raise Conflict("sheet_changed")


def dropped(opened: Opened, shown: Shown) -> dict[Field, str | None]:
    """What was typed on the sheet as it was shown and is typed there no more."""
    return {field: value for field, value in _said(shown.values).items() if field not in opened.typed.values}


def _said(values: Mapping[Field, str | None]) -> dict[Field, str | None]:
    return {field: value for field, value in values.items() if value is not None}
