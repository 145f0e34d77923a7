"""Staged rows of a list of any kind: what each is about, or why it cannot be imported."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class ListRow:
    """One row. `said` are the cells of a faulty one as typed; `noted` what was left out or read differently: code,
    field, as typed, as read.
    """

    number: int
    name: str = ""
    fault: str | None = None
    values: dict = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    noted: list[list[str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The unit of a row, as written."""
        return ""

    @property
    def numbered(self) -> bool:
        """Whether it contains a card or citizen number."""
        return False


def to_dict(row: ListRow) -> dict:
    """A row for JSON, without empty fields."""
    return {name: value for name, value in asdict(row).items() if value or value is False}
