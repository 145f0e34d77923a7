"""Machine:
the CPU time of a fixed piece of work, which does not change with the register.

A machine that is shared, or that saves power, computes at one time much slower than at another. Where this takes
longer than in an earlier run, so does everything else.
"""

import gc
import sqlite3
import statistics
import time
import zlib

from benchmarks import telling

ROUNDS = 9
ROWS = 6_000


def measure() -> telling.Figures:
    """Return the milliseconds of the reference work, which has no limit; without collecting garbage, which takes the
    longer the more the benchmarks have loaded.
    """
    gc.disable()
    try:
        return _rows()
    finally:
        gc.enable()


def _rows() -> telling.Figures:
    return {"reference work": telling.judge({"computing ms": statistics.median(_timed() for _ in range(ROUNDS))}, {})}


def _timed() -> float:
    begun = time.process_time()
    _work()
    return (time.process_time() - begun) * 1000


def _work() -> int:
    """What a touch consists of: rows from a database, objects and texts made of them, and their compression."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, unit INTEGER)")
        people = [(number, f"Nguyễn Văn {number}", number % 97) for number in range(ROWS)]
        database.executemany("INSERT INTO person VALUES (?, ?, ?)", people)
        rows = database.execute("SELECT id, name, unit FROM person ORDER BY unit, name").fetchall()
    by_unit: dict[int, list[dict[str, str]]] = {}
    for number, name, unit in rows:
        by_unit.setdefault(unit, []).append({"id": str(number), "label": f"**{name.upper()}** · {unit}"})
    packer = zlib.compressobj()
    return sum(len(packer.compress(repr(some).encode())) for some in by_unit.values()) + len(packer.flush())
