"""Managing accounts by commune and administrator, and creating the very first one."""

import json
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from db.accounts import own_account, passwords, signin
from db.calendar import clock
from db.calendar.months import month_of
from db.calendar.spans import day_span, is_valid_on, span_of
from db.calendar.validity import not_ended_on
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import row_access, unit_tree, validation
from db.kernel.scope import GRANTABLE_ROLES, SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import Account, Grant, Role, Setting, Unit, UnitKind, UnitVersion
from db.models.units import CELLS
from db.settings import levels, setting_definitions, settings
from db.vietnamese import clean, fold, unit_sort_key

AREAS, WORKPLACES = (UnitKind.AREA,), (UnitKind.WORKPLACE,)
UNIT_KINDS_BY_ROLE = {
    Role.SECRETARY: CELLS,
    Role.ASSISTANT: CELLS,
    Role.WORKPLACE: WORKPLACES,
    Role.COMMUNE: AREAS,
    Role.DISTRICT: AREAS,
    Role.ADMIN: AREAS,
}


class NewAccount(NamedTuple):
    """A new account's public code, and its one-time password, shown only once."""

    code: str
    password: str


def viewer_for(account_id: int, grant_id: int) -> Viewer | None:
    """The current viewer of an account with one of its grants, for background work in its name; None if it may no
    longer act.
    """
    with reading(SYSTEM) as session:
        query = signin.WITH_GRANTS.where(Account.id == account_id, Grant.id == grant_id)
        row = session.exec(query, params={"today": clock.today()}).first()
        return signin.viewer_of_grant(session, row) if row else None


def no_account_exists() -> bool:
    """Whether the register has no account at all."""
    with reading(SYSTEM) as session:
        return session.exec(select(Account.id).limit(1)).first() is None


def set_up_register(
    unit: str, *, name: str, username: str, password: str, root: str = "district", first_month: int | None = None,
    language: str = "vi",
) -> int:  # fmt: skip
    """Create the root unit, of a kind from `levels.root_choices`, and its first administrator with a language; return
    the account's id. Meetings are expected from `first_month` (default: this month).

    Raises Conflict if there is an account already, Invalid for values that cannot be stored.
    """
    if not clean(unit):
        raise Invalid("unit_name_missing")
    rows = levels.levels_of_root(root)
    passwords.validate_and_hash(password, signin.normalise_username(username))
    begins = setting_definitions.validate_value("first_month", first_month or month_of(clock.today()), None)
    account, today = _account(username, name, password), clock.today()
    with writing(SYSTEM, "set_up") as session:
        if session.exec(select(Account.id)).first():
            raise Conflict("already_set_up")
        account.must_change, account.language = False, own_account.require_language(language)
        made = Unit(kind=UnitKind.AREA, level=rows[0]["key"])
        session.add_all([account, made])
        session.flush()
        named = UnitVersion(name=clean(unit), search_key=fold(unit), sort_key=unit_sort_key(unit), unit_id=made.id)
        session.add_all([named, Grant(account_id=account.id, role=Role.ADMIN, unit_id=made.id, valid_from=today)])
        chosen = {"first_month": begins} | ({levels.NAME: rows} if rows != settings.shipped_value(levels.NAME) else {})
        for setting, value in chosen.items():
            text = json.dumps(value, ensure_ascii=False)
            session.add(Setting(unit_id=made.id, name=setting, value=text, valid_from=settings.EARLIEST))
    return account.id


def create(
    viewer: Viewer,
    *,
    username: str,
    name: str,
    role: Role,
    unit_id: int,
    since: date | None = None,
    until: date | None = None,
    phone: str | None = None,
    member_id: int | None = None,
    token: str | None = None,
) -> NewAccount:
    """Create an account with its first grant, valid from today by default.

    Raises Invalid for values that cannot be stored, NotAllowed for a role or unit that the viewer may not grant.
    """
    account = _account(
        username, name, told := passwords.generate_one_time(), phone=validation.phone(phone), member_id=member_id
    )
    with writing(viewer, "create_account", token=token) as session:
        session.add(account)
        _flush(session)
        _grant(session, viewer, account.id, role, unit_id, since, until)
    return NewAccount(account.code, told)


def correct(viewer: Viewer, account_id: int, *, username: str, name: str, phone: str | None) -> None:
    """Correct an account's user name, its holder's name and telephone number."""
    kept = {"username": _username(username), "name": _name(name), "phone": validation.phone(phone)}
    with writing(viewer, "correct_account") as session:
        _answered_for(session, viewer, account_id).sqlmodel_update(kept)
        _flush(session)


def grant_role(
    viewer: Viewer, account_id: int, role: Role, unit_id: int, since: date | None = None, until: date | None = None
) -> None:
    """Grant an account a further role for a unit, from today by default."""
    with writing(viewer, "give_role") as session:
        _grant(session, viewer, _answered_for(session, viewer, account_id).id, role, unit_id, since, until)


