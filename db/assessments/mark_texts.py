"""Marks: how an assessment keeps the answers to its form's items, in their order."""

import json
from collections.abc import Mapping


def join_marks(marks: Mapping[str, str]) -> str:
    """The marks by item as they are kept."""
    return json.dumps(marks, ensure_ascii=False)


def split_marks(kept: str) -> dict[str, str]:
    """Marks that were kept, by item."""
    return json.loads(kept)
