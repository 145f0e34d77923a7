"""Bringing a list in: planned again inside the deed, so that whatever happened meanwhile counts, and written as one batch."""

import json
from contextlib import ExitStack
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, func, select

from db import bulk, clock, deeds, partial, settings
from db.faults import NotAllowed
from db.imports import answers as answering, naming, planning
from db.imports.answers import NEW, UNIT
from db.imports.differences import number
from db.imports.outcomes import Effect, Join, Outcome, Plan
from db.imports.rows import NUMBERS, PLAIN, Row
from db.models import Introduction, Meeting, MeetingState, Member, Membership, MembershipKind, Setting, Standing, StandingKind, Unit, UnitKind, UnitVersion
from db.names import fold, person_key, unit_key
from db.people import memberships, questions
from db.scope import Viewer, Work
from db.session import reading, writing


class Done(NamedTuple):
    """What came of it: rows by their effect, memberships ended because the list does not have them, and the batch, if anything changed."""

    counts: dict[str, int]
    ended: int
    batch_id: int | None


def preview(viewer: Viewer, code: str, rows: list[Row]) -> Plan:
    """What bringing a staged list in would do, with the answers given so far. Writes nothing."""
    with reading(viewer) as session:
        return planning.plan(session, rows, answering.read(session, viewer, code))


def bring_in(viewer: Viewer, code: str, rows: list[Row], token: str) -> Done:
    """Bring a staged list in, as far as it is answered. A used token changes nothing again. Raises NotAllowed outside the viewer's scope."""
    if not (viewer.writes(Work.PEOPLE) and viewer.writes(Work.INTRODUCTIONS)):
        raise NotAllowed()
    with writing(viewer, "import") as session:
        session.info["batch"]["token"] = token  # stands only where something changes: the same list again leaves no trace
        plan = planning.plan(session, rows, answering.read(session, viewer, code))
        _write(session, plan)
        session.flush()
        return Done({effect.value: plan.counts[effect] for effect in Effect}, sum(one.ends for one in plan.missing), session.info["batch_id"])


def _write(session: Session, plan: Plan) -> None:
    units = _found_units(session, plan)
    created = [outcome for outcome in plan.outcomes if outcome.effect == Effect.CREATED]
    changed = [outcome for outcome in plan.outcomes if outcome.effect == Effect.CHANGED]
    for outcome, member_id in zip(created, bulk.insert(session, Member, [_person(outcome.row) for outcome in created]), strict=True):
        outcome.member_id = member_id
    bulk.insert(session, Standing, [_standing(outcome) for outcome in created])
    bulk.update(session, Member, [{"id": outcome.member_id, **_named(outcome.sets)} for outcome in changed if outcome.sets])
    joins = [(outcome, join, units.get(join.where.name, join.where.unit_id)) for outcome in created + changed for join in outcome.joins]
    with _asking(session, plan, joins, changed):
        _end(session, plan, changed)
        _join(session, plan, joins)
    _remember(session, plan, units)


def _found_units(session: Session, plan: Plan) -> dict[str, int]:
    """Make the cells that were said to be new and that somebody is in; their ids by name."""
    wanted = {join.where.name: join.where for outcome in plan.outcomes if outcome.effect in (Effect.CREATED, Effect.CHANGED) for join in outcome.joins}
    new = [meaning for meaning in wanted.values() if meaning.kind == NEW]
    ids = bulk.insert(session, Unit, [{"kind": UnitKind.CELL, "level": "cell"} for _ in new])
    versions = [
        {"unit_id": unit_id, "name": meaning.name, "search_key": fold(meaning.name), "sort_key": unit_key(meaning.name), "parent_id": meaning.area_id}
        for meaning, unit_id in zip(new, ids, strict=True)
    ]
    bulk.insert(session, UnitVersion, versions)
    return {meaning.name: unit_id for meaning, unit_id in zip(new, ids, strict=True)}


def _person(row: Row) -> dict:
    """The columns of a new member."""
    found = {name: getattr(row, name) for name in PLAIN}
    for name in NUMBERS:
        if given := getattr(row, name):
            found |= number(name, given)
    if row.workplace is None and row.home and row.cell and fold(row.home) != fold(row.cell):
        found["workplace"] = row.cell  # his own cell is said only by its name
    return _named(found)


def _named(columns: dict) -> dict:
    """A name brings its keys along."""
    if "name" not in columns:
        return columns
    return columns | {"sort_key": person_key(columns["name"]), "search_key": fold(columns["name"])}


def _standing(outcome: Outcome) -> dict:
    """Full from the day of recognition; on probation where the list says so, or within a year of admission without that day."""
    row = outcome.row
    lately = row.admitted and not row.official and partial.first(row.admitted) > clock.today() - timedelta(days=366)
    kind = StandingKind.PROBATIONARY if (row.probationary or lately) and not row.official else StandingKind.FULL
    begun = partial.whole(row.official if kind == StandingKind.FULL else row.admitted)
    return {"member_id": outcome.member_id, "kind": kind, "valid_from": begun}


