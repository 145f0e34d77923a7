"""Amounts as people type them: parsed if certain, asked about if not, never guessed."""

import pytest
from hypothesis import given, strategies as st

from db.year_entries.amount_parser import parse_days, parse_money


@pytest.mark.parametrize(
    ("typed", "value", "about"),
    [
        ("20 triệu", 20_000_000, False),
        ("20tr", 20_000_000, False),
        ("1,5 triệu", 1_500_000, False),
        ("1.5tr", 1_500_000, False),
        ("1tr5", 1_500_000, False),
        ("1 triệu rưỡi", 1_500_000, False),
        ("1 triệu 500 nghìn", 1_500_000, False),
        ("500 nghìn", 500_000, False),
        ("500 ngàn đồng", 500_000, False),
        ("500k", 500_000, False),
        ("20.000.000", 20_000_000, False),
        ("20,000,000 đ", 20_000_000, False),
        ("500.000đ", 500_000, False),
        ("20000000", 20_000_000, False),
        ("2 tỷ", 2_000_000_000, False),
        ("khoảng 20 triệu", 20_000_000, True),
        ("~ 20TR", 20_000_000, True),
        ("gần 3 triệu đồng", 3_000_000, True),
    ],
)
def test_an_amount_is_parsed_as_it_is_spoken(typed, value, about):
    reading = parse_money(typed)
    assert (reading.value, reading.approximate) == (value, about)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("20", (20_000, 20_000_000)),
        ("1.500", (1_500_000, 1_500_000_000)),
        ("1.500 triệu", (1_500_000, 1_500_000_000)),
        ("1tr50", (1_050_000, 1_500_000)),
    ],
)
def test_an_ambiguous_amount_is_asked_about(typed, values):
    reading = parse_money(typed)
    assert (reading.values, reading.value) == (values, None)


@pytest.mark.parametrize("typed", ["", "nhiều", "hai mươi", "-5", "10-15 triệu", "0", "5 triệu 2 triệu", "9" * 20])
def test_text_that_is_not_an_amount_is_none(typed):
    assert parse_money(typed).values == ()


@given(st.integers(10_000, 10**12))
def test_a_whole_amount_is_parsed_in_every_way_of_writing_it(value):
    dotted = f"{value:,}".replace(",", ".")
    for typed in (str(value), dotted, f"{dotted} đồng", f"{value:,}"):
        # six digits with one point could also be a decimal number; only the larger reading is an amount in đồng
        assert parse_money(typed).value == value


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(typed):
    assert all(value > 0 for value in parse_money(typed).values + parse_days(typed).values)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2", 2), ("2 công", 2), ("nửa ngày", 0.5), ("1,5", 1.5), ("1 ngày rưỡi", 1.5), ("khoảng 3 ngày công", 3)],
)
def test_days_of_work_are_parsed(typed, value):
    assert parse_days(typed).value == value


@pytest.mark.parametrize("typed", ["", "x", "1.500 ngày x", "400"])
def test_text_that_is_not_a_number_of_days_is_none(typed):
    assert parse_days(typed).value is None
