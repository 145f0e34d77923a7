"""How an assessment stores its marks by item, in the order of the form."""

import json
from collections.abc import Mapping


def join_marks(marks: Mapping[str, str]) -> str:
    """Marks by item, as they are stored."""
    return json.dumps(marks, ensure_ascii=False)


def split_marks(stored: str) -> dict[str, str]:
    """Stored marks, by item."""
    return json.loads(stored)
