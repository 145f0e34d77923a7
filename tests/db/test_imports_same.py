"""One person or two: among the rows of a list and against the register, in whatever order the rows are."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings as tried, strategies as some

from db.history import undo
from db.imports import import_answers, import_run
from db.imports.member_list_outcomes import RowEffect
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Membership, MembershipKind
from db.vietnamese import name_key_with_accents, possible_namesake_key
from tests.db.dumps import dump
from tests.db.member_lists import BEN_DA, DONG_BAO, FILE, NUI_DOI, answer, bring_in, effects, known, number, row

CREATED, UNTOUCHED, TWIN, WHO, TWICE = (
    ("created", None),
    ("untouched", None),
    ("asked", "import_twin"),
    ("asked", "import_who"),
    ("refused", "import_twice"),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lê Văn Hùng", "Lê Văn Hưng"),
        ("Lê Thị Thu", "Lê Thị Thư"),
        ("Đỗ Đức Tú", "Đỗ Đức Tư"),
        ("Trần Đan", "Trần Dần"),
    ],
)
@pytest.mark.parametrize("born", ["1950", "1950-05-01", None])
def test_names_with_different_diacritics_are_two_people(world, one, other, born):
    rows = [row(2, one, born=born), row(3, other, born=born)]
    assert effects(world.admin, rows) == [CREATED, CREATED]
    assert bring_in(world.admin, rows).counts["created"] == 2
    assert bring_in(world.admin, rows, "again").batch_id is None
    assert effects(world.admin, rows) == [UNTOUCHED, UNTOUCHED]


@pytest.mark.parametrize("born", ["1950", "1950-05-01", None])
def test_a_name_with_other_diacritics_than_the_registers_is_asked_about_never_merged(world, born):
    known(world, "Lê Văn Hùng", born)
    assert effects(world.admin, [row(2, "Lê Văn Hưng", born=born)]) == [WHO]
    assert effects(world.admin, [row(2, "Lê Văn Hưng", born=born), row(3, "Lê Văn Hùng", born=born)]) == [
        CREATED,
        UNTOUCHED,
    ]


@pytest.mark.parametrize(
    "same",
    [
        "Trần Thị Thuỷ",
        "TRẦN THỊ THỦY",
        "Tra\u0302\u0300n Thị Thu\u0309y",
        "Đ/c Trần Thị Thủy",
        "Đồng chí Trần Thị Thuỷ",
        "Bà Trần Thị Thủy",
    ],
)
def test_one_name_in_several_spellings_is_one_person(world, same):
    known(world, "Trần Thị Thủy", "1970")
    assert effects(world.admin, [row(2, same, born="1970")])[0][0] == "untouched"
    assert name_key_with_accents(same) == name_key_with_accents("Trần Thị Thủy")


def test_a_name_without_diacritics_or_with_i_for_y_is_only_used_to_ask(world):
    known(world, "Trần Thị Thủy", "1970-05-01")
    known(world, "Lý Văn Mỹ", "1970-05-01")
    assert effects(
        world.admin, [row(2, "TRAN THI THUY", born="1970-05-01"), row(3, "Lí Văn Mĩ", born="1970-05-01")]
    ) == [WHO, WHO]
    assert possible_namesake_key("Thúy") != possible_namesake_key("Thúi")


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("vague", ["1958", "05/1958", None])
def test_a_birthday_and_a_birth_year_in_one_list_raise_the_question_of_one_person_or_two(world, vague, turned):
    born = [None if vague is None else {"1958": "1958", "05/1958": "1958-05"}[vague], "1958-05-01"]
    rows = [row(at, "Lê Văn Khải", born=said) for at, said in zip((3, 2) if turned else (2, 3), born, strict=True)]
    rows.sort(key=lambda one: one.number)
    found = {one.born: effect for one, effect in zip(rows, effects(world.admin, rows), strict=True)}
    assert found == {born[0]: TWIN, "1958-05-01": CREATED}
    vague_row = f"row:{next(one.number for one in rows if one.born == born[0])}"
    answer(world.admin, vague_row, same=import_answers.TWIN)
    assert Counter(effects(world.admin, rows)) == {CREATED: 1, TWICE: 1}
    answer(world.admin, vague_row, same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 2
    assert bring_in(world.admin, rows, "again").batch_id is None
    assert effects(world.admin, rows) == [UNTOUCHED, UNTOUCHED]


@pytest.mark.parametrize(
    ("born", "then", "cell"),
    [
        ("1958-05-01", "1958-01-05", DONG_BAO),  # day and month swapped
        ("1958-05-01", "1958-05-11", DONG_BAO),
        ("1958-05-01", "1968-05-01", DONG_BAO),
        ("1958-05-01", "1958-06-01", BEN_DA),  # two cells of one commune
        ("1958", "1959", DONG_BAO),
        ("1958", "1968", DONG_BAO),
        ("1958", "1985", DONG_BAO),
        ("1999", "2000", DONG_BAO),
        ("1958", "1959-05-01", DONG_BAO),
    ],
)
def test_dates_of_birth_that_may_be_confused_raise_the_question_of_one_person_or_two(world, born, then, cell):
    rows = [row(2, "Lê Văn Khải", born=born), row(3, "Lê Văn Khải", born=then, cell=cell)]
    found = effects(world.admin, rows)
    assert Counter(found) == {CREATED: 1, TWIN: 1}
    asked = f"row:{rows[found.index(TWIN)].number}"
    answer(world.admin, asked, same=import_answers.TWIN)
    assert Counter(effects(world.admin, rows)) == {CREATED: 1, TWICE: 1}
    answer(world.admin, asked, same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 2
    assert effects(world.admin, rows) == [UNTOUCHED, UNTOUCHED]


@pytest.mark.parametrize(
    ("born", "then", "cell"),
    [
        ("1958-05-01", "1971-08-22", DONG_BAO),
        ("1958-05-01", "1958-01-05", NUI_DOI),  # another commune
        ("1958", "1971", DONG_BAO),
        ("1950", "1956", DONG_BAO),
        ("1950-04-02", "1956", DONG_BAO),
        ("1958", "1959", BEN_DA),
    ],
)
def test_namesakes_whose_dates_of_birth_nobody_confuses_are_two_people(world, born, then, cell):
    rows = [row(2, "Lê Văn Khải", born=born), row(3, "Lê Văn Khải", born=then, cell=cell)]
    assert effects(world.admin, rows) == [CREATED, CREATED]


@pytest.mark.parametrize("ours", ["1958", "1958-05-01"])
def test_two_rows_that_may_both_mean_one_registered_person_are_asked_about(world, ours):
    khai = known(world, "Lê Văn Khải", ours)
    rows = [row(2, "Lê Văn Khải", born="1958"), row(3, "Lê Văn Khải", born="1958-05-01")]
    found = effects(world.admin, rows)
    assert sorted(found) == [TWIN, UNTOUCHED]
    assert found[[one.born for one in rows].index(ours)] == UNTOUCHED
    open_row = next(one.number for one in rows if one.born != ours)
    answer(world.admin, f"row:{open_row}", same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 1
    assert bring_in(world.admin, rows, "again").batch_id is None
    assert {outcome.member_id for outcome in import_run.preview(world.admin, FILE, rows).outcomes} > {khai}


def test_equal_birth_years_are_asked_about_within_a_commune_and_are_two_people_across_communes(world):
    near = [row(2, "Lê Văn Khải", born="1958-05-01"), row(3, "Lê Văn Khải", born="1958", cell=BEN_DA)]
    assert effects(world.admin, near) == [CREATED, TWIN]
    assert effects(world.admin, [near[0], row(3, "Lê Văn Khải", born="1958", cell=NUI_DOI)]) == [CREATED, CREATED]
    assert effects(world.admin, [near[0], row(3, "Lê Văn Khải", born="1959", cell=BEN_DA)]) == [CREATED, CREATED]


def test_a_number_shared_by_two_different_people_refuses_both_rows(world):
    shared = number("099070123456")
    rows = [row(2, "Trần Văn Ánh", born="1970", citizen=shared), row(3, "Lê Thị Hoa", born="1980", citizen=shared)]
    assert effects(world.admin, rows) == effects(world.admin, rows[::-1]) == [("refused", "import_number_shared")] * 2


def test_a_registered_number_under_another_name_is_asked_about(world):
    known(world, "Lê Thị Hoa", None, card_hash=number("12345678").hash, card_last4="5678")
    assert effects(world.admin, [row(2, "Trần Văn Ánh", born="1970", card=number("12345678"))]) == [WHO]
    answer(world.admin, "row:2", same=import_answers.ANOTHER)
    assert effects(world.admin, [row(2, "Trần Văn Ánh", born="1970", card=number("12345678"))]) == [CREATED]


def test_a_person_listed_in_his_own_cell_and_where_he_lives_is_one_person(world):
    member_id = known(world, "Trần Văn Ánh", "1970")
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session,
            Membership,
            [{"member_id": member_id, "unit_id": world.units["ben_da"], "kind": MembershipKind.CONTACT}],
        )
    rows = [row(2, "Trần Văn Ánh", born="1970"), row(3, "Trần Văn Ánh", born="1970", cell=BEN_DA, kind="contact")]
    assert effects(world.admin, rows) == [UNTOUCHED, UNTOUCHED]
    assert {one.member_id for one in import_run.preview(world.admin, FILE, rows).missing}.isdisjoint({member_id})


def test_indistinguishable_namesakes_are_each_a_row_or_asked_about(world):
    ids = {known(world, "Trần Văn Ánh", "1970", phone=phone) for phone in ("0912345678", None, None)}
    rows = [
        row(at, "Trần Văn Ánh", born="1970", phone=phone) for at, phone in ((2, None), (3, "0912345678"), (4, None))
    ]
    plan = import_run.preview(world.admin, FILE, rows)
    assert [outcome.effect for outcome in plan.outcomes] == [RowEffect.UNTOUCHED] * 3
    assert {outcome.member_id for outcome in plan.outcomes} == ids
    assert effects(world.admin, rows[:1]) == [WHO]
    assert effects(world.admin, [*rows, row(5, "Trần Văn Ánh", born="1970")])[-1] == TWIN


def test_a_row_answered_as_another_person_is_not_created_again_by_the_same_list(world):
    rows = [row(2, "Nguyễn Văn Hùng", cell=BEN_DA)]
    answer(world.admin, "row:2", same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 1
    assert bring_in(world.admin, rows, "again").batch_id is None
    assert effects(world.admin, rows) == [UNTOUCHED]


def test_a_person_gone_from_one_cell_and_listed_in_another_is_asked_about_as_moved(world):
    rows = [
        row(2, "Nguyễn Văn An", born="1957-03-02", gone="Đã chuyển"),
        row(3, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA),
    ]
    assert effects(world.admin, rows) == [("untouched", "import_gone"), ("asked", "import_moved")]


def test_people_answered_to_have_left_are_offered_and_counted_once(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, missing=import_answers.LEFT)
    assert bring_in(world.admin, rows).ended == 2
    again = import_run.preview(world.admin, FILE, rows)
    assert (again.missing, again.changes) == ([], False)
    done = bring_in(world.admin, rows, "again")
    assert (done.ended, done.batch_id) == (0, None)


def test_a_partial_import_treats_nobody_as_missing(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, missing=import_answers.LEFT)
    assert import_run.preview(world.admin, FILE, rows, whole=False).missing == []
    assert import_run.execute(world.admin, FILE, rows, "part", whole=False).ended == 0


def test_a_row_for_an_outside_worker_without_a_home_is_left_out_not_unchanged(world):
    rows = [row(2, "Phạm Thị Dung", born="1985-06-20", cell="Công ty Than"), row(3, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, import_answers.unit_part("công ty than"), means=import_answers.OUTSIDE)
    assert effects(world.admin, rows) == [("left_out", "import_home_missing"), UNTOUCHED]


@pytest.mark.parametrize("phones", [(None, None, None), ("0912345678", None, None)])
@pytest.mark.parametrize(
    ("said", "new"),
    [
        ((None, "another", "another"), (3, 1, 0)),
        (("another", "another", None), (3, 1, 0)),
        (("another", "another", "another"), (3, 2, 1)),
        (("another", "another", "twin"), (2, 1, 0)),
        (("another", None, "twin"), (2, 0, 0)),
    ],
)
@pytest.mark.parametrize("before", [0, 1, 2])
def test_indistinguishable_rows_are_as_many_people_as_answered_and_no_more_the_second_time(
    world, before, said, new, phones
):
    for _ in range(before):
        known(world, "Đỗ Văn Ánh", "1970")
    rows = [row(at, "Đỗ Văn Ánh", born="1970", phone=phone) for at, phone in zip((2, 3, 4), phones, strict=True)]
    for one, answered in zip(rows, said, strict=True):
        answer(world.admin, f"row:{one.number}", same=answered)
    first = effects(world.admin, rows)
    made = bring_in(world.admin, rows).counts["created"]
    assert new[before] <= made <= new[before] + (phones[0] is not None)  # a person with a phone number may be one more
    assert bring_in(world.admin, rows, "again").batch_id is None
    done = [UNTOUCHED if effect[0] in ("created", "changed") else effect for effect in first]
    assert Counter(effects(world.admin, rows)) == Counter(done)
    assert Counter(done)[TWICE] == said.count("twin")


def test_another_person_is_not_created_again_while_the_rows_beside_him_are_still_asked_about(world):
    rows = [row(at, "Nguyễn Văn Hùng") for at in (2, 3, 4, 5)]
    answer(world.admin, "row:5", same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 1
    assert bring_in(world.admin, rows, "again").batch_id is None


ROWS = some.lists(
    some.builds(
        lambda name, born, cell, home, digits, phone: {
            "name": name,
            "born": born,
            "cell": cell,
            "home": home,
            "citizen": digits and number(digits),
            "phone": phone,
        },
        some.sampled_from(
            [
                "Nguyễn Văn Hùng",
                "Nguyễn Văn Hưng",
                "Trần Thị Thủy",
                "Trần Thị Thuỷ",
                "NGUYỄN VĂN AN",
                "nguyen van hung",
                "Lê Ơn",
                "Đ/c Lê Ơn",
            ]
        ),
        some.sampled_from([None, "1953", "1953-04", "1953-04-02", "1953-02-04", "1971", "1957", "1957-03-02"]),
        some.sampled_from([DONG_BAO, DONG_BAO, BEN_DA, NUI_DOI]),
        some.sampled_from([None, None, DONG_BAO, BEN_DA]),
        some.sampled_from([None, None, None, "099000000001", "099000000002"]),
        some.sampled_from([None, None, "0912345678", "0987654321"]),
    ),
    min_size=1,
    max_size=9,
)
CHOSEN = some.sampled_from([None, None, import_answers.ANOTHER, import_answers.TWIN])
TRIED = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


def _rows(people: list[dict]) -> list:
    return [
        row(at, person["name"], **{key: value for key, value in person.items() if key != "name"})
        for at, person in enumerate(people, 2)
    ]


def test_the_order_of_rows_makes_no_difference(world):
    @tried(max_examples=40, **TRIED)
    @given(ROWS.flatmap(lambda people: some.tuples(some.just(people), some.permutations(people))))
    def check(both):
        answer(world.admin, moved=import_answers.MOVE)
        found = []
        for people in both:
            rows = _rows(people)
            plan = import_run.preview(world.admin, FILE, rows)
            assert sum(plan.counts.values()) == len(rows)
            told = zip(people, plan.outcomes, strict=True)
            found.append(
                (
                    Counter(
                        (str(person), one.effect, one.code, one.member_id, one.asked, str(one.sets), str(one.joins))
                        for person, one in told
                    ),
                    {(one.member_id, one.stay.id) for one in plan.missing},
                )
            )
        assert found[0] == found[1]

    check()


def test_any_list_of_namesakes_changes_nothing_the_second_time_whatever_the_answers(world):
    turn = iter(range(10_000))

    @tried(max_examples=40, **TRIED)
    @given(
        ROWS,
        some.lists(CHOSEN, min_size=9, max_size=9),
        some.sampled_from([None, import_answers.MOVE, import_answers.KEEP]),
    )
    def check(people, chosen, moved):
        rows = _rows(people)
        before = dump()
        answer(world.admin, moved=moved)
        for one, said in zip(rows, chosen, strict=False):
            answer(world.admin, f"row:{one.number}", same=said)
        done = bring_in(world.admin, rows, f"s{next(turn)}")
        try:
            assert sum(done.counts.values()) == len(rows)
            promised = import_run.preview(world.admin, FILE, rows)
            assert not promised.changes, [
                (one.row.number, one.effect, one.sets, one.joins, one.ends) for one in promised.outcomes
            ]
            assert bring_in(world.admin, rows, f"s{next(turn)}").batch_id is None
        finally:  # the next example starts from the same register even if this one fails
            if done.batch_id:
                undo.undo(world.admin, done.batch_id)
        assert dump() == before

    check()


def test_another_person_is_not_the_only_one_who_would_fit_either(world):
    rows = [
        row(2, "Nguyễn Văn Hùng", born="1953", cell=NUI_DOI, home=BEN_DA),
        row(3, "Nguyễn Văn Hùng", cell=NUI_DOI),
    ]
    assert effects(world.admin, rows)[0] == ("asked", "import_moved")
    answer(world.admin, "row:2", same=import_answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 2
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_of_two_rows_about_one_person_the_same_one_is_taken_the_second_time(world):
    answer(world.admin, moved=import_answers.MOVE)
    rows = [
        row(2, "Nguyễn Văn Hùng", born="1953-04-02", cell=DONG_BAO, home=DONG_BAO, citizen=number("099000000001")),
        row(3, "Nguyễn Văn Hùng", born="1953-04-02", cell=DONG_BAO, home=BEN_DA),
    ]
    assert effects(world.admin, rows) == [WHO, TWICE]
    answer(world.admin, "row:2", same=import_answers.ANOTHER)
    assert effects(world.admin, rows) == [CREATED, TWICE]
    bring_in(world.admin, rows)
    assert effects(world.admin, rows) == [UNTOUCHED, TWICE]


def test_which_of_two_equal_rows_is_asked_about_does_not_depend_on_their_order(world):
    people = [{"born": "1970-05-01", "cell": cell} for cell in (DONG_BAO, BEN_DA)]
    for turned in (people, people[::-1]):
        rows = [row(at, "Trần Văn Ánh", **person) for at, person in enumerate(turned, 2)]
        found = {one.row.cell: one.effect for one in import_run.preview(world.admin, FILE, rows).outcomes}
        assert found == {DONG_BAO: RowEffect.CREATED, BEN_DA: RowEffect.ASKED}
