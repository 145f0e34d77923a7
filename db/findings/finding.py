"""A finding: what the records of a cell suggest reviewing, by which rule, about whom, with the facts behind it.

Findings are computed from rows on every read; only answers are stored.
"""

from enum import StrEnum
from typing import NamedTuple

from db.kernel.audience import Audience
from db.settings.dated_rules import RuleInForce


class FindingKind(StrEnum):
    """What was found; kinds about a regulation first, then kinds about record keeping."""

    ABSENT_IN_A_ROW = "absent_in_a_row"
    UNEXCUSED_MONTHS = "unexcused_months"
    CONTACT_MEETINGS = "contact_meetings"
    FULL_ATTENDANCE = "full_attendance"
    SAME_ABSENTEES = "same_absentees"
    MORE_THAN_LISTED = "more_than_listed"
    UNKNOWN_REASONS = "unknown_reasons"
    CHAIR_ABSENT = "chair_absent"
    MARK_AGAINST_RECORD = "mark_against_record"

    @property
    def is_flag(self) -> bool:
        """Whether it is about a member and a regulation rather than about record keeping."""
        return self in FLAGS

    @property
    def audience(self) -> Audience:
        """Who reads such findings with names."""
        return Audience.ASSESSMENTS if self == FindingKind.MARK_AGAINST_RECORD else Audience.NAMES


FLAGS = (FindingKind.ABSENT_IN_A_ROW, FindingKind.UNEXCUSED_MONTHS, FindingKind.CONTACT_MEETINGS)
RULES = {
    FindingKind.ABSENT_IN_A_ROW: "excused_in_a_row",
    FindingKind.UNEXCUSED_MONTHS: "unexcused_months",
    FindingKind.CONTACT_MEETINGS: "residence_contact",
    FindingKind.FULL_ATTENDANCE: "full_attendance",
    FindingKind.SAME_ABSENTEES: "same_absentees",
    FindingKind.UNKNOWN_REASONS: "unknown_reasons",
}  # the dated rule that applies to each; the others need no number


class Fact(NamedTuple):
    """A meeting or assessment behind a finding, with the observed value: a different value is a different fact."""

    meeting_id: int | None
    value: str = ""

    @property
    def answer_token(self) -> str:
        """The fact as answers store it, without a name."""
        return f"{self.meeting_id or ''}:{self.value}"


class Finding(NamedTuple):
    """A finding in a cell. `period` is the month of its latest fact, `member_id` its subject, `least` the minimum
    number of facts: that many new ones reopen it after an answer.
    """

    kind: FindingKind
    unit_id: int
    member_id: int | None
    period: int
    facts: tuple[Fact, ...]
    least: int = 1
    rule: RuleInForce | None = None

    @property
    def subject(self) -> tuple[FindingKind, int, int | None]:
        """Its subject: findings with the same subject share their answers."""
        return self.kind, self.unit_id, self.member_id

    @property
    def answer_tokens(self) -> frozenset[str]:
        """Its facts as answers store them."""
        return frozenset(fact.answer_token for fact in self.facts)

    @property
    def key(self) -> str:
        """The finding in an address: kind and all facts, so that it changes with them."""
        return " ".join(sorted(self.answer_tokens))
