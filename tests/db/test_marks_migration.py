"""Marks that used to be rows of their own are part of their assessments now, and old actions on them can still be
undone.
"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import MetaData, insert, text

from db import config
from db.assessments.mark_storage import split_marks
from db.history import undo
from db.kernel.scope import SYSTEM
from db.maintenance import raw_connection, revisions
from db.models import Assessment
from tests.rows import rows

BEFORE = "0013"
ABOUT = {"unit_id": 1, "member_id": 1, "audience": "assessments"}
MADE = '{{"id": {}, "assessment_id": {}, "unit_id": 1, "member_id": 1, "year": 2026, "item": "{}", "mark": "{}"}}'
CHANGES = [  # batch, table, row, action, previous values
    (1, "assessment", 1, "insert", None),
    (1, "assessment_mark", 1, "insert", None),
    (1, "assessment_mark", 2, "insert", None),
    (2, "assessment_mark", 1, "update", '{"mark": "good"}'),
    (2, "assessment_mark", 3, "insert", None),
    (3, "assessment", 1, "update", '{"remark": "Nhiệt tình"}'),
    (3, "assessment_mark", 2, "delete", MADE.format(2, 1, "contact", "seldom")),
    (4, "assessment_mark", 4, "delete", MADE.format(4, 2, "gone", "good")),
    (4, "assessment", 2, "delete", None),
]  # fmt: skip


@pytest.fixture
def older(any_database) -> None:
    """A register of an older version, with one assessment made by three actions and one deleted by another."""
    url, file = config.database_url(), raw_connection.sqlite_file(config.database_url())
    if file:
        file.unlink()
    else:
        with raw_connection.connect(url) as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    revisions.migrate_to(url, BEFORE)
    with raw_connection.connect(url) as connection:
        (known := MetaData()).reflect(connection)

        def put(name: str, *values: dict) -> None:
            connection.execute(insert(known.tables[name]), [*values])

        put("unit", {"id": 1, "code": "cell", "kind": "cell", "level": "cell", "reports": True})
        name = {"name": "Phạm Thị Dung", "sort_key": "dung", "search_key": "pham thi dung"}
        put("member", {"id": 1, "code": "dung", **name})
        made = {"code": "said", "year": 2026, "form": "assessment_form", "form_from": date(2020, 1, 2)}
        of_both = {"unit_id": 1, "member_id": 1}
        put("assessment", {"id": 1, **of_both, **made, "assessed_on": date(2026, 11, 10), "remark": "Chu đáo"})
        marks = {"assessment_id": 1, "year": 2026, **of_both}
        put("assessment_mark", {"id": 1, "item": "example", "mark": "best", **marks})
        put("assessment_mark", {"id": 3, "item": "duty", "mark": "yes", **marks})
        whole = '{"id": 2, "code": "old", "unit_id": 1, "member_id": 1, "year": 2025, "form": "assessment_form", '
        whole += '"form_from": "2020-01-02", "assessed_on": "2025-11-10", "remark": null}'
        at = datetime(2026, 11, 20, tzinfo=UTC)
        batch = {"at": at, "who": "", "role": "register", "deed": "assess", "issued": False, "erased": False}
        put("batch", *({"id": each, "code": f"b{each}", **batch} for each in range(1, 5)))
        for batch_id, table, row_id, action, before in CHANGES:
            kept = whole if (table, action) == ("assessment", "delete") else before
            told = {"table_name": table, "row_id": row_id, "action": action, "before": kept}
            put("change", {"batch_id": batch_id, **told, **ABOUT})
        raw_connection.continue_sequences(connection, {"unit": 1, "member": 1, "assessment": 2, "batch": 4})
    revisions.migrate_to(url, "head")


def stored_marks() -> dict[str, tuple[str | None, dict[str, str]]]:
    return {row.code: (row.remark, split_marks(row.marks)) for row in rows(Assessment)}


def test_marks_are_stored_with_their_assessment(older):
    assert stored_marks() == {"said": ("Chu đáo", {"example": "best", "duty": "yes"})}


def test_old_actions_on_separate_mark_rows_are_undone_step_by_step(older):
    undo.undo(SYSTEM, 3)
    assert stored_marks() == {"said": ("Nhiệt tình", {"example": "best", "duty": "yes", "contact": "seldom"})}
    undo.undo(SYSTEM, 2)
    assert stored_marks() == {"said": ("Nhiệt tình", {"example": "good", "contact": "seldom"})}
    undo.undo(SYSTEM, 1)
    assert stored_marks() == {}
    undo.undo(SYSTEM, 4)
    assert stored_marks() == {"old": (None, {"gone": "good"})}
