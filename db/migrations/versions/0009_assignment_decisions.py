"""A cell's decisions about its assignments, and members who must not be assigned to certain households."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "assignment_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("assigns", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_decision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_decision")),
        sa.UniqueConstraint("unit_id", "valid_from", name=op.f("uq_assignment_decision_unit_id_valid_from")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "excluded_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_excluded_pair_target")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_excluded_pair_span")),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_excluded_pair_group_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_excluded_pair_household_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_excluded_pair_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_excluded_pair_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excluded_pair")),
        sqlite_autoincrement=True,
    )
    for column in ("group_id", "household_id", "member_id", "unit_id"):
        op.create_index(op.f(f"ix_excluded_pair_{column}"), "excluded_pair", [column], unique=False)
