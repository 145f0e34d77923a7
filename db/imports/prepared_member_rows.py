"""Preparing the rows that an import of members writes, ahead of the action."""

import json
from datetime import date, timedelta

from sqlmodel import select

from db.calendar import clock, partial_dates
from db.errors import NotAllowed
from db.history.prepared_writes import PreparedRows
from db.imports import read_options, unit_names
from db.imports.import_answers import NEW, UNIT
from db.imports.list_and_register_differences import number_columns
from db.imports.member_list_outcomes import ImportPlan, MembershipStart, RowEffect, RowOutcome
from db.imports.person_rows import NUMBERS, PLAIN, PersonRow
from db.imports.unit_names import UnitMeaning
from db.kernel import row_access
from db.kernel.scope import Work
from db.kernel.session_context import context_of
from db.models import (
    Introduction,
    Member,
    Membership,
    MembershipKind,
    Setting,
    Standing,
    StandingKind,
    Unit,
    UnitKind,
    UnitVersion,
)
from db.models.base import new_code
from db.people import membership_consistency, memberships
from db.settings import settings
from db.vietnamese import fold, person_sort_key, unit_sort_key, unit_words

NewMembership = tuple[RowOutcome, MembershipStart, int]  # a row, the membership it begins, and the unit's id


def prepare_rows(ahead: PreparedRows, plan: ImportPlan, columns: dict[str, str] | None = None) -> list[NewMembership]:
    """Prepare everything a plan writes; returns the new memberships. `columns` are manually assigned headings to
    remember.

    Afterwards the outcomes know the members they created.
    """
    units = _found_units(ahead, plan)
    created = [outcome for outcome in plan.outcomes if outcome.effect == RowEffect.CREATED]
    changed = [outcome for outcome in plan.outcomes if outcome.effect == RowEffect.CHANGED]
    for outcome, member_id in zip(
        created, ahead.insert(Member, [person_columns(outcome.row) for outcome in created]), strict=True
    ):
        outcome.member_id = member_id
    ahead.insert(Standing, [_standing(outcome) for outcome in created])
    ahead.insert(
        Standing,
        [
            _recognised(outcome)
            for outcome in changed
            if outcome.sets.get("official") and outcome.member_id in plan.known.probationary
        ],
    )
    ahead.update(Member, [{"id": outcome.member_id, **_named(outcome.sets)} for outcome in changed if outcome.sets])
    joins = [
        (outcome, join, units.get(join.where, (join.where.unit_id, ""))[0])
        for outcome in created + changed
        for join in outcome.joins
    ]
    _end(ahead, plan, changed)
    _join(ahead, plan, joins)
    _remember(ahead, plan, {meaning: code for meaning, (_, code) in units.items()})
    remember_answers(ahead, read_options.REMEMBERED, columns or {})
    return joins


def _found_units(ahead: PreparedRows, plan: ImportPlan) -> dict[UnitMeaning, tuple[int, str]]:
    """Create the confirmed new cells that have people; returns their ids and codes."""
    wanted = {
        join.where: None
        for outcome in plan.outcomes
        if outcome.effect in (RowEffect.CREATED, RowEffect.CHANGED)
        for join in outcome.joins
    }
    new = [meaning for meaning in wanted if meaning.kind == NEW]
    if new and not context_of(ahead.session).viewer.writes(Work.UNITS):
        raise NotAllowed()  # cells that a list of people merely mentions; a commune's own need a list of units
    codes = [new_code() for _ in new]
    ids = ahead.insert(Unit, [{"kind": UnitKind.CELL, "level": "cell", "code": code} for code in codes])
    versions = [
        {
            "unit_id": unit_id,
            "name": meaning.name,
            "search_key": fold(meaning.name),
            "sort_key": unit_sort_key(meaning.name),
            "parent_id": meaning.area_id,
        }
        for meaning, unit_id in zip(new, ids, strict=True)
    ]
    ahead.insert(UnitVersion, versions)
    return {meaning: (unit_id, code) for meaning, unit_id, code in zip(new, ids, codes, strict=True)}


def person_columns(row: PersonRow) -> dict:
    """The columns of a new member."""
    found = {name: getattr(row, name) for name in PLAIN}
    for name in NUMBERS:
        if given := getattr(row, name):
            found |= number_columns(name, given)
    if row.workplace is None and row.home and row.cell and fold(row.home) != fold(row.cell):
        found["workplace"] = row.cell  # the person's own cell is known only by its name
    return _named(found)


def _named(columns: dict) -> dict:
    """The columns derived from a name."""
    if "name" not in columns:
        return columns
    return columns | {"sort_key": person_sort_key(columns["name"]), "search_key": fold(columns["name"])}


def is_probationary(row: PersonRow) -> bool:
    """Whether a new person is a probationary member: if the list says so, or within a year of admission, unless it
    gives the day of recognition.
    """
    first = clock.today() - timedelta(days=366)
    lately = row.admitted and partial_dates.earliest_day(row.admitted) > first
    return not row.official and bool(row.probationary or lately)


def _standing(outcome: RowOutcome) -> dict:
    """Full from the day of recognition, or probationary from that of admission."""
    row = outcome.row
    kind = StandingKind.PROBATIONARY if is_probationary(row) else StandingKind.FULL
    begun = partial_dates.exact_day(row.official if kind == StandingKind.FULL else row.admitted)
    return {"member_id": outcome.member_id, "kind": kind, "valid_from": begun}


