"""Serving a member at the counter: what is issued is what the page showed."""

import pytest

from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Document, Member, Membership, MembershipKind
from tests.db.confirmed_assessments import assessed
from tests.pages import button, press, shown
from tests.rows import rows

PAGE = "pages/contacts/comment_requests.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("changed", [Assessment, Member, Membership])
def test_a_comment_is_issued_once_and_not_if_what_it_says_was_changed_after_the_page(world, changed):
    assessed(world)
    app = shown(world.commune, PAGE)
    next(box for box in app.text_input if "counter" in (box.key or "")).set_value("Dung").run()
    next(box for box in app.button_group if "_occasion_" in (box.key or "")).set_value("planning").run()
    with writing(SYSTEM, "correct") as session:
        if changed is Member:
            session.get_one(Member, world.members["dung"]).name = "Phạm Thị Dưng"
        elif changed is Membership:
            (stay,) = rows(Membership, member_id=world.members["dung"], kind=MembershipKind.CONTACT)
            session.get_one(Membership, stay.id).roster_number = 31
        else:
            session.get_one(Assessment, rows(Assessment)[0].id).remark = "Đã sửa"
    press(app, "Phát hành phiếu nhận xét")
    assert "đã thay đổi" in app.error[0].value
    assert rows(Document) == []
    press(app, "Phát hành phiếu nhận xét")
    assert len(rows(Document)) == 1
    with pytest.raises(StopIteration):
        button(app, "Phát hành phiếu nhận xét")
