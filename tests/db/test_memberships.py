"""Joining and leaving: each an action of its own, refused with a code if the days are impossible."""

import unicodedata
from datetime import date

import pytest
from sqlmodel import select

from db.errors import Conflict, NotAllowed
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, reading, writing
from db.models import (
    Assignment,
    Batch,
    CellGroup,
    Exemption,
    ExemptionClass,
    GroupKind,
    GroupMember,
    Household,
    Member,
    Membership,
    MembershipKind,
    Office,
    StandingKind,
)
from db.people import member_registration, memberships, offices
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from db.vietnamese import fold, person_sort_key
from tests.db.told import refused_with
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def membership_of(world, key: str) -> Membership:
    with reading(SYSTEM) as session:
        return session.exec(
            select(Membership).where(Membership.member_id == world.members[key]).order_by(Membership.id.desc())
        ).first()


def arrive(
    world,
    name: str = "Hoàng Thị Mai",
    *,
    viewer=None,
    unit: str = "dong_bao",
    stay: MembershipInput | None = None,
    standing=StandingKind.FULL,
    **options,
) -> Member:
    facts = MemberInput(name=name, born=options.pop("born", "1970"), **options.pop("facts", {}))
    code = member_registration.enter_member(
        viewer or world.secretary,
        world.units[unit],
        facts,
        StandingKind.FULL,
        stay or MembershipInput(since=date(2026, 11, 1)),
        **options,
    )
    return rows(Member, code=code)[0]


def test_a_newcomer_gets_the_next_number_and_keys_for_sorting_and_search(world):
    mai = arrive(
        world,
        "  hoàng thị   MAI ",
        facts={"sex": "female", "admitted": "4/1995", "official": "02/04/1996", "phone": "0912 345 678"},
    )
    assert (mai.name, mai.sort_key, mai.search_key) == (
        "hoàng thị MAI",
        person_sort_key("hoàng thị MAI"),
        "hoang thi mai",
    )
    assert (mai.born, mai.admitted, mai.official) == ("1970", "1995-04", "1996-04-02")
    stay = rows(Membership, member_id=mai.id)[0]
    assert (stay.unit_id, stay.kind, stay.valid_from, stay.roster_number) == (
        world.units["dong_bao"],
        MembershipKind.OWN,
        date(2026, 11, 1),
        4,
    )


def test_a_number_is_not_reused_after_its_holder_left(world):
    memberships.end_membership(world.secretary, membership_of(world, "cuong").id, date(2026, 11, 1))
    mai = arrive(world)
    assert rows(Membership, member_id=mai.id)[0].roster_number == 4
    with refused_with("number_taken", number=3, name="Lê Văn Cường"):
        arrive(world, "Bùi Thị Na", stay=MembershipInput(number=3))


def test_the_same_number_can_be_on_both_sheets(world):
    assert memberships.next_number(world.secretary, world.units["dong_bao"], MembershipKind.OWN) == 4
    assert memberships.next_number(world.secretary, world.units["dong_bao"], MembershipKind.CONTACT) == 5
    mai = arrive(world, stay=MembershipInput(kind=MembershipKind.CONTACT, number=1))
    assert rows(Membership, member_id=mai.id)[0].roster_number == 1


def test_two_numbers_are_swapped_in_one_action(world):
    an, binh = membership_of(world, "an").id, membership_of(world, "binh").id
    with refused_with("number_taken", number=2, name="Trần Thị Bình"):
        memberships.renumber(world.secretary, world.units["dong_bao"], {an: 2})
    memberships.renumber(world.secretary, world.units["dong_bao"], {an: 2, binh: 1})
    assert (membership_of(world, "an").roster_number, membership_of(world, "binh").roster_number) == (2, 1)
    with refused_with("number_unfit"):
        memberships.renumber(world.secretary, world.units["dong_bao"], {an: 0})


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "A"}, "name_short"),
        ({"name": "1 2 3"}, "name_short"),
        ({"name": "A" * 121}, "name_long"),
        ({"name": "Bùi Na", "born": "32/13/1950"}, "date_unreadable"),
        ({"name": "Bùi Na", "born": "1970", "admitted": "1960"}, "dates_reversed"),
        ({"name": "Bùi Na", "admitted": "2000", "official": "3/1999"}, "dates_reversed"),
        ({"name": "Bùi Na", "phone": "javascript:alert(1)"}, "phone_unfit"),
        ({"name": "Bùi Na", "card": "12345"}, "digits_unfit"),
        ({"name": "Bùi Na", "organisation": "secret_service"}, "choice_unknown"),
        ({"name": "Bùi Na", "address": "x" * 201}, "text_long"),
    ],
)
def test_invalid_values_are_refused_and_nothing_is_written(world, facts, code):
    with refused_with(code):
        member_registration.enter_member(
            world.secretary, world.units["dong_bao"], MemberInput(**facts), StandingKind.FULL, MembershipInput()
        )
    assert len(rows(Member)) == len(world.members)


