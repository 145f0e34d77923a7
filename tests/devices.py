"""Devices and rows of accounts, as tests of signing in create and change them."""

from datetime import UTC, datetime

import pytest

from db.accounts import signin
from db.errors import NotAllowed
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Grant, Role
from tests.people import World

HOME = "203.0.113.9"
NIGHT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)


def device_of(viewer) -> str:
    """The hash of the token of a new device of this viewer."""
    return signin.hash_secret(signin.start_device_session(viewer.account_id, "test").token)


def change(table, row_id: int, **values) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, table, [{"id": row_id, **values}])


def grant(world: World, who: str, role: Role, unit: str, **span) -> int:
    with writing(SYSTEM, "test") as session:
        return bulk.insert(
            session,
            Grant,
            [{"account_id": world.viewers[who].account_id, "role": role, "unit_id": world.units[unit], **span}],
        )[0]


def failures(count: int, username: str = "bithu", address: str = HOME) -> None:
    for _ in range(count):
        with pytest.raises(NotAllowed):
            signin.check_password(username, "wrong password", address)
