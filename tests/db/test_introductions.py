"""Introductions: each side reads its own, and the cell that received the person reads that one."""

import pytest
from sqlmodel import select

from db.errors import NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Introduction
from db.people import timelines
from tests import people
from tests.rows import code_of


@pytest.fixture
def dung(world: people.World) -> str:
    """She was introduced to Đông Hà, which placed her, and to Tây Sơn, which has not placed her yet."""
    where = {"workplace_id": world.units["hospital"], "commune_id": world.units["tay_son"]}
    with writing(SYSTEM, "introduce") as session:
        session.add(Introduction(member_id=world.members["dung"], state="received", **where))
    return code_of(world, "dung")


@pytest.mark.parametrize("who", ["secretary", "assistant"])
def test_a_cell_reads_the_introduction_that_led_to_it_and_no_other(world, dung, who):
    (entry,) = timelines.load(world.viewers[who], dung).introductions
    assert (entry.workplace, entry.commune, entry.state) == ("Bệnh viện huyện An Bình", "Xã Đông Hà", "placed")


def test_no_cell_reads_introductions_of_other_cells_people(world, dung):
    with reading(world.neighbour) as session:
        assert set(session.exec(select(Introduction.member_id))) == {world.members["quan"]}
    with pytest.raises(NotAllowed):
        timelines.load(world.neighbour, dung)


def test_a_cell_writes_no_introduction(world, dung):
    with pytest.raises(NotAllowed), writing(world.secretary, "introduce") as session:
        session.exec(select(Introduction)).one().letter = "12-GGT/ĐU"


@pytest.mark.parametrize(("who", "count"), [("commune", 1), ("other_commune", 1), ("workplace", 2), ("district", 2)])
def test_each_side_of_an_introduction_reads_it(world, dung, who, count):
    with reading(world.viewers[who]) as session:
        found = session.exec(select(Introduction.id).where(Introduction.member_id == world.members["dung"])).all()
    assert len(found) == count
