"""How many pages are computed at a time: as many as the machine can handle; the others queue.

Streamlit computes every requested page at once, each in its own thread. They take the interpreter from each other, and
from the one that holds the lock the others wait for: a hundred at a time are slower than one after the other, and all
are late.
"""

from functools import wraps

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from db.kernel.turn_queue import TurnQueue

MAX_CONCURRENT_RUNS = 4  # one computes, one writes, and a long one holds up nobody
_queue = TurnQueue(MAX_CONCURRENT_RUNS, patience=None)


def limit_concurrent_runs() -> None:
    """Have runs of pages wait for each other from now on."""
    run = ScriptRunner._run_script

    @wraps(run)
    def in_turn(runner: ScriptRunner, asked) -> None:
        with _queue.turn():
            run(runner, asked)

    ScriptRunner._run_script = in_turn
