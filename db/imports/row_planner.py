"""Matching the rows of a list with the register and with one another, and the resulting outcomes."""

from collections import Counter
from dataclasses import replace

from db.errors import Invalid
from db.imports import leading_rows, same_person_rows
from db.imports.import_answers import ANOTHER, KEEP, MOVE, THEIRS, TWIN, ImportAnswers, row_part
from db.imports.list_and_register_differences import DATES, compare_with_register, values_of_list
from db.imports.member_list_outcomes import MembershipStart, RowEffect, RowOutcome
from db.imports.person_matcher import PersonMatch, match_person
from db.imports.person_rows import PLAIN, PersonRow
from db.imports.register_snapshot import RegisterSnapshot
from db.imports.same_person_rows import PlacedRow, PlannedRows
from db.imports.stated_memberships import MembershipReader, excludes
from db.imports.unit_names import UnitNameInList
from db.kernel import validation
from db.people.same_person_check import dates_compatible
from db.vietnamese import name_key_with_accents

NOT_TAKEN = (
    "import_not_members",
    "import_no_member",
    "import_other_table",
)  # whose rows are no members' as far as the list says
# Questions about a row that come before anybody can say who it is.
OPEN = (
    *("import_year", "import_early", "import_typeface", "import_day_order", "import_wrapped", "import_one_word"),
    "import_cell_above",
)


