"""Introductions that have not ended, for selecting one of them."""

from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Introduction, IntroductionState, Member, Membership
from db.units.units import names_on


class OpenIntroduction(NamedTuple):
    """An introduction that has not ended, selected by its id."""

    id: int
    name: str
    search_key: str
    born: str | None
    number: int | None
    workplace: str
    cell: str

    @property
    def code(self) -> str:
        """The key by which it is selected."""
        return str(self.id)


def list_open(viewer: Viewer) -> list[OpenIntroduction]:
    """Visible open introductions, in the Vietnamese order of names."""
    person = (Member.name, Member.search_key, Member.born, Membership.roster_number, Member.workplace)
    query = (
        select(Introduction.id, *person, Introduction.workplace_id, Membership.unit_id)
        .join(Member, Member.id == Introduction.member_id)
        .join(Membership, Membership.id == Introduction.membership_id, isouter=True)
        .where(Introduction.state != IntroductionState.ENDED)
    )
    with reading(viewer) as session:
        rows = session.exec(query.order_by(Member.sort_key, Introduction.id)).all()
        names = names_on(session, {unit_id for row in rows for unit_id in row[-2:] if unit_id}, clock.today())
    return [
        OpenIntroduction(*told, names.get(workplace_id) or workplace or "", names.get(unit_id, ""))
        for *told, workplace, workplace_id, unit_id in rows
    ]
