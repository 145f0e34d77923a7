"""A cell that a list names only in the first row of a group: only the user says whether it holds for the rows below."""

from dataclasses import replace

from components.files import cell_values
from db.imports.person_rows import PersonRow
from db.imports.read_options import TAKE

AS_ABOVE, ASKED = "as_above", "import_cell_above"
PLACES = ("cell", "home")


class CellAbove:
    """The cells that the last row naming any named, and the user's answer whether they hold for the rows below."""

    def __init__(self, answer: str | None) -> None:
        self.answer, self.places = answer, dict[str, list]()

    def forget(self) -> None:
        """Forget them: nobody knows any more which row named a cell last."""
        self.places = {}

    def find(self, found: dict[str, list], titled: bool) -> dict[str, list]:
        """Return the places above that a row may share: none if it names its own, or a title names the cell."""
        if own := {field: found[field] for field in PLACES if field in found}:
            self.places = own
        return {} if own or titled else self.places

    def apply(self, row: PersonRow, above: dict[str, list]) -> PersonRow:
        """Return a row with a note of what it takes from above, or with the question whether it does."""
        said = {field: " ".join(map(cell_values.to_text, cells)) for field, cells in above.items()}
        if self.answer == TAKE:
            return replace(row, noted=[*row.noted, *([AS_ABOVE, field, "", text] for field, text in said.items())])
        if said and self.answer is None and row.fault is None:
            return replace(row, fault=ASKED, values={"cell": next(iter(said.values()))})
        return row
