"""Papers, charts and exports of units that have ended, or moved away since: offered, made and right for the time in
which they existed, and said to be over for any other.
"""

import io
from datetime import date

import openpyxl
import pytest

from components.briefings import briefing_content, briefing_job_queue
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.exporting import export_jobs, export_registry
from components.exporting.export_request import ExportRequest
from components.report_forms.form_request import FormRequest
from db.accounts import accounts
from db.errors import Invalid
from db.kernel import bulk
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Attendance, Meeting, Membership, MembershipKind, SuccessionKind, Tally, UnitSuccession
from db.people import member_search
from db.people.member_search import MemberFilter
from db.units import unit_actions, units_below
from tests import months
from tests.filled_forms import ask_for_every_figure, bring, made
from tests.pages import said, shown
from tests.rows import rows
from tests.unit_days import code_of, move_end

PAPERS, CHARTS, EXPORTS = "pages/figures/papers.py", "pages/figures/charts.py", "pages/figures/exports.py"
MEMBERS = "pages/people/members.py"
END = date(2026, 6, 15)
MARKED = "Chi bộ thôn Đồng Bào (đến 15/06/2026)"
OVER = "“Chi bộ thôn Đồng Bào” kết thúc ngày 15/06/2026"
SECTIONS = ("members", "attendance", "households", "tasks")
# page, the noun of its boxes, and what its address says besides the unit: of a time before the end, and of one after it
PAGES = {
    "report": (PAPERS, "report", {"papers_view": "report"}, "report_period_1", "202606", "202607"),
    "pack": (PAPERS, "pack", {"papers_view": "meeting"}, "pack_period_1", "202606", "202607"),
    "chart": (CHARTS, "charts", {"charts_which": "attendance"}, "charts_since", "202606", "202607"),
    "meetings": (EXPORTS, "exports", {"exports_what": "meetings"}, "exports_since", "202606", "202607"),
    "households": (EXPORTS, "exports", {"exports_what": "coverage"}, "exports_on", "2026-06-15", "2026-06-16"),
    "list": (EXPORTS, "exports", {"exports_what": "members"}, "exports_on", "2026-06-15", "2026-06-16"),
    "members": (MEMBERS, "members", {}, "members_on", "2026-06-15", "2026-06-16"),
}
# the district makes reports of the units below it, and lists no meetings by name
OFFERED = [("commune", of) for of in PAGES] + [("district", of) for of in PAGES if of not in ("report", "meetings")]
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    """A year of meetings, in whose June one cell ended."""
    months.fill(world)
    with writing(SYSTEM, "test") as session:  # nothing is held after the end
        for table in (Attendance, Tally, Meeting):
            later = [row.id for row in rows(table, unit_id=world.units["dong_bao"]) if row.period > 202606]
            bulk.delete(session, table, later)
        stays = rows(Membership, unit_id=world.units["dong_bao"])
        bulk.update(session, Membership, [{"id": row.id, "valid_to": END} for row in stays])
    move_end(world.units["dong_bao"], valid_to=END)
    return world


def opened(viewer: Viewer, of: str, when: str, **query: str):
    page, _, told, key, *_ = PAGES[of]
    return shown(viewer, page, **told, **{key: when}, **query)


def in_address(world, viewer: Viewer, of: str) -> dict[str, str]:
    """The ended cell as an address names it: for the district below its commune."""
    noun = PAGES[of][1]
    area = {f"{noun}_area": code_of(world.units["dong_ha"])} if viewer == world.district else {}
    return area | {f"{noun}_cell": code_of(world.units["dong_bao"])}


@pytest.mark.parametrize(("who", "of"), OFFERED)
def test_an_ended_cell_is_offered_with_its_last_day_for_the_time_in_which_it_existed(year, of, who):
    viewer, (_, noun, *_, before, after) = year.viewers[who], PAGES[of]
    area = {name: code for name, code in in_address(year, viewer, of).items() if name.endswith("area")}
    assert MARKED in opened(viewer, of, before, **area).selectbox(key=f"{noun}_cell").options
    later = opened(viewer, of, after, **area).selectbox(key=f"{noun}_cell")
    assert later.options == ["Chi bộ thôn Bến Đá"]


@pytest.mark.parametrize("of", PAGES)
def test_an_ended_cell_in_an_address_is_kept_and_never_exchanged_for_all(year, of):
    for when in PAGES[of][-2:]:
        page = opened(year.commune, of, when, **in_address(year, year.commune, of))
        box = page.selectbox(key=f"{PAGES[of][1]}_cell")
        assert box.value == code_of(year.units["dong_bao"])
        assert MARKED in box.options


def test_past_figures_of_an_ended_cell_are_asked_for_in_its_time(year):
    told = {"periods_length": "1", "periods_area": code_of(year.units["dong_ha"])}
    for month, offered in (("202606", True), ("202607", False)):
        page = shown(year.district, "pages/figures/periods.py", periods_from_1=month, **told)
        assert (MARKED in page.selectbox(key="periods_cell").options) == offered


def test_a_time_after_the_end_is_told_with_the_day(year):
    for of in ("report", "pack", "chart", "meetings", "households", "list"):
        page = opened(year.commune, of, PAGES[of][-1], **in_address(year, year.commune, of))
        assert OVER in said(page), of
        assert not page.get("download_button"), of
        assert not [each for each in page.button if each.label.startswith("Tạo tài liệu họp")], of
    assert briefing_job_queue.latest_job(year.commune) is None
    form = bring(year.district, ask_for_every_figure())
    with pytest.raises(Invalid, match="unit_ended"):
        made(year.commune, FormRequest(form, 202607, unit=code_of(year.units["dong_bao"]), reason="report"))


