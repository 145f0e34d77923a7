"""The accounts that a viewer is responsible for, their roles and devices, and cells without a secretary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.errors import NotAllowed
from db.kernel.scope import GRANTABLE_ROLES, Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Account, Device, Grant, Role, Unit
from db.models.units import CELLS
from db.units import units
from db.units.units import units_on
from db.vietnamese import fold, person_sort_key, search_words, unit_sort_key

PAGE = 50
ORDER = list(Role)


class AccountState(StrEnum):
    """States by which accounts are filtered."""

    WAITING = "waiting"  # its one-time password has not been changed yet
    LOCKED = "locked"
    ROLELESS = "roleless"


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts to list."""

    search: str = ""
    state: AccountState | None = None
    page: int = 1


class HeldRole(NamedTuple):
    """A past, present or future role of an account."""

    grant_id: int
    role: Role
    unit_id: int
    since: date | None
    until: date | None
    unit: str = ""
    level: str | None = None

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < clock.today()


class AccountRow(NamedTuple):
    """An account with its present and future roles, its last use, and the number of devices signed in."""

    id: int
    code: str
    username: str
    name: str
    phone: str | None
    active: bool
    must_change: bool
    roles: tuple[HeldRole, ...]
    seen_at: datetime | None = None
    devices: int = 0


class AccountPage(NamedTuple):
    """One page of matching accounts, and their number."""

    rows: list[AccountRow]
    total: int


class AccountDetails(NamedTuple):
    """One account with its past roles and devices, and whether the viewer may change it."""

    account: AccountRow
    past: list[HeldRole]
    signed_in: list[tuple[str, datetime]]
    manageable: bool


class CellWithoutSecretary(NamedTuple):
    """A cell without a secretary's account, with the area above it unless that is the viewer's own."""

    code: str
    name: str
    area: str | None
    area_code: str | None


