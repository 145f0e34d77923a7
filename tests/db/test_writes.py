"""Writing: only changes are saved, once, by one at a time, and the raw connection is closed to others afterwards."""

import threading

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, NotAllowed
from db.kernel import bulk, row_access
from db.kernel.scope import SYSTEM, Audience
from db.kernel.session import AlreadyDone, ScopedSession, reading, writing
from db.models import (
    Account,
    Attendance,
    Batch,
    Change,
    Device,
    Draft,
    Expectation,
    Grant,
    Introduction,
    Job,
    Meeting,
    MeetingState,
    Member,
    Membership,
    Role,
    Tally,
)
from db.models.meetings import MeetingAudience
from tests import people


def _statements(session: ScopedSession) -> list[str]:
    """The statements this session sends to the database from now on."""
    sent: list[str] = []
    event.listen(
        session.connection(), "before_cursor_execute", lambda connection, cursor, statement, *_: sent.append(statement)
    )
    return sent


def _count(table: type) -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_save_touches_only_the_column_that_was_changed(world):
    with writing(world.secretary, "move house") as session:
        sent = _statements(session)
        session.get(Member, world.members["an"]).address = "Ngõ 5"
        session.flush()
    updates = [statement for statement in sent if statement.startswith("UPDATE")]
    assert len(updates) == 1
    assert updates[0].startswith("UPDATE member SET address=")
    assert updates[0].count("=") == 2


def test_a_save_of_many_touches_only_the_rows_and_columns_that_differ(world):
    with reading(world.secretary) as session:
        rows = [
            {"id": row.id, "name": row.name, "address": row.address, "phone": row.phone}
            for row in session.scalars(select(Member).order_by(Member.id))
        ]
    rows[1]["phone"] = "0912"
    with writing(world.secretary, "phone") as session:
        sent = _statements(session)
        bulk.update(session, Member, rows)
    assert [statement for statement in sent if statement.startswith("UPDATE")] == [
        next(one for one in sent if one.startswith("UPDATE member SET phone="))
    ]
    with reading(SYSTEM) as session:
        changes = session.execute(
            select(Change.row_id, Change.before).join(Batch, Batch.id == Change.batch_id).where(Batch.deed == "phone")
        ).all()
    assert changes == [(rows[1]["id"], '{"phone": null}')]


def test_a_save_that_changes_nothing_leaves_no_trace(world):
    before = _count(Batch)
    with writing(world.secretary, "look") as session:
        member = session.get(Member, world.members["an"])
        member.name, member.phone = member.name, "1"
        member.phone = None
        bulk.update(session, Member, [{"id": member.id, "name": member.name}])
    assert _count(Batch) == before


def test_eight_concurrent_writers_lose_nothing(world):
    """Each reads, adds one and writes, sixty times; then each adds a row of his own, sixty times."""
    member_id, failures = world.members["an"], []

    def work() -> None:
        try:
            for _ in range(60):
                with writing(world.secretary, "add") as session:
                    member = session.get(Member, member_id)
                    member.phone = str(int(member.phone or 0) + 1)
                with writing(world.secretary, "add in bulk") as session:
                    count = int(session.scalar(select(Member.address).where(Member.id == member_id)) or 0)
                    bulk.update(session, Member, [{"id": member_id, "address": str(count + 1)}])
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with reading(SYSTEM) as session:
        member = session.get(Member, member_id)
        assert (member.phone, member.address) == ("480", "480")
        assert (
            session.scalar(select(func.count()).select_from(Batch).where(Batch.deed.in_(["add", "add in bulk"]))) == 960
        )


def test_a_reader_beside_a_writer_sees_the_last_committed_state(world):
    with writing(world.secretary, "half") as session:
        session.get(Member, world.members["an"]).name = "Half"
        session.flush()
        with reading(world.secretary) as beside:
            assert beside.get(Member, world.members["an"]).name == "Nguyễn Văn An"


def test_a_token_is_good_once_and_for_one_of_many_clicks(world):
    done, refused = [], []

    def click() -> None:
        try:
            with writing(world.secretary, "click", token="abc") as session:
                member = session.get(Member, world.members["an"])
                member.phone = str(int(member.phone or 0) + 1)
            done.append(1)
        except AlreadyDone:
            refused.append(1)

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 2)
    with reading(SYSTEM) as session:
        assert session.get(Member, world.members["an"]).phone == "1"


