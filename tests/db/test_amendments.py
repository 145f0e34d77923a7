"""Changes after closing equal a second book of what was changed in closed months, for each viewer."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from db.calendar import clock
from db.figures.figures import FigureQuery
from db.history import amendments, undo
from db.kernel import closed_periods
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Meeting, MeetingState, PeriodState, YearEntry
from db.periods import closing
from tests.db.undo_story import SETTINGS

pytestmark = pytest.mark.usefixtures("november")
MONTHS = [202608, 202609, 202610]
CELLS = {"secretary": "dong_bao", "neighbour": "nui_doi"}
CLOSERS = {"commune": "dong_ha", "other_commune": "tay_son", "district": "an_binh"}
PATHS = {"dong_bao": ["dong_bao", "dong_ha", "an_binh"], "nui_doi": ["nui_doi", "tay_son", "an_binh"]}
HOMES = {**CELLS, **CLOSERS, "assistant": "dong_bao"}


class SecondBook:
    """Meetings that are added, moved from month to month and deleted, months that are closed and reopened, and what is
    flagged.
    """

    def __init__(self, world, draw) -> None:
        self.world, self.draw, self.at = world, draw, 0
        self.closed: dict[tuple[str, int], int] = {}  # by unit and month, when
        self.meetings: dict[int, tuple[str, int]] = {}
        self.changes: list[tuple[int, int, str, int]] = []  # when, by which action, in which cell and month

    def go_on(self) -> None:
        self.at += 1
        deed = self.draw(st.sampled_from(["close", "close", "again", "open", "meet", "meet", "move", "cancel", "undo"]))
        if deed in ("close", "again", "open"):
            self._close(deed)
        else:
            self._change(deed)

    def _close(self, deed: str) -> None:
        key, month = self.draw(st.sampled_from(sorted(CLOSERS))), self.draw(st.sampled_from(MONTHS))
        viewer, unit = self.world.viewers[key], CLOSERS[key]
        if (deed == "close") == ((unit, month) in self.closed):
            return
        act = {"close": closing.close_months, "again": closing.reclose_months, "open": closing.reopen_months}[deed]
        act(viewer, self.world.units[unit], [month])
        self.closed[unit, month] = self.at
        if deed == "open":
            del self.closed[unit, month]

    def _change(self, deed: str) -> None:
        key, month = self.draw(st.sampled_from(sorted(CELLS))), self.draw(st.sampled_from(MONTHS))
        cell, reason = CELLS[key], "sửa theo biên bản"
        own = sorted(row for row, (unit, _) in self.meetings.items() if unit == cell)
        viewer = self.world.viewers[key]
        if deed != "meet" and not own:
            return
        touched = {month}
        with writing(viewer, "save_status", reason=reason) as session:
            if deed == "meet":
                meeting = Meeting(unit_id=viewer.unit_id, type="regular", period=month, audience="own",
                                  state=MeetingState.NOT_HELD)  # fmt: skip
                session.add(meeting)
            else:
                meeting = session.get(Meeting, self.draw(st.sampled_from(own)))
                touched = {self.meetings[meeting.id][1]}
                if deed == "cancel":
                    session.delete(meeting)
                elif meeting.period == month:
                    return
                else:
                    touched.add(month)
                    meeting.period = month
            session.flush()
            row_id, batch_id = meeting.id, context_of(session).batch_id
        self.meetings[row_id] = cell, month
        if deed == "cancel":
            del self.meetings[row_id]
        self._note(batch_id, cell, touched)
        if deed == "undo":
            self.at += 1
            undo.undo(viewer, batch_id, reason)
            with reading(SYSTEM) as session:
                self._note(
                    session.scalar(select(amendments.Batch.id).order_by(amendments.Batch.id.desc())), cell, touched
                )
            self.meetings[row_id] = cell, next(iter(touched - {month}))

    def _note(self, batch_id: int, cell: str, months: set[int]) -> None:
        self.changes += [(self.at, batch_id, cell, month) for month in months]

    def flagged(self, home: str, months: list[int]) -> set[tuple[int, str, int]]:
        return {
            (batch_id, cell, month)
            for at, batch_id, cell, month in self.changes
            if month in months and home in PATHS[cell] and self._closing(home, cell, month, at)
        }

    def _closing(self, home: str, cell: str, month: int, at: int) -> bool:
        """Whether the closing that counts for this home unit came before this moment."""
        above = PATHS[cell][PATHS[cell].index(home) :]
        below = [unit for unit in PATHS[cell][::-1] if unit not in above]
        found = [self.closed[unit, month] for unit in above + below if (unit, month) in self.closed]
        return bool(found) and found[0] < at


def _listed_amendments(viewer: Viewer, months: list[int], unit_id: int | None = None) -> set[tuple[int, int, int]]:
    found = amendments.list_amendments(viewer, FigureQuery(months[0], months[-1], unit_id=unit_id))
    assert [one.batch_id for one in found] == sorted({one.batch_id for one in found}, reverse=True)
    return {(one.batch_id, unit, month) for one in found for unit in one.unit_ids for month in one.months}


@SETTINGS
@given(st.data())
def test_changes_in_closed_months_are_shown_to_whoever_may_see_them_and_to_nobody_else(world, data):
    _open_all()
    book = SecondBook(world, data.draw)
    for _ in range(data.draw(st.integers(4, 20), label="deeds")):
        book.go_on()
    months = data.draw(st.sampled_from([MONTHS, MONTHS[:2], MONTHS[2:]]), label="months")
    for key, home in HOMES.items():
        expected = {(batch, world.units[cell], month) for batch, cell, month in book.flagged(home, months)}
        assert _listed_amendments(world.viewers[key], months) == expected, key
    below = {(batch, world.units[cell], month) for batch, cell, month in book.flagged("an_binh", months)
             if cell == "nui_doi"}  # fmt: skip
    for unit in ("tay_son", "nui_doi"):
        assert _listed_amendments(world.district, months, world.units[unit]) == below


def _open_all() -> None:
    with writing(SYSTEM, "open") as session:
        for state in session.scalars(select(PeriodState).where(PeriodState.reopened_at.is_(None))):
            state.reopened_at = clock.now() + timedelta(seconds=1)


def test_a_viewer_who_may_not_read_the_changed_rows_learns_nothing_of_the_change(world):
    closing.close_months(world.district, world.units["an_binh"], [202610])
    entry = YearEntry(unit_id=world.units["dong_bao"], member_id=world.members["an"], period=202610, kind="land",
                      happened_on=date(2026, 10, 5))  # fmt: skip
    with writing(world.secretary, "add_entry", reason="ghi sót") as session:
        session.add(entry)
    asked = FigureQuery(202610, 202610)
    assert amendments.list_amendments(world.secretary, asked)
    assert amendments.list_amendments(world.district, asked) == []
    assert amendments.list_amendments(world.neighbour, asked) == []


def test_a_list_of_changes_shows_the_values_before_and_after(world):
    with writing(world.secretary, "save_status") as session:
        meeting = Meeting(unit_id=world.units["dong_bao"], type="regular", period=202610, audience="own",
                          state=MeetingState.NOT_HELD, reason="mưa bão")  # fmt: skip
        session.add(meeting)
        session.flush()
        row_id = meeting.id
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    with writing(world.secretary, "save_status", reason="biên bản ghi khác") as session:
        session.get(Meeting, row_id).reason = "mất điện"
    with reading(SYSTEM) as session:
        assert closed_periods.filter_closed(session, {(world.units["dong_bao"], 202610)})
    (one,) = amendments.list_amendments(world.commune, FigureQuery(202610, 202610))
    assert (one.reason, one.closed_by, one.who) == ("biên bản ghi khác", world.units["dong_ha"], world.secretary.name)
    (row,), more = amendments.describe_rows(world.commune, one)
    assert (row.before, row.after, more) == ({"reason": "mưa bão"}, {"reason": "mất điện"}, 0)
