"""Several write or read at once: nothing is lost, and a reader sees what is committed."""

import threading

from sqlalchemy import func, select

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Batch, Member


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