def test_a_token_is_good_once_even_where_history_keeps_nothing(world):
    with writing(world.secretary, "ask", token="t") as session:
        session.add(Job(**_job(world), kind="export"))
    with pytest.raises(AlreadyDone), writing(world.secretary, "ask", token="t") as session:
        session.add(Job(**_job(world), kind="export"))
    assert _count(Job) == 1


def test_a_failed_action_may_be_repeated_with_its_token(world):
    with pytest.raises(Conflict), writing(SYSTEM, "fail", token="t") as session:
        session.add_all([*_conflicting_rows(), Member(name="x", sort_key="x", search_key="x")])
    with writing(world.secretary, "fail", token="t") as session:
        session.get(Member, world.members["an"]).phone = "2"
    assert _count(Batch) == 2


def _job(world: people.World) -> dict:
    viewer = world.secretary
    who = {"account_id": viewer.account_id, "grant_id": viewer.grant_id, "unit_id": viewer.unit_id}
    return who | {"audience": "names", "wanted": "{}", "asked_at": clock.now()}


def _conflicting_rows() -> list[Account]:
    """Two rows, the second of which cannot exist beside the first."""
    return [Account(username="twice", name="x", password_hash="x") for _ in range(2)]


def _add_valid_and_conflicting_rows(session: ScopedSession) -> None:
    session.add(Member(name="x", sort_key="x", search_key="x"))
    session.flush()
    session.add_all(_conflicting_rows())
    session.flush()


def test_an_action_is_saved_whole_or_not_at_all(world):
    before = _count(Member), _count(Batch), _count(Change)
    with pytest.raises(Conflict), writing(SYSTEM, "half") as session:
        _add_valid_and_conflicting_rows(session)
    assert (_count(Member), _count(Batch), _count(Change)) == before


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
        session.add_all(_conflicting_rows())
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


def test_an_action_may_change_what_it_created_before_it_can_be_seen(world):
    """A new member belongs to no cell until his membership is written."""
    with writing(world.secretary, "arrive") as session:
        member = Member(name="Mới", sort_key="m", search_key="moi")
        session.add(member)
        session.flush()
        member.phone = "1"
        session.flush()
        bulk.update(session, Member, [{"id": member.id, "address": "Ngõ 1"}])
        member.born = "1990"
        session.flush()
        session.add(Membership(member_id=member.id, unit_id=world.secretary.unit_id, kind="own"))
    with reading(world.secretary) as session:
        found = session.get(Member, member.id)
        assert (found.phone, found.address, found.born) == ("1", "Ngõ 1", "1990")


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
            session.add(Job(**_job(world), kind="export"))


def test_acting_on_behalf_is_only_for_units_below_ones_own(world):
    with pytest.raises(NotAllowed), writing(world.commune, "enter", on_behalf_of=world.units["nui_doi"]):
        pass
    with pytest.raises(NotAllowed), writing(world.secretary, "enter", on_behalf_of=world.units["ben_da"]):
        pass


def test_two_users_of_a_cell_share_a_draft_and_each_may_undo_what_the_other_typed(world):
    place, field = drafts.DraftKey("meeting", world.units["dong_bao"], "k"), DraftField("3", "outcome")
    drafts.save_values(world.secretary, place, {field: "present"}, {}, Audience.NAMES)
    drafts.save_values(world.assistant, place, {field: "excused"}, {}, Audience.NAMES)
    drafts.resolve_conflict(world.assistant, place, field, "excused")
    with writing(world.assistant, "save") as session:
        drafts.delete_in(session, place)
    assert _count(Draft) == 0


def test_the_register_never_reuses_an_id(world):
    with writing(SYSTEM, "make") as session:
        first = bulk.insert(session, Member, [{"name": "a", "sort_key": "a", "search_key": "a"}])[0]
    with writing(SYSTEM, "delete") as session:
        bulk.delete(session, Member, [first])
    with writing(SYSTEM, "make") as session:
        assert bulk.insert(session, Member, [{"name": "b", "sort_key": "b", "search_key": "b"}])[0] > first


def test_changes_made_before_acting_as_the_system_are_in_the_users_name(world):
    with writing(world.secretary, "deed") as session, row_access.as_system(session):
        bulk.update(session, Introduction, [{"id": session.scalars(select(Introduction.id)).first(), "letter": "7"}])
    with reading(SYSTEM) as session:
        batch = session.scalars(select(Batch).order_by(Batch.id.desc())).first()
        assert (batch.role, batch.account_id) == ("secretary", world.secretary.account_id)


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
