"""Erasure of a person: nothing is about him afterwards, and no figure is another."""

import json
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from components.refusals import sentences
from db import config
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.kernel import bulk
from db.kernel.audience import Audience
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.maintenance import raw_connection
from db.meetings import erased_attendance, meeting_record, meetings, meetings_not_held
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import SUMS
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
    Change,
    ChangeNotice,
    CommentRequest,
    Device,
    Document,
    Draft,
    DraftValue,
    ErasedAttendance,
    Erasure,
    Evaluation,
    ExcludedPair,
    Exemption,
    ExemptionClass,
    Expectation,
    Expertise,
    ExportRecord,
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
    MeetingState,
    Member,
    Membership,
    Office,
    PeriodState,
    Petition,
    PetitionOrigin,
    PetitionText,
    Question,
    ReadRecord,
    SubjectCount,
    Table,
    Tally,
    Task,
    WorkplaceProposal,
    YearEntry,
)
from db.models.meetings import MeetingAudience
from db.papers import documents
from db.papers.documents import NewPaper
from db.people import erasure, memberships, profiles
from db.people.erased_texts import MASK
from tests import months, people
from tests.rows import code_of, rows

NAME, PHONE, CARD, CITIZEN = people.MEMBERS["an"][0], "0987 654 321", "0012345678", "001057009876"
REFERRING = {
    (table.name, column.name)
    for table in Table.metadata.sorted_tables
    for column in table.columns
    if any(foreign.column.table.name == "member" for foreign in column.foreign_keys)
}
ANOTHER = "Nguyễn Văn Anh"  # his name begins with the first one's
REASON = "Theo đơn đề nghị ngày 20/11/2026"
LEFT = date(2026, 10, 31)


