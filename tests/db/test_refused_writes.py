"""Writes that are refused: raw SQL, rows and values out of reach, and rights or names that are not the writer's."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from db.calendar import clock
from db.errors import NotAllowed
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, reading, writing
from db.models import Account, Attendance, Device, Expectation, Grant, Job, Meeting, MeetingState, Member, Role, Tally
from db.models.meetings import MeetingAudience
from tests.db.written_rows import conflicting_rows, job_values


def _raw_sql_passes(session: ScopedSession) -> bool:
    """Whether raw SQL gets through."""
    try:
        session.connection().execute(text("SELECT name FROM member"))
    except NotAllowed:
        return False
    return True


def test_raw_sql_is_locked_again_after_a_flush(world):
    with writing(world.secretary, "well") as session:
        member = session.get(Member, world.members["an"])
        member.phone = "1"
        session.flush()
        assert not _raw_sql_passes(session)
        member.name, member.name = "x", member.name  # a flush that finds nothing to do
        session.flush()
        assert not _raw_sql_passes(session)


def test_raw_sql_is_locked_again_after_a_failed_flush(world):
    with writing(SYSTEM, "ill") as session:
        session.add_all(conflicting_rows())
        with pytest.raises(IntegrityError):
            session.flush()
        with pytest.raises(PendingRollbackError):
            session.connection()
        session.rollback()
        assert not _raw_sql_passes(session)
    with reading(world.secretary) as session:
        assert not _raw_sql_passes(session)


def test_nothing_is_written_after_an_action_has_ended(world):
    with writing(world.secretary, "go on") as session:
        session.get(Member, world.members["an"]).phone = "1"
        session.commit()
        session.get(Member, world.members["an"]).phone = "2"
        with pytest.raises(NotAllowed):
            session.flush()
        session.expunge_all()


def test_detached_rows_are_checked_against_the_database(world):
    with reading(world.admin) as session:
        foreign = session.get(Member, world.members["lan"])
        session.expunge(foreign)
    foreign.name = "x"
    with pytest.raises(NotAllowed), writing(world.secretary, "smuggle") as session:
        session.add(foreign)


def test_a_query_in_place_of_a_value_is_refused(world):
    stolen = select(Member.card_number).where(Member.id == world.members["lan"]).scalar_subquery()
    for value in (stolen, Member.card_number, func.max(Member.card_number)):
        with pytest.raises(NotAllowed), writing(world.secretary, "steal") as session:
            session.get(Member, world.members["an"]).address = value
        with pytest.raises(NotAllowed), writing(world.secretary, "steal") as session:
            bulk.update(session, Member, [{"id": world.members["an"], "address": value}])
        with pytest.raises(NotAllowed), writing(world.secretary, "steal") as session:
            bulk.insert(session, Member, [{"name": value, "sort_key": "", "search_key": ""}])


def test_the_id_of_a_row_cannot_be_changed(world):
    with pytest.raises(NotAllowed), writing(world.secretary, "rename") as session:
        session.get(Member, world.members["an"]).id = 4711


def test_a_commune_grants_no_role_above_its_cells_and_acts_as_nobody_above_them(world):
    own = world.commune
    for role in (Role.COMMUNE, Role.DISTRICT, Role.ADMIN, Role.WORKPLACE):
        with pytest.raises(NotAllowed), writing(own, "rise") as session:
            session.add(Grant(account_id=own.account_id, role=role, unit_id=own.unit_id))
    with writing(SYSTEM, "two hats") as session:
        session.add(Grant(account_id=world.admin.account_id, role=Role.SECRETARY, unit_id=world.units["ben_da"]))
    stamps = {name: clock.now() for name in ("created_at", "seen_at", "expires_at")}
    with pytest.raises(NotAllowed), writing(own, "act as") as session:
        session.get_one(Account, world.admin.account_id).password_hash = "mine"
    with pytest.raises(NotAllowed), writing(own, "act as") as session:
        session.add(Device(token_hash="mine", account_id=world.admin.account_id, epoch=0, **stamps))


def test_nobody_queues_a_job_in_somebody_elses_name(world):
    for viewer in (world.admin, world.commune):
        with pytest.raises(NotAllowed), writing(viewer, "ask") as session:
            session.add(Job(**job_values(world), kind="export"))


def test_acting_on_behalf_is_only_for_units_below_ones_own(world):
    with pytest.raises(NotAllowed), writing(world.commune, "enter", on_behalf_of=world.units["nui_doi"]):
        pass
    with pytest.raises(NotAllowed), writing(world.secretary, "enter", on_behalf_of=world.units["ben_da"]):
        pass


def test_a_communes_meeting_is_seen_by_the_cells_called_to_it_and_changed_by_none(world):
    with writing(world.commune, "meet") as session:
        meeting = Meeting(
            unit_id=world.units["dong_ha"],
            type="study",
            audience=MeetingAudience.INVITED,
            period=202611,
            state=MeetingState.HELD,
        )
        session.add(meeting)
        session.flush()
        counted = {"type": "study", "audience": MeetingAudience.INVITED, "period": 202611, "expected": 1, "present": 1}
        session.add(Tally(meeting_id=meeting.id, unit_id=world.units["dong_bao"], kind="own", **counted))
        row = {
            "meeting_id": meeting.id,
            "unit_id": world.units["dong_bao"],
            "member_id": world.members["an"],
            "period": 202611,
            "kind": "own",
        }
        session.add(Attendance(**row, expectation=Expectation.EXPECTED, outcome="present"))
    with reading(world.secretary) as session:
        assert session.get(Meeting, meeting.id).type == "study"
    with pytest.raises(NotAllowed), writing(world.secretary, "change") as session:
        session.get(Meeting, meeting.id).state = MeetingState.CANCELLED
    with reading(world.neighbour) as session:
        assert session.get(Meeting, meeting.id) is None
