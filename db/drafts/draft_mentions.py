"""Mentions of a person in drafts: the person's part of a sheet, and fields in which the person is selected."""

import re

from sqlmodel import Session, or_, select

from db.kernel import bulk
from db.models import Draft, DraftValue

CHOOSING = ("chair", "minute_taker", "from", "lines", "member")  # fields that hold member ids
NAMED = "named_"  # prefix of fields that say whom a pasted line means


def erase_mentions(session: Session, member_id: int, code: str) -> int:
    """Delete draft values about a person; returns how many. Call it within `bulk.without_history`."""
    held = or_(DraftValue.value.contains(str(member_id)), DraftValue.replaced.contains(str(member_id)))
    choosing = DraftValue.field.in_(CHOOSING) | DraftValue.field.startswith(NAMED)
    coded = or_(DraftValue.value.contains(code), DraftValue.replaced.contains(code))
    rows = session.exec(select(DraftValue).where(or_(DraftValue.part == f"m{member_id}", held & choosing, coded))).all()
    number = re.compile(rf"(?<!\w)m?{member_id}(?!\w)")
    gone = [
        row.id
        for row in rows
        if row.part == f"m{member_id}"
        or any(number.search(text) or code in text for text in (row.value or "", row.replaced or ""))
    ]
    bulk.delete(session, DraftValue, gone)
    about = list(session.exec(select(Draft.id).where(Draft.key.contains(code))))
    bulk.delete(session, Draft, about)
    return len(gone) + len(about)