@pytest.mark.parametrize(
    ("stay", "code"),
    [
        (MembershipInput(since=date(2028, 1, 1)), "day_too_far"),
        (MembershipInput(since=date(1890, 1, 1)), "day_too_early"),
        (MembershipInput(since=date(1950, 1, 1)), "day_before_birth"),
        (MembershipInput(since=date(2026, 11, 1), until=date(2026, 10, 1)), "span_backwards"),
        (MembershipInput(arrival="parachute"), "choice_unknown"),
    ],
)
def test_a_newcomer_cannot_join_on_an_impossible_day(world, stay, code):
    with refused_with(code):
        arrive(world, stay=stay)


def test_names_are_stored_composed_and_as_plain_text(world):
    assert arrive(world, unicodedata.normalize("NFD", "Nguyễn Thị Thủy")).name == unicodedata.normalize(
        "NFC", "Nguyễn Thị Thủy"
    )
    assert arrive(world, "<script>alert(1)</script>").name == "<script>alert(1)</script>"
    assert arrive(world, '=cmd|" /C calc"!A0').name == '=cmd|" /C calc"!A0'


def test_a_newcomer_like_somebody_on_the_list_is_asked_about_not_refused(world):
    with pytest.raises(Conflict) as asked:
        arrive(world, "NGUYỄN VĂN AN", born="1957")
    assert asked.value.code == "probably_known"
    assert [(one.name, one.unit) for one in asked.value.values["people"]] == [("Nguyễn Văn An", "Chi bộ thôn Đồng Bào")]
    assert arrive(world, "NGUYỄN VĂN AN", born="1957", confirmed_different=True).name == "NGUYỄN VĂN AN"
    assert arrive(world, "Nguyễn Văn An", born="1980").born == "1980"


def test_the_same_card_or_citizen_number_is_asked_about_whatever_the_name(world):
    arrive(world, "Hoàng Thị Mai", facts={"card": "001170012345"})
    with pytest.raises(Conflict):
        arrive(world, "Hoàng Mai", born="1971", facts={"citizen": "001 170 012 345"})


def test_nothing_is_revealed_about_people_out_of_reach(world):
    assert arrive(world, "Vũ Thị Lan", born="1960").name == "Vũ Thị Lan"


def test_numbers_are_stored_as_a_hash_and_four_digits(world):
    mai = arrive(world, facts={"card": "45.012345", "citizen": "001170012345"})
    assert (mai.card_last4, mai.citizen_last4, mai.card_number, mai.citizen_number) == ("2345", "2345", None, None)
    assert len(mai.card_hash) == 64
    assert "45012345" not in mai.card_hash


def test_leaving_ends_roles_and_offices_but_not_assignments_to_households(world):
    unit, an = world.units["dong_bao"], world.members["an"]
    with writing(SYSTEM, "test") as session:
        group = CellGroup(unit_id=unit, kind=GroupKind.PARTY, name="Tổ 1")
        household = Household(unit_id=unit, name="Hộ bà Tư", sort_key="tu", search_key="tu")
        session.add_all([group, household])
        session.flush()
        session.add_all([
            GroupMember(unit_id=unit, group_id=group.id, member_id=an, valid_from=date(2024, 1, 1)),
            Office(unit_id=unit, member_id=an, post="secretary", valid_from=date(2025, 1, 1)),
            Exemption(unit_id=unit, member_id=an, kind=ExemptionClass.AWAY, valid_from=date(2026, 10, 1)),
            Assignment(unit_id=unit, member_id=an, household_id=household.id),
        ])  # fmt: skip
    day = date(2026, 11, 10)
    memberships.end_membership(world.admin, membership_of(world, "an").id, day, "transferred", "Giấy số 12")
    stay = membership_of(world, "an")
    assert (stay.valid_to, stay.departure, stay.departure_paper) == (day, "transferred", "Giấy số 12")
    assert [row.valid_to for table in (GroupMember, Office, Exemption) for row in rows(table, member_id=an)] == [
        day
    ] * 3
    assert rows(Assignment, member_id=an)[0].valid_to is None
    batch = rows(Batch, deed="leave")[0]
    assert (batch.role, batch.account_id) == ("admin", world.admin.account_id)
    undo.undo(world.commune, batch.id)
    assert membership_of(world, "an").valid_to is None
    assert [row.valid_to for table in (GroupMember, Office, Exemption) for row in rows(table, member_id=an)] == [
        None
    ] * 3


def test_leaving_is_refused_twice_before_the_arrival_far_ahead_or_before_an_office_begins(world):
    stay = membership_of(world, "an")
    with refused_with("day_missing"):
        memberships.end_membership(world.secretary, stay.id, None)
    with refused_with("day_before_arrival", day=date(2020, 1, 1)):
        memberships.end_membership(world.secretary, stay.id, date(2019, 12, 31))
    with refused_with("day_too_far"):
        memberships.end_membership(world.secretary, stay.id, date(2028, 1, 1))
    with writing(SYSTEM, "test") as session:
        session.add(
            Office(unit_id=stay.unit_id, member_id=stay.member_id, post="secretary", valid_from=date(2026, 11, 20))
        )
    with refused_with("begins_after_leaving", what="office"):
        memberships.end_membership(world.secretary, stay.id, date(2026, 11, 10))
    memberships.end_membership(world.secretary, stay.id, date(2026, 11, 20))
    with refused_with("left_already", day=date(2026, 11, 20)):
        memberships.end_membership(world.secretary, stay.id, date(2026, 11, 21))


