"""All sittings that a person attended, and whether a joint meeting called a cell or invited some of its people."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

# For joint meetings saved before this was stored: people of a cell of which half or more are not listed were invited
# individually.
INVITED = """
UPDATE tally SET cell_called = false WHERE EXISTS (
  SELECT 1 FROM meeting WHERE meeting.id = tally.meeting_id AND meeting.unit_id <> tally.unit_id
  AND (SELECT count(DISTINCT member_id) FROM membership WHERE membership.unit_id = tally.unit_id
       AND (membership.kind = 'contact') = (tally.kind = 'contact')
       AND (valid_from IS NULL OR valid_from <= meeting.held_on) AND (valid_to IS NULL OR valid_to >= meeting.held_on)
      ) >= CASE WHEN tally.expected + tally.exempt + tally.extra = 0 THEN 1
                ELSE 2 * (tally.expected + tally.exempt + tally.extra) END
)
"""


def upgrade() -> None:
    op.add_column("attendance", sa.Column("later_sittings", sa.String(20), nullable=True))
    op.add_column("tally", sa.Column("cell_called", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(INVITED)
