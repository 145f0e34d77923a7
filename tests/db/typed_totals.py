"""Monthly totals typed into their grid."""

from collections.abc import Mapping

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import Viewer
from db.meetings import totals
from db.meetings.totals import draft_part

FIFTY = {"expected": "50", "absent": "8", "exempt": "5"}


def type_in(world, month: int, numbers: Mapping[str, str], viewer: Viewer | None = None, months: int = 1) -> None:
    viewer = viewer or world.secretary
    opened = totals.load(viewer, world.units["dong_bao"], month // 100)
    values = {DraftField(draft_part(month, months), name): value for name, value in numbers.items()}
    drafts.save_values(viewer, opened.place, values, {field: opened.typed.values.get(field) for field in values})
