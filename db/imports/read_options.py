"""Manual options for reading a file: sheets and columns, hidden rows, legacy encodings, years in cells for days."""

from dataclasses import dataclass, field, replace

from sqlmodel import Session

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.imports import organisation_words
from db.imports.import_answers import FILE, draft_key, parse_part_number
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.settings import settings

REMEMBERED = "list_columns"
TAKE, LEAVE, CONVERT, YEAR, DAY = "take", "leave", "convert", "year", "day"
UNITS = "units"
INTRODUCTIONS = "introductions"
REQUESTS = "requests"
MEMBERS = "members"  # its remembered headings are stored without a prefix, those of other kinds after their code
CHOICES = {
    "hidden": (TAKE, LEAVE),
    "hidden_columns": (TAKE, LEAVE),
    "years": (YEAR, DAY, LEAVE),
    "early": (DAY, LEAVE),
    "wrapped": (CONVERT, LEAVE),
    "one_word": (TAKE, LEAVE),
    "cell_above": (TAKE, LEAVE),
}


@dataclass(frozen=True)
class ReadOptions:
    """The options of a file: sheets and heading rows by position, columns by sheet and position, headings remembered
    from earlier lists.
    """

    sheets: dict[int, str] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    columns: dict[tuple[int, int], str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    typefaces: dict[tuple[int, int], str] = field(default_factory=dict)  # legacy encodings by sheet and column
    orders: dict[tuple[int, int], str] = field(default_factory=dict)  # order of day and month, likewise
    hidden: str | None = None
    hidden_columns: str | None = None
    years: str | None = None
    early: str | None = None
    wrapped: str | None = None  # names on two rows
    one_word: str | None = None  # whether names of one word are whole names
    cell_above: str | None = None  # whether rows without a cell belong to the one named above them
    kind: str | None = None  # kind of list, if set to another one than detected
    organisations: dict[str, str] = field(default_factory=organisation_words.shipped_words)  # their words

    @property
    def is_default(self) -> bool:
        """Whether no option was set for this file."""
        return replace(self, headings={}) == ReadOptions()


def remembered_headings(viewer: Viewer, kind: str) -> dict[str, str]:
    """The meanings of headings remembered from earlier files of a kind."""
    return _of_kind(settings.value_for_viewer(viewer, REMEMBERED), kind)


def headings_to_remember(headings: dict[str, str], kind: str) -> dict[str, str]:
    """The meanings of headings, in the form in which they are remembered."""
    return headings if kind == MEMBERS else {f"{kind}:{text}": field for text, field in headings.items()}


def load_options(viewer: Viewer, code: str, kind: str = MEMBERS) -> ReadOptions:
    """The options of a staged file; unreadable ones are ignored. `kind` is the detected kind."""
    with reading(viewer) as session:
        return _read(session, viewer, code, kind)


def sheet_part(at: int) -> str:
    """The draft part for a sheet."""
    return f"sheet:{at}"


def column_part(at: int, place: int) -> str:
    """The draft part for a column of a sheet."""
    return f"column:{at}:{place}"


def _column(part: str) -> tuple[int, int] | None:
    """The sheet and position of a column, from its draft part."""
    sheet, _, place = part.removeprefix("column:").partition(":")
    fits = part.startswith("column:") and all(said.isascii() and said.isdigit() for said in (sheet, place))
    return (int(sheet), int(place)) if fits else None


def _of_kind(remembered: dict[str, str], kind: str) -> dict[str, str]:
    if kind == MEMBERS:
        return {text: field for text, field in remembered.items() if ":" not in text}
    parts = ((*text.partition(":"), field) for text, field in remembered.items())
    return {text: field for of, apart, text, field in parts if apart and of == kind}


def _read(session: Session, viewer: Viewer, code: str, kind: str) -> ReadOptions:
    given: dict[DraftField, str] = {
        key: value for key, value in drafts.load_in(session, draft_key(viewer, code)).values.items() if value
    }
    whole = {key.name: value for key, value in given.items() if key.part == FILE and value in CHOICES.get(key.name, ())}
    said = given.get(DraftField(FILE, "kind"))
    sheets = {
        (at, key.name): value
        for key, value in given.items()
        if (at := parse_part_number(key.part, "sheet")) is not None
    }
    columns = {(at, key.name): value for key, value in given.items() if (at := _column(key.part))}
    return ReadOptions(
        {at: value for (at, name), value in sheets.items() if name == "taken" and value in (TAKE, LEAVE)},
        {
            at: int(value)
            for (at, name), value in sheets.items()
            if name == "heading" and value.isascii() and value.isdigit()
        },
        {at: value for (at, name), value in columns.items() if name == "means"},
        _of_kind(settings.value_for_unit(session, REMEMBERED, viewer.unit_id), said or kind),
        {at: value for (at, name), value in columns.items() if name == "typeface" and value in (CONVERT, LEAVE)},
        {at: value for (at, name), value in columns.items() if name == "order" and value in (CONVERT, LEAVE)},
        **whole,
        kind=said,
        organisations=organisation_words.words_of_unit(session, viewer.unit_id),
    )
