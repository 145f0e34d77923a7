"""What a newcomer is told first: the one step still missing for his role, and nothing if everything is there."""

import pytest
from sqlmodel import select

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Introduction, Membership, Unit, UnitKind, UnitVersion
from tests.pages import app, links, said

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def without_members(world):
    """Nobody is on any list."""
    with writing(SYSTEM, "test") as session:
        for introduction in session.exec(select(Introduction)):
            introduction.membership_id = None
        bulk.delete(session, Membership, session.exec(select(Membership.id)).all())


def test_a_secretary_with_an_empty_list_is_led_to_receiving_a_member(world, without_members):
    assert any("Nhận đồng chí đầu tiên" in label for label in links(app(world.secretary), "arrival"))


def test_an_assistant_is_told_who_enters_the_members(world, without_members):
    shown = app(world.assistant)
    assert "Chi bộ chưa có ai trong danh sách" in said(shown)
    assert not links(shown, "arrival")


def test_those_who_create_accounts_are_told_how_many_cells_lack_one(world):
    assert any(label.startswith("1 chi bộ chưa có tài khoản bí thư") for label in links(app(world.commune), "accounts"))


def test_if_there_are_no_cells_adding_or_importing_them_comes_first(world):
    with writing(SYSTEM, "test") as session:
        cells = set(session.exec(select(Unit.id).where(Unit.kind == UnitKind.CELL)))
        for version in session.exec(select(UnitVersion).where(UnitVersion.unit_id.in_(cells))):
            version.name = f"{version.name} cũ"
        for unit in session.exec(select(Unit).where(Unit.id.in_(cells))):
            unit.kind = UnitKind.WORKPLACE
    start = app(world.admin)
    assert any("Chưa có chi bộ nào" in label for label in links(start, "units"))
    assert links(start, "import")


def test_if_everything_is_there_nothing_is_offered(world):
    assert not links(app(world.secretary), "arrival")
    with reading(SYSTEM) as session:
        assert session.exec(select(Membership.id)).first()