def search(viewer: Viewer, wanted: AccountFilter) -> AccountPage:
    """Matching accounts in the viewer's reach, by unit and role; for a commune those of its cells."""
    with reading(viewer) as session:
        found = [row for row in _accounts(session) if _matches(row, wanted)]
        at = min(max(wanted.page, 1), -(-len(found) // PAGE) or 1)
        page = found[(at - 1) * PAGE : at * PAGE]
        seen = _seen(session, [row.id for row in page])
        return AccountPage(
            [row._replace(seen_at=seen[row.id][0], devices=seen[row.id][1]) if row.id in seen else row for row in page],
            len(found),
        )


def load(viewer: Viewer, code: str) -> AccountDetails:
    """One account by its public code. Raises NotAllowed outside the viewer's reach."""
    with reading(viewer) as session:
        row = next(iter(_accounts(session, code)), None)
        if row is None:
            raise NotAllowed()
        past = [held for held in _held(session, [row.id], ended=True).get(row.id, ()) if held.is_over]
        devices = (
            select(Device.label, Device.seen_at, Device.expires_at)
            .where(Device.account_id == row.id)
            .order_by(Device.seen_at.desc())
        )
        used = session.exec(devices).all()
        signed_in = [(device.label, device.seen_at) for device in used if device.expires_at > clock.now()]
        row = row._replace(seen_at=used[0].seen_at if used else None, devices=len(signed_in))
        return AccountDetails(row, past, signed_in, _answered(viewer, row))


def cells_without_secretary(viewer: Viewer) -> list[CellWithoutSecretary]:
    """Cells in reach without an active account of a secretary, in order."""
    standing = units.in_reach(viewer)
    with reading(viewer) as session:
        reporting = set(session.exec(_REPORTING))
        has = set(session.exec(_KEPT, params={"day": clock.today()}))
        return [
            CellWithoutSecretary(cell.code, cell.name, area.name if area else None, area.code if area else None)
            for cell in standing.values()
            if cell.id in reporting and cell.id not in has
            for area in (standing.get(cell.parent_id or 0) if cell.parent_id != viewer.unit_id else None,)
        ]


def _accounts(session: Session, code: str | None = None) -> list[AccountRow]:
    """Accounts with a past or present role that the viewer may grant; for administrators also those without any."""
    given = GRANTABLE_ROLES.get(context_of(session).viewer.role, set())
    query = select(
        Account.id, Account.code, Account.username, Account.name, Account.phone, Account.active, Account.must_change
    )
    if given != set(Role):
        query = query.where(Account.id.in_(select(Grant.account_id).where(Grant.role.in_(given))))
    rows = session.exec(query if code is None else query.where(Account.code == code)).all()
    held = _held(session, None if code is None else [row.id for row in rows])
    return sorted((AccountRow(*row, tuple(held.get(row.id, ()))) for row in rows), key=_place)


def _held(session: Session, account_ids: list[int] | None, ended: bool = False) -> dict[int, list[HeldRole]]:
    """Roles of all accounts, or of these, valid today or later, highest first."""
    query = select(Grant.account_id, Grant.id, Grant.role, Grant.unit_id, Grant.valid_from, Grant.valid_to)
    if account_ids is not None:
        query = query.where(Grant.account_id.in_(account_ids))
    if not ended:
        query = query.where(not_ended_on(Grant, clock.today()))
    rows = session.exec(query.order_by(Grant.id)).all()
    named = units_on(session, {row.unit_id for row in rows}, clock.today())
    found: dict[int, list[HeldRole]] = {}
    for account_id, *row in rows:
        held = HeldRole(*row)
        unit = named[held.unit_id]
        found.setdefault(account_id, []).append(held._replace(unit=unit.name, level=unit.level))
    return found


def _place(row: AccountRow) -> tuple:
    """The sort key of an account: its first role's unit, accounts without a role last."""
    first = row.roles[0] if row.roles else None
    return (
        first is None,
        first and unit_sort_key(first.unit or ""),
        first and ORDER.index(first.role),
        person_sort_key(row.name),
        row.id,
    )


def _matches(row: AccountRow, wanted: AccountFilter) -> bool:
    """Whether every search word begins a word of the name, the user name or a unit, or is part of a number."""
    state = {
        AccountState.WAITING: row.active and row.must_change,
        AccountState.LOCKED: not row.active,
        AccountState.ROLELESS: not row.roles,
    }
    if wanted.state and not state[wanted.state]:
        return False
    words = f"{fold(row.name)} {row.username} {' '.join(fold(held.unit) for held in row.roles)}".split()
    numbers = row.username + "".join(char for char in row.phone or "" if char.isdigit())
    return all(
        _begins(word, words) or (len(word) > 2 and word.isdigit() and word in numbers)
        for word in search_words(wanted.search)
    )


def _begins(word: str, words: Iterable[str]) -> bool:
    return any(each.startswith(word) for each in words)


def _seen(session: Session, account_ids: list[int]) -> dict[int, tuple[datetime, int]]:
    open_ones = func.count(Device.id).filter(Device.expires_at > clock.now())
    query = select(Device.account_id, func.max(Device.seen_at), open_ones).where(Device.account_id.in_(account_ids))
    return {account_id: (seen, count) for account_id, seen, count in session.exec(query.group_by(Device.account_id))}


def _answered(viewer: Viewer, row: AccountRow) -> bool:
    """Return whether the viewer may grant every role of an account in view; actions check again."""
    given = GRANTABLE_ROLES.get(viewer.role, ())
    return all(held.role in given and viewer.reaches(held.unit_id) for held in row.roles)


# Run by every first page of a commune; prepared once, since building them costs more than running them.
_REPORTING = prepared_statement(select(Unit.id).where(Unit.kind.in_(CELLS), Unit.reports))
_KEPT = prepared_statement(
    select(Grant.unit_id)
    .join(Account, Account.id == Grant.account_id)
    .where(Grant.role == Role.SECRETARY, Account.active, valid_on(Grant, bindparam("day", type_=Date)))
)
