"""What of a member list never leaves its reading: whole identity numbers, ethnicity, religion, and anything about
people exempt from introduction.
"""

import json

from db import identity_number_key
from tests.list_cases import AN, HEADS, see


def test_numbers_leave_only_as_a_keyed_hash_and_four_digits():
    seen = see(HEADS, AN)
    assert (seen.rows[0].citizen.hash, seen.rows[0].citizen.last4, seen.rows[0].citizen.whole) == (
        identity_number_key.hash_number("099057000001"),
        "0001",
        None,
    )
    assert "099057000001" not in str(seen)


def test_ethnicity_and_religion_never_leave():
    seen = see([*HEADS, "Dân tộc", "Tôn giáo"], [*AN, "Cờ Lao", "Cao Đài"])
    assert seen.dropped == ["Dân tộc", "Tôn giáo"]
    assert "Cờ Lao" not in str(seen)
    assert "Cao Đài" not in str(seen)


def test_ethnicity_and_religion_of_a_faulty_row_never_leave_either():
    seen = see([*HEADS, "Dân tộc", "Tôn giáo"], [*AN[:4], "31/02/1957", *AN[5:], "Cờ Lao", "Cao Đài"])
    assert seen.rows[0].fault == "date_unreadable"
    assert "Cờ Lao" not in str(seen) + json.dumps(seen.rows[0].said)
    assert "099057000001" not in str(seen)


def test_nothing_is_kept_about_people_exempt_from_introduction():
    row = see(["STT", "Họ và tên", "Năm sinh", "Diện miễn"], [1.0, "Nguyễn Văn An", 1957.0, "miễn giới thiệu"]).rows[0]
    assert (row.name, row.born, row.said) == ("", None, {})
