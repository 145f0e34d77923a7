"""An index of meetings by the day on which they were held.

What teams owe and have made in a year is counted by these days: a meeting held in a year may belong to a month of the
year before. Read from the index alone.
"""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_index("ix_meeting_held", "meeting", ["audience", "state", "held_on", "unit_id"], unique=False)
