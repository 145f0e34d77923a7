"""Days on which units of a test begin and end, and their public codes."""

from datetime import date

from sqlmodel import select

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Unit, UnitVersion
from tests.rows import rows


def move_end(unit_id: int, **days: date) -> None:
    """Give a unit a first or a last day."""
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion.id).where(UnitVersion.unit_id == unit_id)).one()
        bulk.update(session, UnitVersion, [{"id": version, **days}])


def code_of(unit_id: int) -> str:
    """A unit's public code."""
    return rows(Unit, id=unit_id)[0].code