def _end(session: Session, plan: Plan, changed: list[Outcome]) -> None:
    """End what a move ends on the day before, and what the list does not have any more on the day itself."""
    day = plan.answers.day
    moved = [{"id": stay.id, "valid_to": day - timedelta(days=1), "departure": "transferred"} for outcome in changed for stay in outcome.ends]
    left = [{"id": one.stay.id, "valid_to": day, "departure": "left" if one.said is None else "transferred"} for one in plan.missing if one.ends]
    bulk.update(session, Membership, moved + left)


def _join(session: Session, plan: Plan, joins: list[tuple[Outcome, Join, int]]) -> None:
    """Begin memberships, numbered in the order of names after the last number; whoever is in contact only gets an introduction of which nothing is known."""
    numbers, rows = dict(plan.known.numbers), []
    joins = sorted(joins, key=lambda each: (person_key(each[0].row.name), each[0].row.number))
    for outcome, join, unit_id in joins:
        sheet = unit_id, memberships.sheet_of(join.kind)
        numbers[sheet] = numbers.get(sheet, 0) + 1
        since = plan.answers.day if unit_id in plan.known.begun or outcome.effect == Effect.CHANGED else None
        arrival = "listed" if since is None else "introduced" if join.kind == MembershipKind.CONTACT else "transferred" if outcome.ends else "listed"
        rows.append(
            {"member_id": outcome.member_id, "unit_id": unit_id, "kind": join.kind, "valid_from": since, "roster_number": numbers[sheet], "arrival": arrival}
        )
    ids = bulk.insert(session, Membership, rows)
    contact = [(outcome, join, made) for (outcome, join, _), made in zip(joins, ids, strict=True) if join.kind == MembershipKind.CONTACT]
    bulk.insert(session, Introduction, [_introduced(plan, *each) for each in contact])


def _introduced(plan: Plan, outcome: Outcome, join: Join, membership_id: int) -> dict:
    """That somebody was on a list, and nothing more."""
    sides = {"workplace_id": _workplace(plan, outcome.row), "commune_id": join.where.area_id}
    return {"member_id": outcome.member_id, **sides, "state": "unknown", "membership_id": membership_id}


def _workplace(plan: Plan, row: Row) -> int | None:
    """The workplace that a row names as his own unit, where it is one of ours."""
    name = plan.names.get(fold(row.cell)) if row.cell else None
    place = plan.known.places.get(name.meaning.unit_id) if name and name.meaning and name.meaning.kind == UNIT else None
    return place.id if place and place.kind == UnitKind.WORKPLACE else None


def _asking(session: Session, plan: Plan, joins: list, changed: list[Outcome]) -> ExitStack:
    """Questions on meetings that were saved for days since: they stay as they are."""
    met, stack = _met_since(session, plan.answers.day), ExitStack()
    touched = {(outcome.member_id, unit_id) for outcome, _, unit_id in joins}
    touched |= {(outcome.member_id, stay.unit_id) for outcome in changed for stay in outcome.ends}
    touched |= {(one.member_id, one.stay.unit_id) for one in plan.missing if one.ends}
    for member_id, unit_id in sorted(pair for pair in touched if pair[1] in met):
        stack.enter_context(questions.asking(session, member_id, unit_id))
    return stack


def _met_since(session: Session, day: date) -> set[int]:
    with deeds.by_register(session):
        query = select(Meeting.unit_id).where(Meeting.state == MeetingState.HELD, Meeting.held_on >= day).group_by(Meeting.unit_id)
        return set(session.exec(query.having(func.count(Meeting.id) > 0)))


def _remember(session: Session, plan: Plan, units: dict[str, int]) -> None:
    """What names were said to mean is not asked again for the next list."""
    viewer: Viewer = session.info["viewer"]
    codes = dict(session.exec(select(Unit.id, Unit.code).where(Unit.id.in_(list(units.values())))).all())
    before, after = settings.of(session, naming.REMEMBERED, viewer.unit_id), {}
    for folded, name in plan.names.items():
        if name.at in plan.answers.units and name.meaning:
            made = units.get(name.meaning.name) if name.meaning.kind == NEW else None
            said = f"{UNIT}:{codes[made]}" if made else naming.encoded(plan.known, name.meaning)
            after |= {folded: said} if said else {}
    if not after.items() <= before.items():
        _choose(session, viewer.unit_id, json.dumps({**before, **after}, ensure_ascii=False))


def _choose(session: Session, unit_id: int, value: str) -> None:
    """The setting within this deed, so that undoing it forgets the names, too."""
    today = clock.today()
    query = select(Setting.id).where(Setting.unit_id == unit_id, Setting.name == naming.REMEMBERED, Setting.valid_from == today)
    if standing := session.exec(query).first():
        bulk.update(session, Setting, [{"id": standing, "value": value}])
    else:
        bulk.insert(session, Setting, [{"unit_id": unit_id, "name": naming.REMEMBERED, "value": value, "valid_from": today}])
