"""Long jobs beside short saves: at each step of a long import and of its undo others save, and nothing of theirs is
lost.
"""

import threading

import pytest
from sqlmodel import func, select

from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.history import undo
from db.history.prepared_writes import STEPS
from db.imports import import_run
from db.imports.person_rows import HashedNumber, PersonRow
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Member

PEOPLE = 2000


@pytest.fixture
def rows() -> list[PersonRow]:
    return [
        PersonRow(
            at, f"Nguyễn Văn {at}", born="1970", citizen=HashedNumber(f"{at:064}", "0001"), cell="Chi bộ thôn Đồng Bào"
        )
        for at in range(PEOPLE)
    ]


class Neighbour:
    """Saves a draft whenever the job beside it reports progress."""

    def __init__(self, world, key: str) -> None:
        self.viewer, self.place, self.steps = world.secretary, DraftKey("meeting", world.units["dong_bao"], key), []

    def hear(self, step: str, _part: float) -> None:
        """Save from another thread and wait for it; behind a lock held meanwhile it would never finish."""
        saving = threading.Thread(target=self._save)
        saving.start()
        saving.join()
        self.steps.append(step)

    def kept(self) -> int:
        """How many drafts are there in the end."""
        return len(drafts.load(self.viewer, self.place).values)

    def _save(self) -> None:
        drafts.save_values(self.viewer, self.place, {DraftField(f"m{len(self.steps)}", "outcome"): "absent"}, {})


def test_a_draft_is_saved_at_each_step_of_an_import_and_of_its_undo(world, rows):
    first, second = Neighbour(world, "first"), Neighbour(world, "second")
    done = import_run.execute(world.admin, "abcdefghjkmn", rows, "t", first.hear)
    assert done.counts["created"] == PEOPLE
    undo.undo(world.admin, done.batch_id, progress=second.hear)
    for neighbour in (first, second):
        assert set(neighbour.steps) == set(STEPS)
        assert neighbour.kept() == len(neighbour.steps)
    with reading(SYSTEM) as session:
        assert session.exec(select(func.count(Member.id))).one() == len(world.members)
