"""Long work and short saves side by side: at each step of a long list and of its undo others save, and nothing of theirs is lost."""

import threading

import pytest
from sqlmodel import func, select

from db import drafts, undo
from db.ahead import STEPS
from db.drafts import Field, Place
from db.imports import apply
from db.imports.rows import Number, Row
from db.models import Member
from db.scope import SYSTEM
from db.session import reading

PEOPLE = 2000


@pytest.fixture
def rows() -> list[Row]:
    return [Row(at, f"Nguyễn Văn {at}", born="1970", citizen=Number(f"{at:064}", "0001"), cell="Chi bộ thôn Đồng Bào") for at in range(PEOPLE)]


class Neighbour:
    """Saves a draft whenever the work beside it says how far it is."""

    def __init__(self, world, key: str) -> None:
        self.viewer, self.place, self.steps = world.secretary, Place("meeting", world.units["dong_bao"], key), []

    def hear(self, step: str, _part: float) -> None:
        """Save from a thread of one's own, and wait until it is there: behind a lock held meanwhile it would never be."""
        saving = threading.Thread(target=self._save)
        saving.start()
        saving.join()
        self.steps.append(step)

    def kept(self) -> int:
        """How many drafts are there in the end."""
        return len(drafts.load(self.viewer, self.place).values)

    def _save(self) -> None:
        drafts.put(self.viewer, self.place, {Field(f"m{len(self.steps)}", "outcome"): "absent"}, {})


def test_a_draft_is_saved_at_each_step_of_a_list_and_of_its_undo(world, rows):
    first, second = Neighbour(world, "first"), Neighbour(world, "second")
    done = apply.bring_in(world.admin, "abcdefghjkmn", rows, "t", first.hear)
    assert done.counts["created"] == PEOPLE
    undo.undo(world.admin, done.batch_id, tell=second.hear)
    for neighbour in (first, second):
        assert set(neighbour.steps) == set(STEPS)
        assert neighbour.kept() == len(neighbour.steps)
    with reading(SYSTEM) as session:
        assert session.exec(select(func.count(Member.id))).one() == len(world.members)
