"""Planning the import of a list of requests, row by row. Writes nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from db.calendar import clock
from db.comments import comment_requests, request_writer
from db.comments.comment_requests import OUTSIDERS, YEARLY
from db.comments.request_writer import Outsider, RequestDetails
from db.errors import Invalid
from db.imports.comment_request_people import RequestSubject, RequestSubjects
from db.imports.comment_request_rows import RequestRow
from db.imports.import_answers import OUTSIDE, ImportAnswers
from db.imports.list_plan import ListContent, ListOutcome, ListPlan, RowEffect
from db.kernel.scope import Viewer
from db.kernel.session_context import context_of
from db.models import Membership, Role, UnitKind
from db.settings import settings
from db.units.units import UnitName, units_existing_on
from db.vietnamese import fold

LIST = "list"  # the source of these requests
ASKED = ("request_occasion_missing", "request_who", "request_not_listed")


@dataclass
class RequestOutcome(ListOutcome):
    """The outcome of a row and its reason, the question to ask, or the possible people; `columns` are those of the new
    request.
    """

    row: RequestRow
    asked: RequestDetails | None = None
    person: RequestSubject | None = None
    candidates: list[RequestSubject] = field(default_factory=list)
    columns: dict[str, Any] | None = None


@dataclass
class RequestPlan(ListPlan):
    """The whole plan; occasions by key, and the possible askers."""

    outcomes: list[RequestOutcome]
    occasions: dict[str, str]
    workplaces: dict[int, UnitName]

    def written_for(self, outcome: RequestOutcome) -> tuple:
        return outcome.asked, outcome.person and outcome.person.member_id


def plan_comment_request_import(session: Session, content: ListContent, answers: ImportAnswers) -> RequestPlan:
    """The plan for the session's viewer."""
    planner = _Planner(session, answers)
    outcomes = [planner.plan_row(row) for row in content.rows if isinstance(row, RequestRow)]
    planner.find_columns(outcomes)
    return RequestPlan(answers, outcomes, planner.occasions, planner.workplaces)


