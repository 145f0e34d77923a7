"""Accounts of an erased person: which they are, and what remains of them as authors of actions."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.errors import NotAllowed
from db.kernel import bulk
from db.models import Account, Batch, BookCheck, Device, DraftValue, ExportRecord, Member, TextReadRecord
from db.people.text_erasure import MASK
from db.vietnamese import fold

DOERS: tuple[tuple[Any, str, str], ...] = (  # rows that name who did something besides the account
    (Batch, "account_id", "who"),
    (DraftValue, "author_id", "author"),
    (ExportRecord, "account_id", "who"),
    (TextReadRecord, "account_id", "who"),
    (BookCheck, "account_id", "checker"),
)


class PossibleAccount(NamedTuple):
    """An account with the person's name or telephone that is linked to nobody and so may be theirs."""

    id: int
    username: str
    active: bool


def list_possible_accounts(session: Session, member: Member) -> list[PossibleAccount]:
    """Unlinked accounts with a member's name or telephone."""
    query = select(Account.id, Account.username, Account.active, Account.name, Account.phone)
    rows = session.exec(query.where(Account.member_id.is_(None)).order_by(Account.username)).all()
    return [
        PossibleAccount(*row[:3])
        for row in rows
        if fold(row.name) == member.search_key or (member.phone and row.phone == member.phone)
    ]


def link_to_member(session: Session, member: Member, account_ids: Collection[int]) -> None:
    """Link accounts that are confirmed to be the member's. Raises NotAllowed for one without the member's name."""
    if set(account_ids) - {account.id for account in list_possible_accounts(session, member)}:
        raise NotAllowed()
    with bulk.without_history(session):
        bulk.update(session, Account, [{"id": one, "member_id": member.id} for one in sorted(set(account_ids))])


def anonymise_accounts(session: Session, accounts: list[int]) -> int:
    """Anonymise the person's accounts: their actions stay, without a name."""
    for account_id in accounts:
        bulk.update(session, Account, [{"id": account_id, "username": f"da-xoa-{account_id}"}])
        bulk.delete(session, Device, list(session.exec(select(Device.id).where(Device.account_id == account_id))))
        for table, account, name in DOERS:
            done = list(session.exec(select(table.id).where(getattr(table, account) == account_id)))
            bulk.update(session, table, [{"id": row_id, name: MASK} for row_id in done])
    return len(accounts)
