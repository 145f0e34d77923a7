"""An assessment's answers are stored in its own row, and likewise in the history of its answers."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ASSESSMENT = sa.table("assessment", sa.column("id"), sa.column("marks"))
MARK = sa.table("assessment_mark", *map(sa.column, ("id", "assessment_id", "item", "mark")))
CHANGE = sa.table(
    "change", *map(sa.column, ("id", "batch_id", "table_name", "row_id", "action", "before")),
)  # fmt: skip
Marks = dict[str, str]  # by item


def upgrade() -> None:
    op.add_column("assessment", sa.Column("marks", sa.String(), nullable=False, server_default="{}"))
    marks, items = _standing()
    put = sa.update(ASSESSMENT).where(ASSESSMENT.c.id == sa.bindparam("row")).values(marks=sa.bindparam("said"))
    if marks:
        op.get_bind().execute(put, [{"row": row_id, "said": _text(said)} for row_id, said in marks.items()])
    _rewrite_history(marks, items)
    op.drop_table("assessment_mark")


def _standing() -> tuple[dict[int, Marks], dict[int, tuple[int, str]]]:
    """The marks of each assessment, and of each row that holds one whose it is and of which item."""
    marks: dict[int, Marks] = defaultdict(dict)
    items = {}
    for row in op.get_bind().execute(sa.select(MARK).order_by(MARK.c.id)):
        marks[row.assessment_id][row.item] = row.mark
        items[row.id] = (row.assessment_id, row.item)
    return marks, items


def _rewrite_history(marks: dict[int, Marks], items: dict[int, tuple[int, str]]) -> None:
    """Go backwards from the current state, action by action: each gives an assessment's marks before it."""
    for batch in _batches():
        first = {}  # the earliest change of a mark, by assessment
        for change in batch:
            if change.table_name == MARK.name and (assessment_id := _take_back(change, marks, items)):
                first[assessment_id] = change
        own = {change.row_id: change for change in batch if change.table_name == ASSESSMENT.name}  # its earliest
        for assessment_id, change in first.items():
            _tell(own.get(assessment_id, change), assessment_id, marks[assessment_id])
    op.get_bind().execute(sa.delete(CHANGE).where(CHANGE.c.table_name == MARK.name))


def _tell(change: Any, assessment_id: int, before: Marks) -> None:
    """Have a change say what marks its assessment had before; a change of a mark becomes one of its assessment."""
    told = {"table_name": ASSESSMENT.name, "row_id": assessment_id}
    if change.table_name == MARK.name:
        told |= {"action": "update", "before": _text({"marks": _text(before)})}
    elif change.action != "insert":
        told["before"] = _text(json.loads(change.before) | {"marks": _text(before)})
    op.get_bind().execute(sa.update(CHANGE).where(CHANGE.c.id == change.id).values(told))


def _batches() -> Iterator[list[Any]]:
    """The actions that changed marks, the latest first, each with its changes of assessments, the latest first."""
    ours = CHANGE.c.table_name.in_(("assessment", "assessment_mark"))
    with_marks = sa.select(CHANGE.c.batch_id).where(CHANGE.c.table_name == "assessment_mark")
    query = sa.select(CHANGE).where(ours, CHANGE.c.batch_id.in_(with_marks))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in op.get_bind().execute(query.order_by(CHANGE.c.batch_id.desc(), CHANGE.c.id.desc())):
        found[row.batch_id].append(row)
    yield from found.values()


def _take_back(change: Any, marks: dict[int, Marks], items: dict[int, tuple[int, str]]) -> int | None:
    """Let the marks be as before a change of one; whose it is, none where the row is gone without a trace."""
    kept = json.loads(change.before or "{}")
    if change.action == "delete":
        items[change.row_id] = (kept["assessment_id"], kept["item"])
    if change.row_id not in items:
        return None
    assessment_id, item = items[change.row_id]
    if change.action == "insert":
        marks[assessment_id].pop(item, None)
    elif "mark" in kept:
        marks[assessment_id][item] = kept["mark"]
    return assessment_id


def _text(said: dict) -> str:
    return json.dumps(said, ensure_ascii=False)