def end_grant(viewer: Viewer, grant_id: int, last: date | None = None) -> None:
    """End a grant after its last day; without one, at once.

    Raises Invalid for the last administrator's.
    """
    with writing(viewer, "take_role") as session:
        grant = row_access.require_row(session, Grant, grant_id)
        _answered_for(session, viewer, grant.account_id)
        if last and grant.valid_from and last < grant.valid_from:
            raise Invalid("day_before_start", day=grant.valid_from)
        validation.check_span(None, last)
        grant.valid_to = last or clock.today() - timedelta(days=1)
        grant.valid_from = grant.valid_from and min(grant.valid_from, grant.valid_to)
        require_remaining_administrator(session, [{"account_id": grant.account_id, "role": grant.role}])


def reset_password(viewer: Viewer, account_id: int) -> str:
    """Set a one-time password, which the account must replace, and sign it out everywhere; returns the password."""
    kept = passwords.hash_password(told := passwords.generate_one_time())
    with writing(viewer, "reset_password") as session:
        account = _answered_for(session, viewer, account_id)
        account.password_hash, account.must_change = kept, True
        signin.end_sessions(session, account)
    return told


def set_active(viewer: Viewer, account_id: int, active: bool) -> None:
    """Lock an account at once on every device, or unlock it.

    Raises Invalid for the last active administrator.
    """
    with writing(viewer, "unlock_account" if active else "lock_account") as session:
        account = _answered_for(session, viewer, account_id)
        if not active:
            signin.end_sessions(session, account)
        account.active = active
        require_remaining_administrator(session, [{"id": account_id}])


def sign_out_everywhere(viewer: Viewer, account_id: int) -> None:
    """End all sessions of an account that the viewer is responsible for."""
    with writing(viewer, "sign_out_everywhere") as session:
        signin.end_sessions(session, _answered_for(session, viewer, account_id))


def require_remaining_administrator(session: Session, rows: list[dict]) -> None:
    """Raise Invalid if changes of these accounts or grants leave no permanent administrator of the whole register."""
    concerned = {row.get("account_id", row.get("id")) for row in rows}
    session.flush()
    with row_access.as_system(session):
        grants = session.exec(
            select(Grant, Account.active).join(Account, Account.id == Grant.account_id).where(Grant.role == Role.ADMIN)
        ).all()
        administer = any(row.get("role") == Role.ADMIN for row in rows) or concerned & {
            grant.account_id for grant, _ in grants
        }
        if administer and not any(active and _for_good(session, grant) for grant, active in grants):
            raise Invalid("last_administrator")


def _account(username: str, name: str, password: str, **details) -> Account:
    return Account(
        username=_username(username), name=_name(name), password_hash=passwords.hash_password(password), **details
    )


def _username(typed: str) -> str:
    kept = signin.normalise_username(typed)
    if not 3 <= len(kept) <= 40:
        raise Invalid("username_unfit")
    return kept


def _name(typed: str) -> str:
    kept = validation.optional_text(typed, 120)
    if not kept:
        raise Invalid("name_missing")
    return kept


def _flush(session: Session) -> None:
    """Save an account, or say that its user name is taken."""
    try:
        session.flush()
    except IntegrityError as taken:
        raise Invalid("username_taken") from taken


def _grant(
    session: Session,
    viewer: Viewer,
    account_id: int,
    role: Role,
    unit_id: int,
    since: date | None = None,
    until: date | None = None,
) -> None:
    since = since or clock.today()
    validation.check_span(since, until)
    if role not in GRANTABLE_ROLES.get(viewer.role, ()):
        raise NotAllowed()
    if session.exec(select(Unit.kind).where(Unit.id == unit_id)).first() not in UNIT_KINDS_BY_ROLE[role]:
        raise Invalid("role_unfit")
    spans = select(Grant.valid_from, Grant.valid_to).where(
        Grant.account_id == account_id, Grant.role == role, Grant.unit_id == unit_id
    )
    if any(span_of(held).overlaps(day_span(since, until)) for held in session.exec(spans)):
        raise Invalid("role_held")
    session.add(Grant(account_id=account_id, role=role, unit_id=unit_id, valid_from=since, valid_to=until))


def _answered_for(session: Session, viewer: Viewer, account_id: int) -> Account:
    """An account whose every present or future role the viewer may grant in its unit. Raises
    NotAllowed for any other.
    """
    account = session.exec(select(Account).where(Account.id == account_id)).first()
    ahead = not_ended_on(Grant, clock.today())
    grants = session.exec(select(Grant.role, Grant.unit_id).where(Grant.account_id == account_id, ahead)).all()
    given = GRANTABLE_ROLES.get(viewer.role, ())
    if not (account and given and all(role in given and viewer.reaches(unit_id) for role, unit_id in grants)):
        raise NotAllowed()
    return account


def _for_good(session: Session, grant: Grant) -> bool:
    """Whether a grant is valid today for the whole tree without an end."""
    return (
        grant.valid_to is None
        and is_valid_on(grant, clock.today())
        and len(unit_tree.ancestors(session, grant.unit_id)) == 1
    )
