"""Walking down a list of members: which rows are people, and which cell and status each of them has."""

from dataclasses import replace

from components.files import (
    cell_columns,
    cell_values,
    change_columns,
    family_names,
    joined_cells,
    member_export_reader,
    member_states,
    non_data_rows,
    sex_columns,
    sign_legends,
)
from components.files.carried_cells import CellAbove
from components.files.heading_rows import HeadingRow
from components.files.heading_vocabulary import NOT_STORED
from components.files.member_headings import MEMBER_HEADINGS, NAMES
from components.files.non_data_rows import SectionDefaults
from components.files.person_reader import EXEMPT, PersonReader
from components.files.sex_sections import SexSections
from components.files.sheet_row_reader import RowWalker
from db.errors import Invalid
from db.imports.person_rows import NUMBERS, PersonRow
from db.imports.read_options import TAKE
from db.vietnamese import fold

NOT_MEMBERS, NO_MEMBER, OTHER_TABLE = "import_not_members", "import_no_member", "import_other_table"
OF_A_PERSON = ("position", "remarks", "state", "standing", "workplace", "address")
BIRTHS = ("born", "male", "female")
NAME_ALONE = "import_name_alone"
GUESSED = "guessed"  # the name of a sheet that may be that of a cell


class MemberWalker(RowWalker):
    """Reads people row by row; titles and sections give the cell and status of those below them."""

    filled_down = ("cell", "home", *OF_A_PERSON, "organisation", "phone", "exempt", "admitted", "official")
    repeated = ("cell", "home", *OF_A_PERSON, "organisation", "admitted", "official")
    needs_cell = True  # a row without one is asked about, if a row above names one
    cell: str | None = None
    cell_style: str | None = None  # how the section that named the cell is numbered; None if a title did
    of_all = standing = SectionDefaults()  # what the sheet's name says, and what the section within it says
    exact = False  # names are spelt as in the register, which exported the list
    unticked: str | None = None  # the sex of people not ticked in the only column for one
    other_table: tuple[str, int] | None = None  # headings that do not fit, as text, and their column of names
    legends: dict[str, SectionDefaults]
    above_cells: CellAbove
    sexes: SexSections
    signed = False  # below a signature, a row counts as a member only if something else proves it

    def read_above_headings(self, head: HeadingRow) -> None:
        self.exact = member_export_reader.HEADINGS[member_export_reader.POSTS] in head.texts.values()
        self.legends = sign_legends.read_legends(self.sheet)
        named, self.of_all = non_data_rows.parse_sheet_name(self.sheet.name)
        self.standing = self.of_all
        texts = [[cell_values.to_text(value) for value in row] for row in self.sheet.rows]
        self.sexes = SexSections(texts)
        for said in texts[: head.top]:
            self._title(said)
            self.sexes.read_title(said)
        self.cell_style = None
        self.of_all, self.standing = (each._replace(others=None) for each in (self.of_all, self.standing))
        if not self.cell and not self.columns.keys() & {"cell", "home"}:
            self.cell, self.cell_style = named, None if non_data_rows.names_cell_or_place(named) else GUESSED

    def begin_section(self) -> None:
        if len(self.heads) < 2 or self.heads[-1].columns != self.heads[-2].columns:  # else the next page of one list
            self.above_cells = CellAbove(self.choices.cell_above)
        self.signed, self.totalled, self.other_table = False, False, None
        self.unticked = sex_columns.sex_of_the_unticked(self.columns, self.sheet.rows[self.heads[-1].below :])
        self.change_columns = change_columns.find_columns(self.heads[-1], len(self.sheet.rows[0]))

    def redacted_row(self, number: int, said: list[str]) -> PersonRow | None:
        if non_data_rows.EXEMPT not in said:
            return None
        self.above_cells.forget()
        return PersonRow(number, fault=EXEMPT)

    def read_entry(self, number: int, found: dict[str, list]) -> PersonRow:
        if self.other_table:
            headings, place = self.other_table
            name = cell_values.to_text(self.sheet.rows[number - self.offset - 1][place])[:200]
            return PersonRow(number, name, fault=OTHER_TABLE, values={"headings": headings})
        if "cell" in found:
            heading = self.titles.get("cell", "")
            texts = map(cell_values.to_text, found["cell"])
            found = {**found, "cell": [cell_columns.full_name(heading, text) for text in texts]}
        above = self.above_cells.find(found, titled=self.cell is not None or not self.needs_cell)
        if self.choices.cell_above == TAKE:
            found = {**found, **above}
        if gone := change_columns.departures_in(self.sheet.rows[number - self.offset - 1], self.change_columns):
            said = filter(None, map(cell_values.to_text, found.get("remarks", ())))
            found = {**found, "remarks": ["; ".join([*said, *gone])]}
        if others := self.standing.others:
            return PersonRow(number, self._name(found), fault=NOT_MEMBERS, values={"title": others})
        for field in ("standing", "state", "remarks"):
            said = " ".join(map(cell_values.to_text, found.get(field, ())))
            if member_states.says_no_member(said):
                return PersonRow(number, self._name(found), fault=NO_MEMBER, values={"said": said[:60]})
        signed = sign_legends.meaning_of(self._name(found), self.legends)
        standing = signed.inherit_from(self.standing) if signed else self.standing
        row = PersonReader(number, found, self.titles, self.choices, self.exact).read_person(self.cell, standing)
        if not row.fault and self.index is not None and found.keys() == {"name"} and not self.numbered:
            row = replace(row, fault=NAME_ALONE, said={"name": row.name})
        if self.cell_style == GUESSED and row.place and row.place == self.cell:
            row = replace(row, cell_of_sheet=True)
        row = self.sexes.apply(self.above_cells.apply(row, above))
        return replace(row, sex=self.unticked) if self.unticked and row.name and not row.sex else row

    @staticmethod
    def _name(found: dict[str, list]) -> str:
        return " ".join(map(cell_values.to_text, found.get("name", found.get("given", []))))[:200]

    def kind_of_other_row(self, said: list[str], found: dict[str, list], numbered: bool) -> str | None:
        """Return the kind of a row that is not about a person."""
        filled = [text for text in said if text]
        if not filled or (len(filled) == 1 and self.index is not None and said[self.index].rstrip(".").isdigit()):
            return "blank"  # also a row that only has its number yet
        if non_data_rows.is_column_numbering(filled):
            return "heading"
        name = " ".join(said[place] for field in NAMES for place in self.columns.get(field, []) if said[place])
        if name and self._entitles(name, found):
            return self._section(said)
        if numbered:
            return None
        if (place := self._names_elsewhere(said)) is not None:
            self.other_table = " · ".join(filled)[:80], place
            return "heading"
        again = [
            field
            for field, places in self.columns.items()
            for place in places
            if said[place] and MEMBER_HEADINGS.field_of(said[place]) == field
        ]
        if len(again) > 1 or set(again) & {*NAMES}:
            return "heading"
        return self._beside(said, filled, found, name)

    def _names_elsewhere(self, said: list[str]) -> int | None:
        """Return the column of names of headings further down that are not those above: of another table, below which
        nothing stands where it stood.
        """
        fields = {place: MEMBER_HEADINGS.field_of(text) for place, text in enumerate(said) if text}
        names = [place for place in fields if fold(said[place]).startswith(("ho ten", "ho va ten"))]
        if not names or len(fields) < 2 or any(char.isdigit() for text in said for char in text):
            return None
        above = {place: field for field, places in self.columns.items() for place in places}
        same = all(above.get(place) == field for place, field in fields.items() if field not in NOT_STORED)
        return None if same else names[0]

    def _entitles(self, name: str, found: dict[str, list]) -> bool:
        """Return whether a text in the name column is a title: not "Đảng viên Lê Văn Khải" with a birth date."""
        if self._told(found):
            return non_data_rows.is_group_title(name) and not family_names.reads_as_name(cell_values.bare_name(name))
        kinds = (non_data_rows.is_group_title, non_data_rows.reads_as_sentence, non_data_rows.place_named_in)
        return any(kind(name) for kind in kinds)

    def _beside(self, said: list[str], filled: list[str], found: dict[str, list], name: str) -> str | None:
        """Like the checks above, for a row without a running number."""
        if any(non_data_rows.is_total(text, self.totalled) for text in filled) and not self._lives(found):
            self.totalled = True
            self.sexes.end()
            return "total"
        signing = list(filter(non_data_rows.is_signature, self._without_traits(said, name)))
        if signing and (len(found) < 3 or len(signing) > 1 or name in signing):
            self.signed = True
            return "signature"
        if self.signed and not self._told(found) and (len(found) < 3 or all(map(family_names.reads_as_name, filled))):
            return "signature"
        if self._titles(self._without_traits(said, name), found):
            return self._section(said)
        if len(filled) == 1 and (len(self.columns) > 1 or not found):
            return None if self._named_alone(name) else self._section(said)
        return None if name else "other"

    def _without_traits(self, said: list[str], name: str) -> list[str]:
        """Return the texts of a row that may be a title or signature: not what it says about a person named in it."""
        traits = (
            {place for field in OF_A_PERSON for place in self.columns.get(field, ())}
            if family_names.reads_as_name(cell_values.bare_name(name))
            else set()
        )
        return [text for place, text in enumerate(said) if text and place not in traits]

    def _named_alone(self, name: str) -> bool:
        """Return whether a row that holds only this text in the name column is a person rather than a title."""
        return non_data_rows.parse_section_title(name) is None and family_names.reads_as_name(
            cell_values.bare_name(name)
        )

    def _titles(self, filled: list[str], found: dict[str, list]) -> bool:
        """Return whether a row is a title or section, whatever columns its text is spread over."""
        if self._lives(found):
            return False
        led = non_data_rows.is_section_numeral(filled[0]) and len(filled) > 1
        words = [
            text
            for text in filled
            if any(char.isalpha() for char in text) and not non_data_rows.is_section_numeral(text)
        ]
        return (
            led
            or (len(words) < 3 and any(non_data_rows.is_group_title(text) for text in words))
            or (len(words) == 1 and non_data_rows.cell_named_in(words[0]) is not None)
        )

    def _lives(self, found: dict[str, list]) -> bool:
        """Return whether the row has a birth date or a cell for somebody; a total row never does."""
        name = " ".join(cell_values.to_text(value) for field in NAMES for value in found.get(field, ()))
        cells = [cell_values.to_text(value) for field in ("cell", "home") for value in found.get(field, ())]
        named = bool(name) and not non_data_rows.is_section_numeral(name)
        return (named and any(char.isalpha() for cell in cells for char in cell)) or self._told(found)

    def _told(self, found: dict[str, list]) -> bool:
        """Return whether a birth date or number proves a person: below a signature there are names side by side."""
        numbers = [value for field in NUMBERS for value in found.get(field, ())]
        if found.keys() & {*NAMES} and any(map(cell_values.may_be_id_number, numbers)):
            return True
        born = joined_cells.join_cells({field: found[field] for field in BIRTHS if field in found})
        return any(map(_is_birth, born.values()))

    def _section(self, said: list[str]) -> str:
        if not self.sexes.read_title(said):
            self._title(said)
        return "section"

    def _title(self, said: list[str]) -> None:
        """Apply the cell or status that a title or section names to everything below it."""
        filled = [text for text in said if text and not non_data_rows.is_section_numeral(text)]
        if any(map(sign_legends.is_legend, filled)):
            return
        text = non_data_rows.without_numeral(" ".join(filled))
        cell = next(
            (name for each in filled if (name := non_data_rows.cell_named_in(non_data_rows.without_numeral(each)))),
            None,
        ) or non_data_rows.cell_named_in(text)
        style = non_data_rows.numeral_style(next(filter(None, said), ""))
        cell = cell or self._cell_of_place(filled, style)
        if cell:
            self.cell, self.standing, self.cell_style = cell, self.of_all, style
        if (standing := non_data_rows.parse_section_title(_without(text, cell))) is not None:
            self.standing = standing.inherit_from(self.of_all)
        elif self.standing.others or fold(text).startswith("danh sach"):
            self.standing = self.of_all

    def _cell_of_place(self, filled: list[str], style: str) -> str | None:
        """Return the place named by a section, if sections and not a title above all of them name the cells."""
        of_sections = self.cell is None or self.cell_style in (style, GUESSED)
        return non_data_rows.place_named_in(filled[0]) if len(filled) == 1 and of_sections else None


def _is_birth(value) -> bool:
    """Return whether a value is a birth date rather than a tick or a count."""
    try:
        return cell_values.is_ticked(value) is None and cell_values.birth_date(value) is not None
    except Invalid:
        return False


def _without(text: str, cell: str | None) -> str:
    return text.replace(cell, " ") if cell else text
