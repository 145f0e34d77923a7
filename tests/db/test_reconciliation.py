"""Reconciliation: on which days, who sees which people of it, and the step at which each of them counts."""

from datetime import date, timedelta

import pytest

from db.contacts import introduction_steps, people_behind_reconciliation, reconciliation
from db.contacts.introduction_steps import IntroductionRow, IntroductionStep
from db.contacts.people_behind_reconciliation import PeopleFilter
from db.errors import Invalid, Refused
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState, Membership, MembershipKind, Unit
from tests.db.introduced_people import dong_ha, introduce
from tests.db.introduction_stories import TODAY
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_future_day_and_one_before_any_data_are_refused(world):
    introduce(world, 1)
    for day, code in ((TODAY + timedelta(days=1), "reconciled_ahead"), (date(2026, 3, 1), "reconciled_before")):
        with pytest.raises(Invalid) as refused:
            reconciliation.by_commune_or_workplace(world.district, day)
        assert refused.value.code == code


def test_each_side_sees_its_own(world):
    introduce(world, 2)
    assert [line.name for line in reconciliation.by_commune_or_workplace(world.other_commune, TODAY)] == ["Xã Tây Sơn"]
    assert reconciliation.total(reconciliation.by_commune_or_workplace(world.workplace, TODAY)).introduced == 4
    assert dong_ha(world, viewer=world.commune).counts.introduced == 3


def test_people_of_a_practice_commune_are_in_no_figure(world):
    introduce(world, 2)
    with writing(SYSTEM, "practise") as session:
        session.get(Unit, world.units["dong_ha"]).reports = False
    assert [line.name for line in reconciliation.by_commune_or_workplace(world.district, TODAY)] == ["Xã Tây Sơn"]


STATES_ALONE = {
    IntroductionState.TO_INTRODUCE: IntroductionStep.PENDING,
    IntroductionState.INTRODUCED: IntroductionStep.INTRODUCED,
    IntroductionState.RECEIVED: IntroductionStep.RECEIVED,
    IntroductionState.UNKNOWN: IntroductionStep.UNKNOWN,
}


@pytest.mark.parametrize(("state", "step"), STATES_ALONE.items())
def test_an_undated_step_counts_as_reached_before_any_data(world, state, step):
    row = IntroductionRow(None, 1, None, world.units["dong_ha"], state)
    assert introduction_steps.step_on(row, date(1990, 1, 1)) == step


def test_an_undated_step_counts_as_reached_with_the_next_one(world):
    row = IntroductionRow(None, 1, None, 2, IntroductionState.RECEIVED, received_on=date(2026, 3, 5))
    assert introduction_steps.step_on(row, date(2026, 3, 5)) == IntroductionStep.RECEIVED
    assert introduction_steps.step_on(row, date(2026, 3, 4)) is None


def test_a_person_moved_to_another_cell_counts_as_placed_earlier(world):
    (row,) = rows(Introduction, member_id=world.members["dung"])
    with writing(SYSTEM, "move") as session:
        old = session.get(Membership, row.membership_id)
        old.valid_from, old.valid_to = date(2026, 2, 1), date(2026, 6, 30)
        stay = {"kind": MembershipKind.CONTACT, "valid_from": date(2026, 7, 1), "unit_id": world.units["ben_da"]}
        (new,) = bulk.insert(session, Membership, [{"member_id": world.members["dung"], **stay}])
        changed = session.get(Introduction, row.id)
        changed.membership_id, changed.placed_on, changed.sent_on = new, date(2026, 7, 1), date(2026, 1, 5)
    cells = {}
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        found = people_behind_reconciliation.list_people(world.commune, day, PeopleFilter.PLACED)
        cells[day] = [(one.name, one.cell) for one in found.rows]
    assert list(cells.values()) == [
        [("Phạm Thị Dung", "Chi bộ thôn Đồng Bào")],
        [("Phạm Thị Dung", "Chi bộ thôn Bến Đá")],
    ]


def test_only_his_workplace_or_commune_says_why_somebody_is_not_introduced_yet(world):
    (pending,) = introduce(world, 1, state=IntroductionState.TO_INTRODUCE, sent_on=None)
    (sent,) = introduce(world, 1)
    people_behind_reconciliation.set_pending_reason(world.workplace, [pending], "admitted")
    (line,) = people_behind_reconciliation.list_people(world.commune, TODAY, PeopleFilter.PENDING).rows
    assert line.reason == "admitted"
    for viewer, chosen, reason in (
        (world.commune, sent, "admitted"),
        (world.commune, pending, "whatever"),
        (world.other_commune, pending, "admitted"),
        (world.secretary, pending, "admitted"),
    ):
        with pytest.raises(Refused):
            people_behind_reconciliation.set_pending_reason(viewer, [chosen], reason)


def test_a_membership_from_before_his_letter_does_not_count_as_its_placement(world):
    (row,) = rows(Introduction, member_id=world.members["dung"])
    with writing(SYSTEM, "move") as session:
        stay = {"kind": MembershipKind.CONTACT, "valid_from": date(2026, 7, 1), "unit_id": world.units["ben_da"]}
        (new,) = bulk.insert(session, Membership, [{"member_id": world.members["dung"], **stay}])
        session.get(Membership, row.membership_id).valid_to = date(2026, 6, 30)
        changed = session.get(Introduction, row.id)
        changed.membership_id, changed.placed_on, changed.sent_on = new, date(2026, 7, 1), date(2026, 5, 5)
    placed = {
        day: people_behind_reconciliation.list_people(world.commune, day, PeopleFilter.PLACED).total
        for day in (date(2026, 6, 1), date(2026, 7, 1))
    }
    assert list(placed.values()) == [0, 1]
