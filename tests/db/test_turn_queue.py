"""Queues: served in order of arrival, and nobody who failed or gave up holds up the others."""

import threading
import time
from collections.abc import Callable

import pytest

from db.calendar import clock
from db.errors import Conflict
from db.kernel import session as sessions
from db.kernel.session import writing
from db.kernel.turn_queue import TurnQueue
from db.models import Setting

SOON = 30


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def _in_line(line: TurnQueue, served: list[int], number: int) -> threading.Thread:
    """A thread that waits behind those already waiting."""
    waiting = len(line._waiting)

    def write() -> None:
        with line.turn():
            served.append(number)

    thread = threading.Thread(target=write)
    thread.start()
    _until(lambda: len(line._waiting) == waiting + 1)
    return thread


def test_writers_are_served_in_order_of_arrival():
    line, served = TurnQueue(), []
    with line.turn():
        threads = [_in_line(line, served, number) for number in range(20)]
        assert served == []
    for thread in threads:
        thread.join(SOON)
    assert served == list(range(20))


def test_a_failing_action_passes_its_turn_on():
    line, served = TurnQueue(), []

    def fail() -> None:
        with line.turn():
            _in_line(line, served, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    _until(lambda: served == [1])


def test_as_many_are_served_at_a_time_as_there_are_places():
    line, served, inside, most = TurnQueue(3), [], [], []

    def work(number: int) -> None:
        with line.turn():
            inside.append(number)
            most.append(len(inside))
            served.append(number)
            _until(lambda: len(served) >= 3)  # until then none of the first three leaves
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert sorted(served) == list(range(40))
    assert max(most) == 3
    assert line._free == 3


def test_waiting_too_long_raises_an_error_and_gives_up_the_turn():
    line, told = TurnQueue(patience=0.01), []

    def write() -> None:
        try:
            with line.turn():
                told.append("written")
        except Conflict as refusal:
            told.append(refusal.code)

    with line.turn():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(SOON)
    assert told == ["busy"]
    with line.turn():
        assert not line._waiting


def test_an_action_within_an_action_does_not_wait_for_itself():
    line, served = TurnQueue(), []
    with line.turn(), line.turn():
        thread = _in_line(line, served, 1)
    thread.join(SOON)
    assert served == [1]


def test_actions_queue_on_sqlite_but_not_on_postgresql(world, any_database, monkeypatch):
    line = TurnQueue()
    monkeypatch.setattr(sessions, "_writers", line)
    with writing(world.admin, "choose_setting") as session:
        session.add(
            Setting(
                unit_id=world.admin.unit_id,
                name="meeting_day",
                value="5",
                valid_from=clock.today(),
            )
        )
        assert (line._free == 0) == (any_database == "sqlite")
    assert line._free == 1
