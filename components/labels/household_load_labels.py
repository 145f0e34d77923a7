"""Classes of loads in words: the number of households a member is in charge of."""

from components.i18n import _, number
from db.figures.household_loads import MOST, UPTO


def class_names() -> dict[str, str]:
    """Return the names of the classes."""
    found, before = {}, 1
    for key, upto in UPTO.items():
        found[key] = _("{first} to {last} households", first=number(before), last=number(upto))
        before = upto + 1
    return found | {MOST: _("over {count} households", count=number(before - 1))}
