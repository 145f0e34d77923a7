"""Rules of the field as dated rows, each with the paper it rests on; a unit's own row wins over the shipped one."""

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar.spans import day_span
from db.calendar.validity import valid_on
from db.kernel import unit_tree
from db.models import Rule


class RuleInForce(NamedTuple):
    """A rule as it holds on a day. An unverified citation is never printed on a paper."""

    name: str
    parameters: dict
    citation: str
    verified: bool


def in_force(session: Session, name: str, unit_id: int, on: date) -> RuleInForce:
    """The rule of this name for a unit on a day: its own row or the nearest above it, else the shipped one.

    Raises LookupError for none.
    """
    above = unit_tree.ancestors(session, unit_id)
    query = (
        select(Rule)
        .where(Rule.name == name, Rule.unit_id.in_(above), valid_on(Rule, on))
        .order_by(Rule.valid_from, Rule.id)
    )
    if own := unit_tree.nearest(above, {rule.unit_id: rule for rule in session.exec(query)}):
        return RuleInForce(name, json.loads(own.parameters), own.citation, own.verified)
    return _shipped_on(name, on)


def _shipped_on(name: str, on: date) -> RuleInForce:
    for row in load_defaults()[name]:
        if day_span(row.get("valid_from"), row.get("valid_to")).contains(on):
            return RuleInForce(name, row["parameters"], row["citation"], row["verified"])
    raise LookupError(name, on)


@cache
def load_defaults() -> dict[str, list[dict]]:
    """The rules as they come with the tool, by name, the earliest version first."""
    return tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))
