"""Exports are logged: who exported which list, and for what purpose."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "export_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("filters", sa.String(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_record_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_export_record_unit_id")),
        sa.ForeignKeyConstraint(["about_id"], ["unit.id"], name=op.f("fk_export_record_about_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_record")),
        sqlite_autoincrement=True,
    )
    for column in ("account_id", "unit_id", "about_id"):
        op.create_index(op.f(f"ix_export_record_{column}"), "export_record", [column], unique=False)
