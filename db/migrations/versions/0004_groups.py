"""Groups with people: a deputy, the clusters a Party group is responsible for, and the group in which a member met."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROLES = ("member", "leader", "deputy", "in_charge")
# meetings saved before: whose group it was that day, of the kind that the meeting called
GROUP_THAT_DAY = """
UPDATE attendance SET group_id = (
    SELECT min(group_member.group_id) FROM group_member
    JOIN cell_group ON cell_group.id = group_member.group_id
    JOIN meeting ON meeting.id = attendance.meeting_id
    WHERE group_member.member_id = attendance.member_id AND group_member.unit_id = attendance.unit_id
    AND group_member.role <> 'in_charge'
    AND cell_group.kind = CASE WHEN meeting.audience = 'contact' THEN 'contact' ELSE 'party' END
    AND (group_member.valid_from IS NULL OR group_member.valid_from <= meeting.held_on)
    AND (group_member.valid_to IS NULL OR group_member.valid_to >= meeting.held_on)
) WHERE member_id IN (SELECT member_id FROM group_member)
"""


def upgrade() -> None:
    with op.batch_alter_table("group_member", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_group_member_role"), type_="check")
        table.create_check_constraint(
            op.f("ck_group_member_role"), " OR ".join(f"role = '{role}'" for role in ROLES)
        )
    op.create_table(
        "group_cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_group_cluster_span")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_group_cluster_unit_id")),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_group_cluster_group_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cell_group.id"], name=op.f("fk_group_cluster_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_cluster")),
        sqlite_autoincrement=True,
    )
    for column in ("unit_id", "group_id", "cluster_id"):
        op.create_index(op.f(f"ix_group_cluster_{column}"), "group_cluster", [column], unique=False)
    # by hand: SQLite adds the foreign key with the column, and a batch operation would copy a district's largest table
    op.execute(
        "ALTER TABLE attendance ADD COLUMN group_id INTEGER "
        "CONSTRAINT fk_attendance_group_id REFERENCES cell_group (id)"
    )
    op.execute(GROUP_THAT_DAY)
