"""Rows of SELECTs of columns: named tuples, whose attributes are read in a tenth of the time that the library's take.

A page reads thousands of them.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import MultipleResultsFound, NoResultFound


class PlainRow(tuple):
    """A whole row or some columns, for reading only; its attributes are the names of the columns."""

    __slots__ = ()

    if TYPE_CHECKING:
        _fields: tuple[str, ...]

        def _asdict(self) -> dict[str, Any]: ...
        def __getattr__(self, name: str) -> Any: ...

    def __reduce__(self) -> tuple[Callable, tuple]:
        """Its class is made at run time: it is pickled by the names of its columns."""
        return _restore, (self._fields, tuple(self))


class Rows:
    """The rows of a SELECT, or the values of its single column, read from the tuples that the database returned."""

    def __init__(self, tuples: Sequence[tuple], read: Callable[[tuple], Any]) -> None:
        self.tuples, self._read = tuples, read

    def __iter__(self) -> Iterator[Any]:
        return map(self._read, self.tuples)

    def all(self) -> list[Any]:
        """Every row."""
        return list(self)

    def first(self) -> Any | None:
        """The first row; None if there is none."""
        return next(iter(self), None)

    def one(self) -> Any:
        """The only row. Raises NoResultFound if there is none, MultipleResultsFound if there are several."""
        if not self.tuples:
            raise NoResultFound("No row was found when one was required")
        if len(self.tuples) > 1:
            raise MultipleResultsFound("Multiple rows were found when exactly one was required")
        return self._read(self.tuples[0])


@lru_cache(maxsize=4096)
def row_class(names: tuple[str, ...]) -> type[PlainRow]:
    """The class of the rows with these columns; a name that is given twice, or is none, is read by its place."""
    made: Any = namedtuple("PlainRow", names, rename=True)  # type: ignore[misc]
    return type("PlainRow", (PlainRow, made), {"__slots__": ()})


def _restore(names: tuple[str, ...], values: tuple) -> PlainRow:
    made: Any = row_class(names)
    return made._make(values)
