"""Papers for meetings of a district, a commune and a ward, on the demonstration with meetings changed at random: each
figure on page, slide, sheet and screen equals a recount in plain SQL.
"""

import io
import re
import sqlite3
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from PIL import Image

from components.briefings import briefing_content, briefing_request, section_pictures, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.charts import chart_theme
from components.files import briefing_files
from components.files.briefing_document import Drawing
from db.accounts import accounts
from db.calendar import clock
from db.calendar.months import add_months, last_day, month_of, period_of
from db.kernel.scope import Viewer
from db.models import Role
from tests import oversight_recount, paper_counts
from tests.briefing_papers import pdf_text, plain, sheet_heads, sheet_rows, slide_tables, slides_words, word_text
from tests.demo import demo_database
from tests.figure_pages import drawn
from tests.pages import said, shown
from tests.paper_recount import AIM, OVERLOADED, STATES, PaperRecount, total
from tests.paper_words import check_words, printed
from tests.shaken_meetings import shake

CHARTS, REPORTING = "pages/figures/charts.py", "pages/figures/reporting.py"
ABOVE = ("team_visits", "book_checks")
CASES = [("small", Role.DISTRICT, 1), ("small", Role.COMMUNE, 3), ("ward", Role.DISTRICT, 12)]


class Paper(NamedTuple):
    """A paper's files, the viewer it was made for, the data of its charts, and the recount of its unit."""

    viewer: Viewer
    files: dict[str, bytes]
    drawings: dict[str, list[dict]]
    recount: PaperRecount
    months: int
    titles: list[str]


