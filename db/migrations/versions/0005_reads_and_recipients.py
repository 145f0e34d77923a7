"""Who read need-to-know texts; the workplace a paper was issued to; an erased person leaves no marked row."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    op.create_table(
        "read_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_read_record_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_read_record_unit_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_read_record_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_record")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_read_record_reader", "read_record", ["account_id", "day"], unique=False)
    for column in ("unit_id", "member_id"):
        op.create_index(op.f(f"ix_read_record_{column}"), "read_record", [column], unique=False)
    with op.batch_alter_table("document", **KEPT) as table:
        table.add_column(sa.Column("recipient_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_document_recipient_id"), "unit", ["recipient_id"], ["id"])
        table.create_index(op.f("ix_document_recipient_id"), ["recipient_id"])
    op.drop_column("member", "erased_on")
