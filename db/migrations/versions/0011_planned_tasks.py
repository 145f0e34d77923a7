"""Tasks for a month, a quarter or a year, with kinds from a list, also for a Party group."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    with op.batch_alter_table("task", **KEPT) as table:
        table.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("kind", sa.String(30), nullable=True))
        table.add_column(sa.Column("plan_period", sa.Integer(), nullable=True))
        table.add_column(sa.Column("plan_months", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_task_group_id"), "cell_group", ["group_id"], ["id"])
        table.create_check_constraint(op.f("ck_task_plan_months"), "plan_months = 1 OR plan_months = 3 OR plan_months = 12")
        table.create_check_constraint(op.f("ck_task_plan"), "(plan_period IS NULL) = (plan_months IS NULL)")
        table.create_index(op.f("ix_task_group_id"), ["group_id"], unique=False)
