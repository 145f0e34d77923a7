"""A token makes an action happen once, and may be used again after a failure."""

import threading

import pytest

from db.errors import Conflict
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, reading, writing
from db.models import Batch, Job, Member
from tests.db.written_rows import conflicting_rows, job_values, row_count


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
        session.add(Job(**job_values(world), kind="export"))
    with pytest.raises(AlreadyDone), writing(world.secretary, "ask", token="t") as session:
        session.add(Job(**job_values(world), kind="export"))
    assert row_count(Job) == 1


def test_a_failed_action_may_be_repeated_with_its_token(world):
    with pytest.raises(Conflict), writing(SYSTEM, "fail", token="t") as session:
        session.add_all([*conflicting_rows(), Member(name="x", sort_key="x", search_key="x")])
    with writing(world.secretary, "fail", token="t") as session:
        session.get(Member, world.members["an"]).phone = "2"
    assert row_count(Batch) == 2
