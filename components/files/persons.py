"""One person of a list: what his cells say, what of it is left out or read otherwise, and what forbids to take him."""

import re
from collections.abc import Callable
from functools import lru_cache

from components.files import doubts, values
from components.files.sections import GONE, Standing
from db import checks, secret
from db.faults import Invalid
from db.imports.rows import Row
from db.imports.seeing import Choices
from db.names import fold

DAYS = ("born", "admitted", "official")
NUMBERS = {"card": checks.CARD, "citizen": checks.CITIZEN}
LINES = ("cell", "home", "address", "workplace", "position")
OWN_WORDS = ("card", "citizen", "male", "female", "family", "given")  # not told back as typed
EXEMPT, LEFT_OUT, FIRST, CHANGED = "import_exempt", "left_out", "first_taken", "read_as"
USUAL = "((dang )?(sinh hoat|hoat dong)|dang vien|chinh thuc|du bi|dang vien (chinh thuc|du bi)|213|co|binh thuong|x)( .*)?|"


class Person:
    """Reads one row: its cells by field become a row of the list."""

    def __init__(self, number: int, cells: dict[str, list], texts: dict[str, str], choices: Choices) -> None:
        self.number, self.texts, self.choices = number, texts, choices
        self.cells = _joined(cells)
        self.known: dict = {}
        self.noted: list[list[str]] = []
        self.fault: Invalid | None = None

    def read(self, cell: str | None, standing: Standing) -> Row:
        """The row. `cell` and `standing` are what titles and sections above it say."""
        if standing.exempt or exempt(self.cells.get("exempt")):
            return Row(self.number, fault=EXEMPT)
        self._sexes()
        for field, value in self.cells.items():
            self._field(field, value)
        self._states(standing)
        self._place(cell, standing)
        self._check()
        if self.fault is None:
            return Row(self.number, **self.known, noted=self.noted)
        return Row(self.number, **self.known, noted=self.noted, fault=self.fault.code, values=self.fault.values, said=self._said())

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
            if field == "name" and self.known.get("name") and values.bare(values.text(value)) != values.text(value):
                self._note(CHANGED, field, value, self.known["name"])

    def _unfit(self, field: str, value, refusal: Invalid) -> None:
        """A value that is none: without a name nobody is taken, a telephone number is looked for, everything else is left out."""
        if field == "name":
            self.fault = refusal
        elif field == "phone" and (found := values.phones(value)):
            self.known["phone"] = values.phone(found[0])
            self._note(FIRST, field, value, found[0])

    def _day(self, field: str, value) -> None:
        said = values.text(value)
        if field != "born" and len(said) < 4 and values.ticks(value):
            self._ticked(field, value)
        elif not any(char.isdigit() for char in said):
            if fold(said) != "x":
                self._note(LEFT_OUT, field, value)
        else:
            try:
                self.known[field] = values.born(value) if field == "born" else values.past(value)
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
        digest = secret.hasher()
        try:
            self.known[field] = values.number(NUMBERS[field], False, digest)(value)
            found = []
            if isinstance(value, str) and (beside := values.beside_seal(value)):
                self._note(FIRST, field, beside, values.text(self.known[field]))
        except Invalid:
            found = values.numbers(value, NUMBERS[field])
            if found:
                self.known[field] = values.number(NUMBERS[field], False, digest)(found[0])
                self._note(FIRST, field, value, values.masked(found[0]))
        if self.known.get(field) is None and not found:
            self._note(LEFT_OUT, field, value)

    def _sexes(self) -> None:
        """Births out of a column for men and one for women, or ticks in them with whatever sign."""
        said = {}
        for field in ("male", "female"):
            value = self.cells.pop(field, None)
            if value is None or values.ticks(value) is False:
                continue
            said[field] = value
            if values.ticks(value) is None and "born" in self.cells and values.text(self.cells["born"]) != values.text(value):
                self._note(LEFT_OUT, field, value)
            elif values.ticks(value) is None:
                self.cells["born"] = value
        if len(said) == 1:
            self.known["sex"] = next(iter(said))
        elif said:
            self._note(LEFT_OUT, "sex", " · ".join(map(values.text, said.values())))

    def _states(self, standing: Standing) -> None:
        """What a list says of somebody besides his data."""
        state, kind = values.text(self.cells.get("state")), values.text(self.cells.get("standing"))
        self.known |= stated(state, kind)
        if standing.probationary:
            self.known["probationary"] = True
        if standing.gone:
            self.known.setdefault("gone", standing.gone)
        for field, said in (("state", state), ("standing", kind), ("exempt", values.text(self.cells.get("exempt")))):
            if said and not understood(field, said):
                self._note(LEFT_OUT, field, said)
        if standing.left and not standing.exempt:
            self._note(LEFT_OUT, "exempt", standing.left)

    def _place(self, cell: str | None, standing: Standing) -> None:
        if standing.contact or "213" in values.text(self.cells.get("standing")):
            self.known["kind"] = "contact"
            if cell and not self.known.get("home"):
                self.known["home"] = cell
        elif cell and not (self.known.get("cell") or self.known.get("home")):
            self.known["cell"] = cell

    def _check(self) -> None:
        """Days that can hardly be are asked about, those that cannot be are refused."""
        asked = doubts.settle(self.known, self.choices, self.noted)
        if self.fault is None and asked and asked.code == "import_year":
            self.fault = asked
        try:
            checks.life({} if self.fault else self.known)
        except Invalid as refusal:
            self.fault = refusal
        self.fault = self.fault or asked

    def _note(self, code: str, field: str, value, taken: str = "") -> None:
        said = values.text(value)[:80]
        self.noted.append([code, field, values.masked(said) if field in NUMBERS else said, taken])

    def _said(self) -> dict[str, str]:
        """What was typed in a faulty row, numbers sealed."""
        plain = {field: values.text(value)[:200] for field, value in self.cells.items() if field not in OWN_WORDS}
        return plain | {field: values.sealed(self.known[field]) for field in NUMBERS if self.known.get(field)}


def exempt(value) -> bool:
    """Whether a cell says that somebody is exempt from introduction."""
    return "mien gioi thieu" in fold(values.text(value))


@lru_cache
def stated(state: str, standing: str) -> dict:
    """Probation and departure, out of what a list says of somebody's state."""
    found = {"probationary": True} if "du bi" in fold(f"{state} {standing}") else {}
    return found | ({"gone": state[:60]} if GONE.fullmatch(fold(state)) else {})


@lru_cache
def understood(field: str, said: str) -> bool:
    """Whether everything that a state says is brought in."""
    folded = fold(said)
    return field != "exempt" and bool(re.fullmatch(USUAL, folded) or GONE.fullmatch(folded) or "du bi" in folded)


def _joined(cells: dict[str, list]) -> dict:
    """Each field's cells as one: names by a space, days by strokes, family and given name as the whole one."""
    found: dict = {"name": None}
    for field, parts in cells.items():
        filled = [part for part in parts if values.text(part)]
        if len(filled) == 1:
            found[field] = filled[0]
        elif filled:
            found[field] = ("/" if field in DAYS else " ").join(map(values.text, filled))
    if "family" in found or "given" in found:
        found["name"] = " ".join(filter(None, (values.text(found.get("family")), values.text(found.get("given"))))) or found["name"]
    return found


READERS: dict[str, Callable] = {"name": values.name, "sex": values.sex, "phone": values.phone, **{field: values.line(200) for field in LINES}}
