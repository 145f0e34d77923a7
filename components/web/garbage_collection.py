"""When memory is looked through for what nobody needs any more: seldom, for everybody waits meanwhile.

Most is given back by itself; left are things that refer to each other, above all the pages of sessions that have ended.
"""

import asyncio
import gc

# new things between two looks at the young ones, and those looks between two at all that is not old
YOUNG_THRESHOLD, MIDDLE_THRESHOLD = 10_000, 20
NEVER = 1_000_000_000
INTERVAL = 60.0  # seconds between two looks at everything


def tune_collector_after_loading() -> None:
    """Once everything is loaded: it stays, and the collector need not look at it again;
    what grows old is left to `collect_regularly`.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_THRESHOLD, MIDDLE_THRESHOLD, NEVER)


async def collect_regularly() -> None:
    """Look through everything now and then."""
    while True:
        await asyncio.sleep(INTERVAL)
        gc.collect()
