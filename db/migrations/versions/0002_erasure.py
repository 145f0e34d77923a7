"""Erasure:
the rows that a meeting's sums include after a person's rows are gone, and which batches concerned that person.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "erased_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("expectation", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("spoke", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind = 'own' OR kind = 'contact' OR kind = 'temporary'", name=op.f("ck_erased_attendance_kind")
        ),
        sa.CheckConstraint(
            "expectation = 'expected' OR expectation = 'exempt' OR expectation = 'extra'",
            name=op.f("ck_erased_attendance_expectation"),
        ),
        sa.CheckConstraint(
            "outcome = 'present' OR outcome = 'excused' OR outcome = 'unexcused' OR outcome = 'unknown'",
            name=op.f("ck_erased_attendance_outcome"),
        ),
        sa.CheckConstraint(
            "outcome IS NOT NULL OR expectation = 'exempt'", name=op.f("ck_erased_attendance_outcome_known")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_erased_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_erased_attendance_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_attendance")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_erased_attendance_meeting_id"), "erased_attendance", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_erased_attendance_unit_id"), "erased_attendance", ["unit_id"], unique=False)
    op.add_column("batch", sa.Column("erased", sa.Boolean(), nullable=False, server_default=sa.false()))
