"""Rules as dated rows with their sources; a unit's own row wins over the shipped one."""

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam
from sqlmodel import Session

from db.calendar.spans import day_span
from db.calendar.validity import valid_on
from db.kernel import unit_tree
from db.kernel.plain_rows import PlainRow
from db.kernel.statements import prepared_statement, select_plain
from db.models import Rule


class RuleInForce(NamedTuple):
    """A rule in force on a day, and since when. An unverified citation is never printed in a document."""

    name: str
    parameters: dict
    citation: str
    verified: bool
    valid_from: date | None = None


def in_force(session: Session, name: str, unit_id: int, day: date) -> RuleInForce:
    """The rule with this name for a unit on a day: its own row or the nearest above it, else the shipped one.

    Raises LookupError if there is none.
    """
    asked = {"name": name, "day": day}
    if found := _own(session, _STANDING, unit_id, asked) or _shipped_on(name, day):
        return found
    raise LookupError(name, day)


def all_in_force(session: Session, name: str, day: date) -> list[RuleInForce]:
    """The rules with this name in force on a day for any unit: the shipped one, then visible ones."""
    shipped = _shipped_on(name, day)
    rows = session.exec(select_plain(Rule).where(Rule.name == name, valid_on(Rule, day)).order_by(Rule.id))
    return [*([shipped] if shipped else []), *(_read(rule) for rule in rows)]


def version_valid_from(session: Session, name: str, unit_id: int, valid_from: date) -> RuleInForce:
    """The version of a rule valid from a day on, by which something was made, regardless of later ones.

    Raises LookupError if there is none.
    """
    if own := _own(session, _VERSION, unit_id, {"name": name, "day": valid_from}):
        return own
    for row in load_defaults()[name]:
        if row.get("valid_from") == valid_from:
            return _shipped(name, row)
    return in_force(session, name, unit_id, valid_from)


def _own(session: Session, statement: Select, unit_id: int, asked: dict[str, Any]) -> RuleInForce | None:
    """The latest row of a unit, or of the nearest above it that has any."""
    above = unit_tree.ancestors(session, unit_id)
    rows = session.exec(statement, params={**asked, "units": above})
    own = unit_tree.nearest_choice(above, {rule.unit_id: rule for rule in rows})
    return None if own is None else _read(own)


def _read(rule: PlainRow) -> RuleInForce:
    return RuleInForce(rule.name, json.loads(rule.parameters), rule.citation, rule.verified, rule.valid_from)


def _shipped_on(name: str, day: date) -> RuleInForce | None:
    spans = ((day_span(row.get("valid_from"), row.get("valid_to")), row) for row in load_defaults()[name])
    return next((_shipped(name, row) for span, row in spans if span.contains(day)), None)


def _shipped(name: str, row: dict) -> RuleInForce:
    return RuleInForce(name, row["parameters"], row["citation"], row["verified"], row.get("valid_from"))


_DAY = bindparam("day", type_=Date)
_OF_UNITS = (
    select_plain(Rule)
    .where(Rule.name == bindparam("name"), Rule.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(Rule.valid_from, Rule.id)
)
_STANDING = prepared_statement(_OF_UNITS.where(valid_on(Rule, _DAY)))
_VERSION = prepared_statement(_OF_UNITS.where(Rule.valid_from == _DAY))


@cache
def load_defaults() -> dict[str, list[dict]]:
    """The shipped rules by name, earliest version first."""
    return tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))
