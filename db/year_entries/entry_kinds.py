"""Kinds of entries: a list of the settings, each with what it measures."""

from enum import StrEnum

from sqlmodel import Session

from db.settings import settings

SETTING = "entry_kinds"


class Measure(StrEnum):
    """What an entry may measure."""

    NONE = ""
    MONEY = "money"  # in đồng
    DAYS = "days"  # days of work


def measure_of(row: dict) -> Measure:
    """What entries of a kind measure, from its row in the list."""
    return Measure(row.get("measure", ""))


def measures(session: Session, unit_id: int) -> dict[str, Measure]:
    """The kinds in a unit's list by key, including those no longer on offer, with what they measure."""
    return {row["key"]: measure_of(row) for row in settings.value_for_unit(session, SETTING, unit_id)}
