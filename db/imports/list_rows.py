"""Rows of a list as they wait to be brought in, of whatever kind: what each is about, or why it cannot be taken."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class ListRow:
    """One row: `said` holds the cells of a faulty one as they were typed;
    `noted` what was left out or read otherwise: a code, the field, as typed, as taken.
    """

    number: int
    name: str = ""
    fault: str | None = None
    values: dict = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    noted: list[list[str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The unit that a row belongs to, as written."""
        return ""

    @property
    def numbered(self) -> bool:
        """Whether it holds a number of a card or citizen."""
        return False


def to_dict(row: ListRow) -> dict:
    """A row as JSON has it, empty fields left out."""
    return {name: value for name, value in asdict(row).items() if value or value is False}
