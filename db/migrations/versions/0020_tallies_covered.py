"""The index of tallies covers what figures add up, and whether a meeting has names: no row is looked up."""

from alembic import op

revision = "0020"
down_revision = "0019"
NAME = "ix_tally_period"
COLUMNS = (
    "audience",
    "kind",
    "period",
    "area_id",
    "unit_id",
    "named",
    "expected",
    "present",
    "excused",
    "unexcused",
    "unknown",
    "exempt",
    "extra",
)


def upgrade() -> None:
    op.drop_index(NAME, table_name="tally")
    op.create_index(NAME, "tally", list(COLUMNS), unique=False)
