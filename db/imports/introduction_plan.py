"""Planning the import of a list of introductions, row by row. Writes nothing."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from db.contacts import introductions, letters
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import is_typed_alike, may_be_typed_alike
from db.errors import Invalid
from db.imports.import_answers import ANOTHER, TWIN, UNIT, ImportAnswers, unit_part
from db.imports.introduction_rows import LetterRow
from db.imports.list_plan import ListContent, ListOutcome, ListPlan, RowEffect
from db.imports.prepared_member_rows import person_columns
from db.imports.unit_names import has_other_accents
from db.kernel.session_context import context_of
from db.models import Introduction, IntroductionState, Member, Role
from db.units.units import UnitName
from db.vietnamese import fold

KINDS = ("xa", "phuong", "thi tran", "dac khu", "dang uy", "dang bo")


@dataclass
class IntroductionOutcome(ListOutcome):
    """The outcome of a row and its reason, its letter, and the person of the workplace's list
    whom it is about, if any.
    """

    row: LetterRow
    letter: Letter | None = None
    listed: int | None = None  # an introduction that awaits its letter


@dataclass
class IntroductionPlan(ListPlan):
    """The whole plan; `unknown` are named communes without a certain match."""

    outcomes: list[IntroductionOutcome]
    communes: dict[int, UnitName]
    workplaces: dict[int, UnitName]
    unknown: list[str] = field(default_factory=list)

    def written_for(self, outcome: IntroductionOutcome) -> tuple:
        return outcome.letter, outcome.listed


def plan_introduction_import(session: Session, content: ListContent, answers: ImportAnswers) -> IntroductionPlan:
    """The plan for the session's viewer, independent of the order of rows."""
    communes, workplaces = letters.receiving_communes_in(session), letters.workplaces_to_introduce_for_in(session)
    planner = _Planner(session, answers, communes, workplaces)
    outcomes = [planner.plan_row(row) for row in content.rows if isinstance(row, LetterRow)]
    return IntroductionPlan(answers, outcomes, communes, workplaces, sorted(planner.unknown))


class _Planner:
    """Plans the rows of one list."""

    def __init__(
        self, session: Session, answers: ImportAnswers, communes: dict[int, UnitName], workplaces: dict[int, UnitName]
    ) -> None:
        self.session, self.answers, self.viewer = session, answers, context_of(session).viewer
        self.communes, self.workplaces = communes, workplaces
        self.unknown: set[str] = set()
        self.known: dict[Letter, list[tuple[Introduction, Member]]] = {}
        self.taken: dict[Letter, list[tuple[Member, int]]] = {}

    def plan_row(self, row: LetterRow) -> IntroductionOutcome:
        """The outcome of a row."""
        if row.fault:
            return IntroductionOutcome(row, RowEffect.REFUSED, row.fault, row.values)
        try:
            return self._judged(row)
        except Invalid as refusal:
            asked = refusal.code in ASKED
            return IntroductionOutcome(
                row, RowEffect.ASKED if asked else RowEffect.REFUSED, refusal.code, refusal.values
            )

    def _judged(self, row: LetterRow) -> IntroductionOutcome:
        """Raise Invalid for a row that is refused or raises a question."""
        commune_id = self._commune(row)
        if self.viewer.role == Role.COMMUNE and not self.viewer.reaches(commune_id):
            return IntroductionOutcome(row, RowEffect.LEFT_OUT, "introduction_elsewhere", {"name": row.commune or ""})
        letter = letters.clean_letter(self.session, self._letter(row, commune_id))
        place = Letter(letter.commune_id, letter.workplace_id, letter.workplace)
        if place not in self.known:
            self.known[place] = introductions.known_to_commune(self.session, place)
        member = Member(**person_columns(row))
        if twice := next((number for one, number in self.taken.get(place, ()) if is_typed_alike(one, member)), None):
            raise Invalid("import_twice", number=twice)
        self._check_alike(row, place, member)
        self.taken.setdefault(place, []).append((member, row.number))
        if listed := introductions.find_known(self.known[place], member):
            waits = listed[0].state == IntroductionState.TO_INTRODUCE
            effect = RowEffect.CHANGED if waits else RowEffect.UNTOUCHED
            return IntroductionOutcome(row, effect, letter=letter, listed=listed[0].id if waits else None)
        return IntroductionOutcome(row, RowEffect.CREATED, letter=letter)

    def _check_alike(self, row: LetterRow, place: Letter, member: Member) -> None:
        """Raise Invalid for a row that may be about the person of an earlier one, unless it was answered that it is
        not.
        """
        answer = self.answers.people.get(row.number)
        for other, number in self.taken.get(place, ()):
            if answer == ANOTHER or not may_be_typed_alike(other, member):
                continue
            if answer == TWIN:
                raise Invalid("import_twice", number=number)
            raise Invalid("import_twin", number=number)

    def _letter(self, row: LetterRow, commune_id: int) -> Letter:
        workplace_id = self._workplace(row)
        day = date.fromisoformat(row.letter_day) if row.letter_day else self.answers.letter_day
        named = None if workplace_id else row.workplace
        return Letter(commune_id, workplace_id, named, row.letter or self.answers.letter, day)

    def _commune(self, row: LetterRow) -> int:
        """The row's commune. Raises Invalid if it is uncertain, or missing in both row and list."""
        said = self._answered(unit_part(fold(row.commune))) if row.commune else None
        named = [unit.id for unit in self.communes.values() if row.commune and _called_so(unit.name, row.commune)]
        if found := said or (named[0] if len(named) == 1 else None):
            return found
        if self.viewer.role == Role.COMMUNE:
            return self.viewer.unit_id or 0
        if row.commune:
            self.unknown.add(row.commune)
            raise Invalid("introduction_commune_unknown", name=row.commune)
        if whole := self._coded(self.communes, self.answers.commune):
            return whole
        if len(self.communes) == 1:
            return next(iter(self.communes))
        raise Invalid("introduction_commune_missing")

    def _workplace(self, row: LetterRow) -> int | None:
        """The name of the row's workplace, as in the register if it is there; else the one for the list."""
        if self.viewer.role == Role.WORKPLACE:
            return next(iter(self.workplaces), None)
        named = [one.id for one in self.workplaces.values() if row.workplace and fold(one.name) == fold(row.workplace)]
        whole = self._coded(self.workplaces, self.answers.workplace)
        return named[0] if len(named) == 1 else whole

    def _answered(self, part: str) -> int | None:
        return self._coded(self.communes, (self.answers.units.get(part) or "").removeprefix(f"{UNIT}:"))

    def _coded(self, some: dict[int, UnitName], code: str | None) -> int | None:
        return next((unit.id for unit in some.values() if unit.code == code), None)


ASKED = (
    "import_twin",
    "introduction_commune_unknown",
    "introduction_commune_missing",
    "introduction_workplace_missing",
)


def _called_so(name: str, said: str) -> bool:
    """Whether a commune has this name, with its accents; the word for its kind may be missing but not differ."""
    return _bare(name) == _bare(said) and _kind(said) in ("", _kind(name)) and not has_other_accents(name, said)


def _kind(text: str) -> str:
    folded = fold(text)
    kinds = [kind for kind in KINDS[:4] if f" {kind} " in f" {folded} "]
    return kinds[0] if kinds else ""


def _bare(text: str) -> str:
    """A name without leading words for its kind."""
    folded = fold(text)
    while kind := next((kind for kind in KINDS if folded.startswith(f"{kind} ")), None):
        folded = folded.removeprefix(f"{kind} ")
    return folded
