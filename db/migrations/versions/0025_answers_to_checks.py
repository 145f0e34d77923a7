"""A cell's answer to a remark on its book; the account of a checker who recorded a check under its own name."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    with op.batch_alter_table("book_check", **KEPT) as table:
        table.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_book_check_account_id"), "account", ["account_id"], ["id"])
        table.create_index(op.f("ix_book_check_account_id"), ["account_id"], unique=False)
    name = "book_check_answer"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f(f"ck_{name}_text")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["check_id"], ["book_check.id"], name=op.f(f"fk_{name}_check_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{name}_unit_id")),
        sa.UniqueConstraint("check_id", name=op.f(f"uq_{name}_check_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_book_check_answer_unit_id"), name, ["unit_id"], unique=False)
