"""Rows to write, and how many are written."""

from sqlalchemy import func, select

from db.calendar import clock
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Account
from tests import people


def row_count(table: type) -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(table))


def job_values(world: people.World) -> dict:
    viewer = world.secretary
    who = {"account_id": viewer.account_id, "grant_id": viewer.grant_id, "unit_id": viewer.unit_id}
    return who | {"audience": "names", "wanted": "{}", "asked_at": clock.now()}


def conflicting_rows() -> list[Account]:
    """Two rows, the second of which cannot exist beside the first."""
    return [Account(username="twice", name="x", password_hash="x") for _ in range(2)]
