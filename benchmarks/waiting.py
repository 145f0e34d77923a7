"""A process that saves a draft over and over beside other work, and reports the longest save on request."""

import select
import sys
import time

from db.accounts import accounts
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.kernel.scope import Audience

PAUSE = 0.02


def main() -> None:
    """Save until a line arrives on standard input; then print the seconds of the longest save."""
    viewer = accounts.viewer_for(1, 1)
    place, field, longest, at = DraftKey("probe", viewer.unit_id, "probe"), DraftField("x", "y"), 0.0, 0
    drafts.save_values(viewer, place, {field: "0"}, {}, Audience.LISTS)
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        begun, at = time.perf_counter(), at + 1
        drafts.save_values(viewer, place, {field: str(at)}, {field: str(at - 1)}, Audience.LISTS)
        longest = max(longest, time.perf_counter() - begun)
    print(longest)


if __name__ == "__main__":
    main()
