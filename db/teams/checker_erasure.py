"""Erasing the name of somebody who checked cells' books: from a unit's checks and from what history kept of them."""

import json

from sqlmodel import Session, select

from db.kernel import bulk
from db.models import Batch, BookCheck, Change
from db.vietnamese import fold

ERASED = "…"  # replaces a name
BLANK = {"checker": ERASED, "account_id": None}


def erase_in(session: Session, person: str, by_unit_id: int) -> int:
    """Erase this name from the checks that a unit noted; return how many checks changed.

    To be called as the register, within `bulk.without_history`.
    """
    named = fold(person)
    noted = session.exec(select(BookCheck.id, BookCheck.checker).where(BookCheck.by_unit_id == by_unit_id)).all()
    rows = [row_id for row_id, checker in noted if fold(checker) == named]
    bulk.update(session, BookCheck, [{"id": row_id, **BLANK} for row_id in rows])
    kept = select(Change.id, Change.batch_id, Change.row_id, Change.before)
    copies = [
        (change_id, batch_id, row_id, json.loads(before))
        for change_id, batch_id, row_id, before in session.exec(
            kept.where(Change.table_name == BookCheck.__tablename__, Change.before.is_not(None))
        )
    ]
    # the copy before a correction holds only what was corrected; the row itself says whose check it was
    own = {row_id for row_id, _ in noted} | {
        row_id for *_, row_id, image in copies if image.get("by_unit_id") == by_unit_id
    }
    found = [copy for copy in copies if copy[2] in own and fold(copy[3].get("checker")) == named]
    bulk.update(
        session,
        Change,
        [{"id": each[0], "before": json.dumps(_blanked(each[3]), ensure_ascii=False)} for each in found],
    )
    bulk.update(session, Batch, [{"id": batch_id, "erased": True} for batch_id in sorted({each[1] for each in found})])
    return len(rows)


def _blanked(image: dict) -> dict:
    return image | {name: value for name, value in BLANK.items() if name in image}
