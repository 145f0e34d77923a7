"""The definition of an import kind: whose work it is, how it is planned, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from db.errors import NotAllowed
from db.history.prepared_writes import PreparedRows
from db.imports.import_answers import ImportAnswers
from db.imports.list_plan import ListContent
from db.kernel.scope import Viewer, Work

ReportPart = Callable[[float], None]  # called with the progress of planning, from 0 to 1


@dataclass(frozen=True)
class ImportKind:
    """One kind.

    `plan` computes the outcome of a list from the register and the answers, and writes nothing; `prepare` turns a plan
    into prepared rows and returns what `write` also needs; `write` writes them within the batch; `on_behalf` is the
    cell it is done for, if one. `rests_on` are the tables that a plan depends on: it stays valid while nothing in them
    changes.
    """

    code: str
    action: str
    works: tuple[Work, ...]
    rests_on: tuple[type, ...]
    plan: Callable[[Session, ListContent, ImportAnswers, ReportPart], Any]
    prepare: Callable[[PreparedRows, Any, ListContent], Any]
    write: Callable[[Session, PreparedRows, Any, Any], None]
    on_behalf: Callable[[Viewer, Any, Any], int | None] = lambda viewer, plan, ready: None

    def allows(self, viewer: Viewer) -> bool:
        """Whether the viewer may import such lists."""
        return all(map(viewer.writes, self.works))

    def require_allowed(self, viewer: Viewer) -> None:
        """Raise NotAllowed if the viewer may not import such lists."""
        if not self.allows(viewer):
            raise NotAllowed()
