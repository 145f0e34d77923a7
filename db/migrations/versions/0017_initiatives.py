"""Initiatives of cells, and the figures published for their areas."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    _create_initiatives()
    _create_indicators()


def _create_initiatives() -> None:
    name = "initiative"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("leader", sa.String(120), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("result", sa.String(300), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_initiative_name")),
        sa.CheckConstraint("households >= 0", name=op.f("ck_initiative_households")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_initiative_span")),
        sa.UniqueConstraint("code", name=op.f("uq_initiative_code")),
        *_references(name, cluster_id="cell_group", leader_id="member"),
        sqlite_autoincrement=True,
    )
    for column in ("unit_id", "cluster_id", "leader_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _create_indicators() -> None:
    name = "indicator_value"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(10), nullable=True),
        sa.CheckConstraint("value >= 0", name=op.f("ck_indicator_value_value")),
        sa.CheckConstraint("total > 0", name=op.f("ck_indicator_value_total")),
        *_references(name),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_indicator_value_unit", name, ["unit_id", "indicator", "year"], unique=False)


def _references(name: str, **tables: str) -> list[sa.Constraint]:
    """The primary key, and the columns that refer to these tables."""
    keys = {"unit_id": "unit"} | tables
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))] + [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
        for column, table in keys.items()
    ]
