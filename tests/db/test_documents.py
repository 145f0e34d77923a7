"""Issued papers: numbered, frozen, superseded but never changed; for the issuing unit and the recipient."""

from datetime import date

import pytest
from sqlmodel import select

from components.papers import paper_files
from db.accounts import accounts
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.kernel import bulk
from db.kernel.audience import Audience
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, Document, Grant, Role, Unit, UnitKind
from db.papers import documents
from db.papers.documents import NewPaper
from tests.rows import rows

CONTENT = {"title": "Nhận xét", "lines": [["Ưu điểm", "Gương mẫu"]]}
LATER = {"title": "Nhận xét", "lines": [["Ưu điểm", "Gương mẫu, nhiệt tình"]]}
DAY = date(2026, 11, 20)
pytestmark = pytest.mark.usefixtures("november")


def comment(world, **more) -> NewPaper:
    people = {"member_id": world.members["dung"], "recipient_id": world.units["hospital"]}
    about = {"content": CONTENT, "audience": Audience.ASSESSMENTS, "issued_on": DAY} | people
    return NewPaper(**{"unit_id": world.units["dong_bao"], "kind": "comment"} | about | more)


def test_papers_of_a_unit_are_numbered_by_kind_and_term(world):
    for term in (None, None, "2026", None):
        documents.issue(world.secretary, comment(world, term=term))
    documents.issue(world.commune, comment(world, unit_id=world.units["dong_ha"]))
    assert [(row.unit_id, row.term, row.number) for row in rows(Document)] == [
        (world.units["dong_bao"], None, 1), (world.units["dong_bao"], None, 2), (world.units["dong_bao"], "2026", 1),
        (world.units["dong_bao"], None, 3), (world.units["dong_ha"], None, 1),
    ]  # fmt: skip
    assert rows(Document)[0].unit_name == "Chi bộ thôn Đồng Bào"


def test_an_issued_paper_can_be_ticked_but_neither_changed_nor_undone(world):
    documents.issue(world.secretary, comment(world))
    (row,) = rows(Document)
    for value in ({"frozen": "{}"}, {"number": 9}, {"audience": "open"}, {"recipient_id": None}):
        with pytest.raises(NotAllowed), writing(world.secretary, "change") as session:
            bulk.update(session, Document, [{"id": row.id, **value}])
    with pytest.raises(NotAllowed), writing(world.secretary, "change") as session:
        bulk.delete(session, Document, [row.id])
    with pytest.raises(Conflict, match="undo_issued"):
        undo.undo(world.secretary, rows(Batch, deed="issue_paper")[0].id)
    with writing(world.commune, "tick") as session:
        bulk.update(session, Document, [{"id": row.id, "handed_over_on": DAY}])
    assert rows(Document)[0].model_dump(exclude={"handed_over_on"}) == row.model_dump(exclude={"handed_over_on"})


def test_a_correction_supersedes_a_paper_with_a_reason_and_the_first_stays(world):
    first = documents.issue(world.secretary, comment(world))
    again = comment(world, content=LATER, supersedes=first)
    with pytest.raises(Invalid, match="reason_missing"):
        documents.issue(world.secretary, again)
    later = documents.issue(world.secretary, again._replace(because="Viết sót"))
    with pytest.raises(Conflict, match="paper_superseded"):
        documents.issue(world.secretary, again._replace(because="Lần nữa"))
    with pytest.raises(Invalid, match="paper_other"):
        documents.issue(world.secretary, again._replace(supersedes=later, member_id=None, because="Người khác"))
    assert [(each.code, each.superseded) for each in documents.list_issued_to(world.workplace)] == [
        (later, False),
        (first, True),
    ]
    assert documents.load(world.workplace, first).content == CONTENT


def test_a_paper_that_was_altered_since_its_issue_does_not_open(world):
    code = documents.issue(world.secretary, comment(world))
    with writing(SYSTEM, "tamper") as session:
        session.exec(select(Document)).one().frozen = documents.to_frozen_text(LATER)
    with pytest.raises(Conflict, match="paper_altered"):
        documents.load(world.commune, code)


@pytest.fixture
def school(world):
    """Staff of another workplace in the same district."""
    with writing(SYSTEM, "found") as session:
        (unit_id,) = bulk.insert(session, Unit, [{"kind": UnitKind.WORKPLACE, "level": "workplace"}])
    accounts.grant_role(world.admin, world.workplace.account_id, Role.WORKPLACE, unit_id)
    return accounts.viewer_for(world.workplace.account_id, rows(Grant, unit_id=unit_id)[0].id)


def test_a_workplace_reads_what_was_issued_to_it_and_nothing_else(world, school):
    code = documents.issue(world.secretary, comment(world))
    own = documents.issue(world.secretary, comment(world, recipient_id=None))
    assert [each.code for each in documents.list_issued_to(world.workplace)] == [code]
    assert documents.load(world.workplace, code).heading.person == "Phạm Thị Dung"
    assert documents.list_issued_to(school) == []
    refused = [(viewer, each) for each in (code, own) for viewer in _strangers(world, school)]
    for viewer, each in [*refused, (world.workplace, own)]:
        with pytest.raises(NotAllowed):
            documents.load(viewer, each)
        with pytest.raises(NotAllowed):
            paper_files.paper_file(viewer.account_id, viewer.grant_id, each)


def _strangers(world, school) -> list:
    """Another workplace, other cells and communes, and roles that may not read assessments."""
    return [
        school, world.neighbour, world.other_commune, world.assistant, world.district, world.admin
    ]  # fmt: skip


def test_a_file_goes_only_to_whoever_may_read_it_when_it_is_fetched(world):
    code = documents.issue(world.secretary, comment(world))
    account_id, grant_id = world.workplace.account_id, world.workplace.grant_id
    assert paper_files.paper_file(account_id, grant_id, code)[:2] == b"PK"
    accounts.end_grant(world.admin, grant_id)
    with pytest.raises(NotAllowed):
        paper_files.paper_file(account_id, grant_id, code)


@pytest.mark.parametrize("who", ["assistant", "district", "admin", "workplace", "neighbour", "other_commune"])
def test_nobody_issues_a_paper_that_is_not_theirs_to_issue(world, who):
    with pytest.raises(NotAllowed):
        documents.issue(world.viewers[who], comment(world))
