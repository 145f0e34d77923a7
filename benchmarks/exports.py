"""Exports:
seconds to read a real list, and seconds and memory to write half a million rows of it as a workbook and as text, each
in its own process.
"""

import io
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks import telling
from components.exporting import export_jobs, export_registry
from components.exporting.export_request import ExportRequest, FileFormat
from db.calendar import clock
from db.calendar.months import month_of
from db.kernel.scope import Viewer

ROWS = 500_000
KEPT = 20_000  # rows of the real list that are written repeatedly
MOST_MB = 400


def measure(viewer: Viewer) -> dict[str, dict[str, float]]:
    """Return the seconds to read everybody with two years of meetings, and the number of rows; the seconds to write
    half a million such rows; and the peak memory of both.
    """
    found = {"reading": _alone(partial(_read, viewer))}
    for kind in FileFormat:
        found[f"writing {kind}"] = _alone(partial(_write, viewer, kind))
    return found


def _read(viewer: Viewer) -> dict[str, float]:
    begun = time.perf_counter()
    rows = sum(1 for _ in export_registry.build_table(viewer, _request()).rows)
    return {"rows": rows, "seconds": time.perf_counter() - begun}


def _write(viewer: Viewer, kind: FileFormat) -> dict[str, float]:
    table = export_registry.build_table(viewer, _request())
    rows: Iterator = islice(cycle(list(islice(table.rows, KEPT))), ROWS)
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as target:
        export_jobs.WRITERS[kind](target, table._replace(rows=rows))
        size = target.seek(0, io.SEEK_END)
    return {"rows": ROWS, "seconds": time.perf_counter() - begun, "file MB": size / 2**20}


def _request() -> ExportRequest:
    month = month_of(clock.today())
    return ExportRequest("people", since=month - 200, until=month)


def _alone(work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Run in a separate process, so that its memory can be measured."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work,))


def _measured(work: Callable[[], dict[str, float]]) -> dict[str, float]:
    found = work()
    return telling.judge(found | {"most MB": _most_megabytes()}, {"most MB": MOST_MB})


def _most_megabytes() -> float:
    """Return this process's own peak. Linux's ru_maxrss would not do: it begins with that of the process which started
    this one, so that a long run of other parts was measured instead.
    """
    if sys.platform == "linux":
        told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        return int(told["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
