"""The rules behind findings, for many units and days, each read once."""

import json
from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, select

from db.models import Rule
from db.settings import dated_rules
from db.settings.dated_rules import RuleInForce


class RuleHistory:
    """All versions of one rule; a period is judged by the version in force on its last day."""

    def __init__(self, session: Session, name: str) -> None:
        self._session, self._name = session, name
        self._own = list(session.exec(select(Rule.parameters).where(Rule.name == name)).all())
        self._known: dict[tuple[int, date], RuleInForce | None] = {}

    def in_force_on(self, unit_id: int, day: date) -> RuleInForce | None:
        """The rule for a unit on a day; None before the first version."""
        key = (unit_id if self._own else 0, day)
        if key not in self._known:
            try:
                self._known[key] = dated_rules.in_force(self._session, self._name, unit_id, day)
            except LookupError:
                self._known[key] = None
        return self._known[key]

    def smallest(self, parameter: str) -> int:
        """The smallest value of a parameter in any version: nothing below it can be a finding."""
        return min(self._told(parameter))

    def _told(self, parameter: str) -> Iterator[int]:
        yield from (row["parameters"][parameter] for row in dated_rules.load_defaults()[self._name])
        yield from (json.loads(text)[parameter] for text in self._own)
