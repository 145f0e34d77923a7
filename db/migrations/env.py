"""Alembic's environment: a connection without foreign key enforcement, and all of an upgrade in one transaction."""

import sqlalchemy as sa
from alembic import context
from alembic.operations.ops import CreateIndexOp, ModifyTableOps
from sqlmodel import AutoString

from db import config
from db.maintenance import raw_connection
from db.models import Table
from db.models.base import EnumText, SortKey, UtcDateTime

BYTE_BY_BYTE = 'sa.String().with_variant(sa.String(collation="C"), "postgresql")'


def render_item(kind: str, item, _) -> str | bool:
    """Column types as SQLAlchemy's own, so that a migration never imports the models of a later day."""
    if kind == "type" and isinstance(item, SortKey):
        return BYTE_BY_BYTE
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EnumText | AutoString):
        return f"sa.String({item.length or ''})"
    return False


def tidy(_, __, directives) -> None:
    """Revisions are called 0001, 0002, …; an index is made by itself, without a batch around it."""
    made = directives[0]
    made.rev_id = f"{int(context.script.get_current_head() or 0) + 1:04}"
    made.upgrade_ops.ops = [
        step for found in made.upgrade_ops.ops for step in (found.ops if _only_indexes(found) else [found])
    ]


def _only_indexes(step) -> bool:
    return isinstance(step, ModifyTableOps) and all(isinstance(part, CreateIndexOp) for part in step.ops)


def migrate(connection: sa.Connection) -> None:
    """Run the migrations; a rebuilt SQLite table keeps its rows' children and gives no id out twice."""
    given_out = raw_connection.highest_ids(connection)
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        include_name=lambda name, kind, _: kind != "table" or name not in raw_connection.OWN,
        render_item=render_item,
        process_revision_directives=tidy,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    context.run_migrations()
    raw_connection.continue_sequences(connection, given_out)
    raw_connection.check_foreign_keys(connection)


if given := context.config.attributes.get("connection"):
    migrate(given)
else:
    with raw_connection.connect(config.database_url(), create=True) as own:
        migrate(own)
