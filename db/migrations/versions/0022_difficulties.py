"""Who asks: requests of the people, and difficulties reported by a cell itself or by a team."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    with op.batch_alter_table("petition", **KEPT) as table:
        table.add_column(sa.Column("asker", sa.String(20), nullable=False, server_default="people"))
        table.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_petition_team_id"), "team", ["team_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_petition_asker"), "asker = 'people' OR asker = 'cell' OR asker = 'team'"
        )
        table.create_index(op.f("ix_petition_team_id"), ["team_id"], unique=False)
