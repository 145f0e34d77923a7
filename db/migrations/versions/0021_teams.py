"""Teams of officials, what they follow, and the meetings that they attended."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    _create(
        "team",
        _code(),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        *_span(),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_team_name")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_team_span")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
        refers={"unit_id": "unit"},
    )
    _create(
        "team_official",
        _code(),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False),
        *_span(),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_team_official_span")),
        sa.UniqueConstraint("code", name=op.f("uq_team_official_code")),
        refers={"team_id": "team", "unit_id": "unit"},
    )
    _create(
        "team_unit",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("followed_id", sa.Integer(), nullable=False),
        *_span(),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_team_unit_span")),
        refers={"team_id": "team", "unit_id": "unit", "followed_id": "unit"},
    )
    _create(
        "team_visit",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        refers={"meeting_id": "meeting", "unit_id": "unit", "official_id": "team_official"},
        unindexed=("meeting_id",),
    )
    op.create_index("uq_team_visit", "team_visit", ["meeting_id", "official_id"], unique=True)


def _code() -> sa.Column:
    return sa.Column("code", sa.String(12), nullable=False)


def _span() -> tuple[sa.Column, sa.Column]:
    return sa.Column("valid_from", sa.Date(), nullable=True), sa.Column("valid_to", sa.Date(), nullable=True)


def _create(name: str, *columns, refers: dict[str, str], unindexed: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in refers.items()
        ),
        sqlite_autoincrement=True,
    )
    for column in refers:
        if column not in unindexed:
            op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
