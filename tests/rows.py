"""What stands in the database, whoever may see it: for tests."""

from sqlmodel import select

from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Member
from tests.people import World


def rows(table: type, **values) -> list:
    """The rows of a table that have these values, in the order they were made."""
    with reading(SYSTEM) as session:
        return list(
            session.exec(
                select(table)
                .where(*(getattr(table, name) == value for name, value in values.items()))
                .order_by(table.id)
            )
        )


def code_of(world: World, key: str) -> str:
    """The public code of a member of the world."""
    return rows(Member, id=world.members[key])[0].code
