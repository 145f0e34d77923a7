"""Page runs queue for each other, and each of them is done."""

import threading
from importlib import import_module

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from components.web import run_queue
from db.kernel.turn_queue import TurnQueue

SOON = 30


def test_no_more_pages_are_computed_at_a_time_than_there_are_places(monkeypatch):
    room, inside, most, done = threading.Condition(), set(), [], []

    def run(runner: str, asked: int) -> None:
        with room:
            inside.add(asked)
            most.append(len(inside))
            room.notify_all()
            room.wait_for(lambda: len(most) >= 2, SOON)
            inside.remove(asked)
        done.append((runner, asked))

    monkeypatch.setattr(ScriptRunner, "_run_script", run)
    monkeypatch.setattr(run_queue, "_queue", TurnQueue(2, patience=None))
    run_queue.limit_concurrent_runs()
    threads = [threading.Thread(target=ScriptRunner._run_script, args=("runner", at)) for at in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert max(most) == 2
    assert sorted(done) == [("runner", at) for at in range(20)]


def test_a_failing_run_makes_room_for_the_next(monkeypatch):
    def run(_runner, _asked) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ScriptRunner, "_run_script", run)
    monkeypatch.setattr(run_queue, "_queue", TurnQueue(1, patience=None))
    run_queue.limit_concurrent_runs()
    for _ in range(3):
        try:
            ScriptRunner._run_script("runner", None)
        except ZeroDivisionError:
            continue
        raise AssertionError
    assert run_queue._queue._free == 1


def test_the_server_queues_runs():
    import_module("components.web.server")
    assert hasattr(ScriptRunner._run_script, "__wrapped__")
