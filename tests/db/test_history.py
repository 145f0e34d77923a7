"""History: every change leaves exactly one line with the previous values, visible to those who could see the row."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from db.history import undo_steps
from db.kernel import bulk, scope
from db.kernel.scope import SYSTEM, Audience, Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import (
    AbsenceReason,
    Account,
    AdmissionCandidate,
    Announcement,
    AnnouncementRelay,
    AssignmentDecision,
    Attendance,
    Batch,
    BookCheck,
    BookCheckAnswer,
    CandidatePerson,
    Change,
    Evaluation,
    Household,
    HouseholdReport,
    Meeting,
    MeetingScore,
    Member,
    Petition,
    PetitionOrigin,
    PetitionText,
    Role,
    SubjectCount,
    Tally,
    TeamOfficial,
    TeamVisit,
    UnitEvaluation,
)
from tests import people
from tests.db.places import Place, another, everything, here_and_there, tables, viewers
from tests.people import ROLES

REMEMBERED = [table for table in tables() if scope.TABLE_RULES[table].in_history]
REASON = {"reason": "its month is closed"}


@pytest.fixture
def places(world) -> tuple[Place, Place]:
    return here_and_there(world, world.secretary)


def _new(here: Place, world: people.World, table: type) -> dict:
    """A row that nothing refers to yet and whose unique values are free."""
    free = {
        Attendance: {"member_id": world.members["binh"]},
        Tally: {"kind": "contact"},
        SubjectCount: {"counted_on": date(2025, 12, 31)},
        AssignmentDecision: {"valid_from": date(2025, 12, 31)},
        Evaluation: {"year": 2021},
        UnitEvaluation: {"year": 2021},
        MeetingScore: {"criterion": "another"},
    }.get(table, {})
    if table is AnnouncementRelay:
        free = {"announcement_id": _insert(Announcement, _new(here, world, Announcement), in_bulk=True)}
    if table is CandidatePerson:
        free = {"candidate_id": _insert(AdmissionCandidate, _new(here, world, AdmissionCandidate), in_bulk=True)}
    if table in (PetitionText, PetitionOrigin):
        free = {"petition_id": _insert(Petition, _new(here, world, Petition), in_bulk=True)}
    if table is BookCheckAnswer:
        free = {"check_id": _insert(BookCheck, _new(here, world, BookCheck), in_bulk=True)}
    if table is HouseholdReport:
        free = {"meeting_id": _insert(Meeting, _new(here, world, Meeting), in_bulk=True)}
    if table is TeamVisit:
        free = {"official_id": _insert(TeamOfficial, _new(here, world, TeamOfficial), in_bulk=True)}
    if table is AbsenceReason:
        free = {"attendance_id": _insert(Attendance, _new(here, world, Attendance), in_bulk=True)}
    return here.row(table, **free)


def _changes_since(batch_from: int) -> list[Change]:
    with reading(SYSTEM) as session:
        return session.scalars(select(Change).where(Change.batch_id > batch_from).order_by(Change.id)).all()


def _now() -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.max(Batch.id))) or 0


@pytest.mark.parametrize("table", REMEMBERED, ids=lambda table: table.__tablename__)
@pytest.mark.parametrize("in_bulk", [False, True], ids=["live", "bulk"])
def test_every_change_leaves_one_line_with_the_previous_values(database, table, in_bulk):
    world = people.world()
    here, _ = here_and_there(world, world.secretary)
    row, start = _new(here, world, table), _now()
    name, value = another(table, row)
    row_id = _insert(table, row, in_bulk)
    _update(table, row_id, {name: value}, in_bulk)
    _delete(table, row_id, in_bulk)
    made, changed, gone = _changes_since(start)
    assert [(change.table_name, change.row_id, change.action) for change in (made, changed, gone)] == [
        (table.__tablename__, row_id, action) for action in ("insert", "update", "delete")
    ]
    uncopied = scope.TABLE_RULES[table].excluded_from_copies
    assert made.before is None
    assert undo_steps.decode_row(table, changed.before) == {name: row[name]}
    assert undo_steps.decode_row(table, gone.before) == {**row, "id": row_id, name: value} | {
        column: None if table.__table__.c[column].nullable else "" for column in uncopied
    }
    assert len({made.batch_id, changed.batch_id, gone.batch_id}) == 3
    for change in (made, changed, gone):
        assert change.unit_id == (row | {"id": row_id}).get(scope.TABLE_RULES[table].unit)
        assert change.member_id == (row_id if table is Member else row.get("member_id"))
        assert change.audience == scope.copy_audience(table, row)


def _insert(table: type, row: dict, in_bulk: bool) -> int:
    with writing(SYSTEM, "make", **REASON) as session:
        if in_bulk:
            return bulk.insert(session, table, [row])[0]
        session.add(live := table(**row))
        session.flush()
        return live.id


def _update(table: type, row_id: int, values: dict, in_bulk: bool) -> None:
    with writing(SYSTEM, "change", **REASON) as session:
        if in_bulk:
            bulk.update(session, table, [{"id": row_id, **values}])
        else:
            for name, value in values.items():
                setattr(session.get(table, row_id), name, value)


def _delete(table: type, row_id: int, in_bulk: bool) -> None:
    with writing(SYSTEM, "delete", **REASON) as session:
        if in_bulk:
            bulk.delete(session, table, [row_id])
        else:
            session.delete(session.get(table, row_id))


def test_drafts_jobs_and_traces_of_signing_in_are_not_logged(world, places):
    here, start = places[0], _now()
    for table in tables():
        if not scope.TABLE_RULES[table].in_history and table not in (Batch, Change):
            row_id = _insert(table, here.row(table), in_bulk=True)
            name, value = another(table, here.row(table))
            _update(table, row_id, {name: value}, in_bulk=False)
            _delete(table, row_id, in_bulk=False)
    assert (_changes_since(start), _now()) == ([], start)


def test_changing_a_row_that_is_not_loaded_is_logged_too(world):
    """An expired row object no longer knows the previous values; the database does."""
    with writing(world.secretary, "call") as session:
        member = session.get(Member, world.members["an"])
        session.expire(member)
        member.name = "Nguyễn Văn Ân"
    change = _changes_since(0)[-1]
    assert json.loads(change.before) == {"name": "Nguyễn Văn An"}


def test_one_action_is_one_batch_by_its_author(world):
    with writing(
        world.commune, "enter", on_behalf_of=world.units["dong_bao"], reason="minutes of 3 November"
    ) as session:
        session.get(Member, world.members["an"]).phone = "1"
        session.flush()
        bulk.update(session, Member, [{"id": world.members["binh"], "phone": "2"}])
    changes = _changes_since(0)[-2:]
    assert len({change.batch_id for change in changes}) == 1
    with reading(world.secretary) as session:
        batch = session.get(Batch, changes[0].batch_id)
    assert (batch.account_id, batch.role, batch.unit_id, batch.deed) == (
        world.commune.account_id,
        Role.COMMUNE,
        world.units["dong_ha"],
        "enter",
    )
    assert (batch.on_behalf_of, batch.reason) == (world.units["dong_bao"], "minutes of 3 November")


def _change_every_row(places: tuple[Place, Place]) -> int:
    """Every row of both places changed once by the register; returns the batch."""
    with writing(SYSTEM, "touch", **REASON) as session:
        for place in places:
            for table in REMEMBERED:
                name, value = another(table, place.row(table))
                bulk.update(session, table, [{"id": place.ids[table], name: value}])
        return context_of(session).batch_id


def _seen_changes(viewer: Viewer, batch_id: int) -> set[tuple[str, int]]:
    with reading(viewer) as session:
        return set(session.execute(select(Change.table_name, Change.row_id).where(Change.batch_id == batch_id)).all())


@pytest.mark.every_case
@pytest.mark.parametrize("who", ROLES)
def test_a_viewer_who_may_not_see_a_row_sees_no_copy_of_it(world, who):
    viewer = viewers(world)[who]
    places = here_and_there(world, viewer)
    for name, row_id in _seen_changes(viewer, _change_every_row(places)):
        table = scope.model_of(name)
        with reading(viewer, texts=True) as session:
            assert session.get(table, row_id) is not None, f"{who} sees a copy of {name} {row_id}, but not the row"


def test_a_cell_and_its_commune_see_the_copies_of_their_own_rows(world, places):
    batch_id = _change_every_row(places)
    for viewer, audiences in (
        (world.secretary, {*Audience} - {Audience.ACCESS}),
        (world.commune, {*Audience} - {Audience.CELL}),
    ):
        seen = {name for name, _ in _seen_changes(viewer, batch_id)}
        expected = {
            table.__tablename__
            for table in REMEMBERED
            if scope.TABLE_RULES[table].narrow is scope.n.of_unit and scope.copy_audience(table, {}) in audiences
        }
        assert expected - seen == set()


def _record_absence(world, viewer: Viewer, **on_behalf) -> int:
    """An absence with its reason; returns the batch."""
    here = here_and_there(world, viewer)[0]
    with writing(viewer, "record", **REASON) as session:
        new = here.row(Attendance, member_id=world.members["binh"], outcome="excused", unit_id=world.units["dong_bao"])
        attendance_id = bulk.insert(session, Attendance, [new])[0]
        row = here.row(
            AbsenceReason, attendance_id=attendance_id, member_id=world.members["binh"], unit_id=world.units["dong_bao"]
        )
        reason_id = bulk.insert(session, AbsenceReason, [row])[0]
        bulk.update(session, AbsenceReason, [{"id": reason_id, "reason": "ill"}])
        return context_of(session).batch_id


def _reasons(viewer: Viewer, batch_id: int) -> int:
    with reading(viewer) as session:
        return len(
            session.scalars(
                select(Change.id).where(Change.table_name == "absence_reason", Change.batch_id == batch_id)
            ).all()
        )


def test_copies_of_a_cells_absence_reasons_stay_in_the_cell(world):
    batch_id = _record_absence(world, world.secretary)
    assert [_reasons(viewer, batch_id) for viewer in (world.secretary, world.assistant)] == [2, 2]
    for who in ("commune", "district", "admin", "workplace", "neighbour", "other_commune"):
        assert _reasons(world.viewers[who], batch_id) == 0


def test_copies_of_reasons_entered_by_the_commune_are_read_by_cell_and_commune(world):
    batch_id = _record_absence(world, world.commune)
    assert [_reasons(viewer, batch_id) for viewer in (world.secretary, world.commune)] == [2, 2]
    for who in ("district", "admin", "other_commune"):
        assert _reasons(world.viewers[who], batch_id) == 0


def test_administrator_and_district_see_no_history_of_names_at_meetings_or_of_households(world, places):
    batch_id = _change_every_row(places)
    for viewer in (world.admin, world.district):
        names = {name for name, _ in _seen_changes(viewer, batch_id)}
        assert names
        assert not names & {
            "attendance",
            "absence_reason",
            "guest",
            "task",
            "question",
            Household.__tablename__,
            "assignment",
            "household_class",
        }


def test_no_password_is_ever_copied(world):
    with writing(SYSTEM, "reset") as session:
        account = session.get(Account, world.secretary.account_id)
        old, account.password_hash, account.must_change = account.password_hash, "$2b$new", True
    assert [json.loads(change.before) for change in _changes_since(0)[-1:]] == [
        {"password_hash": "", "must_change": False}
    ]
    assert all(old not in row and "$2b$" not in row for row in everything()["change"])
