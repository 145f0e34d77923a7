"""One-page reports of a cell and a commune, and superiors' forms of communes and cells, on the demonstration changed at
random: each figure equals a recount by plain SQL.
"""

import io
import sqlite3
from itertools import pairwise
from pathlib import Path
from random import Random

import openpyxl
import pytest

from components.briefings import briefing_content, briefing_request, report_files, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.report_forms import figure_vocabulary, form_filling
from db.accounts import accounts
from db.calendar import clock
from db.calendar.months import add_months, first_day, last_day, month_of, period_of
from db.kernel.scope import Viewer
from db.models import Role, UnitKind
from db.papers.report_forms import FormFile
from db.units import units
from tests import one_page_recount, paper_counts
from tests.briefing_papers import pdf_text, word_text
from tests.demo import demo_database
from tests.filled_forms import ask_for_every_figure
from tests.paper_recount import AIM, OVERLOADED, STATES, PaperRecount, total
from tests.paper_words import check_words, printed
from tests.shaken_meetings import shake

SEED = 16


@pytest.fixture
def file(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration with its meetings, members and tasks changed at random."""
    found, today = demo_database(data_dir), clock.today()
    monkeypatch.setenv("REGISTER_DEMO", "1")
    random = Random(SEED)
    with sqlite3.connect(found) as book:
        shake(book, random, add_months(month_of(today), -13))
        one_page_recount.shake(book, random, today)
    return found


def viewer_of(file: Path, role: Role) -> Viewer:
    """The first one with a role."""
    with sqlite3.connect(file) as book:
        query = "SELECT account_id, id FROM access_grant WHERE role = ? ORDER BY id"
        return accounts.viewer_for(*book.execute(query, (role.value,)).fetchone())


def recount_of(file: Path, unit_id: int, since: int, months: int) -> PaperRecount:
    """The rows of a unit in a period, as of its last day or of today."""
    today = clock.today()
    until = min(add_months(since, months - 1), month_of(today))
    return PaperRecount(file, unit_id, since, until, min(last_day(until), today), today)


def figures(recount: PaperRecount, months: int) -> dict[str, tuple]:
    """Every figure of reports and forms by its code: its value, and of how many."""
    own = one_page_recount.members(recount) | one_page_recount.tasks(recount)
    return paper_counts.figures(recount, months) | {code: (value, None) for code, value in own.items()}


@pytest.mark.parametrize("months", [1, 12], ids=["a month", "its year so far"])
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COMMUNE], ids=["cell", "commune"])
def test_every_figure_of_a_one_page_report_is_that_of_plain_sql(file, role, months):
    viewer = viewer_of(file, role)
    since = briefing_request.latest_ended_period(1) if months == 1 else period_of(month_of(clock.today()), 12)
    keys = tuple(choice.key for choice in section_registry.choices(viewer, BriefingKind.REPORT))
    request = BriefingRequest(since, months, None, keys, "report", BriefingKind.REPORT)
    recount = recount_of(file, viewer.unit_id, since, months)
    found = figures(recount, months)
    sections = briefing_content.write_briefing(viewer, request).sections
    titles = [section.title for section in sections]
    told = {
        figure.code: (figure.value, figure.denominator, figure.text)
        for section in sections
        for figure in section.figures
    }
    assert {"members", "members_added", "tasks_done", "tasks_overdue"} <= told.keys()
    for code, (value, of, text) in told.items():
        assert (value, of) == found[code], code
        assert text.replace("\u00a0", " ") == printed(*found[code]), code
    texts = {code: (printed(*figure),) for code, figure in found.items()}
    texts |= {"aim": (f"{AIM} %",), "overload": (str(OVERLOADED),)}
    texts["earlier_rate"] = *texts["attendance_rate_before"], *texts["attendance_rate_year_ago"]
    silent = sum(1 for counts in recount.reporting().values() if counts[STATES.index("silent")])
    texts["silent_parts"] = (str(silent),)
    names = {name for row in recount.cells() for name in (row[2], row[4]) if name}
    heads = {f"{at}. {title}" for at, title in enumerate(titles, 1)}
    for end, read in (("docx", word_text), ("pdf", pdf_text)):
        page = read(report_files.make_report_file(viewer.account_id, viewer.grant_id, request, end))
        said = check_words(page, texts, names | heads)
        assert {"members", "members_women", "members_exempt", "tasks_open", "present", "households"} <= said


@pytest.mark.parametrize(("role", "months"), [(Role.COMMUNE, 1), (Role.DISTRICT, 3)], ids=["cells", "communes"])
def test_every_figure_of_a_superiors_form_is_that_of_plain_sql_for_each_unit_below(file, role, months):
    viewer = viewer_of(file, role)
    since = briefing_request.latest_ended_period(months)
    form = FormFile("Biểu", "xlsx", "", ask_for_every_figure())
    below = [one for one in units.children_of(viewer, viewer.unit_id).values() if one.kind != UnitKind.WORKPLACE]
    for unit in Random(SEED).sample(below, 4):
        wanted = briefing_request.query_of_period(viewer, since, months, unit.code)
        filled = form_filling.fill_report_form(viewer, form, wanted)
        sheet = openpyxl.load_workbook(io.BytesIO(filled.content)).active
        found = figures(recount_of(file, unit.id, since, months), months)
        codes = set()
        for code, value, named in sheet.iter_rows(values_only=True):
            if code in found:
                codes.add(code)
                _check(code, value, named, found[code], code in filled.missing)
        assert codes == found.keys() == figure_vocabulary.section_registry.figures_by_code().keys()


def all_figures(viewer: Viewer, since: int, months: int, unit: str | None) -> dict[str, tuple]:
    """Every figure that a paper of a unit may hold, and the query behind it under an empty code."""
    wanted = briefing_request.query_of_period(viewer, since, months, unit)
    found: dict[str, tuple] = {"": (wanted,)}
    for section in section_registry.sections_by_key().values():
        rows = section.question(viewer, wanted)
        for figure in map(lambda each, rows=rows: each.evaluate(rows), section.figures):
            found[figure.code] = (figure.value, figure.denominator)
    return found


def cells_of(file: Path, area_id: int) -> list[int]:
    with sqlite3.connect(file) as book:
        query = (
            "SELECT unit_id FROM unit_version JOIN unit u ON u.id = unit_id WHERE parent_id = ? AND valid_to IS NULL"
        )
        return [row[0] for row in book.execute(f"{query} AND u.kind = 'cell' ORDER BY unit_id", (area_id,))]


@pytest.mark.parametrize("months", [1, 12], ids=["its last month", "its last year"])
def test_every_figure_of_a_cell_that_ended_and_of_its_commune_is_that_of_plain_sql(file, months):
    viewer = viewer_of(file, Role.COMMUNE)
    last_month = briefing_request.latest_ended_period(1)
    end = last_day(last_month).replace(day=15)
    ended, other = cells_of(file, viewer.unit_id)[3:5]
    with sqlite3.connect(file) as book:
        one_page_recount.end_cell(book, ended, end, other)
    since = last_month if months == 1 else last_month // 100 * 100 + 1
    code = units.one(viewer, ended).code
    its_own = recount_of(file, ended, since, months)
    its_own.day, its_own.until = end, month_of(end)
    for unit, recount in ((code, its_own), (None, recount_of(file, viewer.unit_id, since, months))):
        told = all_figures(viewer, since, months, unit)
        (wanted,) = told.pop("")
        assert (wanted.day, wanted.until) == (recount.day, recount.until)
        expected = figures(recount, months)
        assert {key: value for key, value in told.items() if value != expected[key]} == {}
        assert told["members_lost"][0] > 0 or unit
        assert told["present"][0] > 0


def test_members_and_tasks_of_a_cell_that_came_count_from_then_on(file):
    viewer = viewer_of(file, Role.DISTRICT)
    since = briefing_request.latest_ended_period(1)
    areas = [one for one in units.children_of(viewer, viewer.unit_id).values() if one.kind == UnitKind.AREA]
    old, new = next((old, new) for old, new in pairwise(areas) if len(cells_of(file, old.id)) > 2)
    with sqlite3.connect(file) as book:
        one_page_recount.move_cell(book, cells_of(file, old.id)[0], new.id, first_day(since).replace(day=10))
    for area in (old, new):
        told, recount = all_figures(viewer, since, 1, area.code), recount_of(file, area.id, since, 1)
        found = one_page_recount.members(recount) | one_page_recount.tasks(recount)
        assert {key: told[key][0] for key in found} == found
    assert told["members_added"][0] > 0


def _check(code: str, value: object, named: str | None, figure: tuple, missing: bool) -> None:
    """A figure by its code, and by its name in a text."""
    unknown = figure[0] is None or figure[1] == 0
    assert missing == unknown, code
    if unknown:  # nothing was recorded to count
        assert value is None, code
        return
    assert named == f"→ {printed(*figure)}", code
    if figure[1] is None:
        assert value == figure[0], code
    else:
        assert f"{value:g} %".replace(".", ",") == printed(*figure), code


def test_the_recount_has_something_to_count(file):
    viewer = viewer_of(file, Role.COMMUNE)
    found = figures(recount_of(file, viewer.unit_id, period_of(month_of(clock.today()), 12), 12), 12)
    codes = ("members_women", "members_probationary", "members_exempt", "members_added", "members_lost", "tasks_done",
             "tasks_not_done", "tasks_open", "tasks_overdue")  # fmt: skip
    assert all(found[code][0] > 0 for code in codes)
    assert total(recount_of(file, viewer.unit_id, 202601, 12).reporting())
