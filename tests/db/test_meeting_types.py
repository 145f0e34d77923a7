"""Meetings by type and thematic ones by quarter equal a recount of the meetings; each class opens
to exactly its own.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from sqlmodel import select

from db.figures import meeting_types
from db.figures.figures import FigureQuery
from db.figures.meeting_types import QUARTERS, THEMATIC, TYPES
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Meeting, MeetingState
from tests.db import histories
from tests.db.attendance_recount import LATELY, OWN, Recount, anybody, asked, cut
from tests.db.histories import MONTHS

WORLDS = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KINDS = ("regular", "regular_with_thematic", "thematic", "extraordinary")


def _sort(random: Random) -> None:
    """Give the meetings of a random district all types."""
    with writing(SYSTEM, "types") as session:
        ids = session.exec(select(Meeting.id)).all()
        bulk.update(session, Meeting, [{"id": one, "type": random.choice(KINDS)} for one in ids])


@WORLDS
@given(seed=st.integers(0, 10**9), topic=st.sampled_from([TYPES, QUARTERS]))
def test_classes_equal_a_recount_and_open_to_the_meetings_they_count(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int, topic: str
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    _sort(random)
    viewer = anybody(history, random)
    since, until = sorted(random.choices(MONTHS, k=2))
    wanted = FigureQuery(since, until, OWN, asked(history, viewer, random), topic)
    recount = Recount(history, viewer, wanted.unit_id)
    held = [
        row
        for row in recount.meetings
        if row.audience == OWN and row.state == MeetingState.HELD and row.period in wanted.periods
    ]
    quarters = {row.id: str(row.period - (row.period % 100 - 1) % 3) for row in held if row.type in THEMATIC}
    expected = Counter(quarters.values()) if topic == QUARTERS else Counter(row.type for row in held)
    found = meeting_types.by_class(viewer, wanted)
    assert {row.key: row.meetings for row in found if row.meetings} == expected
    assert {row.all for row in found} == {len(held)}
    spans = [span for part in cut(wanted, random) for span in meeting_types.count_spans(viewer, part)]
    assert meeting_types.by_class_of_spans(viewer, wanted, spans) == found
    for row in found:
        parts = meeting_types.by_unit(viewer, wanted, row.key)
        assert meeting_types.by_unit_of_spans(viewer, wanted, row.key, spans) == parts
        assert meeting_types.total(part.count for part in parts) == (row.meetings, row.all)
        for part in parts:
            if part.is_cell:
                listed = meeting_types.list_meetings(viewer, wanted, row.key, part.unit_id)
                assert len(listed) == part.count.meetings
            else:
                inside = meeting_types.by_unit(viewer, replace(wanted, unit_id=part.unit_id), row.key)
                assert meeting_types.total(each.count for each in inside) == part.count
