"""Rows of columns are read by name, compared and kept like tuples."""

import pickle
from operator import itemgetter

import pytest
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

from db.kernel import plain_rows
from db.kernel.plain_rows import Rows

NAMES = ("id", "count", "name")


def rows(*tuples: tuple) -> Rows:
    return Rows(tuples, plain_rows.row_class(NAMES)._make)


def test_a_row_is_read_by_name_and_by_place():
    row = rows((1, 5, "An")).one()
    assert (row.id, row.count, row.name) == tuple(row) == (1, 5, "An")
    assert row == (1, 5, "An")
    assert row._asdict() == {"id": 1, "count": 5, "name": "An"}
    with pytest.raises(AttributeError):
        row.nmae  # noqa: B018


def test_a_row_kept_by_the_cache_of_pages_comes_back_the_same():
    row = rows((1, 5, "An")).one()
    told = pickle.loads(pickle.dumps(row))
    assert type(told) is type(row)
    assert told == row
    assert told.name == "An"


def test_names_given_twice_or_unfit_are_read_by_place():
    made = plain_rows.row_class(("id", "id", "count(*)"))
    row = made._make((1, 2, 3))
    assert (row.id, *row) == (1, 1, 2, 3)
    assert pickle.loads(pickle.dumps(row)) == row


def test_one_row_is_exactly_one():
    assert Rows([(7,)], itemgetter(0)).one() == 7
    for many, refusal in ((0, NoResultFound), (2, MultipleResultsFound)):
        with pytest.raises(refusal):
            Rows([(7,)] * many, itemgetter(0)).one()


def test_the_first_of_none_is_none():
    assert rows().first() is None
    assert rows((1, 2, "An"), (2, 3, "Bình")).first().name == "An"
