"""The dates of one person of a list: read in all the ways they are written, ticked, lunar, or two in one cell."""

import re

from components.files import cell_values, lunar_days, member_states, raw_dates
from components.files.joined_cells import BOTH
from db.calendar import partial_dates
from db.errors import Invalid
from db.kernel import validation
from db.vietnamese import fold

NUMBERS = {"card": validation.CARD, "citizen": validation.CITIZEN}
NOT_YET = re.compile("chua (chinh thuc|ct)")
LEFT_OUT, FIRST, CHANGED = "left_out", "first_taken", "read_as"


class DateReader:
    """Reads the dates of one row into `known`, with notes; `fault` is what prevents its import."""

    def __init__(self, cells: dict, texts: dict[str, str]) -> None:
        """`cells` are the row's by field, joined; `texts` are the headings of the fields."""
        self.cells, self.texts = cells, texts
        self.known: dict = {}
        self.noted: list[list[str]] = []
        self.fault: Invalid | None = None

    def read_day(self, field: str, value) -> None:
        """Read one date."""
        said = cell_values.to_text(value)
        if field in BOTH and member_states.says_not_yet_full(said, field):
            self.known["probationary"] = True
            if any(char.isdigit() for char in said):
                self.note(LEFT_OUT, field, value)
        elif field != "born" and len(said) < 4 and cell_values.is_ticked(value):
            self._ticked(field, value)
        elif lunar_days.is_lunar(said) or lunar_days.is_lunar(self.texts.get(field, "")):
            self._lunar_day(field, said)
        elif not any(char.isdigit() for char in said):
            if fold(said) != "x":
                self.note(LEFT_OUT, field, value)
        else:
            try:
                self.known[field] = _life_date(field, value)
                self._note_reading(field, value, said)
            except Invalid as refusal:
                if refusal.code != "date_unreadable" or not self._days_within(field, said):
                    self.fault = self.fault or refusal
                    refusal.values = {**refusal.values, "field": field}

    def _note_reading(self, field: str, value, said: str) -> None:
        """Note a date that is not read as it stands: a number taken for a day, or only the year of a month in words."""
        read = partial_dates.display(self.known[field])
        counted = isinstance(value, float) and bool(read) and read != said
        if counted or (len(read) == 4 and "thang" in fold(said)):
            self.note(CHANGED, field, value, read)

    def _lunar_day(self, field: str, said: str) -> None:
        """Keep the year of a day in the lunar calendar; refuse a day whose year is unclear."""
        typed = said if lunar_days.is_lunar(said) else f"{said} (âm lịch)"
        if year := lunar_days.sure_year(said):
            self.known[field] = year
            if said != year:
                self.note(CHANGED, field, typed, year)
        elif any(char.isdigit() for char in said):
            self.fault = self.fault or Invalid("date_lunar", field=field, typed=typed[:40])
        elif said:
            self.note(LEFT_OUT, field, said)

    def _days_within(self, field: str, said: str) -> bool:
        """Read a date from within a longer text, or the dates of admission and full membership from one cell."""
        years = raw_dates.birth_years() if field == "born" else raw_dates.admission_years(self.known.get("born"))
        found = raw_dates.find_dates(said, years)
        labelled = raw_dates.label_dates(said, found) if self._holds_both(field) else None
        if labelled is None:
            if len(found) > 2 or found != sorted(found) or (len(found) == 2 and not self._holds_both(field)):
                return False
            labelled = dict(zip([field] if len(found) == 1 else BOTH, found, strict=False))
        try:
            read = {one: _life_date(one, partial_dates.display(day)) for one, day in labelled.items()}
        except Invalid:
            return False
        self.known |= read
        if labelled.keys() == {"admitted"} and NOT_YET.search(fold(said)):
            self.known["probationary"] = True
        for one, day in read.items():
            self.note(CHANGED, one, said, partial_dates.display(day))
        return bool(found)

    def _holds_both(self, field: str) -> bool:
        """Return whether this is the only column for both dates."""
        return field in BOTH and not any(self.cells.get(other) for other in BOTH if other != field)

    def _ticked(self, field: str, value) -> None:
        """Read a tick under "Dự bị" or "Chính thức" as a status, not a date."""
        if fold(self.texts.get(field, "")).endswith(("du bi", "db")):
            self.known["probationary"] = True
        elif not fold(self.texts.get(field, "")).endswith(("chinh thuc", "ct")):
            self.note(LEFT_OUT, field, value)

    def note(self, code: str, field: str, value, taken: str = "") -> None:
        """Note what is left out or read differently; `taken` is what is read."""
        said = cell_values.to_text(value)[:80]
        self.noted.append([code, field, cell_values.mask_digits(said) if field in NUMBERS else said, taken])


def _life_date(field: str, value) -> str | None:
    return cell_values.birth_date(value) if field == "born" else cell_values.past_date(value)