class _Planner:
    """Plans the rows of one list."""

    def __init__(self, session: Session, answers: ImportAnswers) -> None:
        self.session, self.answers, self.viewer = session, answers, context_of(session).viewer
        listed = settings.value_for_unit(session, "request_occasions", self.viewer.unit_id)
        offered = [row for row in listed if not row.get("off")]
        self.occasions = {row["key"]: row.get(self.viewer.language) or row["vi"] for row in offered}
        self.said = {
            fold(word): row["key"] for row in offered for word in (row["key"], row["vi"], row.get("en")) if word
        }
        self.workplaces = _workplaces(session, self.viewer)
        self.people = RequestSubjects(session)
        self.checked: set[RequestDetails] = set()
        self.taken: dict[tuple, int] = {}
        self.stays: dict[int, Membership] = {}

    def plan_row(self, row: RequestRow) -> RequestOutcome:
        """The outcome of a row."""
        if row.fault:
            return RequestOutcome(row, RowEffect.REFUSED, row.fault, row.values)
        found = RequestOutcome(row, RowEffect.CREATED)
        try:
            self._judge(found)
        except Invalid as refusal:
            asked = refusal.code in ASKED and (refusal.code != "request_not_listed" or self._may_be_outside(found))
            found.effect = RowEffect.ASKED if asked else RowEffect.REFUSED
            found.code, found.values = refusal.code, refusal.values
        return found

    def find_columns(self, outcomes: list[RequestOutcome]) -> None:
        """Fill in the columns of new requests; people asked about already are skipped, exempt ones refused."""
        exempt = request_writer.exempt_among(self.session, self.stays)
        groups: dict[RequestDetails, dict[int, RequestOutcome]] = defaultdict(dict)
        for one in outcomes:
            if one.effect != RowEffect.CREATED or one.person is None or one.asked is None:
                continue
            if one.asked.occasion == YEARLY and one.person.member_id in exempt:
                one.effect, one.code = RowEffect.REFUSED, "request_exempt_yearly"
                one.values = {"people": [one.person.name]}
            else:
                groups[one.asked][one.person.member_id] = one
        for asked, ours in groups.items():
            stays = {member_id: self.stays[member_id] for member_id in ours}
            new = {row["member_id"]: row for row in request_writer.new_request_rows(self.session, stays, asked)}
            for member_id, one in ours.items():
                one.columns = new.get(member_id)
                one.effect = RowEffect.CREATED if one.columns else RowEffect.UNTOUCHED

    def _judge(self, found: RequestOutcome) -> None:
        """Raise Invalid for a row that is refused or raises a question."""
        row = found.row
        found.asked = asked = self._asked(row)
        if asked not in self.checked:
            request_writer.require_valid_request(self.session, self.viewer.unit_id, asked)
            self.checked.add(asked)
        answer = self.answers.people.get(row.number)
        if answer == OUTSIDE and self._may_be_outside(found):
            who = Outsider(row.name, (row.born or "")[:4], row.address or "")
            found.columns = comment_requests.outsider_columns(self.viewer, who, asked)
            self._once(row, (fold(row.name), row.born, asked.occasion))
            return
        found.candidates = self.people.candidates(row, asked.workplace_id)
        found.person = person = self.people.require_meant(row, found.candidates, answer)
        self.stays[person.member_id] = request_writer.contact_stay_on(
            self.viewer, person.stays, person.name, asked.received_on
        )
        self._once(row, (person.member_id, asked.occasion, asked.workplace_id, asked.asked_by))

    def _once(self, row: RequestRow, key: tuple) -> None:
        """Raise Invalid for a second row with the same request."""
        if (number := self.taken.setdefault(key, row.number)) != row.number:
            raise Invalid("import_twice", number=number)

    def _may_be_outside(self, found: RequestOutcome) -> bool:
        """Whether a row may be about somebody on no list."""
        return bool(found.asked and found.asked.occasion in OUTSIDERS and self.viewer.role == Role.COMMUNE)

    def _asked(self, row: RequestRow) -> RequestDetails:
        """Raise Invalid for an unknown or missing occasion."""
        due = date.fromisoformat(row.due) if row.due else self.answers.due
        occasion, source = self._occasion(row), LIST
        if self.viewer.role == Role.WORKPLACE:
            return RequestDetails(occasion, comment_requests.WORKPLACE, clock.today(), due, self.viewer.unit_id)
        named = [one.id for one in self.workplaces.values() if row.workplace and fold(one.name) == fold(row.workplace)]
        whole = next((one.id for one in self.workplaces.values() if one.code == self.answers.workplace), None)
        asker = named[0] if len(named) == 1 else whole
        return RequestDetails(occasion, source, self.answers.day, due, asker, "" if asker else row.workplace or "")

    def _occasion(self, row: RequestRow) -> str:
        """The key of the row's occasion, or of the one for the whole list; part of its words is enough."""
        if not row.occasion:
            if self.answers.occasion in self.occasions:
                return self.answers.occasion or ""
            raise Invalid("request_occasion_missing")
        typed = fold(row.occasion)
        exact = {key for word, key in self.said.items() if word == typed}
        alike = {key for word, key in self.said.items() if f" {typed} " in f" {word} " or f" {word} " in f" {typed} "}
        found = exact or alike
        if len(found) != 1:
            raise Invalid("request_occasion_unknown", typed=row.occasion[:80], known=", ".join(self.occasions.values()))
        return found.pop()


def _workplaces(session: Session, viewer: Viewer) -> dict[int, UnitName]:
    if viewer.role == Role.WORKPLACE:
        return {}
    return {one.id: one for one in units_existing_on(session, clock.today()).values() if one.kind == UnitKind.WORKPLACE}
