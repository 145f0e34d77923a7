"""The latest change of the register: what a form that is being shown rests on."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import func, select

from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Batch, Change


def latest_change(before: datetime | None = None) -> int:
    """Return the id of the latest change, of the actions before a moment if one is given; 0 if there is none."""
    with reading(SYSTEM) as session:
        if before is None:
            return session.exec(_LATEST).one() or 0
        batch_id = session.exec(_BATCH_BEFORE, params={"moment": before}).first()
        return session.exec(_LATEST_OF, params={"batch": batch_id}).first() or 0 if batch_id else 0


_LATEST = prepared_statement(select(func.max(Change.id)))
_BATCH_BEFORE = prepared_statement(
    select(Batch.id).where(Batch.at < bindparam("moment")).order_by(Batch.at.desc(), Batch.id.desc()).limit(1)
)
_LATEST_OF = prepared_statement(
    select(Change.id)
    .where(Change.batch_id <= bindparam("batch"))
    .order_by(Change.batch_id.desc(), Change.id.desc())
    .limit(1)
)
