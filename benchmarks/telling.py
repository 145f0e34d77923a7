"""Reporting the measurements: on standard output, and as JSON in benchmarks/results/;
with a note on what is over its limit.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
OVER = "over its limit"
Figures = dict[str, dict[str, float]]


def judge(told: dict[str, float], limits: Mapping[str, float]) -> dict[str, float]:
    """Return a row's figures with the number of those over their limits."""
    return told | {OVER: float(sum(told[name] > most for name, most in limits.items() if name in told))}


def show(title: str, figures: Figures) -> Figures:
    """Print figures under a title, and return them."""
    print(f"\n{title}")
    for name, told in figures.items():
        said = "   ".join(f"{what} {value:10.1f}" for what, value in told.items() if what != OVER)
        print(f"  {name:<32} {said}   {'OVER' if told[OVER] else 'within its limit'}", flush=True)
    return figures


def progress(done: int, total: int, name: str) -> None:
    """Write a part's progress to standard error, on one line that overwrites itself."""
    print(f"\r{done}/{total} {name:<60.60}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def summary(found: dict[str, Figures]) -> str:
    """Return the rows of all parts that are over a limit, one per line; or a line saying that there are none."""
    over = list(_over(found))
    rows = sum(map(len, found.values()))
    head = f"{len(over)} of {rows} rows over their limits" if over else f"none of {rows} rows over its limit"
    return "\n".join([f"\n{head}", *(f"  {row}" for row in over)])


def keep(found: dict[str, Figures]) -> None:
    """Store one run's measurements in a file of its own."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{datetime.now():%Y%m%d-%H%M%S}.json").write_text(json.dumps(found, indent=2))


def _over(found: dict[str, Figures]) -> Iterator[str]:
    for part, figures in found.items():
        for name, told in figures.items():
            if told[OVER]:
                yield f"{part}: {name}"
