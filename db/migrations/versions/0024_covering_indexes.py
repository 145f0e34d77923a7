"""Indexes that cover who is in a unit, who was introduced to a commune, and since when meetings are saved.

Scopes and figures read these alone: no row is looked up.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
WIDER = (
    ("ix_membership_unit", "membership", ("unit_id", "kind", "valid_to", "valid_from", "member_id")),
    ("ix_introduction_state", "introduction", ("commune_id", "state", "member_id")),
)
SAVED = ("audience", "state", "period", "area_id", "unit_id", "months", "named", "first_saved_at")


def upgrade() -> None:
    for name, table, columns in WIDER:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, list(columns), unique=False)
    op.create_index("ix_meeting_saved", "meeting", list(SAVED), unique=False)
