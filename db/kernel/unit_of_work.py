"""A unit of work: through whose eyes a session looks, what it does, and what it knows of itself so far."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from db.errors import NotAllowed
from db.kernel import run_cache
from db.kernel.audience import Viewer

_KEY = "unit_of_work"


@dataclass
class WriteAction:
    """What history says of an action beside its changes."""

    name: str = ""
    reason: str | None = None
    token: str | None = None  # once only
    on_behalf_of: int | None = None
    undoes_id: int | None = None
    issued: bool = False  # it issued a paper
    erased: bool = False  # it concerned somebody whose data it erased

    def batch_columns(self) -> dict[str, Any]:
        """The same as a batch keeps it."""
        values = vars(self).copy()
        return {"deed": values.pop("name"), **values}


@dataclass
class UnitOfWork:
    """All that the doors of one session share. `made` and `written` grow as it writes."""

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

    def answered(self, question: str) -> dict:
        """What this unit of work knows already of a question, by what was asked; of a reading one, its whole run."""
        return self.answers.setdefault(question, {} if self.writing else run_cache.cache_for(question))

    def forget_answers(self) -> None:
        """What was asked is asked anew."""
        for known in self.answers.values():
            known.clear()


def begin(session: Session, work: UnitOfWork) -> UnitOfWork:
    """From here on the session does this work."""
    session.info[_KEY] = work
    return work


def work_of(session: Session) -> UnitOfWork:
    """The work that a session does. Raises NotAllowed("no_viewer") where nobody looks through it."""
    found = session.info.get(_KEY)
    if found is None:
        raise NotAllowed("no_viewer")
    return found


def shut_door(session: Session) -> None:
    """After a flush, whatever came of it: nothing is written any more on the connection that it wrote on."""
    if found := session.info.get(_KEY):
        found.connection["open"] = False