class RowPlanner:
    """Plans rows one after another, remembering whom earlier rows mean."""

    def __init__(
        self,
        known: RegisterSnapshot,
        answers: ImportAnswers,
        names: dict[str, UnitNameInList],
        elsewhere: set[str],
        rows: list[PersonRow],
    ) -> None:
        self.known, self.answers, self.elsewhere = known, answers, elsewhere
        # the future state of the register after the rows processed so far
        self.then = replace(known, people=dict(known.people))
        self.reading = MembershipReader(known, answers, names)
        self.beside = PlannedRows()
        self.contradicting = same_person_rows.contradicting_rows([row for row in rows if not row.fault])
        settled = {row.number for row in rows if row.fault or row.gone} | self.contradicting.keys()
        self.following = leading_rows.find_followers(
            known,
            [
                self._placed(row, self.reading.memberships_in_row(row))
                for row in rows
                if row.number not in settled and self.reading.refuse_unplaced(row) is None
            ],
        )
        self.alike: Counter = Counter()

    def processing_order(self, rows: list[PersonRow]) -> list[int]:
        """Indices of the rows in processing order: exact matches with the register first, then by contents."""
        placed = {
            at: self._placed(row, self.reading.memberships_in_row(row)) for at, row in enumerate(rows) if not row.fault
        }
        self.alike.update(one.likeness for one in placed.values())
        by_content = sorted(range(len(rows)), key=lambda at: same_person_rows.content_key(rows[at]), reverse=True)
        by_fullness = sorted(by_content, key=lambda at: same_person_rows.fullness_key(rows[at]))
        return sorted(by_fullness, key=lambda at: (*self._rank(placed.get(at)), self._turn(rows[at])))

    def _turn(self, row: PersonRow) -> int:
        """Among indistinguishable rows: first those declared another person, last those declared one of the others."""
        return {ANOTHER: 0, TWIN: 2}.get(self.answers.people.get(row.number), 1)

    def _rank(self, placed: PlacedRow | None) -> tuple[bool, bool, bool, int]:
        """Numbers first; then exact matches, of these the ones that name most of the person's cells; then others."""
        found = self._match(placed) if placed else PersonMatch()
        if found.numbered:
            return False, False, False, 0
        just_so = found.exact and any(self._agrees(one, placed) for one in (found.member_id, *found.same) if one)
        return True, not just_so, not found.exact, -len(placed.stays) if just_so else 0

    def _agrees(self, member_id: int, placed: PlacedRow) -> bool:
        """Whether a registered person agrees with a row in name with diacritics, birth date and place."""
        person = self.known.people[member_id]
        stays = {(stay.unit_id, stay.kind) for stay in self.known.stays.get(member_id, ())}
        return (
            name_key_with_accents(person["name"]) == name_key_with_accents(placed.row.name)
            and person["born"] == placed.row.born
            and placed.stays <= stays
        )

    def plan_row(self, row: PersonRow) -> RowOutcome:
        """The outcome of one row."""
        if row.fault in NOT_TAKEN:
            return RowOutcome(row, RowEffect.LEFT_OUT, row.fault, row.values)
        if row.fault:
            return RowOutcome(row, RowEffect.ASKED if row.fault in OPEN else RowEffect.REFUSED, row.fault, row.values)
        if other := self.contradicting.get(row.number):
            return RowOutcome(row, RowEffect.REFUSED, "import_number_shared", {"number": other})
        joins = self.reading.memberships_in_row(row)
        placed = self._placed(row, joins)
        return self.reading.refuse_unplaced(row) or (self._gone(placed) if row.gone else self._told(placed, joins))

    def drop_settled_questions(self, outcomes: dict[int, RowOutcome]) -> None:
        """Drop questions about rows that a later row has settled: importing the list again
        would not ask them either.
        """
        told = True
        while told:
            told = False
            for at in [at for at, outcome in outcomes.items() if outcome.code == "import_who"]:
                again = self.plan_row(outcomes[at].row)
                told = told or again.asked != outcomes[at].asked
                outcomes[at] = again

    def _placed(self, row: PersonRow, joins: list[MembershipStart]) -> PlacedRow:
        areas = {join.where.area_id for join in joins} - {None}
        return PlacedRow(
            row,
            {(join.where.unit_id or join.where, join.kind) for join in joins},
            areas,
            self.answers.people.get(row.number) == ANOTHER,
        )

    def _match(self, placed: PlacedRow, without: frozenset[int] = frozenset()) -> PersonMatch:
        return match_person(self.then, placed.row, placed.stays, placed.areas, without)

    def _gone(self, placed: PlacedRow) -> RowOutcome:
        member_id = self._match(placed).member_id
        return RowOutcome(
            placed.row, RowEffect.UNTOUCHED if member_id else RowEffect.LEFT_OUT, "import_gone", member_id=member_id
        )

    def _told(
        self, placed: PlacedRow, joins: list[MembershipStart], without: frozenset[int] = frozenset()
    ) -> RowOutcome:
        """Registered people are matched before anybody is new; people meant by another row raise a question."""
        row, chosen = placed.row, self.answers.people.get(placed.row.number)
        if self.elsewhere.intersection(number.hash for number in (row.card, row.citizen) if number):
            return RowOutcome(row, RowEffect.REFUSED, "import_elsewhere")
        if lead := self.following.get(row.number):
            return RowOutcome(row, RowEffect.REFUSED, "import_twice", {"number": lead})
        if chosen == TWIN and (first := self.beside.find_alike(placed, others=True)):
            return RowOutcome(row, RowEffect.REFUSED, "import_twice", {"number": first.number})
        found = self._match(placed, without)
        picked = next((one for one in found.asked if self.known.people[one]["code"] == chosen), None)
        if found.member_id and placed.another and not found.exact:
            return self._told(placed, joins, without | {found.member_id})
        member_id = found.member_id or picked or self._one_of(placed, found)
        if member_id is None:
            asked = tuple(one for one in found.asked if not self._claimed(one, placed, found))
            if asked and (found.same or not placed.another):
                return RowOutcome(row, RowEffect.ASKED, "import_who", {"alike": bool(found.same)}, asked=asked)
            if found.same and not placed.another:  # as many rows mean them as there are of them
                return RowOutcome(
                    row, RowEffect.ASKED, "import_twin", {"number": self._claims(found.same[0], placed)[0].row.number}
                )
            return self._new(placed, joins)
        if claims := self._claims(member_id, placed):
            return self._twice(placed, joins, claims[0].row, without | {member_id}, picked is not None)
        return self._changed(placed._replace(member_id=member_id), joins)

    def _claimed(self, member_id: int, placed: PlacedRow, found: PersonMatch) -> bool:
        """Return whether another row means this person, and name or day of birth differ or nothing else distinguishes
        the rows.
        """
        person = self.known.people[member_id]
        other = name_key_with_accents(person["name"]) != name_key_with_accents(placed.row.name)
        if other or not dates_compatible(person["born"], placed.row.born):
            return bool(self.beside.rows_meaning(member_id, placed.row.number))
        return bool(found.same and self._claims(member_id, placed))

    def _one_of(self, placed: PlacedRow, found: PersonMatch) -> int | None:
        """Among indistinguishable namesakes with one row each: the one who agrees in the rest and has the fewest data
        beyond the row.
        """
        free = [one for one in found.same if not self._claims(one, placed)]
        if self.alike[placed.likeness] < len(found.same):
            return None
        agreeing = [one for one in free if compare_with_register(self.then.people[one], placed.row) == ({}, {})]
        return min(agreeing, key=lambda one: self._more(one, placed.row), default=free[0] if len(free) == 1 else None)

    def _more(self, member_id: int, row: PersonRow) -> int:
        """How much is known about somebody beyond a row."""
        person = self.then.people[member_id]
        return sum(bool(person[name]) and not getattr(row, name) for name in PLAIN)

    def _claims(self, member_id: int, placed: PlacedRow) -> list[PlacedRow]:
        """Return other rows that mean a person, unless both are about different registered cells of that person."""
        claims = self.beside.rows_meaning(member_id, placed.row.number)
        known = {(stay.unit_id, stay.kind) for stay in self.known.stays.get(member_id, ())}
        return [one for one in claims if not placed.stays | one.stays <= known or placed.stays & one.stays]

    def _twice(
        self, placed: PlacedRow, joins: list[MembershipStart], first: PersonRow, without: frozenset[int], picked: bool
    ) -> RowOutcome:
        """The outcome of a row about somebody whom another row means already."""
        if placed.another:
            return self._told(placed, joins, without)
        refused = picked or self.answers.people.get(placed.row.number) == TWIN
        return RowOutcome(
            placed.row,
            *((RowEffect.REFUSED, "import_twice") if refused else (RowEffect.ASKED, "import_twin")),
            {"number": first.number},
        )

    def _new(self, placed: PlacedRow, joins: list[MembershipStart]) -> RowOutcome:
        row = placed.row
        if not placed.another and (first := self.beside.find_alike(placed)):
            return RowOutcome(row, RowEffect.ASKED, "import_twin", {"number": first.number})
        self.beside.add(placed)
        return RowOutcome(row, RowEffect.CREATED, joins=joins)

    def _changed(self, placed: PlacedRow, joins: list[MembershipStart]) -> RowOutcome:
        self.beside.add(placed)
        row, member_id = placed.row, placed.member_id
        sets, differing = compare_with_register(self.known.people[member_id], row)
        if self.answers.answer_about("differing", row_part(row.number)) == THEIRS:
            sets |= values_of_list(differing)
        try:
            validation.check_life_dates({**self.known.people[member_id], **sets} if sets.keys() & DATES else {})
        except Invalid as reversed_dates:
            return RowOutcome(row, RowEffect.REFUSED, reversed_dates.code, reversed_dates.values, member_id)
        stays = self.known.stays.get(member_id, [])
        new = [
            join
            for join in joins
            if not any(stay.unit_id == join.where.unit_id and stay.kind == join.kind for stay in stays)
        ]
        against = [stay for stay in stays if any(excludes(stay, join) for join in new)]
        moved = self.answers.answer_about("moved", row_part(row.number)) if against else KEEP
        if moved is None:
            return RowOutcome(
                row,
                RowEffect.ASKED,
                "import_moved",
                {"units": self.reading.unit_names(against)},
                member_id,
                against=against,
            )
        later = [
            stay
            for stay in against
            if (stay.since and stay.since >= self.answers.day) or (member_id, stay.unit_id) in self.known.ahead
        ]
        if moved == MOVE and later:
            return RowOutcome(
                row,
                RowEffect.REFUSED,
                "import_moved_before",
                {"units": self.reading.unit_names(against)},
                member_id,
                against=against,
            )
        if moved == KEEP:
            new = [join for join in new if not any(excludes(stay, join) for stay in against)]
        self.then.people[member_id] = {**self.then.people[member_id], **sets}
        ends = against if moved == MOVE else []
        effect = RowEffect.CHANGED if sets or new or ends else RowEffect.UNTOUCHED
        return RowOutcome(
            row, effect, member_id=member_id, sets=sets, joins=new, ends=ends, against=against, differing=differing
        )
