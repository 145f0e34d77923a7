"""A refusal as a test expects it: its code and some of its values."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from db.errors import Refused


@contextmanager
def refused_with(code: str, **values) -> Iterator[None]:
    """Expect the block to be refused with this code and at least these values."""
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == code
    assert {name: refused.value.values.get(name) for name in values} == values
