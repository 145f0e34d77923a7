"""Former members: people who left the viewer's cells, and who is responsible for their data now."""

from collections import defaultdict
from collections.abc import Collection

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.spans import is_valid_on
from db.calendar.validity import not_ended_on
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import Membership, Role


def former_among(session: Session, member_ids: Collection[int]) -> set[int]:
    """Return those of these people whose stays with the viewer have all ended and for whom others are responsible now.

    The viewer still sees their name, dates and the rows of the viewer's own units. Contact details, workplace and
    numbers may have been entered after they left, and are for those who are responsible now.
    """
    viewer = context_of(session).viewer
    if viewer.unit_ids is None or viewer.role == Role.WORKPLACE:
        return set()
    ahead = not_ended_on(Membership, clock.today())
    left = set(member_ids) - set(
        session.exec(select(Membership.member_id).where(Membership.member_id.in_(member_ids), ahead))
    )
    return {member_id for member_id, units in responsible_cells(left).items() if not any(map(viewer.reaches, units))}


def responsible_cells(member_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the cells responsible for each of these people, regardless of the viewer: the current ones, otherwise the
    last ones, otherwise the coming ones.
    """
    stays = defaultdict(list)
    if member_ids:
        query = select(Membership.member_id, Membership.unit_id, Membership.valid_from, Membership.valid_to)
        with reading(SYSTEM) as session:
            for row in session.exec(query.where(Membership.member_id.in_(member_ids))):
                stays[row.member_id].append(row)
    return {member_id: _latest(stays[member_id]) for member_id in member_ids}


def _latest(stays: list) -> set[int]:
    today = clock.today()
    ended = [stay for stay in stays if stay.valid_to and stay.valid_to < today]
    here = [stay for stay in stays if is_valid_on(stay, today)]
    last = max((stay.valid_to for stay in ended), default=None)
    return {stay.unit_id for stay in here or [stay for stay in ended if stay.valid_to == last] or stays}
