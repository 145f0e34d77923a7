"""Every day and every date box uses Việt Nam's date, whatever the server's clock is set to."""

import ast
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from components.importing import member_list_downloads, staged_lists
from tests import sources
from tests.pages import shown

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [
    ROOT / "app.py",
    ROOT / "page_script.py",
    *(file for folder in ("pages", "components", "db") for file in (ROOT / folder).rglob("*.py")),
]
CLOCK = ROOT / "db" / "calendar" / "clock.py"
ASKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.localtime",
    "time.strftime",
    "date.fromtimestamp",
    "datetime.fromtimestamp",
}
BOXES = ("date_input", "datetime_input", "time_input")


def calls() -> list[tuple[Path, ast.Call]]:
    return [(file, one) for file in SOURCES for one in sources.nodes(file) if isinstance(one, ast.Call)]


def test_only_the_clock_asks_for_the_time():
    asked = [f"{file.name}:{one.lineno}" for file, one in calls() if file != CLOCK and ast.unparse(one.func) in ASKS]
    assert asked == []


def test_no_date_box_uses_the_servers_day():
    boxes = [
        (f"{file.name}:{one.lineno}", one)
        for file, one in calls()
        if ast.unparse(one.func).removeprefix("st.") in BOXES
    ]
    assert len(boxes) > 5
    for where, box in boxes:
        spread = any(option.arg is None for option in box.keywords)
        named = {option.arg for option in box.keywords}
        assert len(box.args) > 1 or "value" in named, f"{where}: without a value the box stands at the server's day"
        assert spread or {"min_value", "max_value"} <= named, (
            f"{where}: without limits they are counted from the server's day"
        )
        texts = [part.value for part in ast.walk(box) if isinstance(part, ast.Constant)]
        assert not {"today", "now"} & set(texts), f"{where}: the server's day"


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("secretary", "pages/people/members.py"),
        ("secretary", "pages/meetings/record.py"),
        ("secretary", "pages/people/arrival.py"),
        ("secretary", "pages/people/entries.py"),
        ("secretary", "pages/contacts/assessments.py"),
        ("secretary", "pages/households/households.py"),
        ("commune", "pages/contacts/contacts.py"),
        ("commune", "pages/contacts/comment_requests.py"),
        ("commune", "pages/figures/papers.py"),
        ("admin", "pages/administration/units.py"),
        ("commune", "pages/figures/exports.py"),
        ("commune", "pages/administration/new_account.py"),
    ],
)
def test_a_page_with_a_date_box_opens_after_midnight_on_a_utc_server(world, monkeypatch, who, page):
    monkeypatch.setenv("TZ", "UTC")
    with time_machine.travel(datetime(2026, 11, 20, 20, 0, tzinfo=UTC)):
        test = shown(getattr(world, who), page)
        assert {box.value for box in test.date_input} <= {None, datetime(2026, 11, 21).date()}


def test_a_staged_list_opens_after_midnight_on_a_utc_server_and_is_dated_on_viet_nams_day(world, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        with time_machine.travel(datetime(2026, 11, 20, 20, 0, tzinfo=UTC)):
            shown(world.commune, "pages/administration/imports.py")
            code = staged_lists.stage(world.commune, "a.xlsx", member_list_downloads.template_workbook())
            (box,) = shown(world.commune, "pages/administration/imports.py", file=code).date_input
            assert (box.value, box.max) == (date(2026, 11, 21), date(2026, 11, 21))
            box.set_value(date(2026, 11, 21)).run()
            assert [one.value for one in box.root.error] == []
    finally:
        monkeypatch.undo()
        time.tzset()
