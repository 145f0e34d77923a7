"""Cells that no grid offered arrive over the wire: the page does not fail, says that they are not saved, and keeps all
others.
"""

import json
from math import inf, nan
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from db.models import DraftValue
from tests.pages import said, shown
from tests.rows import rows

TOTALS, ASSESSMENTS, EVALUATIONS = (
    "pages/meetings/totals.py",
    "pages/contacts/assessments.py",
    "pages/people/evaluations.py",
)
NO_NUMBERS = (nan, inf, -1, 1e300, 10**400, 3.7, "ab")
# of each grid, a cell that it takes, and others in the same row that it does not
GRIDS: list[tuple[str, dict[str, Any], list[tuple[str, Any]]]] = [
    (
        TOTALS,
        {"absent": 8},
        [*(("present", each) for each in NO_NUMBERS), ("held_on", "ab"), ("held_on", nan), ("held_on", 7)],
    ),
    (
        ASSESSMENTS,
        {"example": "example_good"},
        [*(("civic_duty", each) for each in ("ab", nan, 7, "example_good")), ("remark", nan), ("name", "ab")],
    ),
    (EVALUATIONS, {"self_class": "good"}, [("votes", each) for each in NO_NUMBERS]),
]
NO_CELLS = [
    '"ab"',
    "7",
    "[]",
    "[" * 100_000,
    '{"edited_rows": []}',
    '{"edited_rows": {"ab": {}}}',
    f'{{"edited_rows": {{"{"9" * 5000}": {{}}}}}}',
    '{"edited_rows": {"0": 5}}',
    f'{{"edited_rows": {{"0": {{"absent": {[1] * 5000}}}}}}}',
    f'{{"edited_rows": {{"0": {{"example": "{"a" * 100_001}"}}}}}}',
    '{"edited_rows": {}, "deleted_rows": [0, 99]}',
    '{"edited_rows": {}, "added_rows": [{"absent": 1}]}',
]
pytestmark = pytest.mark.usefixtures("november")


def send(app, sent: str) -> None:
    """Send this for the page's grid, as no browser would."""
    app._run(WidgetStates(widgets=[WidgetState(id=app.dataframe[0].proto.id, string_value=sent)]))
    assert not app.exception, (sent[:60], app.exception)


@pytest.mark.parametrize("page", [page for page, _fit, _forged in GRIDS])
def test_what_is_no_edited_cell_changes_nothing_in_a_grid(world, page):
    app = shown(world.secretary, page)
    for sent in NO_CELLS:
        send(app, sent)
    assert rows(DraftValue) == []


@pytest.mark.parametrize(("page", "fit", "forged"), GRIDS)
def test_a_cell_that_a_grid_does_not_have_or_cannot_hold_is_refused_and_the_others_are_kept(world, page, fit, forged):
    app = shown(world.secretary, page)
    send(app, json.dumps({"edited_rows": {0: fit}}))
    assert "không có ô hoặc giá trị" not in said(app)
    elsewhere = [{0: fit, 99: fit}, {0: fit, -1: fit}, {0: fit | {"nowhere": 1}}, {0: fit | {"_index": 1}}]
    for cells in [*elsewhere, *({0: fit | {name: value}} for name, value in forged)]:
        send(app, json.dumps({"edited_rows": cells}))
        assert "không có ô hoặc giá trị" in said(app), cells
        assert {row.field: row.value for row in rows(DraftValue)} == {name: str(value) for name, value in fit.items()}
