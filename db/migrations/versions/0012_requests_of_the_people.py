"""Requests of the people: their dates, their texts, and who made them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "petition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(30), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("holder", sa.String(20), nullable=False),
        sa.Column("forwarded_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "holder = 'cell' OR holder = 'commune' OR holder = 'district'", name=op.f("ck_petition_holder")
        ),
        sa.CheckConstraint("told_on IS NULL OR answered_on IS NOT NULL", name=op.f("ck_petition_told")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_petition_meeting_id")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["unit.id"], name=op.f("fk_petition_on_behalf_of")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_petition_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition")),
        sa.UniqueConstraint("code", name=op.f("uq_petition_code")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_petition_holder", "petition", ["holder", "answered_on"], unique=False)
    op.create_index(op.f("ix_petition_meeting_id"), "petition", ["meeting_id"], unique=False)
    op.create_index("ix_petition_unit", "petition", ["unit_id", "received_on"], unique=False)
    op.create_table(
        "petition_origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_petition_origin_household_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_petition_origin_member_id")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["unit.id"], name=op.f("fk_petition_origin_on_behalf_of")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_origin_petition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_petition_origin_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_origin")),
        sa.UniqueConstraint("petition_id", name=op.f("uq_petition_origin_petition_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_petition_origin_household_id"), "petition_origin", ["household_id"], unique=False)
    op.create_index(op.f("ix_petition_origin_member_id"), "petition_origin", ["member_id"], unique=False)
    op.create_index(op.f("ix_petition_origin_unit_id"), "petition_origin", ["unit_id"], unique=False)
    op.create_table(
        "petition_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("body", sa.String(120), nullable=True),
        sa.Column("answer", sa.String(1000), nullable=True),
        sa.Column("closed_because", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_text_petition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_petition_text_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_text")),
        sa.UniqueConstraint("petition_id", name=op.f("uq_petition_text_petition_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_petition_text_unit_id"), "petition_text", ["unit_id"], unique=False)
