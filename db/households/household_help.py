"""Help that a household was given: which kind, by whom, on which day, worth how much where that is known.

Known to the cell, and to the commune of what it entered; sums are made of nothing here, and givers are never ranked.
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
    """Help as it is typed: kind and giver by keys, the member by his code where it was one, the amount in đồng."""

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
    """The help that a household was given, as far as the viewer may read it, the latest first."""
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
    viewer: Viewer, code: str, given: HelpInput, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """Help was given to a household. The draft that it was typed in goes with it.

    Raises Invalid without a kind or a giver of the lists, for a day to come or before the household was known, and for
    an amount that cannot be; NotAllowed for a household or a member that the viewer may not see.
    """
    with writing(viewer, "record_help", token=token) as session:
        home = named_households.require_household(session, code)
        kind, giver = (
            settings.option_key(session, setting, key, home.unit_id)
            for setting, key in ((KINDS, given.kind), (GIVERS, given.giver))
        )
        if kind is None:
            raise Invalid("help_kind_missing")
        if giver is None:
            raise Invalid("help_giver_missing")
        session.add(
            HouseholdHelp(
                unit_id=home.unit_id,
                household_id=home.id,
                helped_on=_day(home, given.helped_on),
                kind=kind,
                giver=giver,
                member_id=row_access.require_member(session, given.member).id if given.member else None,
                amount=_amount(given.amount),
                approximate=given.approximate and given.amount is not None,
                on_behalf_of=context_of(session).doer.commune_id,
            )
        )
        if draft:
            drafts.delete_in(session, draft)


def delete(viewer: Viewer, help_id: int, token: str | None = None) -> None:
    """Delete what was entered by mistake. Raises NotAllowed for what the viewer may not see."""
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
