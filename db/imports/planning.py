"""What bringing a list in would do, row by row, from what the register knows and what was answered. Writes nothing."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from db import checks
from db.faults import Invalid
from db.imports import known as knowing, matching, naming
from db.imports.answers import ANOTHER, KEEP, LEFT, MOVE, NEW, THEIRS, TWIN, UNIT, Answers, of_member, of_row
from db.imports.differences import DATES, differences, taken
from db.imports.known import CELLS, Register, Stay
from db.imports.naming import FOREIGN, Meaning, Name
from db.imports.outcomes import Effect, Join, Missing, Outcome, Plan
from db.imports.rows import Row
from db.models import MembershipKind
from db.names import fold

TOLD = 2000  # rows between two words on how far it is
OWN, CONTACT = MembershipKind.OWN, MembershipKind.CONTACT


def plan(session: Session, rows: list[Row], answers: Answers, tell: Callable[[float], None] = lambda part: None) -> Plan:
    """What would come of a list for the session's viewer. `tell` is told how far it is, from 0 to 1."""
    known = knowing.register(session, answers.day)
    names = naming.names(session, known, rows, answers)
    planner = _Planner(known, answers, names, knowing.elsewhere(session, rows) - set(known.hashed))
    outcomes = []
    for at, row in enumerate(rows):
        outcomes.append(planner.outcome(row))
        if at % TOLD == 0:
            tell(at / len(rows))
    planner.settle(outcomes)
    return Plan(known, answers, names, outcomes, planner.missing(outcomes))


