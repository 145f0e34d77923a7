"""What a session knows about itself: who is looking, the action it performs, what it has read and written so far."""

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
    token: str | None = None  # once only
    on_behalf_of: int | None = None
    undoes_id: int | None = None
    issued: bool = False  # it issued a paper
    erased: bool = False  # it concerned somebody whose data it erased

    def batch_columns(self) -> dict[str, Any]:
        """These values by the columns of a batch."""
        values = vars(self).copy()
        return {"deed": values.pop("name"), **values}


@dataclass
class SessionContext:
    """The state shared by all reads and writes through one session. `made` and `written` grow as it writes."""

    viewer: Viewer  # the register itself while it does what follows from an action
    doer: Viewer  # whoever acts, all the while
    writing: bool = False
    texts: bool = False  # it may read need-to-know texts: whoever reads them is remembered
    action: WriteAction = field(default_factory=WriteAction)
    batch_id: int | None = None  # once something is remembered
    unremembered: bool = False  # history keeps no copy of what is changed now
    made: dict[type, set[int]] = field(default_factory=dict)  # ids of rows that it inserted
    written: set[type] = field(default_factory=set)  # tables that it changed
    pending: list = field(default_factory=list)  # what the flush that runs is about to change
    connection: dict = field(default_factory=dict)  # what the engine's guard reads of the connection it writes on
    answers: dict[str, dict] = field(default_factory=dict)  # what was asked already, by question

    def answer_cache(self, question: str) -> dict:
        """The answers already known to a question, by its arguments; a reading session shares them with its run."""
        return self.answers.setdefault(question, {} if self.writing else run_cache.cache_for(question))

    def forget_answers(self) -> None:
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
