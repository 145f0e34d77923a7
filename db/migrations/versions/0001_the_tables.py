"""The tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(40), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempt_address", "attempt", ["address", "at"], unique=False)
    op.create_index(op.f("ix_attempt_at"), "attempt", ["at"], unique=False)
    op.create_index("ix_attempt_pair", "attempt", ["username", "address", "at"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_key", sa.String(120), nullable=False),
        sa.Column("sex", sa.String(20), nullable=True),
        sa.Column("born", sa.String(10), nullable=True),
        sa.Column("admitted", sa.String(10), nullable=True),
        sa.Column("official", sa.String(10), nullable=True),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("workplace", sa.String(200), nullable=True),
        sa.Column("position", sa.String(200), nullable=True),
        sa.Column("organisation", sa.String(30), nullable=True),
        sa.Column("card_hash", sa.String(64), nullable=True),
        sa.Column("card_last4", sa.String(4), nullable=True),
        sa.Column("card_number", sa.String(20), nullable=True),
        sa.Column("citizen_hash", sa.String(64), nullable=True),
        sa.Column("citizen_last4", sa.String(4), nullable=True),
        sa.Column("citizen_number", sa.String(20), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_member_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("code", name=op.f("uq_member_code")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_member_card", "member", ["card_hash"], unique=False)
    op.create_index("ix_member_citizen", "member", ["citizen_hash"], unique=False)
    op.create_index("ix_member_sort_key", "member", ["sort_key", "search_key"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("reports", sa.Boolean(), nullable=False),
        sa.Column("official_code", sa.String(30), nullable=True),
        sa.CheckConstraint("kind = 'area' OR kind = 'cell' OR kind = 'agency_cell' OR kind = 'workplace'", name=op.f("ck_unit_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("username", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(100), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_account_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_account_member_id"), "account", ["member_id"], unique=False)
    op.create_table(
        "cell_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("kind = 'party' OR kind = 'contact' OR kind = 'cluster' OR kind = 'households'", name=op.f("ck_cell_group_kind")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_cell_group_span")),
        sa.ForeignKeyConstraint(["parent_id"], ["cell_group.id"], name=op.f("fk_cell_group_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_cell_group_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_group")),
        sa.UniqueConstraint("code", name=op.f("uq_cell_group_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cell_group_parent_id"), "cell_group", ["parent_id"], unique=False)
    op.create_index(op.f("ix_cell_group_unit_id"), "cell_group", ["unit_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_draft_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_draft_unit_id"), "draft", ["unit_id"], unique=False)
    op.create_index("uq_draft_key", "draft", ["kind", "unit_id", "key"], unique=True)
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.CheckConstraint("kind = 'own' OR kind = 'contact' OR kind = 'away'", name=op.f("ck_exemption_kind")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_exemption_span")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_exemption_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_exemption_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exemption_member_id"), "exemption", ["member_id"], unique=False)
    op.create_index("ix_exemption_unit", "exemption", ["unit_id", "valid_to"], unique=False)
    op.create_table(
        "expertise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_expertise_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expertise")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_expertise_member_id"), "expertise", ["member_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_key", sa.String(120), nullable=False),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(40), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_household_name")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_household_span")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_household_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("code", name=op.f("uq_household_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_household_unit_id"), "household", ["unit_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("postponed_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("form", sa.String(20), nullable=True),
        sa.Column("place", sa.String(200), nullable=True),
        sa.Column("starts_at", sa.String(5), nullable=True),
        sa.Column("ends_at", sa.String(5), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("minute_taker_id", sa.Integer(), nullable=True),
        sa.Column("agenda", sa.String(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("minutes_dated", sa.Date(), nullable=True),
        sa.Column("first_saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience = 'own' OR audience = 'contact' OR audience = 'invited'", name=op.f("ck_meeting_audience")),
        sa.CheckConstraint("state = 'held' OR state = 'not_held' OR state = 'postponed' OR state = 'cancelled'", name=op.f("ck_meeting_state")),
        sa.CheckConstraint("months = 1 OR months = 3 OR months = 6 OR months = 12", name=op.f("ck_meeting_months")),
        sa.ForeignKeyConstraint(["area_id"], ["unit.id"], name=op.f("fk_meeting_area_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["member.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(["minute_taker_id"], ["member.id"], name=op.f("fk_meeting_minute_taker_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_meeting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("code", name=op.f("uq_meeting_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meeting_chair_id"), "meeting", ["chair_id"], unique=False)
    op.create_index(op.f("ix_meeting_minute_taker_id"), "meeting", ["minute_taker_id"], unique=False)
    op.create_index("ix_meeting_period", "meeting", ["period", "unit_id"], unique=False)
    op.create_index("ix_meeting_unit", "meeting", ["unit_id", "period"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("roster_number", sa.Integer(), nullable=True),
        sa.Column("arrival", sa.String(40), nullable=True),
        sa.Column("arrival_paper", sa.String(200), nullable=True),
        sa.Column("departure", sa.String(40), nullable=True),
        sa.Column("departure_paper", sa.String(200), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.CheckConstraint("kind = 'own' OR kind = 'contact' OR kind = 'temporary'", name=op.f("ck_membership_kind")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_membership_span")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_membership_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_membership_member", "membership", ["member_id", "unit_id"], unique=False)
    op.create_index("ix_membership_unit", "membership", ["unit_id", "kind", "valid_to"], unique=False)
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(120), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("post", sa.String(30), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_office_span")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_office_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_office_member_id"), "office", ["member_id"], unique=False)
    op.create_index("ix_office_unit", "office", ["unit_id", "valid_to"], unique=False)
    op.create_table(
        "period_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_period_state_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_state")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_period_state_unit", "period_state", ["unit_id", "period"], unique=False)
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("parameters", sa.String(), nullable=False),
        sa.Column("citation", sa.String(300), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_rule_span")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rule_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_name", "rule", ["name", "valid_from"], unique=False)
    op.create_index(op.f("ix_rule_unit_id"), "rule", ["unit_id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_setting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_setting_day", "setting", ["unit_id", "name", "valid_from"], unique=True)
    op.create_table(
        "standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.CheckConstraint("kind = 'probationary' OR kind = 'full'", name=op.f("ck_standing_kind")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_standing_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standing_member", "standing", ["member_id", "valid_from"], unique=False)
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_template_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_template_unit_id"), "template", ["unit_id"], unique=False)
    op.create_table(
        "unit_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["new_id"], ["unit.id"], name=op.f("fk_unit_succession_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["unit.id"], name=op.f("fk_unit_succession_old_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_unit_succession_new_id"), "unit_succession", ["new_id"], unique=False)
    op.create_index(op.f("ix_unit_succession_old_id"), "unit_succession", ["old_id"], unique=False)
    op.create_table(
        "unit_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("search_key", sa.String(200), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_unit_version_span")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_version_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_version_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_version")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unit_version_parent", "unit_version", ["parent_id", "unit_id"], unique=False)
    op.create_index(op.f("ix_unit_version_unit_id"), "unit_version", ["unit_id"], unique=False)
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("role = 'secretary' OR role = 'assistant' OR role = 'commune' OR role = 'workplace' OR role = 'district' OR role = 'admin'", name=op.f("ck_access_grant_role")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_access_grant_span")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_grant_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_access_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_access_grant_account", "access_grant", ["account_id", "valid_to"], unique=False)
    op.create_index(op.f("ix_access_grant_unit_id"), "access_grant", ["unit_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(40), nullable=True),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_assignment_target")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_assignment_span")),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_assignment_group_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_assignment_household_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_assignment_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignment_group_id"), "assignment", ["group_id"], unique=False)
    op.create_index(op.f("ix_assignment_household_id"), "assignment", ["household_id"], unique=False)
    op.create_index(op.f("ix_assignment_member_id"), "assignment", ["member_id"], unique=False)
    op.create_index("ix_assignment_unit", "assignment", ["unit_id", "valid_to"], unique=False)
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(40), nullable=True),
        sa.Column("issued", sa.Boolean(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_batch_account_id")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["unit.id"], name=op.f("fk_batch_on_behalf_of")),
        sa.ForeignKeyConstraint(["undoes_id"], ["batch.id"], name=op.f("fk_batch_undoes_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_batch_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("code", name=op.f("uq_batch_code")),
        sa.UniqueConstraint("token", name=op.f("uq_batch_token")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_batch_undoes_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_batch_account_id"), "batch", ["account_id"], unique=False)
    op.create_index(op.f("ix_batch_at"), "batch", ["at"], unique=False)
    op.create_index(op.f("ix_batch_on_behalf_of"), "batch", ["on_behalf_of"], unique=False)
    op.create_index(op.f("ix_batch_unit_id"), "batch", ["unit_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("term", sa.String(20), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("unit_name", sa.String(200), nullable=False),
        sa.Column("frozen", sa.String(), nullable=False),
        sa.Column("frozen_hash", sa.String(64), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("superseded_because", sa.String(200), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("sealed_on", sa.Date(), nullable=True),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_document_member_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["document.id"], name=op.f("fk_document_supersedes_id")),
        sa.ForeignKeyConstraint(["template_id"], ["template.id"], name=op.f("fk_document_template_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_document_member_id"), "document", ["member_id"], unique=False)
    op.create_index(op.f("ix_document_supersedes_id"), "document", ["supersedes_id"], unique=False)
    op.create_index(op.f("ix_document_template_id"), "document", ["template_id"], unique=False)
    op.create_index("uq_document_number", "document", ["unit_id", "kind", "term", "number"], unique=True)
    op.create_table(
        "draft_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("field", sa.String(30), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("audience", sa.String(20), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("replaced", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_draft_value_author_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_value_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_value")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_draft_value_author_id"), "draft_value", ["author_id"], unique=False)
    op.create_index("uq_draft_value_author", "draft_value", ["draft_id", "part", "field", "author_id"], unique=True)
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_erasure_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_erasure_account_id"), "erasure", ["account_id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("role = 'member' OR role = 'leader' OR role = 'in_charge'", name=op.f("ck_group_member_role")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_group_member_span")),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_group_member_group_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_group_member_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_group_member_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_group_member_group", "group_member", ["group_id", "valid_to"], unique=False)
    op.create_index(op.f("ix_group_member_member_id"), "group_member", ["member_id"], unique=False)
    op.create_index(op.f("ix_group_member_unit_id"), "group_member", ["unit_id"], unique=False)
    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("position", sa.String(200), nullable=True),
        sa.Column("from_above", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_guest_meeting_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_guest_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_guest_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_guest_meeting_id"), "guest", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_guest_member_id"), "guest", ["member_id"], unique=False)
    op.create_index(op.f("ix_guest_unit_id"), "guest", ["unit_id"], unique=False)
    op.create_table(
        "household_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(30), nullable=False),
        sa.Column("paper", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_class_household_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_household_class_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_class")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_household_class_household_id"), "household_class", ["household_id"], unique=False)
    op.create_index(op.f("ix_household_class_unit_id"), "household_class", ["unit_id"], unique=False)
    op.create_table(
        "household_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.CheckConstraint("households >= 0", name=op.f("ck_household_count_households")),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_household_count_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_household_count_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_count")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_household_count_group", "household_count", ["group_id", "valid_from"], unique=False)
    op.create_index(op.f("ix_household_count_unit_id"), "household_count", ["unit_id"], unique=False)
    op.create_table(
        "household_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_household_place_span")),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_household_place_group_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_place_household_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_household_place_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_household_place_group_id"), "household_place", ["group_id"], unique=False)
    op.create_index(op.f("ix_household_place_household_id"), "household_place", ["household_id"], unique=False)
    op.create_index(op.f("ix_household_place_unit_id"), "household_place", ["unit_id"], unique=False)
    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=True),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("letter", sa.String(60), nullable=True),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("placed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["unit.id"], name=op.f("fk_introduction_commune_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_introduction_member_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_introduction_membership_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["unit.id"], name=op.f("fk_introduction_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_introduction_commune_id"), "introduction", ["commune_id"], unique=False)
    op.create_index(op.f("ix_introduction_member_id"), "introduction", ["member_id"], unique=False)
    op.create_index(op.f("ix_introduction_membership_id"), "introduction", ["membership_id"], unique=False)
    op.create_index(op.f("ix_introduction_workplace_id"), "introduction", ["workplace_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asks", sa.String(30), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(30), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_question_meeting_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_question_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_question_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_meeting_id"), "question", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_question_member_id"), "question", ["member_id"], unique=False)
    op.create_index(op.f("ix_question_unit_id"), "question", ["unit_id"], unique=False)
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.String(5), nullable=True),
        sa.Column("place", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_sitting_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sitting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sitting_meeting_id"), "sitting", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_sitting_unit_id"), "sitting", ["unit_id"], unique=False)
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("unexcused", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("spoke", sa.Integer(), nullable=False),
        sa.CheckConstraint("present + excused + unexcused + unknown = expected", name=op.f("ck_tally_adds_up")),
        sa.ForeignKeyConstraint(["area_id"], ["unit.id"], name=op.f("fk_tally_area_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_tally_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tally_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tally_area_id"), "tally", ["area_id"], unique=False)
    op.create_index(
        "ix_tally_period",
        "tally",
        ["audience", "kind", "period", "area_id", "unit_id", "expected", "present", "excused", "unexcused", "unknown", "exempt", "extra"],
        unique=False,
    )
    op.create_index("ix_tally_unit", "tally", ["unit_id", "period"], unique=False)
    op.create_index("uq_tally_cell", "tally", ["meeting_id", "unit_id", "kind"], unique=True)
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("raised_in", sa.Integer(), nullable=False),
        sa.Column("closed_in", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(120), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("result", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["closed_in"], ["meeting.id"], name=op.f("fk_task_closed_in")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_task_member_id")),
        sa.ForeignKeyConstraint(["raised_in"], ["meeting.id"], name=op.f("fk_task_raised_in")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_task_closed_in"), "task", ["closed_in"], unique=False)
    op.create_index(op.f("ix_task_member_id"), "task", ["member_id"], unique=False)
    op.create_index(op.f("ix_task_raised_in"), "task", ["raised_in"], unique=False)
    op.create_index(op.f("ix_task_unit_id"), "task", ["unit_id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ticket_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_ticket_ticket_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ticket_account_id"), "ticket", ["account_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("expectation", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("spoke", sa.Boolean(), nullable=False),
        sa.CheckConstraint("expectation = 'expected' OR expectation = 'exempt' OR expectation = 'extra'", name=op.f("ck_attendance_expectation")),
        sa.CheckConstraint("kind = 'own' OR kind = 'contact' OR kind = 'temporary'", name=op.f("ck_attendance_kind")),
        sa.CheckConstraint("outcome = 'present' OR outcome = 'excused' OR outcome = 'unexcused' OR outcome = 'unknown'", name=op.f("ck_attendance_outcome")),
        sa.CheckConstraint("outcome IS NOT NULL OR expectation = 'exempt'", name=op.f("ck_attendance_outcome_known")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_attendance_member_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_attendance_sitting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_attendance_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attendance_member", "attendance", ["member_id", "period"], unique=False)
    op.create_index("ix_attendance_unit", "attendance", ["unit_id", "period"], unique=False)
    op.create_index("uq_attendance_person", "attendance", ["meeting_id", "member_id"], unique=True)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.CheckConstraint("action = 'insert' OR action = 'update' OR action = 'delete'", name=op.f("ck_change_action")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_change_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_batch_id"), "change", ["batch_id"], unique=False)
    op.create_index(op.f("ix_change_member_id"), "change", ["member_id"], unique=False)
    op.create_index("ix_change_row", "change", ["table_name", "row_id"], unique=False)
    op.create_index(op.f("ix_change_unit_id"), "change", ["unit_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_account_id")),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"], name=op.f("fk_device_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_device_account_id"), "device", ["account_id"], unique=False)
    op.create_index(op.f("ix_device_grant_id"), "device", ["grant_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state = 'waiting' OR state = 'running' OR state = 'done' OR state = 'failed' OR state = 'interrupted'", name=op.f("ck_job_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_account_id")),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"], name=op.f("fk_job_grant_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_job_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("code", name=op.f("uq_job_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_job_account_id"), "job", ["account_id"], unique=False)
    op.create_index(op.f("ix_job_grant_id"), "job", ["grant_id"], unique=False)
    op.create_index(op.f("ix_job_unit_id"), "job", ["unit_id"], unique=False)
    op.create_table(
        "absence_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attendance_id"], ["attendance.id"], name=op.f("fk_absence_reason_attendance_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_absence_reason_member_id")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["unit.id"], name=op.f("fk_absence_reason_on_behalf_of")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_absence_reason_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_reason")),
        sa.UniqueConstraint("attendance_id", name=op.f("uq_absence_reason_attendance_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_absence_reason_member_id"), "absence_reason", ["member_id"], unique=False)
    op.create_index(op.f("ix_absence_reason_unit_id"), "absence_reason", ["unit_id"], unique=False)