class _Planner:
    """Goes through the rows and remembers whom earlier ones meant."""

    def __init__(self, known: Register, answers: Answers, names: dict[str, Name], elsewhere: set[str]) -> None:
        self.known, self.answers, self.elsewhere = known, answers, elsewhere
        self.then = replace(known, people=dict(known.people))  # as the register will be after the rows gone through so far
        self.meanings = {text: name.meaning for name in names.values() for text in name.texts}
        self.taken: dict[object, int] = {}
        self.alike: dict[tuple, tuple[int, bool]] = {}
        self.born: dict[tuple, tuple[int, bool]] = {}

    def outcome(self, row: Row) -> Outcome:
        """What comes of one row."""
        if row.fault:
            return Outcome(row, Effect.REFUSED, row.fault, row.values)
        own, home = self._meaning(row.cell), self._meaning(row.home)
        if (row.cell and own is None) or (row.home and home is None):
            return Outcome(row, Effect.ASKED, "import_unit_unknown", {"name": row.cell if own is None and row.cell else row.home})
        joins = self._joins(own, home)
        if not joins:
            return self._nowhere(row, own, home)
        return self._placed(row, joins)

    def settle(self, outcomes: list[Outcome]) -> None:
        """Ask no longer whom a row means where a later row has told it: the same list brought in again would not ask, either."""
        asked = [at for at, outcome in enumerate(outcomes) if outcome.code == "import_who"]
        while asked:
            told = {at: again for at in asked if (again := self.outcome(outcomes[at].row)).asked != outcomes[at].asked}
            for at, outcome in told.items():
                outcomes[at] = outcome
            asked = [at for at in asked if told and outcomes[at].code == "import_who"]
        outcomes[:] = [self._told_apart(outcome) if outcome.effect == Effect.CREATED else outcome for outcome in outcomes]

    def _told_apart(self, outcome: Outcome) -> Outcome:
        """Of two new people with one name and day of birth in two cells the later one is asked about."""
        row, chosen = outcome.row, self.answers.people.get(outcome.row.number)
        twin = self._first(self.born, (fold(row.name), row.born), row) if len(row.born or "") == 10 and chosen != ANOTHER else None
        if twin is None:
            return outcome
        return Outcome(row, *((Effect.REFUSED, "import_twice") if chosen == TWIN else (Effect.ASKED, "import_twin")), {"number": twin})

    def missing(self, outcomes: list[Outcome]) -> list[Missing]:
        """Whoever stands in a cell that the list is about, and not on the list."""
        covered = {(join.where.unit_id, join.kind) for outcome in outcomes for join in self._named(outcome.row) if join.where.kind == UNIT}
        meant = {outcome.member_id for outcome in outcomes} | {member_id for outcome in outcomes for member_id in outcome.asked}
        unsure = {fold(outcome.row.name) for outcome in outcomes if outcome.effect in (Effect.REFUSED, Effect.ASKED)}
        gone = {outcome.member_id: outcome.row.gone for outcome in outcomes if outcome.row.gone and outcome.member_id}
        found = []
        for member_id, stays in self.known.stays.items():
            person = self.known.people.get(member_id)
            if person and (member_id in gone or (member_id not in meant and fold(person["name"]) not in unsure)):
                ours = [stay for stay in stays if (stay.unit_id, stay.kind) in covered]
                found += [Missing(member_id, stay, gone.get(member_id), self._ends(person, stay)) for stay in ours]
        return found

    def _ends(self, person: dict, stay: Stay) -> bool:
        begun = (stay.since is None or stay.since <= self.answers.day) and (person["id"], stay.unit_id) not in self.known.ahead
        return begun and self.answers.about("missing", of_member(person["code"])) == LEFT

    def _meaning(self, text: str | None) -> Meaning | None:
        return self.meanings[text] if text else None

    def _named(self, row: Row) -> list[Join]:
        return self._joins(self._meaning(row.cell), self._meaning(row.home))

    def _joins(self, own: Meaning | None, home: Meaning | None) -> list[Join]:
        """The memberships that a row speaks of: his own cell, and the one he lives in where it is another."""
        joins = [Join(own, OWN)] if self._is_cell(own) else []
        if self._is_cell(home) and home != own:
            joins.append(Join(home, CONTACT))
        return joins

    def _is_cell(self, meaning: Meaning | None) -> bool:
        return meaning is not None and (meaning.kind == NEW or (meaning.kind == UNIT and self.known.places[meaning.unit_id].kind in CELLS))

    def _nowhere(self, row: Row, own: Meaning | None, home: Meaning | None) -> Outcome:
        if own is None and home is None:
            return Outcome(row, Effect.REFUSED, "import_cell_missing")
        if FOREIGN in {meaning.kind for meaning in (own, home) if meaning}:
            return Outcome(row, Effect.REFUSED, "import_unit_foreign", {"name": row.cell or row.home})
        return Outcome(row, Effect.UNTOUCHED, "import_not_ours")

    def _placed(self, row: Row, joins: list[Join]) -> Outcome:
        if row.cell is None and row.workplace is None:
            return Outcome(row, Effect.REFUSED, "import_cell_missing")
        if twice := self._twice(row, joins):
            return Outcome(row, Effect.REFUSED, "import_twice", {"number": twice})
        if not row.gone and self.elsewhere.intersection(number.hash for number in (row.card, row.citizen) if number):
            return Outcome(row, Effect.REFUSED, "import_elsewhere")
        units = {join.where.unit_id for join in joins} - {None}
        found = matching.match(self.then, row, units, {join.where.area_id for join in joins} - {None})
        chosen = self.answers.people.get(row.number)
        member_id = found.member_id or next((one for one in found.asked if self.known.people[one]["code"] == chosen), None)
        if member_id is None and found.asked and chosen != ANOTHER:
            return Outcome(row, Effect.ASKED, "import_who", asked=found.asked)
        if member_id is None:
            return self._created(row, joins)
        if first := self._claim(member_id, row):
            return Outcome(row, Effect.REFUSED, "import_twice", {"number": first})
        return self._changed(row, joins, member_id)

    def _created(self, row: Row, joins: list[Join]) -> Outcome:
        return Outcome(row, Effect.UNTOUCHED, "import_gone") if row.gone else Outcome(row, Effect.CREATED, joins=joins)

    def _changed(self, row: Row, joins: list[Join], member_id: int) -> Outcome:
        if row.gone:
            return Outcome(row, Effect.UNTOUCHED, "import_gone", member_id=member_id)
        sets, differing = differences(self.known.people[member_id], row)
        if self.answers.about("differing", of_row(row.number)) == THEIRS:
            sets |= taken(differing)
        try:
            checks.life({**self.known.people[member_id], **sets} if sets.keys() & DATES else {})
        except Invalid as reversed_dates:
            return Outcome(row, Effect.REFUSED, reversed_dates.code, reversed_dates.values, member_id)
        stays = self.known.stays.get(member_id, [])
        new = [join for join in joins if not any(stay.unit_id == join.where.unit_id and stay.kind == join.kind for stay in stays)]
        against = [stay for stay in stays if any(_excludes(stay, join) for join in new)]
        moved = self.answers.about("moved", of_row(row.number)) if against else KEEP
        if moved is None:
            return Outcome(row, Effect.ASKED, "import_moved", {"units": self._called(against)}, member_id, against=against)
        later = [stay for stay in against if (stay.since and stay.since >= self.answers.day) or (member_id, stay.unit_id) in self.known.ahead]
        if moved == MOVE and later:
            return Outcome(row, Effect.REFUSED, "import_moved_before", {"units": self._called(against)}, member_id, against=against)
        if moved == KEEP:
            new = [join for join in new if not any(_excludes(stay, join) for stay in against)]
        self.then.people[member_id] = {**self.then.people[member_id], **sets}
        ends = against if moved == MOVE else []
        effect = Effect.CHANGED if sets or new or ends else Effect.UNTOUCHED
        return Outcome(row, effect, member_id=member_id, sets=sets, joins=new, ends=ends, against=against, differing=differing)

    def _called(self, stays: list[Stay]) -> str:
        return ", ".join(self.known.places[stay.unit_id].name for stay in stays if stay.unit_id in self.known.places)

    def _twice(self, row: Row, joins: list[Join]) -> int | None:
        """The earlier row about the same person: by a number, or by name, birth and cell where no citizen numbers tell them apart."""
        numbers = {number.hash for number in (row.card, row.citizen) if number}
        same = self._first(self.alike, (fold(row.name), row.born, joins[0].where), row)
        return next((earlier for number in numbers if (earlier := self._claim(number, row))), same)

    def _first(self, seen: dict[tuple, tuple[int, bool]], likeness: tuple, row: Row) -> int | None:
        """The earlier row of this likeness, unless citizen numbers tell the two apart."""
        first, told_apart = seen.setdefault(likeness, (row.number, bool(row.citizen)))
        return first if first != row.number and not (told_apart and row.citizen) else None

    def _claim(self, key: object, row: Row) -> int | None:
        first = self.taken.setdefault(key, row.number)
        return None if first == row.number else first


def _excludes(stay: Stay, join: Join) -> bool:
    """Whether somebody cannot be there and begin this: two cells of one kind, or both kinds in one cell."""
    return (stay.kind == join.kind and stay.unit_id != join.where.unit_id) or (stay.unit_id == join.where.unit_id and stay.kind != join.kind)
