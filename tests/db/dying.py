"""A process to be killed while it saves: prints "now" at the moment named by its argument and carries on."""

import sys
import time
from collections.abc import Iterator

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, writing
from db.models import Unit, UnitKind, UnitVersion

MANY = 1000


def now() -> None:
    print("now", flush=True)


def before_commit() -> None:
    """Everything is flushed, nothing is committed."""
    with writing(SYSTEM, "dying") as session:
        session.add_all(unit := [Unit(kind=UnitKind.AREA, level="commune") for _ in range(3)])
        session.flush()
        bulk.insert(session, UnitVersion, list(_versions([made.id for made in unit])))
        now()
        time.sleep(60)


def in_bulk() -> None:
    """One slice after another, all in one action."""
    with writing(SYSTEM, "dying") as session:
        _slice(session)
        now()
        while True:
            _slice(session)


def after_commit() -> None:
    """The action is committed."""
    with writing(SYSTEM, "dying") as session:
        _slice(session)
    now()
    time.sleep(60)


def _slice(session: ScopedSession) -> None:
    ids = bulk.insert(session, Unit, [{"kind": UnitKind.AREA, "level": "commune"}] * MANY)
    bulk.insert(session, UnitVersion, list(_versions(ids)))


def _versions(ids: list[int]) -> Iterator[dict]:
    for unit_id in ids:
        yield {
            "unit_id": unit_id,
            "name": f"Xã {unit_id}",
            "search_key": f"xa {unit_id}",
            "sort_key": f"xa{unit_id:06}",
        }


if __name__ == "__main__":
    {"before_commit": before_commit, "in_bulk": in_bulk, "after_commit": after_commit}[sys.argv[1]]()
