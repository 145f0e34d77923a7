"""Need-to-know texts can be read in one way only, which logs who read what; and every table with such texts says so."""

from datetime import date

import pytest
from sqlmodel import select

from db.access_log import need_to_know_reads
from db.errors import NotAllowed
from db.history import rows_changed_by_action
from db.kernel import scope
from db.kernel.audience import REMEMBERED, Audience
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    AbsenceReason,
    Batch,
    Change,
    ChangeNotice,
    CommentRequest,
    Document,
    Draft,
    DraftValue,
    Evaluation,
    FindingAnswer,
    HouseholdCause,
    HouseholdHelp,
    HouseholdNote,
    Job,
    PetitionOrigin,
    PetitionText,
    TextReadRecord,
)  # fmt: skip
from db.models.base import EnumText
from db.papers import documents
from db.papers.documents import NewPaper
from tests.rows import rows

TEXT = {"title": "Nhận xét", "lines": [["Ưu điểm", "Giúp hộ bà Sáu dựng lại nhà"]]}
NOT_REMEMBERED = {
    AbsenceReason: "the cell's own work, from a short list, on every sheet it opens; nobody else reads it",
    Draft: "holds no text itself",
    DraftValue: "shared work that is not said yet; each value names who typed it",
    Job: "read by nobody but whoever asked for it; an export is remembered as one",
    Change: "the history leaves out the columns whose readers are remembered",
    FindingAnswer: "says that meetings were looked at on a day, by their ids alone",
    Evaluation: "a class by its key, days and votes; nothing of it is said in words",
    CommentRequest: "says that a comment is asked for, and nothing of it",
    ChangeNotice: "says what a workplace told the commune, in a few words",
    TextReadRecord: "says that a text was read, and nothing of it",
    PetitionText: "asked for by people so that it is answered: the work of the cell and of whom it was passed on to",
    PetitionOrigin: "the cell's own work, in its own book; whoever entered it on its behalf reads that, nobody else",
    HouseholdCause: "the cell's own work, from a short list; whoever entered it on its behalf reads that, nobody else",
    HouseholdHelp: "the cell's own work on the households it looks after; nobody else reads what it wrote",
    HouseholdNote: "the cell's own work on the households it looks after; nobody else reads what it wrote",
}


@pytest.fixture
def paper(world) -> str:
    """A comment by Đông Bào on Dung, issued to the hospital."""
    new = NewPaper(
        world.units["dong_bao"], "comment", TEXT, Audience.ASSESSMENTS, date(2026, 11, 20),
        world.members["dung"], world.units["hospital"],
    )  # fmt: skip
    return documents.issue(world.secretary, new)


def test_every_table_with_need_to_know_texts_declares_its_columns_or_why_reads_are_not_logged():
    carriers = {
        table
        for table, rule in scope.TABLE_RULES.items()
        if {rule.audience, rule.copies} & REMEMBERED or _carries_an_audience(table)
    }
    saying = {table for table, rule in scope.TABLE_RULES.items() if rule.texts}
    assert carriers == saying | NOT_REMEMBERED.keys()
    assert not saying & NOT_REMEMBERED.keys()
    for table in saying:
        assert scope.TABLE_RULES[table].texts <= set(table.model_fields)


def _carries_an_audience(table: type) -> bool:
    """Whether its rows say who reads them; a meeting's audience is whom it is held for."""
    column = table.__table__.columns.get("audience")
    return column is not None and not isinstance(column.type, EnumText)


def test_no_text_can_be_read_without_being_logged(world, paper):
    for ask in (
        lambda s: s.exec(select(Document)).all(),
        lambda s: s.exec(select(Document.frozen)).all(),
        lambda s: s.exec(select(Document.id).where(Document.frozen.contains("Sáu"))).all(),
        lambda s: s.get(Document, 1),
    ):
        with pytest.raises(NotAllowed, match="unremembered"), reading(world.secretary) as session:
            ask(session)
    assert rows(TextReadRecord) == []


def test_a_read_is_logged_once_a_day_for_each_reader(world, paper, set_clock):
    set_clock("2026-11-21")
    for _ in range(3):
        for viewer in (world.secretary, world.commune, world.workplace):
            assert documents.load(viewer, paper).content == TEXT
    assert [(row.who, row.what, row.member_id, row.audience) for row in rows(TextReadRecord)] == [
        (who, "document", world.members["dung"], "assessments") for who in ("bithu", "xa", "coquan")
    ]
    set_clock("2026-11-22")
    documents.load(world.commune, paper)
    assert [row.day.day for row in rows(TextReadRecord, who="xa")] == [21, 22]


def test_a_read_is_not_a_change(world, paper):
    before = len(rows(Batch))
    documents.load(world.commune, paper)
    assert (len(rows(Batch)), rows(Change, table_name="read_record")) == (before, [])


def test_reads_by_the_register_itself_and_of_texts_for_many_are_not_logged(world, paper):
    documents.load(SYSTEM, paper)
    with writing(SYSTEM, "open") as session:
        session.exec(select(Document)).one().audience = Audience.LISTS.value
    documents.load(world.assistant, paper)
    assert rows(TextReadRecord) == []


def test_readers_are_shown_to_those_who_may_read_the_text_and_to_the_reader_himself(world, paper):
    documents.load(world.workplace, paper)
    seen = {who: [row.who for row in need_to_know_reads.list_latest(viewer)] for who, viewer in world.viewers.items()}
    hospital = ["coquan"]
    assert seen == {
        "secretary": hospital, "commune": hospital, "workplace": hospital, "assistant": [],
        "district": [], "admin": [], "neighbour": [], "other_commune": [],
    }  # fmt: skip
    assert need_to_know_reads.list_latest(world.secretary)[0].name == "Phạm Thị Dung"


def test_nobody_writes_a_read_by_hand(world, paper):
    documents.load(world.commune, paper)
    record = rows(TextReadRecord)[0].model_dump(exclude={"id"})
    for viewer in world.viewers.values():
        with pytest.raises(NotAllowed), writing(viewer, "forge") as session:
            session.add(TextReadRecord(**record))


def test_the_history_says_that_a_paper_was_issued_but_nothing_of_its_text(world, paper):
    (batch,) = rows(Batch, deed="issue_paper")
    told, _ = rows_changed_by_action.load(world.secretary, batch.id)
    assert [row.table for row in told] == ["document"]
    assert "Sáu" not in str(told)
    for who in ("assistant", "district", "admin", "neighbour"):
        assert rows_changed_by_action.load(world.viewers[who], batch.id) == ([], 0)
    assert rows(TextReadRecord) == []
