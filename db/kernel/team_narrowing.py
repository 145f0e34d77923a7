"""How teams of officials are narrowed to a viewer's units: to whoever set them up, and to what they follow."""

from typing import Any, cast

from sqlalchemy.orm import aliased
from sqlmodel import select

from db import models as m


def team(table, viewer):
    """A team is seen by whoever set it up, and by the cells and communes that it follows."""
    return _following(table, table.id, viewer)


def in_team(table, viewer):
    """As the team that it is of."""
    return _following(table, table.team_id, viewer)


def team_unit(table, viewer):
    """What the viewer's own teams follow; of others what of it is the viewer's."""
    return None if viewer.unit_ids is None else table.unit_id.in_(viewer.unit_ids) | _followed(table, viewer)


def _following(table, team_id, viewer):
    if viewer.unit_ids is None:
        return None
    follow = cast(Any, aliased(m.TeamUnit))
    return table.unit_id.in_(viewer.unit_ids) | team_id.in_(select(follow.team_id).where(_followed(follow, viewer)))


def _followed(table, viewer):
    """Rows that say of one of the viewer's units, or of what it lies in, that a team follows it."""
    place = cast(Any, m.UnitVersion)
    above = select(place.parent_id).where(
        place.unit_id.in_(viewer.unit_ids), place.valid_to.is_(None), place.parent_id.is_not(None)
    )
    return table.followed_id.in_(viewer.unit_ids) | table.followed_id.in_(above)
