"""A person named in every table of the register, to be erased."""

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
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
    Batch,
    CandidatePerson,
    CellGroup,
    ChangeNotice,
    CommentRequest,
    Device,
    Document,
    Evaluation,
    ExcludedPair,
    Exemption,
    ExemptionClass,
    Expertise,
    FindingAnswer,
    GroupKind,
    GroupMember,
    Guest,
    Household,
    HouseholdHelp,
    HouseholdNote,
    HouseholdReport,
    HouseholdVisit,
    Initiative,
    Introduction,
    Job,
    JobState,
    Meeting,
    Member,
    Membership,
    Office,
    Petition,
    PetitionOrigin,
    PetitionText,
    Question,
    Task,
    TextReadRecord,
    WorkplaceProposal,
    YearEntry,
)
from db.people import memberships, profiles
from tests import months, people
from tests.rows import code_of, rows

NAME, PHONE, CARD, CITIZEN = people.MEMBERS["an"][0], "0987 654 321", "0012345678", "001057009876"
ANOTHER = "Nguyễn Văn Anh"  # starts with the first one's name
REASON = "Theo đơn đề nghị ngày 20/11/2026"
LEFT = date(2026, 10, 31)


def name_everywhere(world: people.World, data_dir: Path) -> people.World:
    """A year of meetings, and the first member named in every table that can name one; he left the cell in October."""
    months.fill(world)
    member_id, cell, code = world.members["an"], world.units["dong_bao"], code_of(world, "an")
    seen = profiles.load(world.admin, code).facts
    profiles.correct(world.admin, code, seen, replace(seen, phone=PHONE, address=f"Nhà {NAME}"))
    with writing(SYSTEM, "fill") as session:
        _fill(session, world, member_id, cell)
    chosen = {
        DraftField(f"m{member_id}", "outcome"): "absent",
        DraftField("meeting", "chair"): str(member_id),
        DraftField("meeting", "agenda"): f"Mời {NAME}",
    }
    drafts.save_values(world.secretary, DraftKey("meeting", cell, "regular:202612"), chosen, {})
    memberships.end_membership(world.secretary, rows(Membership, member_id=member_id)[0].id, LEFT)
    _files(data_dir)
    return world


