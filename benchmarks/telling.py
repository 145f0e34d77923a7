"""Telling what was measured: on standard output, and as JSON in benchmarks/results/."""

import json
from datetime import datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def show(title: str, figures: dict) -> dict:
    """Print figures under a title; they are given back."""
    print(f"\n{title}")
    for name, told in figures.items():
        said = (
            "   ".join(f"{what} {value:10.1f}" for what, value in told.items())
            if isinstance(told, dict)
            else f"{told:10.2f}"
        )
        print(f"  {name:<32} {said}", flush=True)
    return figures


def keep(found: dict) -> None:
    """Keep what one run measured in a file of its own."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{datetime.now():%Y%m%d-%H%M%S}.json").write_text(json.dumps(found, indent=2))
