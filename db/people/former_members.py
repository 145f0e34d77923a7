"""Former members: people whom the viewer's cells let go, and who answers for what is known of them now."""

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
    """Those of these people whose stays with the viewer all ended, and for whom others answer now.

    Of them he goes on seeing name and dates and the rows of his own units. How to reach them, where they work and which
    numbers they have may have been told after they left: that is for whoever answers for them.
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
    """The cells that answer for each of these people, whoever asks:
    where he is today, else where he was last, else where he is to come.
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
