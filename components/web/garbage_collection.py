"""When memory is searched for unused objects: seldom, since everybody waits meanwhile.

Most memory is freed by itself; what remains are objects that refer to each other, above all the pages of ended
sessions.
"""

import asyncio
import gc

# New objects between two collections of the youngest generation, and such collections between two of the middle one.
YOUNG_THRESHOLD, MIDDLE_THRESHOLD = 10_000, 20
NEVER = 1_000_000_000
INTERVAL = 60.0  # seconds between two full collections


def tune_collector_after_loading() -> None:
    """Exempt everything loaded so far from collection, since it stays; leave old objects to `collect_regularly`. Until
    now nothing is collected: searching what is being loaded takes a fifth of a start.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(YOUNG_THRESHOLD, MIDDLE_THRESHOLD, NEVER)


async def collect_regularly() -> None:
    """Run a full collection at regular intervals."""
    while True:
        await asyncio.sleep(INTERVAL)
        gc.collect()
