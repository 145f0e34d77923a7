"""One's own account: password, language, current role, and devices signed in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.accounts import passwords, signin
from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import Invalid, NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.statements import prepared_statement
from db.models import Account, Device, Grant, Role
from db.units.units import units_on

LANGUAGES = ("vi", "en")


class GrantedRole(NamedTuple):
    """A role for a unit that an account may act in today."""

    grant_id: int
    role: Role
    unit_id: int
    unit: str
    level: str


class SignIn(NamedTuple):
    """A sign-in: time, device, and whether it was later than that of the current device."""

    at: datetime
    label: str
    later: bool


class SignedInDevice(NamedTuple):
    """A device that an account is signed in on."""

    id: int
    label: str
    seen_at: datetime
    is_current: bool


def list_grants(viewer: Viewer) -> list[GrantedRole]:
    """The current grants of the viewer's account."""
    with reading(viewer) as session:
        query = select(Grant.id, Grant.role, Grant.unit_id).where(
            Grant.account_id == viewer.account_id, valid_on(Grant, clock.today())
        )
        rows = session.exec(query.order_by(Grant.id)).all()
        named = units_on(session, {row.unit_id for row in rows}, clock.today())
        return [GrantedRole(*row, named[row.unit_id].name, named[row.unit_id].level) for row in rows]


def switch_grant(viewer: Viewer, token_hash: str, grant_id: int) -> None:
    """Act with another of one's grants on this device. Raises NotAllowed for one that is not valid today."""
    if grant_id not in [hat.grant_id for hat in list_grants(viewer)]:
        raise NotAllowed()
    with writing(viewer, "choose_grant") as session:
        _device(session, viewer, Device.token_hash == token_hash).grant_id = grant_id


def list_devices(viewer: Viewer, token_hash: str) -> list[SignedInDevice]:
    """The devices on which the viewer's account is signed in, latest used first; `is_current` is the token's device."""
    with reading(viewer) as session:
        query = select(Device.id, Device.label, Device.seen_at, Device.token_hash).where(
            Device.account_id == viewer.account_id
        )
        rows = session.exec(query.where(Device.expires_at > clock.now()).order_by(Device.seen_at.desc()))
        return [SignedInDevice(row.id, row.label, row.seen_at, row.token_hash == token_hash) for row in rows]


def last_sign_in_elsewhere(viewer: Viewer, token_hash: str) -> SignIn | None:
    """The account's last sign-in on a device other than the token's, still active or not; None if there is none."""
    with reading(viewer) as session:
        last = session.exec(_LAST_DEVICES, params={"account": viewer.account_id}).all()
        found = next((row for row in last if row.token_hash != token_hash), None)
        return found and SignIn(found.created_at, found.label, later=found is last[0])


def sign_out_device(viewer: Viewer, device_id: int) -> None:
    """Sign out one of one's own devices."""
    with writing(viewer, "sign_out_device") as session:
        signin.end_devices(session, [_device(session, viewer, Device.id == device_id).id])


def sign_out_everywhere(viewer: Viewer) -> None:
    """End all of one's own sessions."""
    with writing(viewer, "sign_out_everywhere") as session:
        signin.end_sessions(session, session.get_one(Account, viewer.account_id))


def set_language(viewer: Viewer, language: str) -> None:
    """Set the language of one's screens."""
    with writing(viewer, "choose_language") as session:
        session.get_one(Account, viewer.account_id).language = require_language(language)


def require_language(language: str) -> str:
    """The language, if it is supported. Raises Invalid("language_unknown")."""
    if language not in LANGUAGES:
        raise Invalid("language_unknown")
    return language


def change_password(viewer: Viewer, token_hash: str, current: str, new: str) -> None:
    """Change one's own password; only this device stays signed in.

    Raises Invalid for a wrong current or an unfit new password, TooManyAttempts after several wrong ones.
    """
    with reading(viewer) as session:
        username = session.exec(select(Account.username).where(Account.id == viewer.account_id)).one()
    try:
        signin.check_password(username, current, "own page")
    except NotAllowed as wrong:
        raise Invalid("password_wrong") from wrong
    if passwords.matches_hash(current, kept := passwords.validate_and_hash(new, username)):
        raise Invalid("password_same")
    with writing(viewer, "change_password") as session:
        account = session.get_one(Account, viewer.account_id)
        account.password_hash, account.must_change = kept, False
        signin.end_sessions(session, account, except_token=token_hash)


def _device(session: Session, viewer: Viewer, which) -> Device:
    """One of the viewer's own devices, since administrators also see those of others."""
    found = session.exec(select(Device).where(which, Device.account_id == viewer.account_id)).first()
    if found is None:
        raise NotAllowed()
    return found


_LAST_DEVICES = prepared_statement(
    select(Device.created_at, Device.label, Device.token_hash)
    .where(Device.account_id == bindparam("account"))
    .order_by(Device.id.desc())
    .limit(2)
)