def _fill(session, world: people.World, member_id: int, cell: int) -> None:
    now, meeting = clock.now(), rows(Meeting, unit_id=cell)[0]
    session.get_one(Member, member_id).sqlmodel_update(
        {"card_number": CARD, "citizen_number": CITIZEN, "card_hash": "h" * 64, "card_last4": CARD[-4:]}
    )
    attendance = rows(Attendance, member_id=member_id)[0]
    gone = Account(
        username="an.nguyen", name=NAME, phone=PHONE, member_id=member_id, password_hash="x", active=False, epoch=1
    )
    home = Household(unit_id=cell, name="Hộ bà M.", sort_key="m", search_key="m")
    group = CellGroup(unit_id=cell, kind=GroupKind.CLUSTER, name=f"Cụm {NAME}")
    session.add(gone)
    session.add_all([group, home])
    assessment = Assessment(
        unit_id=cell,
        member_id=member_id,
        year=2025,
        form="assessment_form",
        form_from=LEFT,
        assessed_on=LEFT,
        remark=f"Đồng chí {NAME} gương mẫu",
    )
    session.add(assessment)
    view = AdmissionCandidate(unit_id=cell, proposed_on=LEFT)
    session.add(view)
    asked = Petition(unit_id=cell, source="own_member", received_on=LEFT)
    session.add(asked)
    session.flush()
    standing = session.get_one(Meeting, meeting.id)
    standing.chair_id, standing.minute_taker_id = member_id, member_id
    session.flush()
    standing.agenda, standing.reason = f"1. {NAME} báo cáo; {NAME.upper()} kết luận. {ANOTHER} vắng.", NAME
    standing.chair_id = world.members["binh"]
    span = {"unit_id": cell, "member_id": member_id, "valid_to": LEFT}
    commune = {"commune_id": world.units["dong_ha"]}
    for row in (
        AbsenceReason(attendance_id=attendance.id, member_id=member_id, unit_id=cell, reason="ill"),
        Expertise(member_id=member_id, subject="law"),
        Exemption(kind=ExemptionClass.AWAY, valid_from=date(2026, 3, 1), reason=None, paper=NAME, **span),
        Introduction(member_id=member_id, commune_id=world.units["dong_ha"], state="placed"),
        Assignment(group_id=group.id, **span),
        ExcludedPair(group_id=group.id, **span),
        HouseholdHelp(
            household_id=home.id, unit_id=cell, member_id=member_id, helped_on=LEFT, kind="care", giver="member"
        ),
        Initiative(unit_id=cell, leader_id=member_id, name="Đường cờ", result=f"{NAME} vận động 43 hộ"),
        HouseholdVisit(group_id=group.id, unit_id=cell, member_id=member_id, visited_on=LEFT, period=202511),
        FindingAnswer(kind="chair_absent", unit_id=cell, member_id=member_id, facts="1:", answered_on=LEFT,
                      audience="names"),
        HouseholdReport(meeting_id=meeting.id, unit_id=cell, member_id=member_id, reported_on=LEFT, reported=True),
        HouseholdNote(group_id=group.id, unit_id=cell, meeting_id=meeting.id, text=f"{NAME} nhận giúp"),
        GroupMember(group_id=group.id, **span),
        Office(post="secretary", **span),
        Question(meeting_id=meeting.id, unit_id=cell, member_id=member_id, asks="expected", raised_at=now),
        Guest(meeting_id=meeting.id, unit_id=cell, name=NAME, position="khách", member_id=member_id),
        Guest(meeting_id=meeting.id, unit_id=cell, name=NAME, position="khách"),
        Task(unit_id=cell, raised_in=meeting.id, text=f"Giao {NAME}", member_id=member_id, who=NAME),
        Document(
            unit_id=cell, member_id=member_id, kind="comment", number=1, issued_on=LEFT, unit_name="Chi bộ",
            frozen=json.dumps({"name": NAME}, ensure_ascii=False), frozen_hash="0" * 64, audience="lists", made_at=now,
        ),
        ChangeNotice(member_id=member_id, kind="position", effective_on=LEFT, sent_on=LEFT, reason=NAME, **commune),
        CommentRequest(
            member_id=member_id, occasion="planning", source="paper", received_on=LEFT, assessment_id=assessment.id,
            **commune,
        ),
        AgencyRemark(
            workplace_id=world.units["hospital"], member_id=member_id, person=NAME, year=2025, text=f"{NAME} tốt",
            written_on=LEFT, **commune,
        ),
        PetitionText(petition_id=asked.id, unit_id=cell, text=f"{NAME} chuyển", body=NAME, answer=NAME),
        PetitionOrigin(petition_id=asked.id, unit_id=cell, member_id=member_id),
        CandidatePerson(candidate_id=view.id, unit_id=cell, name=NAME, proposer_id=member_id, member_id=member_id),
        Evaluation(unit_id=cell, member_id=member_id, year=2025, proposed="good", decided="excellent"),
        WorkplaceProposal(
            member_id=member_id, kind="praise", proposed_on=LEFT, text=NAME, assessment_id=assessment.id, **commune
        ),
        YearEntry(unit_id=cell, member_id=member_id, period=202511, happened_on=LEFT, kind="task", note=NAME),
        TextReadRecord(
            at=now, day=LEFT, account_id=gone.id, who=NAME, role="commune", what="document", unit_id=cell,
            member_id=member_id, audience="assessments",
        ),
        Job(
            kind="export", account_id=world.secretary.account_id, grant_id=world.secretary.grant_id, unit_id=cell,
            audience="lists",
            wanted=json.dumps({"search": NAME}, ensure_ascii=False), state=JobState.DONE, asked_at=now,
        ),
        Device(
            token_hash="t", account_id=gone.id, epoch=1, label=NAME, created_at=now, seen_at=now, expires_at=now
        ),
        Batch(at=now, account_id=gone.id, who=NAME, role="secretary", unit_id=cell, deed="leave", reason=f"Của {NAME}"),
    ):  # fmt: skip
        session.add(row)


def _files(data_dir: Path) -> None:
    for name in ("results", "staging"):
        (data_dir / name).mkdir(exist_ok=True)
    with zipfile.ZipFile(data_dir / "results" / "aaaaaaaaaaaa", "w", zipfile.ZIP_DEFLATED) as workbook:
        workbook.writestr("xl/sharedStrings.xml", f"<si><t>{NAME.upper()}</t></si>")
    (data_dir / "staging" / "bbbbbbbbbbbb").write_text(json.dumps({"name": NAME}, ensure_ascii=False), "utf-8")
    (data_dir / "staging" / "cccccccccccc").write_text(f'{{"name": "{ANOTHER}"}}', "utf-8")
