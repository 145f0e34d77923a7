"""Of two people with the same name, the one that was tapped is meant."""

from components.labels.distinct_labels import distinct


def test_labels_that_differ_stay():
    assert distinct({"a": "Hùng · 1953", "b": "Hùng · 1971"}) == {"a": "Hùng · 1953", "b": "Hùng · 1971"}


def test_equal_labels_get_their_roster_numbers_or_a_counter():
    labels = dict.fromkeys("abc", "Hùng") | {"d": "Lan"}
    found = distinct(labels, {"a": 3, "b": 17, "c": None, "d": 4})
    assert found == {"a": "Hùng · số thứ tự 3", "b": "Hùng · số thứ tự 17", "c": "Hùng", "d": "Lan"}
    assert distinct(labels) == {"a": "Hùng", "b": "Hùng (2)", "c": "Hùng (3)", "d": "Lan"}
