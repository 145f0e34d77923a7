"""A member's own data sheet contains everything the register holds about him, or says why not."""

from datetime import date

import pytest
from sqlmodel import select

from db.assessments.mark_storage import join_marks
from db.calendar import clock
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    AbsenceReason,
    Account,
    AdmissionCandidate,
    AgencyRemark,
    Assessment,
    Assignment,
    Attendance,
    CandidatePerson,
    CellGroup,
    ChangeNotice,
    CommentRequest,
    Document,
    Evaluation,
    ExcludedPair,
    Exemption,
    ExemptionClass,
    Expertise,
    FindingAnswer,
    Grant,
    GroupKind,
    GroupMember,
    Guest,
    Household,
    HouseholdHelp,
    HouseholdReport,
    HouseholdVisit,
    Initiative,
    Introduction,
    Meeting,
    Membership,
    Office,
    Outcome,
    Petition,
    PetitionOrigin,
    PetitionText,
    Role,
    Standing,
    Table,
    Task,
    TextReadRecord,
    WorkplaceProposal,
    YearEntry,
)
from tests import months
from tests.pages import said, shown
from tests.rows import code_of, rows

PAGE = "pages/people/member.py"
DAY = date(2026, 2, 3)
ON_THE_SHEET = {  # what shows each table's row on the sheet
    "absence_reason": "Sức khỏe",
    "account": "an.nguyen · Ông An",
    "agency_remark": "Hăng hái việc chung",
    "assessment": "Đã hỏi cả tổ dân phố",
    "assignment": "Cụm Bờ Sông",
    "attendance": "Sinh hoạt thường kỳ · vắng có lý do",
    "change_notice": "Trưởng phòng Nội vụ",
    "comment_request": "Ban Tổ chức hỏi",
    "candidate_person": "bản thân",
    "evaluation": "Hoàn thành xuất sắc nhiệm vụ",
    "document": "Số 7, Chi bộ phát hành",
    "excluded_pair": "Cụm Chợ Cũ",
    "exemption": "Giấy miễn 15",
    "expertise": "Pháp luật",
    "group_member": "Tổ Bờ Hồ",
    "guest": "Khách quý",
    "household_report": "Sinh hoạt thường kỳ · có",
    "household_help": "Hộ được giúp",
    "household_visit": "Cụm Thăm Hộ",
    "finding_answer": "Vắng nhiều cuộc họp liên tiếp",
    "initiative": "Đường cờ",
    "introduction": "44-GGT/ĐU",
    "meeting": "Chủ trì",
    "membership": "Giấy đến 21",
    "office": "Bí thư",
    "petition_origin": "Lối đi ngập nước",
    "read_record": "Bà Đọc",
    "standing": "Quyết định 33",
    "task": "Sửa mái nhà bà Sáu",
    "workplace_proposal": "Hiến đất làm đường",
    "year_entry": "Góp ý về đèn đường",
}
LEFT_OUT = {
    "question": "asks the cell about a meeting that is on the sheet, and holds nothing else about him",
}


@pytest.fixture
def filled(world, november):
    months.fill(world)
    about = {"member_id": world.members["an"], "unit_id": world.units["dong_bao"]}
    with writing(SYSTEM, "fill") as session:
        _fill(session, about, world)
    return world


