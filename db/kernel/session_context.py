"""What a session knows about itself: its viewer, the action it performs, and what it has read and written so far."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from db.errors import NotAllowed
from db.kernel import run_cache
from db.kernel.audience import Viewer

_KEY = "session_context"


@dataclass
class WriteAction:
    """What the history records about an action, besides the changed rows."""

    name: str = ""
    reason: str | None = None
    token: str | None = None  # makes the action happen only once
    on_behalf_of: int | None = None
    undoes_id: int | None = None
    issued: bool = False  # it issued a paper
    erased: bool = False  # it concerned somebody whose data it erased

    def batch_columns(self) -> dict[str, Any]:
        """These values by the columns of a batch."""
        values = vars(self).copy()
        return {"deed": values.pop("name"), **values}


@dataclass(frozen=True)
class Basis:
    """What an action rests on: everything stored up to a change."""

    change_id: int
    of_page: bool = False  # what a page shows, and not only the first values of a form's fields
    own: set[int] = field(default_factory=set)  # actions of the same page, which it knows without being drawn again


@dataclass
class SessionContext:
    """The state shared by all reads and writes through one session. `made` and `written` grow as it writes."""

    viewer: Viewer  # the register itself while it performs the consequences of an action
    author: Viewer  # the person who acts, throughout
    writing: bool = False
    texts: bool = False  # it may read need-to-know texts, whose readers are logged
    action: WriteAction = field(default_factory=WriteAction)
    basis: Basis | None = None  # what the page showed on which the action rests
    batch_id: int | None = None  # set once something is logged
    without_history: bool = False  # history keeps no copy of the current changes
    made: dict[type, set[int]] = field(default_factory=dict)  # ids of inserted rows
    written: set[type] = field(default_factory=set)  # changed tables
    pending: list = field(default_factory=list)  # what the current flush is about to change
    connection: dict = field(default_factory=dict)  # what the engine's guard reads from its connection
    answers: dict[str, dict] = field(default_factory=dict)  # cached answers, by question

    def result_cache(self, question: str) -> dict:
        """The answers already known to a question, by its arguments; a reading session shares them with its run."""
        return self.answers.setdefault(question, {} if self.writing else run_cache.cache_for(question))

    def clear_result_caches(self) -> None:
        """Forget all cached answers, so that they are read again."""
        for known in self.answers.values():
            known.clear()


def attach(session: Session, work: SessionContext) -> SessionContext:
    """Attach a context to a session; returns the context."""
    session.info[_KEY] = work
    return work


def context_of(session: Session) -> SessionContext:
    """The context of a session. Raises NotAllowed("no_viewer") where none is attached."""
    found = session.info.get(_KEY)
    if found is None:
        raise NotAllowed("no_viewer")
    return found


def end_flush_permission(session: Session) -> None:
    """Refuse further writes on the connection that a flush used, whether the flush succeeded or not."""
    if found := session.info.get(_KEY):
        found.connection["open"] = False
