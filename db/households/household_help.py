"""Help given to a household: what kind, by whom, on which day, and its worth if known.

Known to the cell, and to the commune as far as it entered it; never summed, and givers are never ranked.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid
from db.households import named_households
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Household, HouseholdHelp, Member
from db.settings import settings

LARGEST = 10**12  # đồng
KINDS, GIVERS = "help_kinds", "help_givers"


@dataclass(frozen=True)
class HelpInput:
    """Help as typed: kind and giver by key, the member by code if a member gave it, the amount in đồng."""

    kind: str | None
    giver: str | None
    helped_on: date | None
    member: str | None = None
    amount: int | None = None
    approximate: bool = False


class HelpLine(NamedTuple):
    """Help in a list."""

    id: int
    helped_on: date
    kind: str
    giver: str
    member: str | None
    amount: int | None
    approximate: bool


def list_help(viewer: Viewer, code: str) -> list[HelpLine]:
    """The help given to a household that the viewer may read, latest first."""
    columns = (HouseholdHelp.kind, HouseholdHelp.giver, Member.name, HouseholdHelp.amount, HouseholdHelp.approximate)
    query = (
        select(HouseholdHelp.id, HouseholdHelp.helped_on, *columns)
        .join(Household, Household.id == HouseholdHelp.household_id)
        .outerjoin(Member, Member.id == HouseholdHelp.member_id)
        .where(Household.code == code)
        .order_by(HouseholdHelp.helped_on.desc(), HouseholdHelp.id.desc())
    )
    with reading(viewer) as session:
        return [HelpLine(*row) for row in session.exec(query)]


def record(
    viewer: Viewer, code: str, typed: HelpInput, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """Record help given to a household and drop the form's draft.

    Raises Invalid for a kind or giver not on the lists, a day in the future or before the household was known, and an
    impossible amount; NotAllowed for a household or member that the viewer may not see.
    """
    with writing(viewer, "record_help", token=token) as session:
        home = named_households.require_household(session, code)
        kind, giver = (
            settings.option_key(session, setting, key, home.unit_id)
            for setting, key in ((KINDS, typed.kind), (GIVERS, typed.giver))
        )
        if kind is None:
            raise Invalid("help_kind_missing")
        if giver is None:
            raise Invalid("help_giver_missing")
        session.add(
            HouseholdHelp(
                unit_id=home.unit_id,
                household_id=home.id,
                helped_on=_day(home, typed.helped_on),
                kind=kind,
                giver=giver,
                member_id=row_access.require_member(session, typed.member).id if typed.member else None,
                amount=_amount(typed.amount),
                approximate=typed.approximate and typed.amount is not None,
                on_behalf_of=context_of(session).author.commune_id,
            )
        )
        if draft:
            drafts.delete_in(session, draft)


def delete(viewer: Viewer, help_id: int, token: str | None = None) -> None:
    """Delete an entry made by mistake. Raises NotAllowed if the viewer may not see it."""
    with writing(viewer, "withdraw_help", token=token) as session:
        row = row_access.require_row(session, HouseholdHelp, help_id)
        row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
        session.delete(row)


def _day(home: Household, typed: date | None) -> date:
    day = validation.past_day(typed or clock.today())
    if home.valid_from and day < home.valid_from:
        raise Invalid("household_not_yet", name=home.name, day=home.valid_from)
    return day


def _amount(typed: int | None) -> int | None:
    if typed is not None and not 0 < typed <= LARGEST:
        raise Invalid("amount_unreadable")
    return typed
