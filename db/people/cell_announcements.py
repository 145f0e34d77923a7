"""Announcements that a cell passes on to its contact members through their groups, and which groups have heard."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Integer, bindparam
from sqlmodel import Session, select

from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel import bulk, concurrent_changes, row_access, validation
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.statements import prepared_statement
from db.models import Announcement, AnnouncementRelay, CellGroup, GroupKind, GroupRole
from db.people import group_board
from db.people.group_board import GroupBoard, GroupLine
from db.vietnamese import unit_sort_key

TEXT = 500  # characters
LATEST = 20
_OF_CELL = (
    select(Announcement.id, Announcement.code, Announcement.text, Announcement.announced_on, Announcement.ended_on)
    .where(Announcement.unit_id == bindparam("unit", type_=Integer))
    .order_by(Announcement.announced_on.desc(), Announcement.id.desc())
)
_OPEN = prepared_statement(_OF_CELL.where(Announcement.ended_on.is_(None)))
_ENDED = prepared_statement(_OF_CELL.where(Announcement.ended_on.is_not(None)).limit(LATEST))


class GroupRelay(NamedTuple):
    """A contact group with its leader, its size, and the day on which the announcement was passed on to it."""

    code: str
    name: str
    leader: str
    people: int
    passed_on: date | None


class PastAnnouncement(NamedTuple):
    """An ended announcement, and the groups it was passed on to."""

    code: str
    text: str
    announced_on: date
    ended_on: date
    groups: tuple[str, ...]


class AnnouncementLine(NamedTuple):
    """A current announcement with its groups, and how many people are in none."""

    code: str
    text: str
    announced_on: date
    groups: tuple[GroupRelay, ...]
    ungrouped: int

    @property
    def waiting(self) -> list[GroupRelay]:
        """Groups that have not heard yet."""
        return [group for group in self.groups if group.passed_on is None]

    @property
    def reached(self) -> int:
        """How many people have heard through their groups."""
        return sum(group.people for group in self.groups if group.passed_on)

    @property
    def people(self) -> int:
        """How many people it is for."""
        return sum(group.people for group in self.groups) + self.ungrouped


def list_open(viewer: Viewer, unit_id: int, board: GroupBoard | None = None) -> list[AnnouncementLine]:
    """The current announcements of a cell, latest first, with its groups of today: its `board`, if it was read before.

    Raises NotAllowed outside the viewer's units and for roles that read no names.
    """
    with reading(viewer) as session:
        _check_reader(viewer, unit_id)
        rows = session.exec(_OPEN, params={"unit": unit_id}).all()
        if not rows:
            return []
        passed = _relays(session, [row.id for row in rows])
        board = board or group_board.load_in(session, unit_id, clock.today())
        ungrouped = len(board.ungrouped[GroupKind.CONTACT])
        groups = board.of(GroupKind.CONTACT)
        return [
            AnnouncementLine(
                row.code, row.text, row.announced_on, tuple(_relay(each, passed[row.id]) for each in groups), ungrouped
            )
            for row in rows
        ]


def list_ended(viewer: Viewer, unit_id: int) -> list[PastAnnouncement]:
    """The latest ended announcements; raises as `list_open` does."""
    with reading(viewer) as session:
        _check_reader(viewer, unit_id)
        rows = session.exec(_ENDED, params={"unit": unit_id}).all()
        passed = _relays(session, [row.id for row in rows])
        ids = {group_id for groups in passed.values() for group_id in groups}
        named = dict(session.exec(select(CellGroup.id, CellGroup.name).where(CellGroup.id.in_(ids))).all())
        return [
            PastAnnouncement(
                row.code,
                row.text,
                row.announced_on,
                row.ended_on,
                tuple(sorted((named[group_id] for group_id in passed[row.id]), key=unit_sort_key)),
            )
            for row in rows
        ]


def announce(viewer: Viewer, unit_id: int, text: str, day: date | None, token: str | None = None) -> str:
    """Start an announcement; returns its public code. Raises Invalid without a text, and for a day in the future."""
    with writing(viewer, "announce", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.MEETINGS)
        row = Announcement(unit_id=unit_id, text=_text(text), announced_on=validation.past_day(day))
        session.add(row)
        return row.code


def correct(viewer: Viewer, code: str, text: str, day: date | None, ended_on: date | None = None) -> None:
    """Correct the text, day and end of an announcement."""
    with writing(viewer, "correct_announcement") as session:
        row = _require(session, code)
        row.text, row.announced_on = _text(text), validation.past_day(day)
        row.ended_on = validation.end_day(ended_on, row.announced_on) if ended_on else None


def pass_on(viewer: Viewer, code: str, groups: Collection[str], day: date | None, token: str | None = None) -> None:
    """Record that groups, by public code, heard of it on a day; groups recorded before keep their day.

    Raises Invalid if there are none, for a group that the cell no longer has, and for a day before the announcement;
    Conflict if the announcement was corrected since it was shown.
    """
    with writing(viewer, "pass_on_announcement", token=token) as session:
        row = _require(session, code)
        concurrent_changes.require_rows_unchanged(session, Announcement, [row.id])
        passed = validation.past_day(day)
        if passed < row.announced_on:
            raise Invalid("day_before_start", day=row.announced_on)
        board = group_board.load_in(session, row.unit_id, clock.today())
        known = {line.code: line.id for line in board.of(GroupKind.CONTACT)}
        if not groups or not set(groups) <= known.keys():
            raise Invalid("people_group_missing")
        done = _relays(session, [row.id])[row.id]
        columns = {"announcement_id": row.id, "unit_id": row.unit_id, "passed_on": passed}
        wanted = [known[each] for each in dict.fromkeys(groups) if known[each] not in done]
        bulk.insert(session, AnnouncementRelay, [columns | {"group_id": group_id} for group_id in wanted])


def delete_relay(viewer: Viewer, code: str, group: str) -> None:
    """Delete a group's record made by mistake."""
    with writing(viewer, "take_back_relay") as session:
        row = _require(session, code)
        group_id = row_access.require_by_code(session, CellGroup, group).id
        query = select(AnnouncementRelay.id).where(
            AnnouncementRelay.announcement_id == row.id, AnnouncementRelay.group_id == group_id
        )
        bulk.delete(session, AnnouncementRelay, list(session.exec(query)))


def _require(session: Session, code: str) -> Announcement:
    row = row_access.require_by_code(session, Announcement, code)
    row_access.require_cell_work(session, row.unit_id, Work.MEETINGS)
    return row


def _text(typed: str) -> str:
    text = validation.optional_text(typed, TEXT)
    if not text:
        raise Invalid("announcement_text_missing")
    return text


def _check_reader(viewer: Viewer, unit_id: int) -> None:
    if not (viewer.reaches(unit_id) and viewer.reads(Audience.NAMES)):
        raise NotAllowed()


def _relays(session: Session, announcement_ids: list[int]) -> dict[int, dict[int, date]]:
    """The groups that each announcement was passed on to, with the day."""
    found: dict[int, dict[int, date]] = {each: {} for each in announcement_ids}
    query = select(AnnouncementRelay.announcement_id, AnnouncementRelay.group_id, AnnouncementRelay.passed_on)
    for announcement_id, group_id, day in session.exec(
        query.where(AnnouncementRelay.announcement_id.in_(announcement_ids))
    ):
        found[announcement_id][group_id] = day
    return found


def _relay(group: GroupLine, passed: dict[int, date]) -> GroupRelay:
    leader = group.holder(GroupRole.LEADER)
    return GroupRelay(group.code, group.name, leader.name if leader else "", len(group.people), passed.get(group.id))
