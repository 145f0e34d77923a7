"""How many of our modules lie between a page and the query or write it causes, not counting the page and the kernel's
session. `python -m pytest tests/test_calls.py -rP` prints the paths.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import pytest

from components.importing import staged_lists
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from tests import sent_statements
from tests.pages import ROOT, press, shown
from tests.workbooks import workbook

pytestmark = pytest.mark.usefixtures("november")
MEMBERS, RECORD = "pages/people/members.py", "pages/meetings/record.py"
CHARTS, IMPORTS = "pages/figures/charts.py", "pages/administration/imports.py"
COUNTED = ("components/", "db/")
# the viewer, the session everything goes through, and a cache that calls back, as Streamlit's own does
LEFT_OUT = ("db/kernel/", "components/shell/", "components/period_cache.py")
LIST = ["Họ và tên", "Ngày sinh", "Chi bộ"], ["Đỗ Văn Ánh", "1970", "Chi bộ thôn Đồng Bào"]


def path_from_page(page: str) -> list[str]:
    """Our modules from a page down to here, each once however many of its functions call one another; none if the call
    did not come from this page.
    """
    files, frame = [], sys._getframe(1)
    while frame and not frame.f_code.co_filename.startswith(f"{ROOT}/pages/"):
        files.append(frame.f_code.co_filename)
        frame = frame.f_back
    if frame is None or frame.f_code.co_filename != f"{ROOT}/{page}":
        return []
    ours = [str(Path(file).relative_to(ROOT)) for file in files[::-1] if file.startswith(str(ROOT))]
    counted = (name for name in ours if name.startswith(COUNTED) and not name.startswith(LEFT_OUT))
    return [name for name, _ in groupby(counted)]


@contextmanager
def paths_to(page: str, of: Callable[[str], bool]) -> Iterator[list[list[str]]]:
    """The paths from a page to each such statement sent within the block, in order."""
    found: list[list[str]] = []

    def listen(statement: str) -> None:
        if of(statement) and (gone := path_from_page(page)):
            found.append(gone)

    with sent_statements.heard(listen):
        yield found


def writes(table: str) -> Callable[[str], bool]:
    return lambda statement: statement.split()[0] in ("INSERT", "UPDATE") and f" {table} " in statement


def reads(table: str) -> Callable[[str], bool]:
    return lambda statement: statement.startswith("SELECT") and f"FROM {table} " in " ".join(statement.split()) + " "


def length(name: str, found: list[list[str]]) -> int:
    """How many modules away the first of these statements is; all paths are printed."""
    for each in found:
        print(f"{name}: {len(each)}: {' → '.join(each)}")
    return len(found[0])


def test_a_list_is_one_module_away(world):
    with paths_to(MEMBERS, reads("member")) as found:
        shown(world.secretary, MEMBERS)
    assert length("a list", found) == 1


def test_saving_a_meeting_is_two_modules_away(world):
    test = shown(world.secretary, RECORD, type="regular", period="202611")
    with paths_to(RECORD, writes("meeting")) as found:
        press(test, "Lưu cuộc họp")
    assert length("save a meeting", found) <= 2


def test_the_rows_of_a_chart_are_two_modules_away(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    with paths_to(CHARTS, reads("tally")) as found:
        shown(world.district, CHARTS)
    assert length("a chart", found) <= 2


def test_the_preview_of_an_import_is_three_modules_away(world):
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*LIST))
    with paths_to(IMPORTS, reads("member")) as found:
        shown(world.admin, IMPORTS, file=code)
    assert length("a preview of an import", found) <= 3
