"""Two servers for all tests of this folder, one after the other, each with the people of tests/people.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import people
from tests.served_people import serving_people
from tests.visiting import MAKE_RUN, STREAMLIT_RUN, Server


@pytest.fixture(scope="package", params=[MAKE_RUN, STREAMLIT_RUN], ids=["make run", "streamlit run"])
def running(request, _template: Path, tmp_path_factory) -> Iterator[tuple[Server, people.World]]:
    """A running server; the tests hold whichever way it is started."""
    with serving_people(_template, tmp_path_factory.mktemp("served"), request.param) as told:
        yield told
