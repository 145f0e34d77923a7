"""Erasing the name of somebody who checked cells' books: from a unit's checks and from what history kept of them."""

import json

from sqlmodel import Session, select

from db.kernel import bulk
from db.models import Batch, BookCheck, Change
from db.vietnamese import fold

ERASED = "…"  # stands where a name was


def erase_in(session: Session, person: str, by_unit_id: int) -> int:
    """The checks that a unit noted under this name stay without it; how many. As the register, within
    `bulk.unremembered`.
    """
    named = fold(person)
    noted = select(BookCheck.id, BookCheck.checker).where(BookCheck.by_unit_id == by_unit_id)
    rows = [row_id for row_id, checker in session.exec(noted) if fold(checker) == named]
    bulk.update(session, BookCheck, [{"id": row_id, "checker": ERASED, "account_id": None} for row_id in rows])
    kept = select(Change.id, Change.batch_id, Change.before).where(Change.table_name == BookCheck.__tablename__)
    copies, batches = [], set()
    for change_id, batch_id, before in session.exec(kept):
        image = json.loads(before) if before else {}
        if image.get("by_unit_id") == by_unit_id and fold(image.get("checker")) == named:
            image |= {"checker": ERASED, "account_id": None}
            copies.append({"id": change_id, "before": json.dumps(image, ensure_ascii=False)})
            batches.add(batch_id)
    bulk.update(session, Change, copies)
    bulk.update(session, Batch, [{"id": batch_id, "erased": True} for batch_id in sorted(batches)])
    return len(rows)