@pytest.fixture
def filled(world: people.World, november, data_dir: Path) -> people.World:
    """A year of meetings, and the first member in every table that names one; he left the cell in October."""
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
        ReadRecord(
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


def test_nothing_in_the_register_or_its_folder_tells_of_an_erased_person(filled, data_dir):
    member_id, code = filled.members["an"], code_of(filled, "an")
    assert {table for table, column, value in _cells() if (table, column) in REFERRING and value == member_id} == {
        table for table, _ in REFERRING
    }, "he stands in every table that refers to a member"
    erasure.erase(filled.admin, code, NAME, REASON)
    for word in (NAME, NAME.upper(), PHONE, CARD, CITIZEN, code, "an.nguyen"):
        assert [(table, column) for table, column, value in _cells() if word in str(value).replace(ANOTHER, "")] == []
    assert [
        (table, column) for table, column, value in _cells() if (table, column) in REFERRING and value == member_id
    ] == []
    assert rows(Change, member_id=member_id) == rows(Change, table_name="member", row_id=member_id) == []
    assert [
        row.before for row in rows(Change, table_name="meeting") if f'_id": {member_id}' in (row.before or "")
    ] == []
    waiting = [file.name for folder in ("results", "staging") for file in (data_dir / folder).iterdir()]
    assert waiting == ["cccccccccccc"]
    for file in (file for file in data_dir.rglob("*") if file.is_file()):
        stored = file.read_bytes().replace(ANOTHER.encode(), b"")
        assert [word for word in (NAME, PHONE, CARD, CITIZEN, code) if word.encode() in stored] == [], file
    assert f"{ANOTHER} vắng" in rows(Meeting, chair_id=filled.members["binh"])[0].agenda


def test_sums_stay_and_what_they_rest_on_is_nobody_s(filled):
    before = [row.model_dump() for row in rows(Tally)]
    came = [
        row.model_dump(exclude={"id", "member_id", "period", "sitting_id", "later_sittings", "group_id"})
        for row in rows(Attendance)
        if row.member_id == filled.members["an"]
    ]
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    assert [row.model_dump() for row in rows(Tally)] == before
    assert [row.model_dump(exclude={"id"}) for row in rows(ErasedAttendance)] == came
    assert _recounted() == {(row.meeting_id, row.kind): row.expected for row in rows(Tally, named=True)}


def test_a_visit_stays_without_whoever_made_it_and_so_does_a_report(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    assert [(row.member_id, row.visited_on) for row in rows(HouseholdVisit)] == [(None, LEFT)]
    assert [(row.member_id, row.reported) for row in rows(HouseholdReport)] == [(None, True)]
    assert [row.text for row in rows(HouseholdNote)] == [f"{MASK} nhận giúp"]


def test_a_meeting_saved_again_still_counts_the_erased(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    call = MeetingRef(filled.units["dong_bao"], "regular", 202609)
    meeting = next(row for row in rows(Meeting, unit_id=call.unit_id) if row.period == call.period)
    (before,) = rows(Tally, meeting_id=meeting.id)
    place = meetings.load(filled.secretary, call).place
    drafts.save_values(filled.secretary, place, {DraftField("meeting", "agenda"): "Sửa"}, {})
    meeting_record.save(filled.secretary, call)
    (after,) = rows(Tally, meeting_id=meeting.id)
    assert {name: getattr(after, name) for name in SUMS} == {name: getattr(before, name) for name in SUMS}
    assert after.expected == 3


def test_a_meeting_taken_back_counts_the_erased_no_more(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    meeting = next(row for row in rows(Meeting, unit_id=filled.units["dong_bao"]) if row.period == 202609)
    meetings_not_held.cancel_meeting(filled.secretary, meeting.code)
    assert rows(ErasedAttendance, meeting_id=meeting.id) == rows(Tally, meeting_id=meeting.id) == []
    undo.undo(filled.secretary, rows(Batch, deed="cancel_meeting")[0].id)
    assert len(rows(ErasedAttendance, meeting_id=meeting.id)) == 1


def test_one_line_stays_that_names_nobody(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON, token="once")
    (line,) = rows(Erasure)
    assert (line.account_id, line.ground) == (filled.admin.account_id, REASON)
    (batch,) = rows(Batch, deed="erase_member")
    assert (batch.reason, rows(Change, batch_id=batch.id)) == (REASON, [])


def test_what_concerned_an_erased_person_cannot_be_undone(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    for deed in ("world", "fill", "leave", "correct_member", "erase_member"):
        with pytest.raises(Conflict, match="undo_erased"):
            undo.undo(SYSTEM, rows(Batch, deed=deed)[-1].id)


def test_an_action_that_did_something_else_before_it_erased_somebody_is_undone_by_nobody(world):
    counted = {"unit_id": world.units["dong_ha"], "counted_on": LEFT, "subject": 1, "not_introduced": 0}
    with writing(SYSTEM, "place") as session:
        bulk.insert(session, Member, [{"name": "Hồ Văn Ân", "sort_key": "an", "search_key": "ho van an"}])
    with writing(world.admin, "apply_notice") as session:
        bulk.insert(session, SubjectCount, [counted])
        member = session.exec(select(Member).where(Member.name == "Hồ Văn Ân")).scalar_one()
        erasure.erase_in(session, member, REASON)
    with pytest.raises(Conflict, match="undo_erased"):
        undo.undo(SYSTEM, rows(Batch, deed="apply_notice")[-1].id)


def test_only_the_administrator_erases(filled):
    for viewer in (filled.secretary, filled.assistant, filled.commune, filled.district, filled.workplace):
        with pytest.raises(NotAllowed):
            erasure.preview(viewer, code_of(filled, "an"))
        with pytest.raises(NotAllowed):
            erasure.erase(viewer, code_of(filled, "an"), NAME, REASON)


@pytest.mark.parametrize(
    ("typed", "reason", "code"),
    [
        (ANOTHER, REASON, "erasure_name_differs"),
        (NAME, " ", "erasure_reason_missing"),
        (NAME, f"Theo đơn của {NAME.upper()}", "erasure_reason_names"),
    ],
)
def test_name_and_reason_are_asked(filled, typed, reason, code):
    with pytest.raises(Invalid, match=code):
        erasure.erase(filled.admin, code_of(filled, "an"), typed, reason)
    assert rows(Member, id=filled.members["an"]) != []


def test_whoever_the_cell_still_rests_on_is_not_erased(world):
    cell, member_id = world.units["dong_bao"], world.members["an"]
    with writing(SYSTEM, "fill") as session:
        group = CellGroup(unit_id=cell, kind=GroupKind.CLUSTER, name="Cụm 1")
        session.add(group)
        session.flush()
        session.add(Assignment(unit_id=cell, member_id=member_id, group_id=group.id))
        session.add(Office(unit_id=cell, member_id=member_id, post="secretary"))
        session.get_one(Account, world.secretary.account_id).member_id = member_id
        session.add(Household(unit_id=cell, name=NAME, sort_key="an", search_key="nguyen van an"))
    told = erasure.preview(world.admin, code_of(world, "an")).obstacles
    assert [one.code for one in told] == [
        "erasure_still_here", "erasure_in_charge", "erasure_holds_office", "erasure_has_account",
        "erasure_names_household",
    ]  # fmt: skip
    assert told[0].values["units"] == ["Chi bộ thôn Đồng Bào, Xã Đông Hà"]
    with pytest.raises(Invalid, match="erasure_still_here"):
        erasure.erase(world.admin, code_of(world, "an"), NAME, REASON)


def test_whoever_left_today_is_erased_from_tomorrow_on(world):
    with writing(SYSTEM, "fill") as session:
        for stay in session.exec(select(Membership).where(Membership.member_id == world.members["an"])).scalars():
            stay.valid_to = clock.today()
    (told,) = erasure.preview(world.admin, code_of(world, "an")).obstacles
    assert (told.code, told.values) == ("erasure_last_day", {"day": clock.today().isoformat()})
    assert f"{clock.today():%d/%m/%Y}" in sentences.of_refusal(told)


def test_texts_of_a_namesake_stay(world):
    """Two people of one name in one cell: what is written there may mean either."""
    gone, stays = world.members["hung"], world.members["hung_lan"]
    name, cell = people.MEMBERS["hung"][0], world.units["ben_da"]
    with writing(SYSTEM, "fill") as session:
        shared = {"type": "regular", "audience": MeetingAudience.OWN, "state": MeetingState.HELD, "agenda": name}
        session.add(Meeting(unit_id=cell, period=202601, **shared))
        session.get_one(Membership, rows(Membership, member_id=gone)[0].id).valid_to = LEFT
    assert erasure.preview(world.admin, code_of(world, "hung")).namesakes == 1
    erasure.erase(world.admin, code_of(world, "hung"), name, REASON)
    assert rows(Meeting)[0].agenda == name
    assert [row.name for row in rows(Member, id=stays)] == [name]
    assert rows(Member, id=gone) == []


def _cells():
    """Every value of every table with where it stands."""
    with raw_connection.connect(config.database_url(), write=False) as connection:
        for table in Table.metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                yield from ((table.name, name, value) for name, value in row.items())


def _recounted() -> dict:
    """How many were expected by meeting and kind, counted from people and from what erased ones left."""
    counted = Counter()
    for table in (Attendance, ErasedAttendance):
        for row in rows(table, expectation=Expectation.EXPECTED):
            counted[row.meeting_id, row.kind] += 1
    return dict(counted)


def test_accounts_that_bear_the_name_are_found_and_those_that_are_his_go_too(filled):
    """One is his without being linked, one belongs to somebody of the same name."""
    with writing(SYSTEM, "fill") as session:
        for username in ("an2", "an3"):
            session.add(Account(username=username, name=NAME.upper(), password_hash="x", active=False))
    his, other = (row.id for row in rows(Account, name=NAME.upper()))
    code = code_of(filled, "an")
    assert [account.id for account in erasure.preview(filled.admin, code).accounts] == [his, other]
    with pytest.raises(NotAllowed):
        erasure.erase(filled.admin, code, NAME, REASON, account_ids=[filled.secretary.account_id])
    erasure.erase(filled.admin, code, NAME, REASON, account_ids=[his])
    assert [(row.id, row.name) for row in rows(Account) if row.username.startswith(("an", "da-xoa"))] == [
        (rows(Account, username=f"da-xoa-{his - 1}")[0].id, MASK), (his, MASK), (other, NAME.upper()),
    ]  # fmt: skip


def test_an_account_of_his_that_is_still_in_use_is_locked_first(filled):
    with writing(SYSTEM, "fill") as session:
        session.add(Account(username="an2", name=NAME, password_hash="x"))
    (account,) = erasure.preview(filled.admin, code_of(filled, "an")).accounts
    with pytest.raises(Invalid, match="erasure_has_account"):
        erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON, account_ids=[account.id])
    assert rows(Account, id=account.id)[0].member_id is None


def test_what_his_own_account_typed_exported_and_read_names_nobody(filled):
    gone, cell, now = rows(Account, username="an.nguyen")[0].id, filled.units["dong_bao"], clock.now()
    who = {"account_id": gone, "who": NAME, "role": "secretary", "unit_id": cell}
    with writing(SYSTEM, "fill") as session:
        draft = session.exec(select(Draft.id)).scalars().one()
        session.add(
            DraftValue(draft_id=draft, part="meeting", field="place", value="x", author_id=gone, author=NAME, at=now)
        )
        session.add(
            ExportRecord(at=now, about_id=cell, what="members", filters="{}", reason="x", rows=1, checksum="", **who)
        )
        session.add(ReadRecord(at=now, day=LEFT, what="document", audience="assessments", **who))
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    assert rows(DraftValue, author_id=gone)[0].author == MASK
    assert rows(ExportRecord)[0].who == rows(ReadRecord, account_id=gone)[0].who == MASK


def test_a_meeting_that_he_chaired_stays_in_a_closed_month_too(filled):
    cell, code = filled.units["dong_bao"], code_of(filled, "an")
    meeting = rows(Meeting, unit_id=cell)[0]
    with writing(SYSTEM, "chair") as session:
        session.get_one(Meeting, meeting.id).chair_id = filled.members["an"]
        session.add(PeriodState(unit_id=cell, period=meeting.period, closed_at=clock.now()))
    assert erasure.preview(filled.admin, code).chaired == 1
    before = [row.model_dump() for row in rows(Tally, meeting_id=meeting.id)]
    erasure.erase(filled.admin, code, NAME, REASON)
    after = rows(Meeting, id=meeting.id)[0]
    assert (after.chair_id, after.minute_taker_id, after.state) == (None, None, meeting.state)
    assert [row.model_dump() for row in rows(Tally, meeting_id=meeting.id)] == before


def test_the_sheet_says_how_many_erased_are_counted_beside(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    meeting = next(row for row in rows(Meeting, unit_id=filled.units["dong_bao"]) if row.period == 202609)
    assert erased_attendance.count_erased(filled.secretary, meeting.id) == 1
    assert erased_attendance.count_erased(filled.neighbour, meeting.id) == 0
    with pytest.raises(NotAllowed):
        erased_attendance.count_erased(filled.district, meeting.id)


def test_a_paper_about_others_that_named_him_opens_without_his_name(filled):
    content = {"title": "Danh sách", "lines": [["Vắng", NAME]]}
    paper = NewPaper(filled.units["dong_bao"], "list", content, Audience.ASSESSMENTS, LEFT)
    code = documents.issue(filled.secretary, paper)
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    assert documents.load(filled.secretary, code).content["lines"] == [["Vắng", MASK]]
