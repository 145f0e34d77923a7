"""Visits to households, reports on them at meetings, and notes on a household."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    _create_visits()
    _create_reports()
    _create_notes()


def _create_visits() -> None:
    name = "household_visit"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_household_visit_target")),
        sa.CheckConstraint("households > 0", name=op.f("ck_household_visit_households")),
        *_references(name, household_id="household", group_id="cell_group", member_id="member"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_household_visit_unit", name, ["unit_id", "visited_on"], unique=False)
    _index(name, "household_id", "group_id", "member_id")


def _create_reports() -> None:
    name = "household_report"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("reported", sa.Boolean(), nullable=False),
        *_references(name, meeting_id="meeting", member_id="member"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_household_report_member", name, ["meeting_id", "member_id"], unique=True)
    op.create_index("ix_household_report_unit", name, ["unit_id", "reported_on"], unique=False)
    _index(name, "member_id")


def _create_notes() -> None:
    name = "household_note"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_household_note_target")),
        sa.CheckConstraint("(meeting_id IS NULL) <> (visit_id IS NULL)", name=op.f("ck_household_note_source")),
        *_references(
            name, household_id="household", group_id="cell_group", meeting_id="meeting", visit_id="household_visit",
            task_id="task", on_behalf_of="unit",
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index(name, "unit_id", "household_id", "group_id", "meeting_id", "visit_id", "task_id")


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
