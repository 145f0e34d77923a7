"""A finding: what the records of a cell ask somebody to look at, by which rule, about whom, and the facts behind it.

It is computed from rows whenever it is asked for; only what a person answered is kept.
"""

from enum import StrEnum
from typing import NamedTuple

from db.kernel.audience import Audience
from db.settings.rules import RuleInForce


class FindingKind(StrEnum):
    """What is seen; those about a regulation first, then those about how the records were kept."""

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
        """Whether it is about a member and a regulation; else it is about how the records were kept."""
        return self in FLAGS

    @property
    def audience(self) -> Audience:
        """Who reads such findings by name."""
        return Audience.ASSESSMENTS if self == FindingKind.MARK_AGAINST_RECORD else Audience.NAMES


FLAGS = (FindingKind.ABSENT_IN_A_ROW, FindingKind.UNEXCUSED_MONTHS, FindingKind.CONTACT_MEETINGS)
RULES = {
    FindingKind.ABSENT_IN_A_ROW: "excused_in_a_row",
    FindingKind.UNEXCUSED_MONTHS: "unexcused_months",
    FindingKind.CONTACT_MEETINGS: "residence_contact",
    FindingKind.FULL_ATTENDANCE: "full_attendance",
    FindingKind.SAME_ABSENTEES: "same_absentees",
    FindingKind.UNKNOWN_REASONS: "unknown_reasons",
}  # by which dated rule each is judged; the others need no number


class Fact(NamedTuple):
    """One meeting behind a finding, or the assessment, with what was seen there: another value is another fact."""

    meeting_id: int | None
    value: str = ""

    @property
    def answer_token(self) -> str:
        """The fact as an answer remembers it; no name is in it."""
        return f"{self.meeting_id or ''}:{self.value}"


class Finding(NamedTuple):
    """What is seen in a cell. `period` is the month of its latest fact, `member_id` whom it is about, `least` of how
    many facts it consists at least: so many new ones ask again after an answer.
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
        """What it is about: findings of the same subject remember the same answers."""
        return self.kind, self.unit_id, self.member_id

    @property
    def answer_tokens(self) -> frozenset[str]:
        """Its facts as an answer remembers them."""
        return frozenset(fact.answer_token for fact in self.facts)

    @property
    def key(self) -> str:
        """The finding in an address: of what kind, and all its facts. It changes with them."""
        return " ".join(sorted(self.answer_tokens))
