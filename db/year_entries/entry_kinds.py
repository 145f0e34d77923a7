"""Kinds of entries: a list of the settings, each with what of it is measured."""

from enum import StrEnum

from sqlmodel import Session

from db.settings import settings

SETTING = "entry_kinds"


class Measure(StrEnum):
    """What may be counted of an entry."""

    NONE = ""
    MONEY = "money"  # in đồng
    DAYS = "days"  # of work


def measure_of(row: dict) -> Measure:
    """What may be counted of the entries of a kind, by its row in the list."""
    return Measure(row.get("measure", ""))


def measures(session: Session, unit_id: int) -> dict[str, Measure]:
    """The kinds of a unit's list by their keys, those no longer offered too, each with what is counted of it."""
    return {row["key"]: measure_of(row) for row in settings.value_for_unit(session, SETTING, unit_id)}
