"""Signing in: from a password to a device session, and from a session to its viewer.

Reads as the system, since nobody is signed in yet; only hashes of secrets are stored.
"""

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, func, or_, select

from db.accounts import passwords, signin_attempts
from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import Conflict, NotAllowed, WriteFailed
from db.kernel import bulk, unit_tree
from db.kernel.run_cache import cached_per_run
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.kernel.statements import prepared_statement
from db.models import Account, Device, Grant, Role, Ticket
from db.vietnamese import fold

OFFICIALS = {Role.DISTRICT, Role.ADMIN}
LIFE, LIFE_OF_OFFICIALS = timedelta(days=30), timedelta(hours=12)
PATIENCE = 0.05  # seconds for which the note that a device was used may wait for other writers
TICKET_LIFE, SEEN_EVERY = timedelta(seconds=60), timedelta(minutes=1)


class DeviceSession(NamedTuple):
    """A new session on a device: the secret for its cookie, and its lifetime in seconds."""

    token: str
    seconds: int


class SignedInUser(NamedTuple):
    """Somebody signed in on a device, in the role selected there."""

    account_id: int
    name: str
    language: str
    must_change: bool
    grant_id: int
    role: Role
    unit_id: int
    seconds: int  # until the session ends
    roles: int  # number of roles that the account holds today


def normalise_username(typed: str) -> str:
    """A user name as it is stored, without diacritics, spaces and punctuation: cb-đôngbao is cbdongbao."""
    return fold(typed).replace(" ", "")


def hash_secret(secret: str) -> str:
    """The stored hash of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_password(username: str, password: str, address: str) -> int:
    """The id of the account with this user name and password, tried from an address.

    Raises TooManyAttempts, NotAllowed("sign_in_wrong"), NotAllowed("no_grant") for an account without a role today.
    """
    attempt_id = signin_attempts.record_attempt(normalise_username(username), address)
    with reading(SYSTEM) as session:
        account = session.exec(select(Account).where(Account.username == normalise_username(username))).first()
        held = bool(
            account
            and session.exec(
                select(Grant.id).where(Grant.account_id == account.id, valid_on(Grant, clock.today()))
            ).first()
        )
    if not passwords.matches_hash(password, account.password_hash if account else None) or not account.active:
        raise NotAllowed("sign_in_wrong")
    signin_attempts.mark_succeeded(attempt_id)
    if not held:
        raise NotAllowed("no_grant")
    return account.id


def issue_ticket(account_id: int) -> str:
    """A ticket for one device, valid once and for one minute."""
    ticket = secrets.token_urlsafe(32)
    with writing(SYSTEM, "issue_ticket") as session:
        session.add(
            Ticket(ticket_hash=hash_secret(ticket), account_id=account_id, expires_at=clock.now() + TICKET_LIFE)
        )
    return ticket


def redeem_ticket(ticket: str, label: str) -> DeviceSession | None:
    """Exchange a ticket for a device session; None if it is used, expired or unknown."""
    with writing(SYSTEM, "redeem_ticket") as session:
        found = session.exec(select(Ticket).where(Ticket.ticket_hash == hash_secret(ticket))).first()
        if found is None:
            return None
        session.delete(found)
        return _open(session, found.account_id, label) if found.expires_at > clock.now() else None


def start_device_session(account_id: int, label: str) -> DeviceSession | None:
    """Sign an account in on a device; None if it is locked or has no role today."""
    with writing(SYSTEM, "open_device") as session:
        return _open(session, account_id, label)


@cached_per_run
def user_of_token(token_hash: str) -> SignedInUser | None:
    """The user signed in with a token, by a single query; None if nobody is."""
    with reading(SYSTEM) as session:
        return _visit(session, token_hash)


@cached_per_run
def viewer_of_token(token_hash: str) -> Viewer | None:
    """The viewer behind a token, with the units in reach."""
    seen = user_of_token(token_hash)
    with reading(SYSTEM) as session:
        return viewer_of_grant(session, seen) if seen else None


def sign_out(token_hash: str) -> None:
    """End the session of this device."""
    with writing(SYSTEM, "sign_out") as session:
        end_devices(session, session.exec(select(Device.id).where(Device.token_hash == token_hash)).all())


def end_devices(session: Session, device_ids: Iterable[int]) -> None:
    """Within the caller's action: sign these devices out, keeping their time of last use."""
    bulk.update(session, Device, [{"id": device_id, "expires_at": clock.now()} for device_id in device_ids])


