"""The year of members who work elsewhere: counts, notices, entries, assessments, requests."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    op.create_table(
        "agency_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("born", sa.String(10), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["unit.id"], name=op.f("fk_agency_remark_commune_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_agency_remark_member_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["unit.id"], name=op.f("fk_agency_remark_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_remark")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_remark_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_agency_remark_commune_id"), "agency_remark", ["commune_id"], unique=False)
    op.create_index(op.f("ix_agency_remark_member_id"), "agency_remark", ["member_id"], unique=False)
    op.create_index(op.f("ix_agency_remark_workplace_id"), "agency_remark", ["workplace_id"], unique=False)
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_announcement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("code", name=op.f("uq_announcement_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_announcement_unit_id"), "announcement", ["unit_id"], unique=False)
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("total IS NULL OR total >= 0", name=op.f("ck_campaign_total")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_campaign_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_campaign_unit_id"), "campaign", ["unit_id"], unique=False)
    op.create_table(
        "change_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=True),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(200), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("handled_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["unit.id"], name=op.f("fk_change_notice_commune_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_change_notice_member_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["unit.id"], name=op.f("fk_change_notice_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_notice")),
        sa.UniqueConstraint("code", name=op.f("uq_change_notice_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_notice_commune_id"), "change_notice", ["commune_id"], unique=False)
    op.create_index(op.f("ix_change_notice_member_id"), "change_notice", ["member_id"], unique=False)
    op.create_index(op.f("ix_change_notice_workplace_id"), "change_notice", ["workplace_id"], unique=False)
    op.create_table(
        "subject_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("not_introduced", sa.Integer(), nullable=False),
        sa.CheckConstraint("subject >= 0 AND not_introduced >= 0", name=op.f("ck_subject_count_counts")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_subject_count_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_count")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_subject_count_day", "subject_count", ["unit_id", "counted_on"], unique=True)
    op.create_table(
        "announcement_relay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_relay_announcement_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["cell_group.id"], name=op.f("fk_announcement_relay_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_announcement_relay_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_relay")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_announcement_relay_group_id"), "announcement_relay", ["group_id"], unique=False)
    op.create_index(op.f("ix_announcement_relay_unit_id"), "announcement_relay", ["unit_id"], unique=False)
    op.create_index("uq_announcement_relay_group", "announcement_relay", ["announcement_id", "group_id"], unique=True)
    op.create_table(
        "year_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Float(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(200), nullable=True),
        sa.Column("minutes_dated", sa.Date(), nullable=True),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_year_entry_amount")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_year_entry_campaign_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_year_entry_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_year_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_year_entry_campaign_id"), "year_entry", ["campaign_id"], unique=False)
    op.create_index("ix_year_entry_member", "year_entry", ["member_id", "period"], unique=False)
    op.create_index("ix_year_entry_unit", "year_entry", ["unit_id", "period"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(30), nullable=False),
        sa.Column("form_from", sa.Date(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("minutes_dated", sa.Date(), nullable=True),
        sa.Column("front_agreed_on", sa.Date(), nullable=True),
        sa.Column("front_agreed_with", sa.String(200), nullable=True),
        sa.Column("remark", sa.String(1000), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_because", sa.String(200), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_assessment_author_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_assessment_confirmed_by")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_assessment_document_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_assessment_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("code", name=op.f("uq_assessment_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assessment_author_id"), "assessment", ["author_id"], unique=False)
    op.create_index(op.f("ix_assessment_confirmed_by"), "assessment", ["confirmed_by"], unique=False)
    op.create_index(op.f("ix_assessment_document_id"), "assessment", ["document_id"], unique=False)
    op.create_index("ix_assessment_member", "assessment", ["member_id", "year"], unique=False)
    op.create_index("ix_assessment_unit", "assessment", ["unit_id", "year"], unique=False)
    op.create_table(
        "assessment_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(30), nullable=False),
        sa.Column("mark", sa.String(30), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_mark_assessment_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_assessment_mark_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_mark_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assessment_mark_member_id"), "assessment_mark", ["member_id"], unique=False)
    op.create_index("ix_assessment_mark_unit", "assessment_mark", ["unit_id", "year", "item", "mark"], unique=False)
    op.create_index("uq_assessment_mark_item", "assessment_mark", ["assessment_id", "item"], unique=True)
    op.create_table(
        "comment_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(120), nullable=True),
        sa.Column("born", sa.String(10), nullable=True),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("workplace_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(200), nullable=True),
        sa.Column("occasion", sa.String(30), nullable=False),
        sa.Column("source", sa.String(30), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_because", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_comment_request_assessment_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["unit.id"], name=op.f("fk_comment_request_commune_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_comment_request_document_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_comment_request_member_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["unit.id"], name=op.f("fk_comment_request_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_request")),
        sa.UniqueConstraint("code", name=op.f("uq_comment_request_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_comment_request_assessment_id"), "comment_request", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_comment_request_document_id"), "comment_request", ["document_id"], unique=False)
    op.create_index("ix_comment_request_due", "comment_request", ["commune_id", "answered_on", "due"], unique=False)
    op.create_index(op.f("ix_comment_request_member_id"), "comment_request", ["member_id"], unique=False)
    op.create_index(op.f("ix_comment_request_workplace_id"), "comment_request", ["workplace_id"], unique=False)
    op.create_table(
        "workplace_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(500), nullable=True),
        sa.Column("outcome", sa.String(500), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_workplace_proposal_assessment_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["unit.id"], name=op.f("fk_workplace_proposal_commune_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_workplace_proposal_document_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_workplace_proposal_member_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["unit.id"], name=op.f("fk_workplace_proposal_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace_proposal")),
        sa.UniqueConstraint("code", name=op.f("uq_workplace_proposal_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_workplace_proposal_assessment_id"), "workplace_proposal", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_workplace_proposal_commune_id"), "workplace_proposal", ["commune_id"], unique=False)
    op.create_index(op.f("ix_workplace_proposal_document_id"), "workplace_proposal", ["document_id"], unique=False)
    op.create_index(op.f("ix_workplace_proposal_member_id"), "workplace_proposal", ["member_id"], unique=False)
    op.create_index(op.f("ix_workplace_proposal_workplace_id"), "workplace_proposal", ["workplace_id"], unique=False)
    with op.batch_alter_table("document", **KEPT) as table:
        table.add_column(sa.Column("cell_id", sa.Integer(), nullable=True))
        table.create_index(op.f("ix_document_cell_id"), ["cell_id"], unique=False)
        table.create_foreign_key(op.f("fk_document_cell_id"), "unit", ["cell_id"], ["id"])
    for column in (
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("pending_reason", sa.String(30), nullable=True),
        sa.Column("end_reason", sa.String(40), nullable=True),
        sa.Column("objection", sa.String(30), nullable=True),
        sa.Column("objected_on", sa.Date(), nullable=True),
    ):
        op.add_column("introduction", column)
    op.create_index("ix_introduction_state", "introduction", ["commune_id", "state"], unique=False)