@pytest.fixture(params=CASES, ids=["district, a month", "commune, a quarter", "ward, its year so far"])
def paper(request, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Paper:
    """A paper for the latest period that has ended, or for the year so far, with every section there is."""
    size, role, months = request.param
    file, today = demo_database(data_dir, size), clock.today()
    monkeypatch.setenv("REGISTER_DEMO", "1")
    with sqlite3.connect(file) as book:
        shake(book, Random(f"{size} {role}"), add_months(month_of(today), -13))
        query = "SELECT account_id, id FROM access_grant WHERE role = ? ORDER BY id"
        account_id, grant_id = book.execute(query, (role.value,)).fetchone()
    viewer = accounts.viewer_for(account_id, grant_id)
    since = briefing_request.latest_ended_period(months) if months < 12 else period_of(month_of(today), 12)
    drawings = _kept_drawings(monkeypatch)
    keys = tuple(choice.key for choice in section_registry.choices(viewer, BriefingKind.MEETING))
    content = briefing_content.write_briefing(viewer, BriefingRequest(since, months, None, keys, "meeting"))
    files = briefing_files.write_file_set(content, "p", lambda done: None)[0]
    until = min(add_months(since, months - 1), month_of(today))
    recount = PaperRecount(file, viewer.unit_id, since, until, min(last_day(until), today), today)
    drawn_from = dict(zip((each.key for each in content.sections if each.drawing), drawings, strict=True))
    return Paper(viewer, files, drawn_from, recount, months, [each.title for each in content.sections])


def _kept_drawings(monkeypatch: pytest.MonkeyPatch) -> list[list[dict]]:
    """Keep the data of a paper's charts; other tests cover how they are drawn."""
    kept: list[list[dict]] = []
    dots = io.BytesIO()
    Image.new("RGB", (3, 2)).save(dots, "PNG")

    def draw(chart, foot: str) -> Drawing:
        kept.append(chart_theme.to_spec(chart)["data"]["values"])
        return Drawing(dots.getvalue(), dots.getvalue())

    monkeypatch.setattr(section_pictures, "draw_pictures", draw)
    return kept


def test_every_figure_is_the_same_on_page_slide_sheet_and_screen_as_in_plain_sql(paper):
    found = paper_counts.figures(paper.recount, paper.months)
    texts = {code: printed(*figure) for code, figure in found.items()}
    front = {row[1]: (*row[3:5], plain(row[5])) for row in sheet_rows(paper.files["p.xlsx"], "Bản kê") if row[1]}
    assert front == {code: (*found[code], texts[code]) for code in found}
    expected = paper_counts.sheets(paper.recount)
    for name, rows in expected.items():
        heads = len(next(iter(rows))) if rows else 0
        kept = sheet_rows(paper.files["p.xlsx"], name)
        kept = kept if kept and kept[-1][0] != "Cộng" else kept[:-1]
        assert {tuple(row[:heads]): _rounded(row[heads:]) for row in kept} == {
            key: _rounded(row) for key, row in rows.items()
        }, name
    _check_words(paper, texts)
    _check_slides(paper, expected)
    _check_drawings(paper.drawings, paper.recount)
    _check_screens(paper)


def _rounded(row: list) -> list:
    return [round(value, 9) if isinstance(value, float) else value for value in row]


def _check_words(paper: Paper, texts: dict[str, str]) -> None:
    """Assert that every number in a sentence of the page and of the slides is the figure shown there."""
    silent = sum(1 for counts in paper.recount.reporting().values() if counts[STATES.index("silent")])
    told = {code: (text,) for code, text in texts.items()}
    told |= {"aim": (f"{AIM} %",), "overload": (str(OVERLOADED),), "silent_parts": (str(silent),)}
    told["earlier_rate"] = texts["attendance_rate_before"], texts["attendance_rate_year_ago"]
    names = {name for row in paper.recount.cells() for name in (row[2], row[4])}
    lowest = sorted((cell for cell in paper.recount.attention() if cell[4]), key=lambda cell: cell[5] / cell[4])[:5]
    of_cells = {f"{cell[0]}{of}: {cell[5]}/{cell[4]}" for cell in lowest for of in ("", f" ({cell[1]})")}
    teams = oversight_recount.teams(paper.recount)
    of_teams = {f"{name}: {each[2]}/{each[1]}" for name, each in teams.items()}
    heads = {f"{at}. {title}" for at, title in enumerate(paper.titles, 1)}
    for text in (word_text(paper.files["p.docx"]), pdf_text(paper.files["p.pdf"])):
        assert len(check_words(text, told, names | heads | of_cells | of_teams)) > 25
    slides = slides_words(paper.files["p.pptx"])
    for page, text in enumerate(slides, 1):
        assert check_words(text.removesuffix(f" · {page}/{len(slides)}"), told, names | of_cells | of_teams)


def _check_slides(paper: Paper, sheets: dict[str, paper_counts.Rows]) -> None:
    """Assert that every row of a table on a slide is the recount's; rows combined into one are the remainder of the
    sum.
    """
    heads = {name: sheet_heads(paper.files["p.xlsx"], name) for name in sheets}
    tables = slide_tables(paper.files["p.pptx"])
    assert len(tables) > 3
    for titles, *lines in tables:
        name = next(name for name, known in heads.items() if known[0] == titles[0] and set(titles) <= set(known))
        places, known = [heads[name].index(title) for title in titles], sheets[name]
        listed: set[tuple] = set()
        for line in lines:
            keys = [key for key in known if list(key) == line[: len(key)]]
            if keys:
                listed.update(keys)
                row = _printed([*keys[0], *known[keys[0]]])
            else:
                count = re.fullmatch(r"(?:… và )?([\d.]+) (?:đơn vị|chi bộ) khác(?:, đủ trong tệp Excel)?", line[0])
                assert count or line[0] == "Cộng"
                rest = [row for key, row in known.items() if key not in listed or not count]
                assert count is None or count[1] == str(len(rest))
                row = _printed([line[0], *[""] * (len(next(iter(known))) - 1), *_summed(rest)])
            assert line[1:] == [row[at] for at in places][1:] or line[1:] == [""] * (len(line) - 1), name


def _summed(rows: list[list]) -> list:
    """Rows combined into one: sums, leaving out the rates (after the whole and the part), which follow from them."""
    return [None if any(isinstance(value, float) or value is None for value in column) else sum(column)
            for column in zip(*rows, strict=True)]  # fmt: skip


def _printed(row: list) -> list[str]:
    """A row as printed: a rate from the whole and the part before it."""
    return [
        printed(row[at - 1], row[at - 2]) if value is None or isinstance(value, float) else
        printed(value) if isinstance(value, int) else value
        for at, value in enumerate(row)
    ]  # fmt: skip


def _check_drawings(drawings: dict[str, list[dict]], recount: PaperRecount) -> None:
    """Assert that the marks of the charts on slides are the recount's."""
    _check_met(drawings["reporting"], recount)
    _check_came(drawings["attendance"], recount)
    contacts, homes = recount.contacts(), recount.households()
    assert {row["whole"]: round(row["average"], 9) for row in drawings["contact"]} == {
        name: round(counts[0] / counts[11], 9) for name, counts in contacts.items()
    }
    assert {row["whole"]: row["of"] for row in drawings["households"]} == {
        name: f"{printed(counts[1])}/{printed(counts[0])}" for name, counts in homes.items()
    }
    _check_from_above(drawings["teams"], drawings["book_checks"], recount)


def _check_from_above(teams: list[dict], books: list[dict], recount: PaperRecount) -> None:
    assert {row["whole"]: row["count"] for row in teams} == {
        name: owed - met for name, (_, owed, met, _) in oversight_recount.teams(recount).items()
    }
    assert [row["count"] for row in books] == total(oversight_recount.books(recount))[1:]


def _check_met(rows: list[dict], recount: PaperRecount) -> None:
    found: dict[int, list[int]] = {}
    for row in rows:  # a part that has no cells is not drawn
        found.setdefault(row["period"], [0] * 5)[int(row["order"])] = row["cells"]
    assert found == {month: paper_counts.met(recount, month) for month in found}
    assert len(found) >= 3


def _check_came(rows: list[dict], recount: PaperRecount) -> None:
    told = {row["period"]: row["of"] for row in rows if row.get("of")}
    came = recount.came(min(told), max(told), "period")
    assert told == {month: f"{printed(came[month][2])}/{printed(came[month][1])}" for month in told}


def _check_screens(paper: Paper) -> None:
    """Assert that the marks of the charts on screen and the rows behind them are the recount's; today's, where they are
    of today.
    """
    recount = paper.recount
    asked = {"charts_since": str(add_months(recount.until, -11)), "charts_until": str(recount.until)}
    page = shown(paper.viewer, CHARTS, charts_which="attendance", charts_month=str(recount.until), **asked)
    _check_came(drawn(page), recount)
    month = PaperRecount(recount.file, recount.unit_id, recount.until, recount.until, recount.day, recount.today)
    for name, counts in paper_counts.came_by_part(month).items():
        (line,) = (link.proto.label for link in page.get("page_link") if f"**{name}**" in link.proto.label)
        assert f":small[{printed(counts[2])}/{printed(counts[1])}" in line
    _, expected, present, *_ = month.came(month.since, month.until)[None]
    assert f"dự họp {printed(present)}/{printed(expected)}" in said(page)
    _check_met(drawn(shown(paper.viewer, CHARTS, charts_which="met", **asked)), recount)
    counts = total(month.reporting())
    told = f"{printed(sum(counts[:5]))}/{printed(sum(counts[:6]))} chi bộ đã báo cáo"
    assert told in said(shown(paper.viewer, REPORTING, reporting_until=str(recount.until)))
    now = month_of(recount.today)
    today = PaperRecount(recount.file, recount.unit_id, now, now, recount.today, recount.today)
    year = {"charts_since": str(now // 100 * 100 + 1), "charts_until": str(now)}
    homes = drawn(shown(paper.viewer, CHARTS, charts_which="households"))
    assert {row["whole"]: row["of"] for row in homes} == {
        name: f"{printed(counts[1])}/{printed(counts[0])}" for name, counts in today.households().items()
    }
    contacts = drawn(shown(paper.viewer, CHARTS, charts_which="contact_members"))
    assert {row["whole"]: round(row["average"], 9) for row in contacts} == {
        name: round(counts[0] / counts[11], 9) for name, counts in today.contacts().items()
    }
    teams, books = (shown(paper.viewer, CHARTS, charts_which=which, **year) for which in ABOVE)
    _check_from_above(drawn(teams), drawn(books), today)
    (opened,) = (row["whole"] for row in drawn(teams) if row["chosen"])
    _, owed, met, _ = oversight_recount.teams(today)[opened]
    assert f"Cộng: đã dự {met}/{owed} lượt phải dự, còn thiếu {owed - met}" in said(teams).replace("\\", "")
    (opened,) = (row["count"] for row in drawn(books) if row["chosen"])
    assert f"Cộng: {opened}/" in said(books).replace("\\", "")
    ages = drawn(shown(paper.viewer, CHARTS, charts_which="difficulties"))
    waiting = total(oversight_recount.difficulties(today))[2:4]
    late = [int(found[1]) for row in ages if (found := re.search(r"([\d.]+) quá hạn", row["said"]))]
    assert [sum(row["count"] for row in ages), sum(late)] == waiting
