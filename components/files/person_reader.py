"""One person of a list: what his cells say, what of it is left out or read otherwise, and what forbids to take him."""

import re
from collections.abc import Callable
from functools import lru_cache

from components.files import cell_values, doubtful_dates
from components.files.non_data_rows import GONE, SectionDefaults
from db import secret_key
from db.errors import Invalid
from db.imports.import_rows import ImportRow
from db.imports.read_options import ReadOptions
from db.kernel import validation
from db.vietnamese import fold

DAYS = ("born", "admitted", "official")
NUMBERS = {"card": validation.CARD, "citizen": validation.CITIZEN}
LINES = ("cell", "home", "address", "workplace", "position")
OWN_WORDS = ("card", "citizen", "male", "female", "family", "given")  # not told back as typed
EXEMPT, LEFT_OUT, FIRST, CHANGED = "import_exempt", "left_out", "first_taken", "read_as"
USUAL = (
    "((dang )?(sinh hoat|hoat dong)|dang vien|chinh thuc|du bi|dang vien (chinh thuc|du bi)|213|co|binh "
    "thuong|x)( .*)?|"
)


class PersonReader:
    """Reads one row: its cells by field become a row of the list."""

    def __init__(self, number: int, cells: dict[str, list], texts: dict[str, str], choices: ReadOptions) -> None:
        self.number, self.texts, self.choices = number, texts, choices
        self.cells = _joined(cells)
        self.known: dict = {}
        self.noted: list[list[str]] = []
        self.fault: Invalid | None = None

    def read(self, cell: str | None, standing: SectionDefaults) -> ImportRow:
        """The row. `cell` and `standing` are what titles and sections above it say."""
        if standing.exempt or says_exempt(self.cells.get("exempt")):
            return ImportRow(self.number, fault=EXEMPT)
        self._sexes()
        for field, value in self.cells.items():
            self._field(field, value)
        self._states(standing)
        self._place(cell, standing)
        self._check()
        if self.fault is None:
            return ImportRow(self.number, **self.known, noted=self.noted)
        return ImportRow(
            self.number,
            **self.known,
            noted=self.noted,
            fault=self.fault.code,
            values=self.fault.values,
            said=self._said(),
        )

    def _field(self, field: str, value) -> None:
        if field in DAYS:
            self._day(field, value)
        elif field in NUMBERS:
            self._number(field, value)
        elif field in READERS:
            try:
                self.known[field] = READERS[field](value)
            except Invalid as refusal:
                self._unfit(field, value, refusal)
            if field != "name" and self.known.get(field) is None:
                self._note(LEFT_OUT, field, value)
            if (
                field == "name"
                and self.known.get("name")
                and cell_values.bare(cell_values.to_text(value)) != cell_values.to_text(value)
            ):
                self._note(CHANGED, field, value, self.known["name"])

    def _unfit(self, field: str, value, refusal: Invalid) -> None:
        """A value that is none: without a name nobody is taken, a telephone number is looked for, everything else is
        left out.
        """
        if field == "name":
            self.fault = refusal
        elif field == "phone" and (found := cell_values.find_phones(value)):
            self.known["phone"] = cell_values.phone_number(found[0])
            self._note(FIRST, field, value, found[0])

    def _day(self, field: str, value) -> None:
        said = cell_values.to_text(value)
        if field != "born" and len(said) < 4 and cell_values.is_ticked(value):
            self._ticked(field, value)
        elif not any(char.isdigit() for char in said):
            if fold(said) != "x":
                self._note(LEFT_OUT, field, value)
        else:
            try:
                self.known[field] = cell_values.birth_date(value) if field == "born" else cell_values.past_date(value)
            except Invalid as refusal:
                self.fault = self.fault or refusal
                refusal.values = {**refusal.values, "field": field}

    def _ticked(self, field: str, value) -> None:
        """A tick under "Dự bị" or "Chính thức" says a standing, no day."""
        if fold(self.texts.get(field, "")).endswith("du bi"):
            self.known["probationary"] = True
        elif not fold(self.texts.get(field, "")).endswith("chinh thuc"):
            self._note(LEFT_OUT, field, value)

    def _number(self, field: str, value) -> None:
        digest = secret_key.make_hasher()
        try:
            self.known[field] = cell_values.id_number_reader(NUMBERS[field], False, digest)(value)
            found = []
            if isinstance(value, str) and (beside := cell_values.text_beside_number(value)):
                self._note(FIRST, field, beside, cell_values.to_text(self.known[field]))
        except Invalid:
            found = cell_values.find_id_numbers(value, NUMBERS[field])
            if found:
                self.known[field] = cell_values.id_number_reader(NUMBERS[field], False, digest)(found[0])
                self._note(FIRST, field, value, cell_values.mask_digits(found[0]))
        if self.known.get(field) is None and not found:
            self._note(LEFT_OUT, field, value)

    def _sexes(self) -> None:
        """Births out of a column for men and one for women, or ticks in them with whatever sign."""
        said = {}
        for field in ("male", "female"):
            value = self.cells.pop(field, None)
            if value is None or cell_values.is_ticked(value) is False:
                continue
            said[field] = value
            if (
                cell_values.is_ticked(value) is None
                and "born" in self.cells
                and cell_values.to_text(self.cells["born"]) != cell_values.to_text(value)
            ):
                self._note(LEFT_OUT, field, value)
            elif cell_values.is_ticked(value) is None:
                self.cells["born"] = value
        if len(said) == 1:
            self.known["sex"] = next(iter(said))
        elif said:
            self._note(LEFT_OUT, "sex", " · ".join(map(cell_values.to_text, said.values())))

    def _states(self, standing: SectionDefaults) -> None:
        """What a list says of somebody besides his data."""
        state, kind = cell_values.to_text(self.cells.get("state")), cell_values.to_text(self.cells.get("standing"))
        self.known |= parse_state(state, kind)
        if standing.probationary:
            self.known["probationary"] = True
        if standing.gone:
            self.known.setdefault("gone", standing.gone)
        for field, said in (
            ("state", state),
            ("standing", kind),
            ("exempt", cell_values.to_text(self.cells.get("exempt"))),
        ):
            if said and not is_fully_read(field, said):
                self._note(LEFT_OUT, field, said)
        if standing.left and not standing.exempt:
            self._note(LEFT_OUT, "exempt", standing.left)

    def _place(self, cell: str | None, standing: SectionDefaults) -> None:
        if standing.contact or "213" in cell_values.to_text(self.cells.get("standing")):
            self.known["kind"] = "contact"
            if cell and not self.known.get("home"):
                self.known["home"] = cell
        elif cell and not (self.known.get("cell") or self.known.get("home")):
            self.known["cell"] = cell

    def _check(self) -> None:
        """Days that can hardly be are asked about, those that cannot be are refused."""
        asked = doubtful_dates.apply_answer(self.known, self.choices, self.noted)
        if self.fault is None and asked and asked.code == "import_year":
            self.fault = asked
        try:
            validation.check_life_dates({} if self.fault else self.known)
        except Invalid as refusal:
            self.fault = refusal
        self.fault = self.fault or asked

    def _note(self, code: str, field: str, value, taken: str = "") -> None:
        said = cell_values.to_text(value)[:80]
        self.noted.append([code, field, cell_values.mask_digits(said) if field in NUMBERS else said, taken])

    def _said(self) -> dict[str, str]:
        """What was typed in a faulty row, numbers sealed."""
        plain = {
            field: cell_values.to_text(value)[:200] for field, value in self.cells.items() if field not in OWN_WORDS
        }
        return plain | {
            field: cell_values.format_hashed_number(self.known[field]) for field in NUMBERS if self.known.get(field)
        }


