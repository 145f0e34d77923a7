"""Answers to findings: somebody of the cell reviewed the facts, and the same facts are not raised again."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.errors import Conflict, NotAllowed
from db.findings.finding import Finding
from db.kernel.scope import Viewer
from db.models import FindingAnswer


class FoundFinding(NamedTuple):
    """A finding and the day it was answered; None if it is open."""

    finding: Finding
    answered_on: date | None


def with_answers(session: Session, findings: Iterable[Finding], unit_ids: Collection[int]) -> list[FoundFinding]:
    """Return findings with their answers; an answer applies until there are enough new facts for
    another such finding.
    """
    query = select(
        FindingAnswer.kind, FindingAnswer.unit_id, FindingAnswer.member_id, FindingAnswer.facts,
        FindingAnswer.answered_on,
    ).where(FindingAnswer.unit_id.in_(list(unit_ids)))  # fmt: skip
    facts: dict[tuple, set[str]] = defaultdict(set)
    days: dict[tuple, date] = {}
    for *subject, told, day in session.exec(query.order_by(FindingAnswer.answered_on, FindingAnswer.id)):
        facts[tuple(subject)].update(told.split())
        days[tuple(subject)] = day
    return [
        FoundFinding(each, days[each.subject] if _covers(facts.get(each.subject, set()), each) else None)
        for each in findings
    ]


def record(session: Session, viewer: Viewer, finding: Finding) -> None:
    """Within the caller's action: record that a finding's facts were reviewed today.

    Raises NotAllowed for roles that may not read it.
    """
    if not viewer.reads(finding.kind.audience):
        raise NotAllowed()
    session.add(
        FindingAnswer(
            unit_id=finding.unit_id, kind=finding.kind.value, member_id=finding.member_id, facts=finding.key,
            answered_on=clock.today(), audience=finding.kind.audience.value,
        )
    )  # fmt: skip


def require_unchanged(found: Iterable[FoundFinding], kind: str, member_id: int | None, key: str) -> Finding:
    """The finding with these facts. Raises Conflict("finding_changed") if its facts have changed, or somebody has
    answered it.
    """
    for each in found:
        one = each.finding
        if (one.kind, one.member_id, one.key) == (kind, member_id, key) and each.answered_on is None:
            return one
    raise Conflict("finding_changed")


def _covers(answered: set[str], finding: Finding) -> bool:
    return bool(answered) and len(finding.answer_tokens - answered) < finding.least
