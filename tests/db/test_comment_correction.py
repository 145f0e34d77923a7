"""A corrected comment: the first paper stays, and the later one says the same apart from the correction."""

import pytest
from sqlmodel import select

from db.assessments.mark_storage import join_marks
from db.comments import comment_correction, comment_issue, comment_requests, paper_hand_over
from db.comments.request_writer import RequestDetails
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Member
from db.papers import documents
from tests.db.confirmed_assessments import DAY, assessed, member_code, order

pytestmark = pytest.mark.usefixtures("november")


def test_a_correction_supersedes_a_paper_with_a_reason_and_the_first_stays(world):
    code = assessed(world)
    (first,) = comment_issue.issue_comments(world.commune, [code], order())
    with writing(SYSTEM, "change") as session:
        session.exec(select(Assessment)).one().marks = join_marks({"example": "example_good"})
    with pytest.raises(Invalid, match="reason_missing"):
        comment_correction.replace_paper(world.commune, first, ["muc"], " ", order(2))
    later = comment_correction.replace_paper(world.commune, first, ["muc"], "Ghi nhầm", order(2))
    with pytest.raises(Conflict, match="paper_superseded"):
        comment_correction.replace_paper(world.commune, first, ["muc"], "Lần nữa", order(3))
    before, after = (documents.load(world.workplace, each) for each in (first, later))
    assert before.content["values"]["muc"][0]["tra loi"].startswith("☐ Nêu gương tốt")
    assert after.content["values"]["muc"][0]["tra loi"].startswith("☒ Nêu gương tốt")
    assert (before.heading.superseded, after.heading.superseded) == (True, False)
    assert [line.code for line in paper_hand_over.list_papers(world.commune, DAY)] == [later]


def test_each_paper_of_an_assessment_that_answers_a_request_is_corrected_by_itself(world):
    code = assessed(world)
    (unasked,) = comment_issue.issue_comments(world.commune, [code], order())
    for asked_by in ("Đảng ủy Sở", "Ban Tổ chức"):
        asked = RequestDetails("reward", "paper", DAY, asked_by=asked_by)
        comment_requests.add(world.commune, [member_code(world)], asked)
    papers = comment_issue.issue_comments(world.commune, [code], order(2))
    with writing(SYSTEM, "change") as session:
        session.get_one(Member, world.members["dung"]).born = "1986"
    for at, paper in enumerate(papers):
        assert comment_correction.list_differing(world.commune, paper) == ["ngay sinh"]
        later = comment_correction.replace_paper(world.commune, paper, ["ngay sinh"], "Ghi nhầm", order(4 + at))
        said = [documents.load(world.commune, each).content["values"] for each in (paper, later)]
        assert said[1] == said[0] | {"ngay sinh": "1986", "so": said[1]["so"]}
    with pytest.raises(Conflict, match="comment_followed"):
        comment_correction.list_differing(world.commune, unasked)


def test_a_correction_repeats_what_the_register_said_on_the_day_of_issue_apart_from_the_correction(world):
    (first,) = comment_issue.issue_comments(world.commune, [assessed(world)], order())
    with pytest.raises(Invalid, match="correction_nothing"):
        comment_correction.replace_paper(world.commune, first, ["ngay sinh"], "Ghi nhầm", order(2))
    with writing(SYSTEM, "change") as session:
        session.get_one(Member, world.members["dung"]).sqlmodel_update({"born": "1986", "address": "Chuyển nhà"})
    assert comment_correction.list_differing(world.commune, first) == ["ngay sinh", "noi cu tru"]
    with pytest.raises(Invalid, match="correction_nothing"):
        comment_correction.replace_paper(world.commune, first, ["muc"], "Ghi nhầm", order(2))
    later = comment_correction.replace_paper(world.commune, first, ["ngay sinh"], "Ghi nhầm năm sinh", order(2))
    before, after = (documents.load(world.commune, each).content["values"] for each in (first, later))
    assert (before["ngay sinh"], after["ngay sinh"]) == ("20/06/1985", "1986")
    assert {name for name in after if after[name] != before[name]} == {"ngay sinh", "so"}


@pytest.mark.parametrize("who", ["secretary", "workplace", "district", "other_commune"])
def test_only_the_commune_corrects_its_papers(world, who):
    (first,) = comment_issue.issue_comments(world.commune, [assessed(world)], order())
    with pytest.raises(NotAllowed):
        comment_correction.list_differing(world.viewers[who], first)
    with pytest.raises(NotAllowed):
        comment_correction.replace_paper(world.viewers[who], first, ["muc"], "Ghi nhầm", order(2))
