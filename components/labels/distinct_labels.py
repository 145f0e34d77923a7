"""Distinct labels: a widget identifies options by their label, so of equal ones the last would always be taken."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from components.i18n import _

Key = TypeVar("Key")


def distinct(labels: Mapping[Key, str], numbers: Mapping[Key, int | None] | None = None) -> dict[Key, str]:
    """Return labels without duplicates: equal ones get their people's numbers in the list, if given, and a running
    number if that is not enough.
    """
    shared, numbers = Counter(labels.values()), numbers or {}
    told = {
        key: f"{label} · {_('no. {number}', number=number)}"
        if shared[label] > 1 and (number := numbers.get(key))
        else label
        for key, label in labels.items()
    }
    seen: Counter[str] = Counter()
    found = {}
    for key, label in told.items():
        seen[label] += 1
        found[key] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return found
