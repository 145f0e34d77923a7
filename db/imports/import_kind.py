"""A kind of list as the register takes it in: whose work it is, how it is planned, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from db.errors import NotAllowed
from db.history.prepared_writes import PreparedRows
from db.imports.answers import Answers
from db.imports.list_plan import ListContent
from db.kernel.scope import Viewer, Work

ReportPart = Callable[[float], None]  # told how far the planning is, from 0 to 1


@dataclass(frozen=True)
class ImportKind:
    """One kind.

    `plan` makes what would come of a list, out of what the register knows and what was answered, and writes nothing;
    `prepare` puts all that a plan writes into prepared rows and gives back what `write` needs beside them;
    `write` writes them within the batch; `on_behalf` is the cell that it is done for, where it is one.
    `rests_on` are the tables that a plan rests on: it stands as long as nothing in them changes.
    """

    code: str
    action: str
    works: tuple[Work, ...]
    rests_on: tuple[type, ...]
    plan: Callable[[Session, ListContent, Answers, ReportPart], Any]
    prepare: Callable[[PreparedRows, Any, ListContent], Any]
    write: Callable[[Session, PreparedRows, Any, Any], None]
    on_behalf: Callable[[Viewer, Any, Any], int | None] = lambda viewer, plan, ready: None

    def allows(self, viewer: Viewer) -> bool:
        """Whether it is the viewer's work to bring such lists in."""
        return all(map(viewer.writes, self.works))

    def check(self, viewer: Viewer) -> None:
        """Raises NotAllowed for whoever may not bring such lists in."""
        if not self.allows(viewer):
            raise NotAllowed()