def _fill(session, about: dict, world) -> None:
    member, now = {"member_id": about["member_id"]}, clock.now()
    attendance = session.exec(select(Attendance).where(Attendance.member_id == about["member_id"])).first()
    meeting = session.get_one(Meeting, attendance.meeting_id)
    attendance.outcome, meeting.chair_id = Outcome.EXCUSED, about["member_id"]
    stay = session.exec(select(Membership).where(Membership.member_id == about["member_id"])).one()
    stay.arrival_paper = "Giấy đến 21"
    standing = session.exec(select(Standing).where(Standing.member_id == about["member_id"])).one()
    standing.paper = "Quyết định 33"
    groups = [
        CellGroup(unit_id=about["unit_id"], kind=kind, name=name)
        for kind, name in (
            (GroupKind.CLUSTER, "Cụm Bờ Sông"),
            (GroupKind.PARTY, "Tổ Bờ Hồ"),
            (GroupKind.CLUSTER, "Cụm Chợ Cũ"),
            (GroupKind.CLUSTER, "Cụm Thăm Hộ"),
        )
    ]
    home = Household(unit_id=about["unit_id"], name="Hộ được giúp", sort_key="g", search_key="g")
    account = Account(username="an.nguyen", name="Ông An", password_hash="x", **member)
    said = Assessment(year=2025, form="assessment_form", form_from=date(2020, 1, 2), assessed_on=DAY, **about)
    said.remark, said.marks = "Đã hỏi cả tổ dân phố", join_marks({"example": "example_good"})
    view = AdmissionCandidate(unit_id=about["unit_id"], proposed_on=DAY)
    asked = Petition(unit_id=about["unit_id"], source="contact_member", received_on=DAY)
    session.add_all([*groups, home, account, said, asked, view])
    session.flush()
    commune = {"commune_id": world.units["dong_ha"], **member}
    issued = {"number": 7, "issued_on": DAY, "unit_name": "Chi bộ phát hành", "frozen": "{}", "frozen_hash": ""}
    for row in (
        AbsenceReason(attendance_id=attendance.id, reason="health", **about),
        Grant(account_id=account.id, role=Role.ASSISTANT, unit_id=about["unit_id"]),
        AgencyRemark(
            workplace_id=world.units["hospital"], person="Ông An", year=2025, text="Hăng hái việc chung",
            written_on=DAY, **commune,
        ),
        Assignment(group_id=groups[0].id, **about),
        ChangeNotice(kind="position", effective_on=DAY, value="Trưởng phòng Nội vụ", sent_on=DAY, **commune),
        CommentRequest(
            occasion="year_end", source="workplace", asked_by="Ban Tổ chức hỏi", received_on=DAY, **commune
        ),
        ExcludedPair(group_id=groups[2].id, **about),
        HouseholdHelp(household_id=home.id, helped_on=DAY, kind="care", giver="member", **about),
        Initiative(unit_id=about["unit_id"], leader_id=about["member_id"], name="Đường cờ"),
        HouseholdVisit(group_id=groups[3].id, visited_on=DAY, period=202602, **about),
        FindingAnswer(kind="absent_in_a_row", facts="1:", answered_on=DAY, audience="names", **about),
        HouseholdReport(meeting_id=meeting.id, reported_on=DAY, reported=True, **about),
        WorkplaceProposal(kind="praise", proposed_on=DAY, text="Hiến đất làm đường", **commune),
        PetitionText(petition_id=asked.id, unit_id=about["unit_id"], text="Lối đi ngập nước"),
        PetitionOrigin(petition_id=asked.id, **about),
        CandidatePerson(candidate_id=view.id, **about),
        Evaluation(year=2025, decided="excellent", **about),
        YearEntry(period=202602, happened_on=DAY, kind="opinion", note="Góp ý về đèn đường", **about),
        Document(kind="comment", audience="lists", made_at=now, **issued, **about),
        Exemption(kind=ExemptionClass.AWAY, valid_from=DAY, valid_to=DAY, paper="Giấy miễn 15", **about),
        Expertise(subject="law", **member),
        GroupMember(group_id=groups[1].id, **about),
        Guest(meeting_id=meeting.id, name="Khách quý", **about),
        Introduction(
            commune_id=world.units["dong_ha"], state="placed", letter="44-GGT/ĐU", membership_id=stay.id, **member
        ),
        Office(post="secretary", **about),
        TextReadRecord(
            at=now, day=DAY, account_id=world.commune.account_id, who="Bà Đọc", role="commune", what="document",
            audience="lists", **about,
        ),
        Task(raised_in=meeting.id, text="Sửa mái nhà bà Sáu", **about),
    ):  # fmt: skip
        session.add(row)


def test_every_table_about_a_member_is_on_his_sheet_or_left_out_for_a_reason():
    about = {
        table.name
        for table in Table.metadata.sorted_tables
        if any(foreign.column.table.name == "member" for column in table.columns for foreign in column.foreign_keys)
    }
    assert about == ON_THE_SHEET.keys() | LEFT_OUT.keys()


def test_the_sheet_shows_a_row_of_every_table(filled):
    """His secretary reads everything except the account, which the commune reads."""
    sheets = [
        said(shown(filled.viewers[who], PAGE, member=code_of(filled, "an"), sheet="1"))
        for who in ("secretary", "commune")
    ]
    told = "\n".join(sheets).replace("\\", "")
    assert [table for table, words in ON_THE_SHEET.items() if words.lower() not in told.lower()] == []
    assert "Sức khỏe" in sheets[0]
    assert "Sức khỏe" not in sheets[1]
    assert "tài khoản" in sheets[0].split("Không có trong phiếu này")[1]


def test_the_sheet_says_what_a_role_does_not_read(filled):
    told = said(shown(filled.admin, PAGE, member=code_of(filled, "an"), sheet="1"))
    assert "Không có trong phiếu này" in told
    for words in ("Sức khỏe", "Sửa mái nhà bà Sáu", "Khách quý"):
        assert words not in told
    assert rows(AbsenceReason) != []
