"""Who of the cells of a list is not on it, or is there only as somebody who has gone."""

from collections.abc import Collection

from db.imports.answers import LEFT, UNIT, of_member
from db.imports.known import Register, Stay
from db.imports.outcomes import Effect, Missing, Outcome
from db.imports.stated import Reading
from db.names import likeness

OPEN = (Effect.REFUSED, Effect.ASKED, Effect.LEFT_OUT)


def missing(reading: Reading, outcomes: list[Outcome]) -> list[Missing]:
    """Whoever stands in a cell that the list is about, and not on the list. Whom an open row may mean is not missing."""
    known = reading.known
    named = {outcome.row.number: _stays(reading, outcome) for outcome in outcomes}
    covered = set().union(*(named[outcome.row.number] for outcome in outcomes if not outcome.row.gone))
    meant = {one for outcome in outcomes if not outcome.row.gone for one in (outcome.member_id, *outcome.asked)}
    unsure = {likeness(outcome.row.name or outcome.row.said.get("name", "")) for outcome in outcomes if outcome.effect in OPEN}
    gone = {outcome.member_id: outcome for outcome in outcomes if outcome.row.gone and outcome.member_id}
    found = []
    for member_id, stays in known.stays.items():
        person, said = known.people.get(member_id), gone.get(member_id)
        if person is None or member_id in meant or (said is None and likeness(person["name"]) in unsure):
            continue
        about = named[said.row.number] if said else covered
        ours = [stay for stay in stays if (stay.unit_id, stay.kind) in about and (stay.until is None or stay.until > reading.answers.day)]
        found += [Missing(member_id, stay, said and said.row.gone, _ends(reading, person, stay)) for stay in ours]
    return found


def apart(known: Register, found: list[Missing], beside: Collection[str]) -> tuple[list[Missing], list[Missing]]:
    """Those who are missing, and those whose names stand beside the rows that are taken: nobody leaves because a row was not read."""
    names = {likeness(name) for name in beside}
    aside = [one for one in found if one.said is None and likeness(known.people[one.member_id]["name"]) in names]
    return [one for one in found if one not in aside], [one._replace(ends=False) for one in aside]


def _stays(reading: Reading, outcome: Outcome) -> set[tuple]:
    return {(join.where.unit_id, join.kind) for join in reading.joins(outcome.row) if join.where.kind == UNIT}


def _ends(reading: Reading, person: dict, stay: Stay) -> bool:
    begun = (stay.since is None or stay.since <= reading.answers.day) and (person["id"], stay.unit_id) not in reading.known.ahead
    return begun and reading.answers.about("missing", of_member(person["code"])) == LEFT
