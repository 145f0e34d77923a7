"""How many pages are computed at a time: as many as the machine can, the others wait in line.

Streamlit computes every page that is asked for at once, each in a thread of its own. They take the interpreter from
each other, and from whoever holds the lock that the others wait for: a hundred at a time are slower than one after the
other, and all are late.
"""

from functools import wraps

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from db.kernel.turn_queue import TurnQueue

MAX_CONCURRENT_RUNS = 4  # one computes, one writes, and a long one holds up nobody
_queue = TurnQueue(MAX_CONCURRENT_RUNS, patience=None)


def limit_concurrent_runs() -> None:
    """From here on runs of pages wait in line for each other."""
    run = ScriptRunner._run_script

    @wraps(run)
    def in_turn(runner: ScriptRunner, asked) -> None:
        with _queue.turn():
            run(runner, asked)

    ScriptRunner._run_script = in_turn
