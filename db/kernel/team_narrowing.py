"""How teams of officials are narrowed to a viewer's units: to those that set a team up and those that it follows."""

from typing import Any, cast

from sqlalchemy.orm import aliased
from sqlmodel import select

from db import models as m


def team(table, viewer):
    """Visible to the unit that set the team up, and to the cells and communes that it follows."""
    return _following(table, table.id, viewer)


def in_team(table, viewer):
    """Visible like its team."""
    return _following(table, table.team_id, viewer)


def team_unit(table, viewer):
    """All units followed by the viewer's own teams; of other teams, the viewer's units among them."""
    return None if viewer.unit_ids is None else table.unit_id.in_(viewer.unit_ids) | _followed(table, viewer)


def _following(table, team_id, viewer):
    if viewer.unit_ids is None:
        return None
    follow = cast(Any, aliased(m.TeamUnit))
    return table.unit_id.in_(viewer.unit_ids) | team_id.in_(select(follow.team_id).where(_followed(follow, viewer)))


def _followed(table, viewer):
    """Rows by which a team follows one of the viewer's units, or an area around it."""
    place = cast(Any, m.UnitVersion)
    above = select(place.parent_id).where(
        place.unit_id.in_(viewer.unit_ids), place.valid_to.is_(None), place.parent_id.is_not(None)
    )
    return table.followed_id.in_(viewer.unit_ids) | table.followed_id.in_(above)
