"""People of a list's cells who are not on it, or only as somebody who has left."""

from collections.abc import Collection

from db.imports.import_answers import LEFT, UNIT, member_part
from db.imports.member_list_outcomes import MissingPerson, RowEffect, RowOutcome
from db.imports.register_snapshot import CurrentMembership, RegisterSnapshot
from db.imports.stated_memberships import MembershipReader
from db.vietnamese import possible_namesake_key

OPEN = (RowEffect.REFUSED, RowEffect.ASKED, RowEffect.LEFT_OUT)


def find_missing(reading: MembershipReader, outcomes: list[RowOutcome]) -> list[MissingPerson]:
    """Members of the list's cells who are not on it.

    People whom an open row may mean are not missing.
    """
    known = reading.known
    named = {outcome.row.number: _stays(reading, outcome) for outcome in outcomes}
    covered = set().union(*(named[outcome.row.number] for outcome in outcomes if not outcome.row.gone))
    meant = {one for outcome in outcomes if not outcome.row.gone for one in (outcome.member_id, *outcome.asked)}
    unsure = {
        possible_namesake_key(outcome.row.name or outcome.row.said.get("name", ""))
        for outcome in outcomes
        if outcome.effect in OPEN
    }
    gone = {outcome.member_id: outcome for outcome in outcomes if outcome.row.gone and outcome.member_id}
    found = []
    for member_id, stays in known.stays.items():
        person, said = known.people.get(member_id), gone.get(member_id)
        if person is None or member_id in meant or (said is None and possible_namesake_key(person["name"]) in unsure):
            continue
        about = named[said.row.number] if said else covered
        ours = [
            stay
            for stay in stays
            if (stay.unit_id, stay.kind) in about and (stay.until is None or stay.until > reading.answers.day)
        ]
        found += [MissingPerson(member_id, stay, said and said.row.gone, _ends(reading, person, stay)) for stay in ours]
    return found


def split_missing_and_beside(
    known: RegisterSnapshot, found: list[MissingPerson], beside: Collection[str]
) -> tuple[list[MissingPerson], list[MissingPerson]]:
    """Missing people, and those whose names are beside the imported rows: nobody is removed
    because a row was not read.
    """
    names = {possible_namesake_key(name) for name in beside}
    aside = [
        one for one in found if one.said is None and possible_namesake_key(known.people[one.member_id]["name"]) in names
    ]
    return [one for one in found if one not in aside], [one._replace(ends=False) for one in aside]


def _stays(reading: MembershipReader, outcome: RowOutcome) -> set[tuple]:
    return {
        (join.where.unit_id, join.kind) for join in reading.memberships_in_row(outcome.row) if join.where.kind == UNIT
    }


def _ends(reading: MembershipReader, person: dict, stay: CurrentMembership) -> bool:
    begun = (stay.since is None or stay.since <= reading.answers.day) and (
        person["id"],
        stay.unit_id,
    ) not in reading.known.ahead
    return begun and reading.answers.answer_about("missing", member_part(person["code"])) == LEFT
