"""Change notices sent by a workplace."""

from datetime import date

from db.contacts import notices_from_workplaces
from db.contacts.notices_from_workplaces import NoticeInput
from db.models import ChangeNotice
from tests.rows import code_of, rows

TODAY, CHANGED = date(2026, 11, 22), date(2026, 11, 2)


def send(world, kind: str, *, who: str = "workplace", person: str = "dung", day: date = CHANGED, **columns) -> str:
    """Send a notice; returns its code."""
    notices_from_workplaces.send(world.viewers[who], code_of(world, person), NoticeInput(kind, day, **columns))
    return rows(ChangeNotice)[-1].code