def test_another_commune_does_not_meet_it(year):
    for of in PAGES:
        page = opened(year.other_commune, of, PAGES[of][-2], **in_address(year, year.other_commune, of))
        assert "Không có đơn vị này" in said(page) or "không có đơn vị" in said(page).lower(), of
        assert MARKED not in page.selectbox(key=f"{PAGES[of][1]}_cell").options


@pytest.mark.parametrize(("period", "count"), [(202606, 1), (202601, 12)])
@pytest.mark.parametrize("who", ["commune", "secretary"])
def test_the_report_of_its_last_month_and_year_equals_a_recount_and_tells_its_last_day(year, who, period, count):
    viewer, cell = year.viewers[who], year.units["dong_bao"]
    unit = None if who == "secretary" else code_of(cell)
    request = BriefingRequest(period, count, unit, SECTIONS, "report", BriefingKind.REPORT)
    paper = briefing_content.write_briefing(viewer, request)
    told = {figure.code: figure.value for section in paper.sections for figure in section.figures}
    tallies = [row for row in rows(Tally, unit_id=cell) if period <= row.period < period + count]
    assert (told["meetings"], told["expected"]) == (len(tallies), sum(row.expected for row in tallies))
    assert told["present"] == sum(row.present for row in tallies) > 0
    assert told["members"] == 3  # on its last day
    assert "số liệu đến 15/06/2026" in paper.as_of
    assert "Đến ngày 15/06/2026 có 3 đảng viên" in " ".join(paper.sections[0].sentences)


def test_a_form_and_a_list_of_its_time_are_made(year):
    cell = code_of(year.units["dong_bao"])
    form = bring(year.district, ask_for_every_figure())
    data = made(year.commune, FormRequest(form, 202606, unit=cell, reason="report"))
    filled = {row[0]: row[1] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)}
    assert (filled["members"], filled["meetings"], filled["figures_until"].date()) == (3, 1, END)
    listed = ExportRequest("members", cell, MembershipKind.OWN, on=END, reason="report")
    assert export_registry.count_rows(year.commune, listed) == 3
    who = (year.commune.account_id, year.commune.grant_id)
    sheet = openpyxl.load_workbook(io.BytesIO(export_jobs.make_now(*who, listed))).worksheets[0]
    text = " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)
    assert "Chi bộ thôn Đồng Bào" in text


def test_a_cell_that_moved_is_offered_below_its_former_commune_for_that_time(world):
    old, new = (code_of(world.units[key]) for key in ("dong_ha", "tay_son"))
    unit_actions.move(world.admin, world.units["ben_da"], world.units["tay_son"], date(2026, 7, 1))
    for area, months_, offered in (
        (old, ("202601", "202606"), ["Chi bộ thôn Bến Đá (đến 30/06/2026)", "Chi bộ thôn Đồng Bào"]),
        (old, ("202607", "202611"), ["Chi bộ thôn Đồng Bào"]),
        (new, ("202607", "202611"), ["Chi bộ thôn Bến Đá", "Chi bộ thôn Núi Đôi"]),
    ):
        told = dict(zip(("charts_since", "charts_until"), months_, strict=True))
        page = shown(world.district, CHARTS, charts_which="attendance", charts_area=area, **told)
        assert page.selectbox(key="charts_cell").options == offered


def test_an_ended_commune_is_listed_as_it_was(world):
    """Its cell went to another commune; a list of its time is of its cell, one of today is of nobody."""
    old, cell = world.units["tay_son"], world.units["nui_doi"]
    unit_actions.move(world.admin, cell, world.units["dong_ha"], date(2026, 7, 1))
    move_end(old, valid_to=date(2026, 6, 30))
    then = MemberFilter(unit=code_of(old), on=date(2026, 6, 30))
    assert {row.name for row in member_search.search(world.district, then).rows} == {"Vũ Thị Lan", "Đỗ Minh Quân"}
    assert not member_search.search(world.district, MemberFilter(unit=code_of(old))).rows
    past = MemberFilter(unit=code_of(world.units["dong_ha"]), on=date(2026, 6, 30))
    assert "Vũ Thị Lan" not in {row.name for row in member_search.search(world.district, past).rows}
    page = shown(world.district, MEMBERS, members_on="2026-06-30", members_area=code_of(old))
    assert "Xã Tây Sơn (đến 30/06/2026)" in page.selectbox(key="members_area").options
    assert page.selectbox(key="members_cell").options == ["Chi bộ thôn Núi Đôi (đến 30/06/2026)"]


def test_the_cells_of_merged_communes_are_below_their_successor_in_the_time_before(world):
    old, new, cell = (world.units[key] for key in ("tay_son", "dong_ha", "nui_doi"))
    move_end(old, valid_to=date(2026, 6, 30))
    move_end(cell, valid_to=date(2026, 6, 30))
    with writing(SYSTEM, "test") as session:
        session.add(UnitSuccession(old_id=old, new_id=new, kind=SuccessionKind.MERGED, day=date(2026, 7, 1)))
    commune = accounts.viewer_for(world.commune.account_id, world.commune.grant_id)
    below = {one.unit.name: one for one in units_below.list_ever(commune, new)}
    assert list(below) == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào", "Chi bộ thôn Núi Đôi"]
    assert below["Chi bộ thôn Núi Đôi"].until == date(2026, 6, 30)
    page = shown(commune, PAPERS, papers_view="report", report_period_1="202606", report_cell=code_of(cell))
    assert page.selectbox(key="report_cell").value == code_of(cell)
    assert page.get("download_button")
    assert [one.unit.name for one in units_below.list_ever(world.commune, new)] == list(below)[:2]  # not in reach yet
