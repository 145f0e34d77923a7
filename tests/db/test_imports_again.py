"""A list brought in a second time adds nothing, however many of its rows are about one person."""

import pytest

from db.imports import import_run
from db.imports.import_answers import ANOTHER, KEEP, MOVE, THEIRS
from tests.db.member_lists import BEN_DA, DONG_BAO, FILE, NUI_DOI, answer, bring_in, effects, known, number, row

HUNG, ONE, TWO = "Nguyễn Văn Hùng", number("099000000001"), number("099000000002")


@pytest.mark.parametrize(
    ("people", "answers"),
    [
        pytest.param(
            [
                {"name": "Nguyễn Văn An", "born": "1953", "kind": "own", "citizen": TWO},
                {"name": "Nguyễn Văn An", "born": "1953", "home": DONG_BAO, "kind": "own"},
                {"name": "Nguyễn Văn An", "born": "1957", "citizen": TWO},
            ],
            {"differing": THEIRS},
            id="one number in two rows",
        ),
        pytest.param(
            [
                {"name": "Nguyễn Văn Hưng", "citizen": ONE},
                {"name": "Nguyễn Văn Hưng", "born": "1953-04-02", "admitted": "1980"},
            ],
            {"differing": THEIRS},
            id="the register's name corrected by number",
        ),
        pytest.param(
            [{"name": HUNG, "born": "1957-03-02"}, {"name": "Nguyễn Văn An", "born": "1957", "kind": "contact"}],
            {"moved": MOVE, "differing": THEIRS},
            id="a namesake by birth of somebody who moves",
        ),
        pytest.param(
            [
                {"name": HUNG, "born": "1953-04", "cell": NUI_DOI, "home": DONG_BAO},
                {"name": HUNG, "born": "1953-04", "cell": NUI_DOI, "citizen": ONE},
                {"name": HUNG, "born": "1953-04-02", "official": "1981"},
                {"name": HUNG, "born": "1963-04-02"},
            ],
            {"moved": MOVE},
            id="moved by number, and named in the cell he leaves",
        ),
        pytest.param(
            [
                {"name": HUNG, "born": "1953-04"},
                {"name": HUNG, "born": "1953-02-04", "cell": BEN_DA},
                {"name": HUNG, "born": "1953-02-04", "cell": BEN_DA, "citizen": ONE, "official": "1981"},
            ],
            {"moved": KEEP, "differing": THEIRS},
            id="one day of birth in two rows of a cell",
        ),
        pytest.param(
            [
                {"name": HUNG, "born": "1963-04-02", "citizen": TWO, "phone": "0912345678"},
                {"name": HUNG, "born": "1963-04-02", "cell": BEN_DA, "home": BEN_DA, "citizen": ONE, "kind": "contact"},
                {"name": HUNG, "born": "1963-04-02", "official": "1970"},
            ],
            {"moved": KEEP, "differing": THEIRS},
            id="the register's day of birth corrected by number",
        ),
    ],
)
def test_rows_about_one_person_change_nothing_the_second_time(world, people, answers):
    known(world, HUNG, "1953-04-02", citizen_hash=ONE.hash, citizen_last4=ONE.last4)
    rows = [row(at, **person) for at, person in enumerate(people, 2)]
    answer(world.admin, **answers)
    assert bring_in(world.admin, rows).batch_id is not None
    assert not import_run.preview(world.admin, FILE, rows).changes


def test_another_person_with_a_registered_number_is_not_created_a_second_time(world):
    known(world, HUNG, "1953-04-02", citizen_hash=ONE.hash, citizen_last4=ONE.last4)
    rows = [row(2, "Trần Thị Thủy", citizen=ONE)]
    answer(world.admin, "row:2", same=ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 1
    assert bring_in(world.admin, rows, "again").batch_id is None
    assert effects(world.admin, rows) == [("untouched", None)]


@pytest.mark.parametrize("asked", [None, ANOTHER])
def test_of_rows_with_one_number_the_fullest_speaks_and_the_others_name_it(world, asked):
    rows = [
        row(2, "Trần Văn Ánh", citizen=ONE),
        row(3, "Trần Văn Ánh", born="1970", citizen=ONE, card=number("12345678")),
        row(4, "Trần Văn Ánh", card=number("12345678")),
    ]
    answer(world.admin, "row:4", same=asked)
    assert effects(world.admin, rows) == [("refused", "import_twice"), ("created", None), ("refused", "import_twice")]
    plan = import_run.preview(world.admin, FILE, rows)
    assert [outcome.values.get("number") for outcome in plan.outcomes] == [3, None, 3]
