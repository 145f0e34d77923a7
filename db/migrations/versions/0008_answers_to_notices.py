"""A commune's answer when it returns a change notice."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("change_notice", sa.Column("answer", sa.String(200), nullable=True))
