"""Checks of cells' books."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    name = "book_check"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("by_unit_id", sa.Integer(), nullable=False),
        sa.Column("checker", sa.String(120), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(500), nullable=True),
        sa.CheckConstraint("last_month >= first_month", name=op.f(f"ck_{name}_months")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{name}_unit_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f(f"fk_{name}_by_unit_id")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{name}_code")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_book_check_unit", name, ["unit_id", "last_month"], unique=False)
    op.create_index(op.f("ix_book_check_by_unit_id"), name, ["by_unit_id"], unique=False)
