"""The door past the session: rows written as they are, neither judged nor remembered.

Only bulk writing, history, drafts and the register's own bookkeeping go through it.
"""

from functools import lru_cache

from sqlalchemy import insert
from sqlmodel import Session

OPEN = {"narrowed": True}


def write(session: Session, table: type, rows: list[dict]) -> list[int]:
    """Insert rows as they are, neither judged nor remembered; their ids in order."""
    full = [{**{name: make() for name, make in _defaults(table).items()}, **row} for row in rows]
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, full, execution_options=OPEN).scalars())


@lru_cache
def _defaults(table: type) -> dict:
    """What stands in a column that a row leaves out."""
    makers = {}
    for name, field in table.model_fields.items():
        if name != "id" and not field.is_required():
            makers[name] = field.default_factory or (lambda value=field.default: value)
    return makers
