"""Whom a row of a list means: by name and birth, by a number, by what other rows say, and what is asked."""

from datetime import date

import pytest
from sqlmodel import select

from db.calendar import clock
from db.history import undo
from db.imports import import_answers, import_run
from db.imports.member_list_outcomes import RowEffect
from db.imports.person_rows import PersonRow
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import unplaced_guests
from db.models import (
    Guest,
    Meeting,
    MeetingAudience,
    Member,
    Membership,
    Standing,
)
from tests.db.dumps import dump
from tests.db.member_lists import (
    BEN_DA,
    DONG_BAO,
    FILE,
    NUI_DOI,
    answer,
    bring_in,
    effects,
    hashed,
    member_named,
    number,
    read,
    row,
)


def test_a_person_known_by_name_and_birth_is_completed_not_duplicated(world):
    rows = [
        row(2, "NGUYỄN VĂN AN".title(), born="1957-03-02", citizen=number("099057000001")),
        row(3, "Trần Thị Bình", born="1964-08-09"),
    ]
    assert effects(world.admin, rows) == [("changed", None)] * 2
    bring_in(world.admin, rows)
    assert member_named("Nguyễn Văn An").citizen_last4 == "0001"
    assert member_named("Trần Thị Bình").born == "1964-08-09"


def test_a_former_member_who_is_on_the_list_again_is_asked_about(world):
    with writing(SYSTEM, "test") as session:
        stay = session.exec(select(Membership).where(Membership.member_id == world.members["cuong"])).one()
        stay.valid_to = date(2025, 6, 1)
    rows = [row(2, "Lê Văn Cường", born="1949-11")]
    assert import_run.preview(world.admin, FILE, rows).outcomes[0].asked == (world.members["cuong"],)
    with reading(SYSTEM) as session:
        answer(world.admin, "row:2", same=session.get(Member, world.members["cuong"]).code)
    bring_in(world.admin, rows)
    assert len(read(select(Membership.id).where(Membership.member_id == world.members["cuong"]))) == 2
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_one_name_and_birthday_in_two_cells_is_asked_about(world):
    rows = [row(2, "Trần Văn Ánh", born="1970-05-01"), row(3, "Trần Văn Ánh", born="1970-05-01", cell=BEN_DA)]
    assert effects(world.admin, rows) == [("created", None), ("asked", "import_twin")]
    answer(world.admin, "row:3", same=import_answers.TWIN)
    assert effects(world.admin, rows) == [("created", None), ("refused", "import_twice")]
    answer(world.admin, "row:3", same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 2
    assert bring_in(world.admin, rows, "again").batch_id is None
    told_apart = [
        row(at, "Lê Ba", born="1970-05-01", citizen=number(f"09907000000{at}"), cell=cell)
        for at, cell in ((4, DONG_BAO), (5, BEN_DA))
    ]
    assert effects(world.admin, told_apart) == [("created", None)] * 2


@pytest.mark.parametrize(
    ("official", "since"),
    [("2026-02-01", date(2026, 2, 1)), ("2026", date(2026, 11, 22)), ("2026-02", date(2026, 2, 28))],
)
def test_recognition_on_the_list_makes_a_probationary_member_a_full_one(world, set_clock, official, since):
    set_clock("2026-11-22")
    an = world.members["an"]
    with writing(SYSTEM, "test") as session:
        standing = session.exec(select(Standing).where(Standing.member_id == an)).one()
        standing.kind, standing.valid_from = "probationary", date(2025, 2, 1)
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", official=official)]
    bring_in(world.admin, rows)
    stood = read(select(Standing.kind, Standing.valid_from).where(Standing.member_id == an).order_by(Standing.id))
    assert stood == [("probationary", date(2025, 2, 1)), ("full", since)]
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_a_date_that_contradicts_the_register_is_a_problem_of_the_row(world):
    with writing(SYSTEM, "test") as session:
        session.get(Member, world.members["an"]).admitted = "1990"
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", official="1985")]
    assert effects(world.admin, rows) == [("refused", "dates_reversed")]


def test_a_guest_who_is_on_the_list_by_now_is_no_longer_asked_about(world):
    meeting = {
        "unit_id": world.units["dong_bao"],
        "type": "regular",
        "period": 202610,
        "held_on": date(2026, 10, 10),
        "state": "held",
        "named": True,
    }
    with writing(SYSTEM, "test") as session:
        met = bulk.insert(
            session,
            Meeting,
            [meeting | {"audience": MeetingAudience.OWN, "saved_at": clock.now(), "first_saved_at": clock.now()}],
        )[0]
        bulk.insert(
            session,
            Guest,
            [
                {"meeting_id": met, "unit_id": world.units["dong_bao"], "name": name}
                for name in ("Trần Văn Ánh", "Bùi Khách")
            ],
        )
    before = dump()
    done = bring_in(world.admin, [row(2, "Trần Văn Ánh", born="1970")])
    assert [one.name for one in unplaced_guests.list_latest(world.commune)] == ["Bùi Khách"]
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_a_vaguer_date_than_the_registers_changes_nothing(world):
    assert effects(world.admin, [row(2, "Nguyễn Văn An", born="1957")]) == [("untouched", None)]


def test_a_different_tone_without_a_birthday_may_be_another_person(world):
    assert effects(world.admin, [row(2, "Trần Thị Bính", born="1964")]) == [("asked", "import_who")]


def test_an_alternative_spelling_of_a_tone_is_the_same_person(world):
    bring_in(world.admin, [row(2, "Trần Thị Thủy", born="1970")])
    assert effects(world.admin, [row(2, "Trần Thị Thuỷ", born="1970")]) == [("untouched", None)]


def test_a_number_identifies_a_person_whose_name_is_spelled_differently(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [{"id": world.members["binh"], "citizen_hash": hashed("099164000001"), "citizen_last4": "0001"}],
        )
    (outcome,) = import_run.preview(
        world.admin, FILE, [row(2, "Trần Thị Bính", born="1964", citizen=number("099164000001"))]
    ).outcomes
    assert outcome.member_id == world.members["binh"]
    assert outcome.differing == {"name": ("Trần Thị Bình", "Trần Thị Bính")}


def test_several_possible_people_are_asked_about(world):
    rows = [row(2, "Nguyễn Văn Hùng", cell=BEN_DA)]
    assert effects(world.admin, rows) == [("asked", "import_who")]
    with reading(SYSTEM) as session:
        code = session.get(Member, world.members["hung_lan"]).code
    answer(world.admin, "row:2", same=code)
    assert import_run.preview(world.admin, FILE, rows).outcomes[0].member_id == world.members["hung_lan"]
    answer(world.admin, "row:2", same=import_answers.ANOTHER)
    assert effects(world.admin, rows) == [("created", None)]


def test_differing_values_stay_as_registered_unless_the_lists_are_chosen(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [
                {
                    "id": world.members["an"],
                    "phone": "0912 345 678",
                    "citizen_hash": hashed("1"),
                    "citizen_last4": "1111",
                }
            ],
        )
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", phone="0900 000 000", card=number("12345678"))]
    bring_in(world.admin, rows, "first")
    assert member_named("Nguyễn Văn An").phone == "0912 345 678"
    answer(world.admin, differing=import_answers.THEIRS)
    bring_in(world.admin, rows, "second")
    assert member_named("Nguyễn Văn An").phone == "0900 000 000"


def test_two_rows_about_one_person_are_imported_once(world):
    rows = [
        row(2, "Trần Văn Ánh", citizen=number("099070123456")),
        row(3, "Trần V Ánh", citizen=number("099070123456")),
    ]
    assert effects(world.admin, rows) == [("created", None), ("refused", "import_twice")]
    rows = [row(4, "Lê Ba", born="1970-05-01"), row(5, "Lê Ba", born="1970-05-01")]
    assert effects(world.admin, rows) == [("created", None), ("refused", "import_twice")]


def test_what_one_row_says_about_a_person_tells_the_next_row_apart(world):
    """The first row gives the register's Hùng a citizen number: the second row, with another number, is somebody else,
    in this import and in later ones.
    """
    same = {"name": "Nguyễn Văn Hùng", "born": "1953"}
    rows = [
        PersonRow(2, **same, cell=BEN_DA, home=DONG_BAO, citizen=number("099000000003")),
        PersonRow(3, **same, cell=NUI_DOI, home=BEN_DA, citizen=number("099000000002")),
    ]
    answer(world.admin, moved=import_answers.MOVE, differing=import_answers.THEIRS)
    assert bring_in(world.admin, rows, "first").counts.items() >= {"created": 1, "changed": 1, "refused": 0}.items()
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_a_later_row_that_identifies_a_person_settles_an_earlier_row(world):
    same = {"born": "1953-04-02", "home": DONG_BAO}
    rows = [
        row(2, "Nguyễn Văn Hùng", cell=DONG_BAO, citizen=number("099000000001"), **same),
        row(3, "Nguyễn Văn Hùng", cell=BEN_DA, citizen=number("099000000003"), **same),
    ]
    answer(world.admin, moved=import_answers.MOVE)
    assert effects(world.admin, rows) == [("created", None), ("changed", None)]
    assert effects(world.admin, rows[:1]) == [("asked", "import_who")]
    bring_in(world.admin, rows)
    assert [effect for effect, _ in effects(world.admin, rows)] == ["untouched", "untouched"]


@pytest.mark.parametrize(
    ("born", "address"),
    [
        ("1951-03-02", None),
        ("1951-02-12", None),
        ("1952-02-02", None),
        ("1951-12-02", None),
        ("1960-05-06", "Xóm Trên"),
    ],
)
def test_somebody_whose_day_of_birth_was_corrected_is_asked_about_and_not_entered_a_second_time(world, born, address):
    bring_in(world.admin, [row(2, "Đinh Văn Nhị", born="1951-02-02", address="Xóm Trên")])
    known = member_named("Đinh Văn Nhị")
    again = [row(2, "Đinh Văn Nhị", born=born, address=address)]
    (outcome,) = import_run.preview(world.admin, FILE, again).outcomes
    assert (outcome.code, outcome.asked) == ("import_who", (known.id,))
    answer(world.admin, "row:2", same=known.code)
    (outcome,) = import_run.preview(world.admin, FILE, again).outcomes
    assert outcome.differing == {"born": ("1951-02-02", born)}


def test_a_namesake_is_somebody_else_only_if_nobody_confuses_the_dates_of_birth(world):
    bring_in(world.admin, [row(2, "Đinh Văn Nhị", born="1951-02-02", address="Xóm Trên")])
    assert effects(world.admin, [row(2, "Đinh Văn Nhị", born="1975-06-07")]) == [("created", None)]
    both = [row(2, "Đinh Văn Nhị", born="1951-02-02"), row(3, "Đinh Văn Nhị", born="1951-03-02")]
    for rows in (both, both[::-1]):
        assert sorted(effects(world.admin, rows)) == [("asked", "import_twin"), ("untouched", None)]
    in_the_commune = [row(2, "Đinh Văn Nhị", born="1951-03-02", cell=BEN_DA)]
    assert effects(world.admin, in_the_commune) == [("asked", "import_who")]
    elsewhere = [row(2, "Đinh Văn Nhị", born="1951-03-02", cell=NUI_DOI)]
    assert effects(world.admin, elsewhere) == [("created", None)]


def test_somebody_whose_name_was_corrected_is_asked_about_and_not_entered_a_second_time(world):
    bring_in(world.admin, [row(2, "Lê Thị Thuỷ Anh", born="1970-12-24"), row(3, "Lê Thị Na", born="1970-12-24")])
    known = member_named("Lê Thị Thuỷ Anh")
    (outcome,) = import_run.preview(world.admin, FILE, [row(2, "Lê Thị Thuỷ", born="1970-12-24")]).outcomes
    assert (outcome.code, outcome.asked) == ("import_who", (known.id, member_named("Lê Thị Na").id))
    both = [row(2, "Lê Thị Thuỷ", born="1970-12-24"), row(3, "Lê Thị Na", born="1970-12-24")]
    outcome, other = import_run.preview(world.admin, FILE, both).outcomes
    assert (outcome.code, outcome.asked, other.effect) == ("import_who", (known.id,), RowEffect.UNTOUCHED)
    for name, born, cell in (
        ("Đỗ Văn Ba", "1970-12-24", DONG_BAO),
        ("Lê Thị Thuỷ", "1970", DONG_BAO),
        ("Lê Thị Thuỷ", "1970-12-24", BEN_DA),
    ):
        assert effects(world.admin, [row(2, name, born=born, cell=cell)]) == [("created", None)]
