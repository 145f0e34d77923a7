"""What lists of one kind look like: their headings, how their rows are read, and which sheets hold something else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from components.files.heading_vocabulary import Vocabulary
from components.files.sheet_row_reader import RowWalker
from components.files.workbook_reader import WorkbookSheet
from db.imports.list_rows import ListRow


class ConvertedSheets(NamedTuple):
    """Sheets in the usual form of lists, and fields already known for a row, by its number."""

    sheets: list[WorkbookSheet]
    stated: dict[int, dict]


@dataclass(frozen=True)
class ListFormat:
    """One kind of list in a file.

    `from_dict` makes a row from its JSON. `convert` turns our own export into a list of the usual form. `doubtful` are
    words, folded and followed by a space, in the name or titles of a sheet that holds something else.
    """

    code: str
    vocabulary: Vocabulary
    walker: type[RowWalker]
    from_dict: Callable[[dict], ListRow]
    convert: Callable[[list[WorkbookSheet]], ConvertedSheets] = lambda sheets: ConvertedSheets(sheets, {})
    doubtful: tuple[str, ...] = ()