def says_exempt(value) -> bool:
    """Whether a cell says that somebody is exempt from introduction."""
    return "mien gioi thieu" in fold(cell_values.to_text(value))


@lru_cache
def parse_state(state: str, standing: str) -> dict:
    """Probation and departure, out of what a list says of somebody's state."""
    found = {"probationary": True} if "du bi" in fold(f"{state} {standing}") else {}
    return found | ({"gone": state[:60]} if GONE.fullmatch(fold(state)) else {})


@lru_cache
def is_fully_read(field: str, said: str) -> bool:
    """Whether everything that a state says is brought in."""
    folded = fold(said)
    return field != "exempt" and bool(re.fullmatch(USUAL, folded) or GONE.fullmatch(folded) or "du bi" in folded)


def _joined(cells: dict[str, list]) -> dict:
    """Each field's cells as one: names by a space, days by strokes, family and given name as the whole one."""
    found: dict = {"name": None}
    for field, parts in cells.items():
        filled = [part for part in parts if cell_values.to_text(part)]
        if len(filled) == 1:
            found[field] = filled[0]
        elif filled:
            found[field] = ("/" if field in DAYS else " ").join(map(cell_values.to_text, filled))
    if "family" in found or "given" in found:
        found["name"] = (
            " ".join(filter(None, (cell_values.to_text(found.get("family")), cell_values.to_text(found.get("given")))))
            or found["name"]
        )
    return found


READERS: dict[str, Callable] = {
    "name": cell_values.person_name,
    "sex": cell_values.sex_code,
    "phone": cell_values.phone_number,
    **{field: cell_values.text_reader(200) for field in LINES},
}
