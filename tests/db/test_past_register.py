"""The past register: whatever has been done since, a copy shows every row and figure as noted at the time."""

import json
import signal
import stat
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import select

from db import config
from db.calendar import clock
from db.calendar.months import months_of_period
from db.errors import Invalid, NotAllowed
from db.history import closings_in_force, past_copy
from db.history.closings_in_force import PastMoment
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.maintenance import raw_connection
from db.models import Batch, CellGroup, Member, Membership, Table
from db.people import erasure
from db.periods import closing
from tests.db.places import stored
from tests.db.undo_story import SETTINGS, Story
from tests.db.undoing import dump, last_batch
from tests.rows import code_of

NOT_KEPT = {"device", "draft", "draft_value", "ticket", "attempt", "job"}


def _rows(url: str) -> dict:
    return {(name, row.id): row._asdict() for name, rows in stored(("batch", "change"), url).items() for row in rows}


def _folder_is_empty() -> bool:
    return not list((config.data_dir() / "past").iterdir())


@settings(SETTINGS, max_examples=8)  # each example makes a whole copy
@given(st.data())
def test_every_row_is_as_it_was_whatever_was_done_undone_and_deleted_since(world, data):
    """The tables of the second book in undo_story.py: inserts, changes, deletes, undoing, and undoing that."""
    story, noted = Story(world, data.draw), []
    for _ in range(data.draw(st.integers(2, 9), label="deeds")):
        story.go_on()
        noted.append((last_batch(), dump()))
    batch_id, then = data.draw(st.sampled_from(noted), label="asked")
    with past_copy.open_past_copy(PastMoment(batch_id, clock.now())) as past:
        found = _rows(raw_connection.sqlite_url(past.file))
    assert found == {key: row for key, row in then.items() if key[0] not in NOT_KEPT}
    assert _folder_is_empty()
    assert dump().keys() >= {key for key in then if key[0] == "unit"}


def _fail_within_a_copy() -> None:
    with past_copy.open_past_copy(PastMoment(last_batch(), clock.now())) as past:
        folder = past.file.parent
        assert [oct(stat.S_IMODE(each.stat().st_mode)) for each in (folder.parent, folder)] == ["0o700", "0o700"]
        with past.reading_then(), pytest.raises(NotAllowed), writing(SYSTEM, "write") as session:
            session.add(CellGroup())
        raise ZeroDivisionError


def test_a_copy_is_readable_by_its_owner_only_and_is_always_removed(world):
    with pytest.raises(ZeroDivisionError):
        _fail_within_a_copy()
    assert _folder_is_empty()
    (config.data_dir() / "past" / "left").mkdir()
    (config.data_dir() / "past" / "left" / "register.db").write_bytes(b"killed")
    past_copy.delete_leftover_copies()
    assert not (config.data_dir() / "past").exists()


def test_a_killed_worker_leaves_nothing_once_the_next_one_starts(world):
    """Killed instantly, by a signal that cannot be caught."""
    code = (
        "import os, signal\n"
        "from db.calendar import clock\nfrom db.history import past_copy\n"
        "from db.history.closings_in_force import PastMoment\n"
        f"with past_copy.open_past_copy(PastMoment({last_batch()}, clock.now())):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not _folder_is_empty()
    past_copy.delete_leftover_copies()
    assert not (config.data_dir() / "past").exists()


def test_a_person_erased_since_stays_erased(world, november):
    batch_id, code = last_batch(), code_of(world, "quan")
    with writing(SYSTEM, "leave") as session:
        for row in session.scalars(select(Membership).where(Membership.member_id == world.members["quan"])):
            row.valid_to = clock.today() - timedelta(days=30)
    erasure.erase(world.admin, code, "Đỗ Minh Quân", "theo đơn đề nghị")
    with (
        past_copy.open_past_copy(PastMoment(batch_id, clock.now())) as past,
        past.reading_then(),
        reading(SYSTEM) as session,
    ):
        assert world.members["quan"] not in set(session.scalars(select(Member.id)))
        assert len(set(session.scalars(select(Member.id)))) == len(world.members) - 1


def test_impossible_days_and_closings_are_refused(world, set_clock):
    set_clock("2027-03-05")
    with reading(SYSTEM) as session:
        begun = session.scalar(select(Batch.at).order_by(Batch.id)).astimezone(clock.HERE).date()
    for day, code in ((begun - timedelta(days=1), "past_before_register"), (date(2050, 1, 1), "past_day_ahead")):
        with pytest.raises(Invalid) as refusal:
            closings_in_force.moment_of_day(world.district, day)
        assert refusal.value.code == code
    with pytest.raises(Invalid, match="past_not_closed"):
        closings_in_force.moment_of_closing(world.commune, 202601, 6, None)
    closing.close_months(world.commune, world.units["dong_ha"], months_of_period(202601, 5))
    with pytest.raises(Invalid, match="past_not_closed"):
        closings_in_force.moment_of_closing(world.commune, 202601, 6, None)
    closing.close_months(world.commune, world.units["dong_ha"], [202606])
    assert closings_in_force.moment_of_closing(world.commune, 202601, 6, None).batch_id == last_batch()
    closing.close_months(world.district, world.units["an_binh"], [202606])
    assert closings_in_force.moment_of_closing(world.commune, 202601, 6, None).batch_id == last_batch() - 1
    assert (
        closings_in_force.moment_of_closing(world.district, 202606, 1, world.units["dong_ha"]).batch_id == last_batch()
    )
    with pytest.raises(Invalid, match="past_not_closed"):
        closings_in_force.moment_of_closing(world.other_commune, 202601, 6, None)


def test_a_before_image_of_an_older_version_is_read_with_todays_columns(world):
    """A column and a table that a later migration removed are ignored; a column that it added has its default."""
    with writing(world.secretary, "add") as session:
        group = CellGroup(unit_id=world.units["dong_bao"], kind="cluster", name="Cụm 1", place=4)
        session.add(group)
        session.flush()
        row_id = group.id
    batch_id = last_batch()
    with writing(SYSTEM, "delete") as session:
        bulk.delete(session, CellGroup, [row_id])
    with writing(world.secretary, "rename") as session:
        session.get(Member, world.members["an"]).address = "Ngõ 3"
    with raw_connection.connect(config.database_url()) as connection:
        changes = Table.metadata.tables["change"]
        for one in connection.execute(select(changes).where(changes.c.batch_id > batch_id)).all():
            image = json.loads(one.before) | {"colour": "red"}
            image = {name: value for name, value in image.items() if name not in ("place", "search_key")}
            connection.execute(changes.update().where(changes.c.id == one.id).values(before=json.dumps(image)))
        gone = {"batch_id": last_batch(), "table_name": "old_table", "row_id": 1, "action": "update",
                "before": '{"a": 1}', "audience": "open"}  # fmt: skip
        connection.execute(changes.insert().values(gone))
    with (
        past_copy.open_past_copy(PastMoment(batch_id, clock.now())) as past,
        past.reading_then(),
        reading(SYSTEM) as session,
    ):
        stood = session.get(CellGroup, row_id)
        assert (stood.name, stood.place) == ("Cụm 1", 0)
        assert session.get(Member, world.members["an"]).address != "Ngõ 3"
