"""Campaigns of a cell, with a single total if contributions cannot be split among people."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, or_, select

from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.session import reading, writing
from db.models import Campaign, YearEntry
from db.vietnamese import fold
from db.year_entries.amount_parser import LARGEST

NAME = 200  # characters


class CampaignInput(NamedTuple):
    """A campaign as typed; `total` in đồng, if the whole is known."""

    name: str
    total: int | None = None
    approximate: bool = False
    ended_on: date | None = None


class CampaignLine(NamedTuple):
    """A campaign with its results: how many people took part, and the sum of their entries."""

    code: str
    name: str
    year: int
    total: int | None
    approximate: bool
    ended_on: date | None
    people: int
    given: int | None
    given_approximate: bool

    def may_contain(self, day: date) -> bool:
        """Whether an entry on this day may belong to it."""
        return self.ended_on is None or self.ended_on >= day

    @property
    def sum(self) -> tuple[int | None, bool]:
        """The total stated, else the sum of what people gave; and whether it is approximate."""
        return (self.total, self.approximate) if self.total is not None else (self.given, self.given_approximate)


def list_for_year(viewer: Viewer, unit_id: int, year: int) -> list[CampaignLine]:
    """Return the campaigns of a cell's year and earlier ones that continue, by name.

    Raises NotAllowed outside the viewer's units and for roles that read no entries.
    """
    with reading(viewer) as session:
        if not (viewer.reaches(unit_id) and viewer.reads(Audience.ENTRIES)):
            raise NotAllowed()
        going = or_(Campaign.ended_on.is_(None), Campaign.ended_on >= date(year, 1, 1))
        rows = session.exec(
            select(Campaign).where(
                Campaign.unit_id == unit_id, or_(Campaign.year == year, (Campaign.year < year) & going)
            )
        ).all()
        came = _what_came(session, [row.id for row in rows])
        names = ("code", "name", "year", "total", "approximate", "ended_on")
        lines = [CampaignLine(*(getattr(row, name) for name in names), *came[row.id]) for row in rows]
        return sorted(lines, key=lambda line: (-line.year, fold(line.name)))


def create(viewer: Viewer, unit_id: int, typed: CampaignInput, token: str | None = None) -> str:
    """Start a campaign of this year; returns its public code. Raises Invalid for a missing or taken name."""
    with writing(viewer, "begin_campaign", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.ENTRIES)
        row = Campaign(unit_id=unit_id, name="", year=clock.today().year)
        _set(session, row, typed)
        return row.code


def correct(viewer: Viewer, code: str, typed: CampaignInput) -> None:
    """Correct a campaign's name, total and end; raises as `create` does."""
    with writing(viewer, "correct_campaign") as session:
        row = row_access.require_by_code(session, Campaign, code)
        row_access.require_cell_work(session, row.unit_id, Work.ENTRIES)
        _set(session, row, typed)


def _set(session: Session, row: Campaign, typed: CampaignInput) -> None:
    name = validation.optional_text(typed.name, NAME)
    if not name:
        raise Invalid("campaign_name_missing")
    same = select(Campaign.code, Campaign.name).where(Campaign.unit_id == row.unit_id, Campaign.year == row.year)
    if any(fold(other) == fold(name) for code, other in session.exec(same) if code != row.code):
        raise Invalid("campaign_there", name=name)
    if typed.total is not None and not 0 < typed.total <= LARGEST:
        raise Invalid("amount_unfit")
    if typed.ended_on:
        validation.end_day(typed.ended_on, date(row.year, 1, 1))
    row.name, row.total, row.ended_on = name, typed.total, typed.ended_on
    row.approximate = typed.approximate and typed.total is not None
    session.add(row)


def _what_came(session: Session, campaign_ids: list[int]) -> dict[int, tuple[int, int | None, bool]]:
    """Return, for each campaign, the number of people, the sum of what they gave, and whether it is approximate."""
    people = func.count(YearEntry.member_id.distinct())
    query = select(YearEntry.campaign_id, people, func.sum(YearEntry.amount))
    rows = session.exec(query.where(YearEntry.campaign_id.in_(campaign_ids)).group_by(YearEntry.campaign_id)).all()
    about = set(
        session.exec(
            select(YearEntry.campaign_id)
            .where(
                YearEntry.campaign_id.in_(campaign_ids),
                YearEntry.approximate.is_(True),
                YearEntry.amount.is_not(None),
            )
            .distinct()
        )
    )
    found: dict[int, tuple[int, int | None, bool]] = defaultdict(lambda: (0, None, False))
    return found | {row[0]: (row[1], None if row[2] is None else int(row[2]), row[0] in about) for row in rows}
