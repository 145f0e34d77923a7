"""Long work and short saves side by side: drafts are kept throughout a bulk import, and nobody's is lost."""

import threading

from sqlmodel import func, select

from db import bulk, drafts
from db.drafts import Field, Place
from db.models import Member
from db.scope import SYSTEM
from db.session import reading, writing

ROWS = 20_000


def test_drafts_are_saved_throughout_a_bulk_import(world):
    place, kept = Place("meeting", world.units["dong_bao"], "regular:202611"), []
    importing = threading.Thread(target=_import)
    importing.start()
    at = 0
    while importing.is_alive() or at < 5:
        drafts.put(world.secretary, place, {Field(f"m{at}", "outcome"): "absent"}, {})
        kept.append(Field(f"m{at}", "outcome"))
        at += 1
    importing.join()
    assert set(drafts.load(world.secretary, place).values) == set(kept)
    with reading(SYSTEM) as session:
        assert session.exec(select(func.count(Member.id))).one() == ROWS + len(world.members)


def _import() -> None:
    with writing(SYSTEM, "import") as session:
        bulk.insert(session, Member, [{"name": f"Nguyễn Văn {at}", "sort_key": f"{at:06}", "search_key": f"nguyen van {at}"} for at in range(ROWS)])
