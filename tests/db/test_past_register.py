"""The register as it stood: whatever was done since, a copy says of every row and figure what was noted then."""

from hypothesis import given, strategies as st
from sqlalchemy import func, select

from db import config
from db.calendar import clock
from db.history import past_copy
from db.history.closings import PastMoment
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.maintenance import raw_connection
from db.models import Batch, Table
from tests.db.test_undo import SETTINGS, Story, _dump

NOT_KEPT = {"device", "draft", "draft_value", "ticket", "attempt", "job"}


def _last_batch() -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.max(Batch.id)))


def _rows(url: str) -> dict:
    with raw_connection.connect(url, write=False) as connection:
        tables = [table for table in Table.metadata.sorted_tables if table.name not in ("batch", "change")]
        return {(table.name, row.id): row._asdict() for table in tables for row in connection.execute(select(table))}


def _folder_is_empty() -> bool:
    return not list((config.data_dir() / "past").iterdir())


@SETTINGS
@given(st.data())
def test_every_row_stands_as_it_stood_whatever_was_done_undone_and_deleted_since(world, data):
    """The tables of the second book of test_undo.py: inserts, changes, deletes, undoing, undoing of that."""
    story, noted = Story(world, data.draw), []
    for _ in range(data.draw(st.integers(2, 9), label="deeds")):
        story.go_on()
        noted.append((_last_batch(), _dump()))
    batch_id, then = data.draw(st.sampled_from(noted), label="asked")
    with past_copy.opened(PastMoment(batch_id, clock.now())) as past:
        found = _rows(raw_connection.sqlite_url(past.file))
    assert found == {key: row for key, row in then.items() if key[0] not in NOT_KEPT}
    assert _folder_is_empty()
    assert _dump().keys() >= {key for key in then if key[0] == "unit"}
