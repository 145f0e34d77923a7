"""Erasing a person: afterwards nothing is about him, and no figure has changed."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from db import config
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, NotAllowed
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
    Account,
    Attendance,
    Batch,
    Change,
    Draft,
    DraftValue,
    ErasedAttendance,
    Erasure,
    Expectation,
    ExportRecord,
    HouseholdNote,
    HouseholdReport,
    HouseholdVisit,
    Meeting,
    MeetingState,
    Member,
    Membership,
    PeriodState,
    SubjectCount,
    Table,
    Tally,
    TextReadRecord,
)
from db.models.meetings import MeetingAudience
from db.papers import documents
from db.papers.documents import NewPaper
from db.people import erasure
from db.people.text_erasure import MASK
from tests import people
from tests.db.erased_person import ANOTHER, CARD, CITIZEN, LEFT, NAME, PHONE, REASON, name_everywhere
from tests.rows import code_of, rows

REFERRING = {
    (table.name, column.name)
    for table in Table.metadata.sorted_tables
    for column in table.columns
    if any(foreign.column.table.name == "member" for foreign in column.foreign_keys)
}


@pytest.fixture
def filled(world: people.World, november, data_dir: Path) -> people.World:
    """The first member is named in every table that can name one, and has left the cell."""
    return name_everywhere(world, data_dir)


def test_nothing_in_the_register_or_its_folder_mentions_an_erased_person(filled, data_dir):
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


def test_sums_stay_and_the_rows_behind_them_belong_to_nobody(filled):
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


def test_a_visit_and_a_report_stay_without_their_author(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    assert [(row.member_id, row.visited_on) for row in rows(HouseholdVisit)] == [(None, LEFT)]
    assert [(row.member_id, row.reported) for row in rows(HouseholdReport)] == [(None, True)]
    assert [row.text for row in rows(HouseholdNote)] == [f"{MASK} nhận giúp"]


def test_a_meeting_saved_again_still_counts_the_erased_person(filled):
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


def test_a_cancelled_meeting_no_longer_counts_the_erased_person(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    meeting = next(row for row in rows(Meeting, unit_id=filled.units["dong_bao"]) if row.period == 202609)
    meetings_not_held.cancel_meeting(filled.secretary, meeting.code)
    assert rows(ErasedAttendance, meeting_id=meeting.id) == rows(Tally, meeting_id=meeting.id) == []
    undo.undo(filled.secretary, rows(Batch, deed="cancel_meeting")[0].id)
    assert len(rows(ErasedAttendance, meeting_id=meeting.id)) == 1


def test_one_line_remains_that_names_nobody(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON, token="once")
    (line,) = rows(Erasure)
    assert (line.account_id, line.ground) == (filled.admin.account_id, REASON)
    (batch,) = rows(Batch, deed="erase_member")
    assert (batch.reason, rows(Change, batch_id=batch.id)) == (REASON, [])


def test_actions_about_an_erased_person_cannot_be_undone(filled):
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    for deed in ("world", "fill", "leave", "correct_member", "erase_member"):
        with pytest.raises(Conflict, match="undo_erased"):
            undo.undo(SYSTEM, rows(Batch, deed=deed)[-1].id)


def test_nobody_undoes_an_action_that_also_erased_somebody(world):
    counted = {"unit_id": world.units["dong_ha"], "counted_on": LEFT, "subject": 1, "not_introduced": 0}
    with writing(SYSTEM, "place") as session:
        bulk.insert(session, Member, [{"name": "Hồ Văn Ân", "sort_key": "an", "search_key": "ho van an"}])
    with writing(world.admin, "apply_notice") as session:
        bulk.insert(session, SubjectCount, [counted])
        member = session.exec(select(Member).where(Member.name == "Hồ Văn Ân")).scalar_one()
        erasure.erase_in(session, member, REASON)
    with pytest.raises(Conflict, match="undo_erased"):
        undo.undo(SYSTEM, rows(Batch, deed="apply_notice")[-1].id)


def test_texts_about_a_namesake_stay(world):
    """Two people of one name in one cell: a text there may mean either."""
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
    """Every value of every table with its position."""
    with raw_connection.connect(config.database_url(), write=False) as connection:
        for table in Table.metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                yield from ((table.name, name, value) for name, value in row.items())


def _recounted() -> dict:
    """How many were expected, by meeting and kind, counted from people and from what the erased left behind."""
    counted = Counter()
    for table in (Attendance, ErasedAttendance):
        for row in rows(table, expectation=Expectation.EXPECTED):
            counted[row.meeting_id, row.kind] += 1
    return dict(counted)


def test_what_his_own_account_typed_exported_and_read_names_nobody(filled):
    gone, cell, now = rows(Account, username="an.nguyen")[0].id, filled.units["dong_bao"], clock.now()
    who = {"account_id": gone, "who": NAME, "role": "secretary", "unit_id": cell}
    with writing(SYSTEM, "fill") as session:
        draft = session.exec(select(Draft.id)).one().id
        session.add(
            DraftValue(draft_id=draft, part="meeting", field="place", value="x", author_id=gone, author=NAME, at=now)
        )
        session.add(
            ExportRecord(at=now, about_id=cell, what="members", filters="{}", reason="x", rows=1, checksum="", **who)
        )
        session.add(TextReadRecord(at=now, day=LEFT, what="document", audience="assessments", **who))
    erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON)
    assert rows(DraftValue, author_id=gone)[0].author == MASK
    assert rows(ExportRecord)[0].who == rows(TextReadRecord, account_id=gone)[0].who == MASK


def test_a_meeting_he_chaired_stays_even_in_a_closed_month(filled):
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


def test_the_sheet_says_how_many_erased_people_are_counted_as_well(filled):
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