def end_sessions(session: Session, account: Account, except_token: str | None = None) -> None:
    """Within the caller's action: sign an account out everywhere except on the device of the token `except_token`."""
    account.epoch += 1
    found = session.exec(select(Device).where(Device.account_id == account.id)).all()
    for device in found:
        if device.token_hash == except_token:
            device.epoch = account.epoch
    end_devices(
        session,
        [device.id for device in found if device.token_hash != except_token and device.expires_at > clock.now()],
    )


def viewer_of_grant(session: Session, row) -> Viewer:
    """The viewer of an account with one of its grants, given as a row of `WITH_GRANTS`."""
    whole = row.role in OFFICIALS and len(unit_tree.ancestors(session, row.unit_id)) == 1
    reach = None if whole else unit_tree.units_in_reach(session, row.unit_id)
    return Viewer(row.account_id, row.role, row.unit_id, reach, row.grant_id, row.name, row.language)


_ACCOUNT = (Account.id.label("account_id"), Account.name, Account.language, Account.must_change)
_GRANT = (Grant.id.label("grant_id"), Grant.role, Grant.unit_id)
_DEVICE = (
    Device.id.label("device_id"),
    Device.grant_id.label("chosen"),
    Device.created_at,
    Device.seen_at,
    Device.expires_at,
)
# Run in every run; prepared once, since building it takes longer than running it. Active accounts with each grant that
# they hold `today`, oldest first.
WITH_GRANTS = (
    select(*_ACCOUNT, *_GRANT)
    .join(Grant, Grant.account_id == Account.id)
    .where(Account.active, valid_on(Grant, bindparam("today")))
    .order_by(Grant.id)
)
_SIGNED_IN = prepared_statement(
    WITH_GRANTS.add_columns(*_DEVICE)
    .join(Device, Device.account_id == Account.id)
    .where(Device.token_hash == bindparam("token_hash"), Device.epoch == Account.epoch)
)


def _visit(session: Session, token_hash: str) -> SignedInUser | None:
    rows, now = session.exec(_SIGNED_IN, params={"token_hash": token_hash, "today": clock.today()}).all(), clock.now()
    if not rows or (ends := _ends(rows)) <= now:
        return None
    row = next((row for row in rows if row.grant_id == row.chosen), rows[0])
    if now - row.seen_at > SEEN_EVERY:
        _touch(row.device_id, now)
    seconds = int((ends - now).total_seconds())
    return SignedInUser(
        row.account_id, row.name, row.language, row.must_change, row.grant_id, row.role, row.unit_id, seconds, len(rows)
    )


def _ends(rows: list) -> datetime:
    """When a session expires: earlier for holders of an official's role, whatever role they act in."""
    official = any(row.role in OFFICIALS for row in rows)
    return min(rows[0].expires_at, rows[0].created_at + LIFE_OF_OFFICIALS) if official else rows[0].expires_at


def _touch(device_id: int, now: datetime) -> None:
    """Extend a session on use; while nothing can be written this is skipped, so that pages can still be read."""
    with suppress(WriteFailed, Conflict), writing(SYSTEM, "seen", patience=PATIENCE) as session:
        if device := session.get(Device, device_id):
            device.seen_at, device.expires_at = now, now + LIFE


def _open(session: Session, account_id: int, label: str) -> DeviceSession | None:
    account, now, token = session.get_one(Account, account_id), clock.now(), secrets.token_urlsafe(32)
    roles = session.exec(select(Grant.role).where(Grant.account_id == account_id, valid_on(Grant, clock.today()))).all()
    if not account.active or not roles:
        return None
    times = {"created_at": now, "seen_at": now, "expires_at": now + LIFE}
    session.add(
        Device(token_hash=hash_secret(token), account_id=account_id, epoch=account.epoch, label=label[:200], **times)
    )
    session.flush()
    _sweep(session)
    life = LIFE_OF_OFFICIALS if OFFICIALS & set(roles) else LIFE
    return DeviceSession(token, int(life.total_seconds()))


def _sweep(session: Session) -> None:
    """Delete expired tickets and devices, except the device an account was last seen on and the
    last two it signed in on.
    """
    later, now = aliased(Device), clock.now()
    newer = or_(later.seen_at > Device.seen_at, (later.seen_at == Device.seen_at) & (later.id > Device.id))
    outdone = select(later.id).where(later.account_id == Device.account_id, newer).exists()
    following = (
        select(func.count(later.id))
        .where(later.account_id == Device.account_id, later.id > Device.id)
        .scalar_subquery()
    )
    bulk.delete(session, Ticket, session.exec(select(Ticket.id).where(Ticket.expires_at < now)).all())
    bulk.delete(
        session, Device, session.exec(select(Device.id).where(Device.expires_at < now, outdone, following >= 2)).all()
    )