def test_offices_stay_while_another_membership_keeps_him_in_the_cell(world):
    unit, an = world.units["dong_bao"], world.members["an"]
    code = rows(Member, id=an)[0].code
    with writing(SYSTEM, "test") as session:
        session.add(Office(unit_id=unit, member_id=an, post="unit_head", valid_from=date(2025, 1, 1)))
    memberships.rejoin(
        world.secretary, code, unit, MembershipInput(kind=MembershipKind.CONTACT, since=date(2026, 11, 1))
    )
    own = rows(Membership, member_id=an, kind=MembershipKind.OWN)[0]
    memberships.end_membership(world.secretary, own.id, date(2026, 10, 31))
    assert rows(Office, member_id=an)[0].valid_to is None


def test_nobody_is_in_a_cell_twice_at_once_as_the_same_kind(world):
    code, unit = rows(Member, id=world.members["an"])[0].code, world.units["dong_bao"]
    with refused_with("membership_overlaps"):
        memberships.rejoin(world.secretary, code, unit, MembershipInput(since=date(2026, 11, 1)))
    memberships.end_membership(world.secretary, membership_of(world, "an").id, date(2026, 6, 30))
    memberships.rejoin(world.secretary, code, unit, MembershipInput(since=date(2026, 11, 1), number=1))
    assert membership_of(world, "an").roster_number == 1
    with refused_with("membership_overlaps"):
        memberships.correct(world.secretary, membership_of(world, "an").id, MembershipInput(since=date(2026, 6, 30)))


def test_wrong_dates_are_corrected_within_the_same_rules(world):
    stay = membership_of(world, "binh")
    memberships.correct(
        world.secretary, stay.id, MembershipInput(since=date(2021, 5, 1), arrival="transferred", arrival_paper="Giấy 7")
    )
    changed = membership_of(world, "binh")
    assert (changed.valid_from, changed.arrival, changed.arrival_paper, changed.roster_number) == (
        date(2021, 5, 1),
        "transferred",
        "Giấy 7",
        2,
    )
    with writing(SYSTEM, "test") as session:
        session.add(
            Exemption(
                unit_id=stay.unit_id, member_id=stay.member_id, kind=ExemptionClass.OWN, valid_from=date(2021, 6, 1)
            )
        )
    with refused_with("exemption_outside_membership"):
        memberships.correct(world.secretary, stay.id, MembershipInput(since=date(2022, 1, 1)))


def test_correcting_the_end_of_a_membership_also_ends_what_depends_on_it(world):
    code, cell = rows(Member, id=world.members["binh"])[0].code, world.units["dong_bao"]
    offices.appoint(world.secretary, code, cell, offices.OfficeInput("deputy", date(2026, 1, 1)))
    memberships.correct(
        world.secretary,
        membership_of(world, "binh").id,
        MembershipInput(since=date(2020, 1, 1), until=date(2026, 6, 1)),
    )
    assert rows(Office)[0].valid_to == date(2026, 6, 1)


def test_a_double_click_enters_nobody_twice(world):
    arrive(world, token="once")
    with pytest.raises(AlreadyDone):
        arrive(world, token="once")


@pytest.mark.parametrize("role", ["assistant", "district", "workplace", "neighbour", "other_commune"])
def test_viewers_who_may_only_look_or_not_even_that_change_nothing(world, role):
    viewer, unit, stay = getattr(world, role), world.units["dong_bao"], membership_of(world, "an")
    with pytest.raises(NotAllowed):
        arrive(world, viewer=viewer)
    with pytest.raises(NotAllowed):
        memberships.end_membership(viewer, stay.id, date(2026, 11, 1))
    with pytest.raises(NotAllowed):
        memberships.correct(viewer, stay.id, MembershipInput(since=date(2021, 1, 1)))
    with pytest.raises(NotAllowed):
        memberships.renumber(viewer, unit, {stay.id: 77})
    assert membership_of(world, "an") == stay


def test_a_forged_membership_cannot_be_renumbered_through_ones_own_cell(world):
    with pytest.raises(NotAllowed):
        memberships.renumber(world.secretary, world.units["dong_bao"], {membership_of(world, "lan").id: 9})


def test_only_cells_have_members(world):
    with pytest.raises(NotAllowed):
        arrive(world, viewer=world.commune, unit="dong_ha")


def test_the_commune_acts_on_behalf_of_its_cell(world):
    arrive(world, viewer=world.commune)
    assert rows(Batch, deed="arrive")[0].on_behalf_of == world.units["dong_bao"]


def test_search_keys_fold_like_the_search_itself(world):
    assert arrive(world, "Nguyễn Thị Thuỷ").search_key == fold("nguyễn thị thủy")
