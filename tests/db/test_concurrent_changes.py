"""What was saved after a page was shown is overwritten by no action that rests on the page, however it writes; whatever
nobody else touched is saved.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from db.calendar import clock
from db.errors import Conflict
from db.history.latest_change import latest_change
from db.households import household_causes, named_households
from db.kernel import bulk, concurrent_changes
from db.kernel.concurrent_changes import based_on, based_on_page
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import HouseholdCause, Member, Membership, Setting
from db.people import memberships
from db.settings import settings
from tests.db.undo_story import SETTINGS
from tests.rows import rows

COLUMNS = ("phone", "address", "workplace")


def by_attributes(member_id: int, values: dict) -> None:
    with writing(SYSTEM, "test") as session:
        session.get(Member, member_id).sqlmodel_update(values)


def in_bulk(member_id: int, values: dict) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Member, [{"id": member_id, **values}])


@pytest.mark.parametrize("write", [by_attributes, in_bulk])
@SETTINGS
@given(data=st.data())
def test_a_write_is_refused_exactly_if_it_overwrites_an_unseen_value(world, write, data):
    """Against a plain model: a value of each column, and the change that set it."""
    member_id = world.members["an"]
    standing = {name: getattr(rows(Member, id=member_id)[0], name) for name in COLUMNS}
    changed_at, shown = dict.fromkeys(COLUMNS, 0), [latest_change()]
    for _each in range(data.draw(st.integers(2, 6), label="writes")):
        columns = data.draw(st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True), label="columns")
        values = {name: data.draw(st.sampled_from(["1", "2", "3"]), label=name) for name in columns}
        basis = data.draw(st.sampled_from(shown), label="basis")
        differing = [name for name in columns if values[name] != standing[name]]
        with based_on(basis):
            if any(changed_at[name] > basis for name in differing):
                with pytest.raises(Conflict, match="changed_meanwhile"):
                    write(member_id, values)
            else:
                write(member_id, values)
                standing |= values
                changed_at |= dict.fromkeys(differing, latest_change())
        row = rows(Member, id=member_id)[0]
        assert {name: getattr(row, name) for name in COLUMNS} == standing
        shown.append(latest_change())


def test_an_action_that_writes_a_row_several_times_does_not_contradict_itself(world):
    with based_on(latest_change()), writing(SYSTEM, "test") as session:
        for phone in ("1", "2"):
            session.get(Member, world.members["an"]).phone = phone
            session.flush()
            bulk.update(session, Member, [{"id": world.members["an"], "phone": phone * 2}])
    assert rows(Member, id=world.members["an"])[0].phone == "22"


def test_an_action_that_rests_on_no_page_is_not_held_up(world):
    for phone in ("1", "2"):
        in_bulk(world.members["an"], {"phone": phone})
    assert rows(Member, id=world.members["an"])[0].phone == "2"


@pytest.mark.parametrize("few", [0, 500])
@pytest.mark.parametrize("write", [by_attributes, in_bulk])
def test_an_action_of_a_page_rests_on_all_of_a_row_and_on_what_the_page_did_itself(world, write, few, monkeypatch):
    monkeypatch.setattr(concurrent_changes, "FEW", few)
    shown, own = latest_change(), set()
    with based_on_page(shown, own):
        for phone in ("1", "2"):
            write(world.members["an"], {"phone": phone})
    write(world.members["an"], {"address": "Cụm 1"})
    with based_on_page(shown, own), pytest.raises(Conflict, match="changed_meanwhile"):
        write(world.members["an"], {"phone": "3"})
    with based_on_page(shown, own):
        write(world.members["an"], {"phone": "2"})  # as it is: nothing to be overwritten
        write(world.members["binh"], {"phone": "3"})
    with based_on_page(latest_change(), own):
        write(world.members["an"], {"phone": "3"})
    assert rows(Member, id=world.members["an"])[0].phone == "3"


def test_a_form_rests_on_its_own_fields_within_what_the_page_shows(world):
    shown, own = latest_change(), set()
    with based_on_page(shown, own):
        in_bulk(world.members["an"], {"address": "Cụm 1"})
        with based_on(shown):
            in_bulk(world.members["an"], {"phone": "1"})
            with pytest.raises(Conflict, match="changed_meanwhile"):
                in_bulk(world.members["an"], {"address": "Cụm 2"})
        in_bulk(world.members["an"], {"address": "Cụm 3", "phone": "2"})
    assert len(own) == 3


def test_a_row_that_was_changed_meanwhile_is_not_deleted(world, cluster):
    home = named_households.create(world.secretary, cluster, "Hộ bà Tư", None, None)
    household_causes.replace_causes(world.secretary, home, ["land"])
    shown = latest_change()
    household_causes.replace_causes(world.assistant, home, ["land", "capital"])
    with based_on(shown), pytest.raises(Conflict, match="changed_meanwhile"):
        household_causes.replace_causes(world.secretary, home, ["land"])
    assert {row.cause for row in rows(HouseholdCause)} == {"land", "capital"}


def test_a_choice_made_first_meanwhile_is_not_replaced_by_another_first_one(world):
    unit, shown = world.units["dong_bao"], latest_change()
    settings.set_value(world.secretary, unit, "meeting_day", 5, date(2026, 11, 1))
    with based_on(shown), pytest.raises(Conflict, match="changed_meanwhile"):
        settings.set_value(world.secretary, unit, "meeting_day", 7, date(2026, 11, 1))
    assert [row.value for row in rows(Setting, unit_id=unit)] == ["5"]


def test_a_list_that_others_extended_meanwhile_is_not_reworded_for_a_later_day(world):
    unit, shown = world.units["an_binh"], latest_change()
    before = settings.value_for_viewer(world.district, "posts")
    longer = [*before, {"key": "", "vi": "Tổ phó", "en": ""}]
    settings.set_value(world.district, unit, "posts", longer, date(2026, 11, 1))
    with based_on(shown), pytest.raises(Conflict, match="changed_meanwhile"):
        settings.set_value(world.district, unit, "posts", before, date(2026, 12, 1))


def test_dates_of_a_membership_that_somebody_corrected_are_not_set_back(world):
    (stay,) = rows(Membership, member_id=world.members["an"])
    shown = latest_change()
    typed = memberships.MembershipInput(stay.kind, date(2021, 5, 1))
    memberships.correct(world.commune, stay.id, typed)
    with based_on(shown), pytest.raises(Conflict, match="changed_meanwhile"):
        memberships.correct(world.secretary, stay.id, replace(typed, since=date(2020, 1, 1)))
    assert rows(Membership, id=stay.id)[0].valid_from == date(2021, 5, 1)


def test_the_change_before_a_moment_is_that_of_the_last_action_before_it(world, clock_at):
    in_bulk(world.members["an"], {"phone": "1"})
    first = latest_change()
    clock_at(hours=1)
    later = clock.now()
    in_bulk(world.members["an"], {"phone": "2"})
    assert latest_change() > first
    assert latest_change(later) == first
