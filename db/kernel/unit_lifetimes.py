"""What is recorded in a unit lies within its time: nothing there after its end, no meeting before its beginning."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.errors import Invalid
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import (
    ChangeKind,
    HouseholdVisit,
    Meeting,
    MeetingState,
    Membership,
    Petition,
    UnitVersion,
    YearEntry,
)

Days = tuple[date | None, date | None]  # on which a row begins and ends; None for a day that does not matter


def require_lifetimes(session: Session, table: type[Any], changes: list) -> None:
    """Raise Invalid if a changed row lies after the last day of its unit, or a meeting before its first.

    Rows whose days stay as they are may change, and what the register does by itself is not checked.
    """
    if table not in _DAYS or context_of(session).author.role is None or context_of(session).without_history:
        return
    of = _DAYS[table]
    told = {(change.row["unit_id"], of(change.row)) for change in changes if _is_new(of, change)}
    if not told:
        return
    lives: dict[int, list[tuple[str, date, date]]] = {}
    for unit_id, name, since, until in session.exec(_VERSIONS, params={"units": sorted({each for each, _ in told})}):
        lives.setdefault(unit_id, []).append((name, since or date.min, until or date.max))
    for unit_id, (first, last) in told:
        if unit_id not in lives:  # the same action creates it, without an end
            continue
        names, begun, ended = zip(*lives[unit_id], strict=True)
        if last and last > max(ended):
            raise Invalid("unit_ended", name=names[-1], day=max(ended))
        if first and first < min(begun):
            raise Invalid("unit_not_begun", name=names[-1], day=min(begun))


def _is_new(of: Callable[[dict], Days], change: Any) -> bool:
    if change.action == ChangeKind.DELETE:
        return False
    stays = change.action == ChangeKind.UPDATE and change.row_before["unit_id"] == change.row["unit_id"]
    return not stays or of(change.row_before) != of(change.row)


def _meeting_days(row: dict) -> Days:
    if row["state"] == MeetingState.CANCELLED:
        return None, None
    held = row.get("held_on")
    return held, held or row.get("postponed_to") or row.get("planned_on")


_DAYS: dict[type, Callable[[dict], Days]] = {
    Meeting: _meeting_days,
    Membership: lambda row: (None, row.get("valid_to") or date.max),
    HouseholdVisit: lambda row: (None, row["visited_on"]),
    Petition: lambda row: (None, row["received_on"]),
    YearEntry: lambda row: (None, row["happened_on"]),
}
_VERSION = cast(Any, UnitVersion)
_VERSIONS = prepared_statement(
    select(_VERSION.unit_id, _VERSION.name, _VERSION.valid_from, _VERSION.valid_to)
    .where(_VERSION.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(_VERSION.valid_from.is_not(None), _VERSION.valid_from)
)
