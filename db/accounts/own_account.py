"""One's own account: password, language, the role chosen, the devices it is signed in on."""

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
    """A sign-in of an account: when, on what, and whether it came later than that of the device asked from."""

    at: datetime
    label: str
    later: bool


class SignedInDevice(NamedTuple):
    """A device that an account is signed in on."""

    id: int
    label: str
    seen_at: datetime
    here: bool


def list_grants(viewer: Viewer) -> list[GrantedRole]:
    """The grants that the viewer's account holds today."""
    with reading(viewer) as session:
        query = select(Grant.id, Grant.role, Grant.unit_id).where(
            Grant.account_id == viewer.account_id, valid_on(Grant, clock.today())
        )
        rows = session.exec(query.order_by(Grant.id)).all()
        named = units_on(session, {row.unit_id for row in rows}, clock.today())
        return [GrantedRole(*row, named[row.unit_id].name, named[row.unit_id].level) for row in rows]


def switch_grant(viewer: Viewer, token_hash: str, grant_id: int) -> None:
    """Act with another of one's grants on this device. Raises NotAllowed for a grant that is not held today."""
    if grant_id not in [hat.grant_id for hat in list_grants(viewer)]:
        raise NotAllowed()
    with writing(viewer, "choose_grant") as session:
        _device(session, viewer, Device.token_hash == token_hash).grant_id = grant_id


def list_devices(viewer: Viewer, token_hash: str) -> list[SignedInDevice]:
    """Where the viewer's account is signed in, the latest used first; `here` is the device of the token."""
    with reading(viewer) as session:
        query = select(Device.id, Device.label, Device.seen_at, Device.token_hash).where(
            Device.account_id == viewer.account_id
        )
        rows = session.exec(query.where(Device.expires_at > clock.now()).order_by(Device.seen_at.desc()))
        return [SignedInDevice(row.id, row.label, row.seen_at, row.token_hash == token_hash) for row in rows]


def last_sign_in_elsewhere(viewer: Viewer, token_hash: str) -> SignIn | None:
    """The last sign-in of the viewer's account but for that of the token's device, whether it lasts still or not;
    None for no other.
    """
    with reading(viewer) as session:
        last = session.exec(_LAST_DEVICES, params={"account": viewer.account_id}).all()
        found = next((row for row in last if row.token_hash != token_hash), None)
        return found and SignIn(found.created_at, found.label, later=found is last[0])


def sign_out_device(viewer: Viewer, device_id: int) -> None:
    """Sign out on one of one's own devices."""
    with writing(viewer, "sign_out_device") as session:
        signin.end_devices(session, [_device(session, viewer, Device.id == device_id).id])


def sign_out_everywhere(viewer: Viewer) -> None:
    """End all of one's own sessions."""
    with writing(viewer, "sign_out_everywhere") as session:
        signin.end_sessions(session, session.get_one(Account, viewer.account_id))


def set_language(viewer: Viewer, language: str) -> None:
    """Have the screens in another language."""
    with writing(viewer, "choose_language") as session:
        session.get_one(Account, viewer.account_id).language = require_language(language)


def require_language(language: str) -> str:
    """The language, if the screens have it. Raises Invalid("language_unknown")."""
    if language not in LANGUAGES:
        raise Invalid("language_unknown")
    return language


def change_password(viewer: Viewer, token_hash: str, current: str, new: str) -> None:
    """Change one's own password; this device stays signed in, all others do not.

    Raises Invalid for a wrong current or an unfit new password, TooSoon after several wrong ones.
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
        signin.end_sessions(session, account, but=token_hash)


def _device(session: Session, viewer: Viewer, which) -> Device:
    """One of the viewer's own devices: an administrator sees those of others, too."""
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
