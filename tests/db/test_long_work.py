"""Long work and short saves side by side: while a long list is brought in and taken back, others save all the time and nothing of theirs is lost."""

import threading
import time

import pytest
from sqlmodel import func, select

from db import drafts, undo
from db.drafts import Field, Place
from db.imports import apply
from db.imports.rows import Number, Row
from db.models import Member
from db.scope import SYSTEM
from db.session import reading

PEOPLE = 2000
SAVED = 3  # saves that come through meanwhile: were the lock held all the time, it would be one or two; how long they wait is for benchmarks


@pytest.fixture
def rows() -> list[Row]:
    return [Row(at, f"Nguyễn Văn {at}", born="1970", citizen=Number(f"{at:064}", "0001"), cell="Chi bộ thôn Đồng Bào") for at in range(PEOPLE)]


def test_drafts_are_saved_throughout_a_list_and_its_undo(world, rows):
    done = []
    _beside(world, lambda: done.append(apply.bring_in(world.admin, "abcdefghjkmn", rows, "t")), "first")
    assert done[0].counts["created"] == PEOPLE
    _beside(world, lambda: undo.undo(world.admin, done[0].batch_id), "second")
    with reading(SYSTEM) as session:
        assert session.exec(select(func.count(Member.id))).one() == len(world.members)


def _beside(world, work, key: str) -> None:
    """Save drafts while the work goes on: many come through, and all are kept."""
    place, kept = Place("meeting", world.units["dong_bao"], key), []
    working = threading.Thread(target=work)
    working.start()
    while working.is_alive():
        drafts.put(world.secretary, place, {Field(f"m{len(kept)}", "outcome"): "absent"}, {})
        kept.append(Field(f"m{len(kept)}", "outcome"))
        time.sleep(0.02)
    working.join()
    assert set(drafts.load(world.secretary, place).values) == set(kept)
    assert len(kept) > SAVED
