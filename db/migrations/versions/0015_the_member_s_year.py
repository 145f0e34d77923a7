"""The yearly evaluation of members and cells, the points of a cell's meetings, and candidates for admission."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    _create_evaluation()
    _create_unit_evaluation()
    _create_meeting_score()
    _create_candidate()
    _create_person()


def _create_evaluation() -> None:
    name = "evaluation"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("self_class", sa.String(30), nullable=True),
        sa.Column("self_on", sa.Date(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.String(30), nullable=True),
        sa.Column("unclassified", sa.String(30), nullable=True),
        sa.Column("decided", sa.String(30), nullable=True),
        sa.Column("decision_number", sa.String(30), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("votes <= voters", name=op.f("ck_evaluation_votes")),
        *_keys(name, unit_id="unit", member_id="member"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_evaluation_member", name, ["unit_id", "year", "member_id"], unique=True)
    op.create_index(op.f("ix_evaluation_member_id"), name, ["member_id"], unique=False)


def _create_unit_evaluation() -> None:
    name = "unit_evaluation"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.String(30), nullable=True),
        sa.Column("decided", sa.String(30), nullable=True),
        sa.Column("decision_number", sa.String(30), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        *_keys(name, unit_id="unit"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_unit_evaluation_year", name, ["unit_id", "year"], unique=True)


def _create_meeting_score() -> None:
    name = "meeting_score"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(30), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_meeting_score_points")),
        *_keys(name, unit_id="unit"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_meeting_score_criterion", name, ["unit_id", "year", "criterion"], unique=True)


def _create_candidate() -> None:
    name = "admission_candidate"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=True),
        sa.Column("course_on", sa.Date(), nullable=True),
        sa.Column("file_on", sa.Date(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        *_keys(name, unit_id="unit"),
        sa.UniqueConstraint("code", name=op.f("uq_admission_candidate_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_admission_candidate_unit_id"), name, ["unit_id"], unique=False)


def _create_person() -> None:
    name = "candidate_person"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("born", sa.Integer(), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        *_keys(name, candidate_id="admission_candidate", unit_id="unit", proposer_id="member", member_id="member"),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_candidate_person_candidate_id")),
        sqlite_autoincrement=True,
    )
    for column in ("unit_id", "proposer_id", "member_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _keys(name: str, **tables: str) -> list[sa.Constraint]:
    """The primary key, and the columns that refer to these tables."""
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))] + [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
        for column, table in tables.items()
    ]
