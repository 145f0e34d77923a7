"""The page on which a meeting is recorded, and what its tests find there."""

from db.meetings import meetings
from db.meetings.meetings import MeetingRef
from db.models import Outcome

PAGE = "pages/meetings/record.py"

NOVEMBER = {"type": "regular", "period": "202611"}


def call_of(world, type_: str = "regular") -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], type_, 202611)


def noted(world, viewer=None) -> dict[int, Outcome | None]:
    """Outcomes on the sheet, by roster number."""
    lines = meetings.load(viewer or world.secretary, call_of(world)).sheet.lines
    return {line.person.number: line.outcome for line in lines}


def box(app):
    return next(each for each in app.text_input if (each.key or "").startswith("record_numbers0"))


def switch(app, name: str):
    return next(each for each in app.button_group if (each.key or "").startswith(f"record_{name}"))


P, U, E = Outcome.PRESENT, Outcome.UNKNOWN, Outcome.EXCUSED


def more(app, part: str):
    return next(each for each in app.button_group if each.key == "record_more").set_value(part).run()


def errors(app) -> str:
    return "\n".join(each.value for each in app.error)
