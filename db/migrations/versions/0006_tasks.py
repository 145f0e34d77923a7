"""A task may be raised outside a meeting; it is closed on a day, as done or not done."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    with op.batch_alter_table("task", **KEPT) as table:
        table.alter_column("raised_in", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("done", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
    task = sa.table("task", sa.column("closed_in", sa.Integer()), sa.column("done", sa.Boolean()))
    op.execute(task.update().where(task.c.closed_in.is_not(None)).values(done=True))
