"""What the database holds, whoever may see it, for tests."""

from typing import NamedTuple

from sqlmodel import select

from db.assessments.mark_storage import split_marks
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Assessment, Member
from tests.people import World


def rows(table: type, **values) -> list:
    """The rows of a table with these values, in the order in which they were created."""
    with reading(SYSTEM) as session:
        return list(
            session.exec(
                select(table)
                .where(*(getattr(table, name) == value for name, value in values.items()))
                .order_by(table.id)
            )
        )


class GivenMark(NamedTuple):
    """What an assessment answers for one item."""

    unit_id: int
    member_id: int
    item: str
    mark: str


def given_marks(**values) -> list[GivenMark]:
    """The marks of the assessments with these values, one by one."""
    return [
        GivenMark(row.unit_id, row.member_id, *given)
        for row in rows(Assessment, **values)
        for given in split_marks(row.marks).items()
    ]


def code_of(world: World, key: str) -> str:
    """The public code of a member of the world."""
    return rows(Member, id=world.members[key])[0].code
