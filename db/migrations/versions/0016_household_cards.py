"""Causes and help of households, years whose classes were reviewed; a class stays when its household is erased."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    _create_causes()
    _create_help()
    _create_reviews()
    with op.batch_alter_table("household_class", **KEPT) as table:
        table.alter_column("household_id", existing_type=sa.Integer(), nullable=True)


def _create_causes() -> None:
    name = "household_cause"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(30), nullable=False),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        *_references(name, household_id="household", on_behalf_of="unit"),
        sqlite_autoincrement=True,
    )
    _index(name, "unit_id", "household_id")


def _create_help() -> None:
    name = "household_help"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("helped_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("giver", sa.String(30), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_household_help_amount")),
        *_references(name, household_id="household", member_id="member", on_behalf_of="unit"),
        sqlite_autoincrement=True,
    )
    _index(name, "unit_id", "household_id", "member_id")


def _create_reviews() -> None:
    name = "class_review"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(200), nullable=True),
        *_references(name),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_class_review_unit", name, ["unit_id", "year"], unique=False)


def _references(name: str, **tables: str) -> list[sa.Constraint]:
    """The primary key, and the columns that refer to these tables."""
    keys = {"unit_id": "unit"} | tables
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))] + [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
        for column, table in keys.items()
    ]


def _index(name: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
