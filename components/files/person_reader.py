"""One person of a list: what the cells say, what is left out or read differently, and what prevents the import."""

from collections.abc import Callable

from components.files import (
    cell_values,
    doubtful_names,
    implausible_dates,
    joined_cells,
    member_states,
    organisation_column,
    raw_dates,
    sex_columns,
)
from components.files.date_reader import CHANGED, FIRST, LEFT_OUT, NUMBERS, DateReader
from components.files.joined_cells import DAYS
from components.files.member_headings import MEMBER_HEADINGS
from components.files.non_data_rows import SectionDefaults
from db import identity_number_key
from db.calendar import partial_dates
from db.errors import Invalid
from db.imports.person_rows import PersonRow
from db.imports.read_options import TAKE, ReadOptions
from db.kernel import validation
from db.vietnamese import fold

LINES = ("cell", "home", "address", "workplace", "position")
OWN_WORDS = ("card", "citizen", *sex_columns.SEXES, "family", "given")  # not quoted back as typed
EXEMPT = "import_exempt"


class PersonReader(DateReader):
    """Reads one row: turns its cells by field into a row of the list."""

    def __init__(
        self, number: int, cells: dict[str, list], texts: dict[str, str], choices: ReadOptions, exact: bool = False
    ) -> None:
        """`exact` means that the row spells names as the register does."""
        super().__init__(joined_cells.join_cells(cells), texts)
        self.number, self.choices, self.exact = number, choices, exact
        for field in filter(cells.__contains__, DAYS):
            if joined_cells.lacks_month(cells[field]):
                self.note(LEFT_OUT, field, cells[field][0])

    def read_person(self, cell: str | None, standing: SectionDefaults) -> PersonRow:
        """Return the row. `cell` and `standing` come from the titles and sections above it."""
        remarked = member_states.is_exempt_remark(self.cells.get("remarks"))
        if standing.exempt or remarked or member_states.says_exempt(self.cells.get("exempt")):
            return PersonRow(self.number, fault=EXEMPT)
        self._sexes()
        for field, value in sorted(self.cells.items(), key=lambda cell: cell[0] != "born"):  # others need it
            self._field(field, value)
        self._organisation()
        self._states(standing)
        self._remarks()
        self._place(cell, standing)
        self._check()
        if self.fault is None:
            return PersonRow(self.number, **self.known, noted=self.noted)
        return PersonRow(
            self.number,
            **self.known,
            noted=self.noted,
            fault=self.fault.code,
            values=self.fault.values,
            said=self._said(),
        )

    def _field(self, field: str, value) -> None:
        if field in DAYS:
            self.read_day(field, value)
        elif field in NUMBERS:
            self._number(field, value)
        elif field == "name":
            self._name(value)
        elif field in READERS:
            try:
                self.known[field] = READERS[field](value)
                if field == "phone" and self.known[field] not in (None, cell_values.to_text(value)):
                    self.note(CHANGED, field, value, self.known[field])
            except Invalid:
                self._unfit(field, value)
            if self.known.get(field) is None:
                self.note(LEFT_OUT, field, value)

    def _name(self, value) -> None:
        """Read the name, without which nobody is taken; what is written beside it is no part of it."""
        said = cell_values.to_text(value)
        plain = said if self.exact else cell_values.bare_name(said)
        try:
            self.known["name"] = validation.person_name(said) if self.exact else cell_values.clean_person_name(plain)
            if not self.exact:
                doubtful_names.check(value, plain, self.texts.get("name", ""))
        except Invalid as refusal:
            whole = refusal.code == "import_one_word" and self.choices.one_word == TAKE
            if not whole:
                asked = refusal.code != "import_one_word" or self.choices.one_word is None
                self.fault = refusal if asked else Invalid("import_name_unclear", typed=said[:80])
                self.known.pop("name", None)
                return
        if plain != said:
            self.note(CHANGED, "name", value, self.known["name"])
            if cell_values.says_probation_beside_name(said):
                self.known["probationary"] = True
            self._beside_name(cell_values.remark_beside_name(said))

    def _beside_name(self, remark: str) -> None:
        """Read a remark beside a name, which may say that somebody has left, or give the date of birth or the sex."""
        if member_states.is_gone(remark):
            self.known["gone"] = remark[:60]
        elif "born" not in self.cells and len(days := raw_dates.find_dates(remark, raw_dates.birth_years())) == 1:
            self.known["born"] = days[0]
            self.note(CHANGED, "born", remark, partial_dates.display(days[0]))
        else:
            self.known |= member_states.parse_remarks(remark, bool(self.known.get("official"))).known
            if "sex" not in self.cells and (sex := cell_values.sex_beside_name(remark)):
                self.known.setdefault("sex", sex)

    def _unfit(self, field: str, value) -> None:
        """Search an unfit value for a telephone number; other unfit values are left out."""
        if field == "phone" and (found := cell_values.find_phones(value)):
            self.known["phone"] = cell_values.phone_number(found[0])
            self.note(FIRST, field, value, found[0])

    def _number(self, field: str, value) -> None:
        digest = identity_number_key.make_hasher()
        try:
            self.known[field] = cell_values.id_number_reader(NUMBERS[field], False, digest)(value)
            found = []
            if isinstance(value, str) and (beside := cell_values.text_beside_number(value)):
                self.note(FIRST, field, beside, cell_values.to_text(self.known[field]))
        except Invalid:
            found = cell_values.find_id_numbers(value, NUMBERS[field])
            if found:
                self.known[field] = cell_values.id_number_reader(NUMBERS[field], False, digest)(found[0])
                self.note(FIRST, field, value, cell_values.mask_digits(found[0]))
        if self.known.get(field) is None and not found:
            self.note(LEFT_OUT, field, value)

    def _sexes(self) -> None:
        """Read birth dates from separate columns for men and women, or ticks in them."""
        found = sex_columns.read_sex_columns(self.cells)
        self.cells = {field: value for field, value in self.cells.items() if field not in sex_columns.SEXES}
        if found.born is not None:
            self.cells["born"] = found.born
        if found.sex:
            self.known["sex"] = found.sex
        for field, value in found.left:
            self.note(LEFT_OUT, field, value)

    def _organisation(self) -> None:
        """Read the kind of work organisation, from its own column or from another one that says just that."""
        found = organisation_column.parse_kind(self.cells, self.choices.organisations)
        self.known |= found.known
        for field, said in found.unread:
            self.note(LEFT_OUT, field, said)

    def _states(self, standing: SectionDefaults) -> None:
        """Read what a list says about somebody's status."""
        state, kind = cell_values.to_text(self.cells.get("state")), cell_values.to_text(self.cells.get("standing"))
        self.known |= member_states.parse_state(state, kind)
        if standing.probationary:
            self.known["probationary"] = True
        if standing.gone:
            self.known.setdefault("gone", standing.gone)
        for field, said in (
            ("state", state),
            ("standing", kind),
            ("exempt", cell_values.to_text(self.cells.get("exempt"))),
        ):
            if said and not member_states.is_fully_read(field, said):
                self.note(LEFT_OUT, field, said)
        if standing.temporary:
            self.known.setdefault("kind", "temporary")
        if standing.left and not standing.exempt:
            self.note(LEFT_OUT, "exempt" if "mien" in fold(standing.left) else "state", standing.left)

    def _remarks(self) -> None:
        """Read remarks that say what a separate column would; anything else they say is not kept."""
        kind = fold(cell_values.to_text(self.cells.get("standing")))
        full = bool(self.known.get("official")) or ("chinh thuc" in kind and "du bi" not in kind)
        found = member_states.parse_remarks(cell_values.to_text(self.cells.get("remarks")), full)
        self.known |= {**found.known, **self.known}
        for part, field in found.read:
            self.note(CHANGED, "remarks", part, MEMBER_HEADINGS.title_of(field))
        for part in found.left:
            self.note(LEFT_OUT, "remarks", part)

    def _place(self, cell: str | None, standing: SectionDefaults) -> None:
        if standing.contact or self.known.get("kind") == "contact":
            self.known["kind"] = "contact"
            if cell and not self.known.get("home"):
                self.known["home"] = cell
        elif cell and not (self.known.get("cell") or self.known.get("home")):
            self.known["cell"] = cell

    def _check(self) -> None:
        """Ask about dates that can hardly be right; refuse those that cannot."""
        asked = implausible_dates.apply_answer(self.known, self.choices, self.noted)
        if self.fault is None and asked and asked.code == "import_year":
            self.fault = asked
        try:
            validation.check_life_dates({} if self.fault else self.known)
        except Invalid as refusal:
            self.fault = refusal
        self.fault = self.fault or asked

    def _said(self) -> dict[str, str]:
        """Return what was typed in a faulty row, with numbers sealed."""
        plain = {
            field: cell_values.to_text(value)[:200] for field, value in self.cells.items() if field not in OWN_WORDS
        }
        return plain | {
            field: cell_values.format_hashed_number(self.known[field]) for field in NUMBERS if self.known.get(field)
        }


READERS: dict[str, Callable] = {
    "sex": cell_values.sex_code,
    "phone": cell_values.phone_number,
    **{field: cell_values.text_reader(200) for field in LINES},
}