def _recognised(outcome: RowOutcome) -> dict:
    """Full from the day of recognition in the list; for a month or year, from its last past day."""
    return {
        "member_id": outcome.member_id,
        "kind": StandingKind.FULL,
        "valid_from": min(partial_dates.latest_day(outcome.sets["official"]), clock.today()),
    }


def _end(ahead: PreparedRows, plan: ImportPlan, changed: list[RowOutcome]) -> None:
    """End stays replaced by a move the day before, and those missing from the list on the day itself."""
    day = plan.answers.day
    moved = [
        {"id": stay.id, "valid_to": day - timedelta(days=1), "departure": "transferred"}
        for outcome in changed
        for stay in outcome.ends
    ]
    left = [
        {"id": one.stay.id, "valid_to": day, "departure": "left" if one.said is None else "transferred"}
        for one in plan.missing
        if one.ends
    ]
    ahead.update(Membership, moved + left)
    _end_with(ahead, plan, {stay["id"]: stay["valid_to"] for stay in moved + left})


def _end_with(ahead: PreparedRows, plan: ImportPlan, last: dict[int, date]) -> None:
    """End rows that depend on ended stays, unless another stay keeps the person in the cell; `last` are
    their last days.
    """
    stays = [(member_id, stay) for member_id, stays in plan.known.stays.items() for stay in stays]
    kept = {(member_id, stay.unit_id) for member_id, stay in stays if stay.id not in last}
    kept |= {(outcome.member_id, join.where.unit_id) for outcome in plan.outcomes for join in outcome.joins}
    with row_access.as_system(ahead.session):
        for day in set(last.values()):
            pairs = {(member_id, stay.unit_id) for member_id, stay in stays if last.get(stay.id) == day} - kept
            for table, row in memberships.rows_lasting_beyond(ahead.session, pairs, day):
                ahead.update(table, [{"id": row.id, "valid_to": day}])


def _join(ahead: PreparedRows, plan: ImportPlan, joins: list[NewMembership]) -> None:
    """Begin memberships, numbered by name after the last number; contact members get an
    introduction without details.
    """
    numbers, rows = dict(plan.known.numbers), []
    joins = sorted(joins, key=lambda each: (person_sort_key(each[0].row.name), each[0].row.number))
    for outcome, join, unit_id in joins:
        sheet = unit_id, membership_consistency.kinds_on_sheet_of(join.kind)
        numbers[sheet] = numbers.get(sheet, 0) + 1
        since = plan.answers.day if unit_id in plan.known.begun or outcome.effect == RowEffect.CHANGED else None
        arrival = (
            "listed"
            if since is None
            else "introduced"
            if join.kind == MembershipKind.CONTACT
            else "transferred"
            if outcome.ends
            else "listed"
        )
        rows.append(
            {
                "member_id": outcome.member_id,
                "unit_id": unit_id,
                "kind": join.kind,
                "valid_from": since,
                "roster_number": numbers[sheet],
                "arrival": arrival,
            }
        )
    ids = ahead.insert(Membership, rows)
    contact = [
        (outcome, join, made)
        for (outcome, join, _), made in zip(joins, ids, strict=True)
        if join.kind == MembershipKind.CONTACT
    ]
    ahead.insert(Introduction, [_introduced(plan, *each) for each in contact])


def _introduced(plan: ImportPlan, outcome: RowOutcome, join: MembershipStart, membership_id: int) -> dict:
    """An introduction that says only that somebody was on a list."""
    sides = {"workplace_id": _workplace(plan, outcome.row), "commune_id": join.where.area_id}
    return {"member_id": outcome.member_id, **sides, "state": "unknown", "membership_id": membership_id}


def _workplace(plan: ImportPlan, row: PersonRow) -> int | None:
    """Return the workplace named in a row as a unit, if it is in the register."""
    name = plan.names.get(unit_words(row.cell)) if row.cell else None
    place = plan.known.places.get(name.meaning.unit_id) if name and name.meaning and name.meaning.kind == UNIT else None
    return place.id if place and place.kind == UnitKind.WORKPLACE else None


def _remember(ahead: PreparedRows, plan: ImportPlan, codes: dict[UnitMeaning, str]) -> None:
    """Remember the meanings of names for the next list."""
    after: dict[str, str] = {}
    for words, name in plan.names.items():
        if name.part in plan.answers.units and name.meaning and not name.of_sheet:
            made = codes.get(name.meaning)
            said = f"{UNIT}:{made}" if made else unit_names.encode_meaning(plan.known, name.meaning)
            after |= {words: said} if said else {}
    remember_answers(ahead, unit_names.REMEMBERED, after)


def remember_answers(ahead: PreparedRows, name: str, said: dict[str, str]) -> None:
    """Remember answers for the next list, in addition to earlier ones."""
    unit_id = context_of(ahead.session).viewer.unit_id
    before = settings.value_for_unit(ahead.session, name, unit_id)
    if not said.items() <= before.items():
        _choose(ahead, unit_id, name, json.dumps({**before, **said}, ensure_ascii=False))


def _choose(ahead: PreparedRows, unit_id: int, name: str, value: str) -> None:
    """Save the setting within this action, so that undoing it also forgets the names."""
    today = clock.today()
    query = select(Setting.id).where(Setting.unit_id == unit_id, Setting.name == name, Setting.valid_from == today)
    if standing := ahead.session.exec(query).first():
        ahead.update(Setting, [{"id": standing, "value": value}])
    else:
        ahead.insert(Setting, [{"unit_id": unit_id, "name": name, "value": value, "valid_from": today}])
