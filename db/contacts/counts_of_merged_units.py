"""Counts of people subject to introduction as stated by a unit into which others were merged."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from db.models import UnitVersion
from db.units.successors import successors_on


class StatedCount(NamedTuple):
    """A unit's statement on a day."""

    unit_id: int
    counted_on: date
    subject: int
    not_introduced: int = 0


def sum_merged(session: Session, said: Mapping[int, StatedCount], day: date) -> dict[int, StatedCount]:
    """Return the latest statements by a day, for the units that exist then.

    For a merged unit: its statement since the merger, otherwise its own and its predecessors' earlier ones added up. If
    one of them stated nothing the sum would be too small, so only the number exempt from introduction is given.
    """
    gone_on = successors_on(session, day)
    found = {unit_id: count for unit_id, count in said.items() if unit_id not in gone_on}
    merged: dict[int, dict[int, date]] = {}
    for old_id, successor in gone_on.items():
        merged.setdefault(successor.unit_id, {})[old_id] = successor.since
    begun = _begun(session, merged)
    for unit_id, before in merged.items():
        since = max(before.values())
        if unit_id in found and found[unit_id].counted_on >= since:
            continue
        was_there = begun.get(unit_id) is None or begun[unit_id] < since
        parts = [said.get(each) for each in (*before, *([unit_id] if was_there else []))]
        if told := [part for part in parts if part]:
            subject = sum(part.subject for part in told) if all(part and part.subject for part in parts) else 0
            exempt = sum(part.not_introduced for part in told)
            found[unit_id] = StatedCount(unit_id, min(part.counted_on for part in told), subject, exempt)
    return found


def _begun(session: Session, unit_ids: Mapping[int, object]) -> dict[int, date | None]:
    """Return since when these units have existed; None if unknown."""
    columns = (UnitVersion.unit_id, UnitVersion.valid_from)
    found: dict[int, date | None] = {}
    for unit_id, start in session.exec(select(*columns).where(col(UnitVersion.unit_id).in_(unit_ids))).all():
        known = found.get(unit_id, start)
        found[unit_id] = None if known is None or start is None else min(known, start)
    return found
