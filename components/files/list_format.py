"""How the lists of one kind look: their headings, how their rows are read, and which sheets are something else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from components.files.heading_vocabulary import Vocabulary
from components.files.row_walker import RowWalker
from components.files.workbook_reader import WorkbookSheet
from db.imports.list_rows import ListRow


class StatedSheets(NamedTuple):
    """Sheets as other lists write them, and fields that are known of a row already, by its number."""

    sheets: list[WorkbookSheet]
    stated: dict[int, dict]


@dataclass(frozen=True)
class ListFormat:
    """One kind of list as a file.

    `from_dict` makes a row out of its JSON; `convert` reads our own export as the list that it is; `doubtful` are words
    that a sheet's name or titles say, folded and with a space behind, where it holds something else.
    """

    code: str
    vocabulary: Vocabulary
    walker: type[RowWalker]
    from_dict: Callable[[dict], ListRow]
    convert: Callable[[list[WorkbookSheet]], StatedSheets] = lambda sheets: StatedSheets(sheets, {})
    doubtful: tuple[str, ...] = ()
