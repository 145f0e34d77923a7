"""Superiors' forms on screen and in the register: uploaded, filled for a unit and all below it, replaced, withdrawn."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest

from components.briefings import section_registry, units_below
from components.briefings.units_below import UnitSelection
from components.files import report_form_text
from components.i18n import in_language
from components.jobs import worker
from components.report_forms import figure_vocabulary, figure_vocabulary as vocabulary, form_job_queue, form_request
from components.report_forms.form_request import FormRequest
from components.report_forms.former_names import FORMER_NAMES
from db.access_log import export_log
from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.models import Tally
from db.papers import report_forms
from db.units import units
from tests import months
from tests.filled_forms import ask_for_every_figure, bring, made
from tests.form_files import document, workbook
from tests.pages import press, said, shown
from tests.rows import rows

PAPERS, HISTORY = "pages/figures/papers.py", "pages/administration/history.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


@pytest.mark.parametrize("who", ["district", "commune", "secretary"])
def test_every_figure_of_the_vocabulary_is_filled_as_in_papers(year, who):
    viewer = getattr(year, who)
    form = bring(year.district, ask_for_every_figure())
    request = FormRequest(form, 202610, reason="report")
    sheet = openpyxl.load_workbook(io.BytesIO(made(viewer, request))).active
    wanted = form_request.to_query(viewer, request)
    with in_language("vi"):
        told = {
            figure.code: (figure, found, figure.evaluate(found))
            for section in section_registry.sections_by_key().values()
            for found in [section.question(viewer, wanted)]
            for figure in section.figures
        }
    missing = form_job_queue.latest_job(viewer).result["missing"]
    filled = 0
    for code, value, named in sheet.iter_rows(values_only=True):
        if code not in told:
            assert "{{" not in f"{value}{named}"
            continue
        figure, _found, paper = told[code]
        if code in missing:
            assert value is None
            assert paper.value in (None, 0) or paper.denominator == 0
            continue
        filled += 1
        assert named == f"→ {paper.text}", code
        shown_value = f"{value}".replace(".", ",").removesuffix(",0") + " %" if figure.denominator else value
        assert shown_value == (paper.text if figure.denominator else paper.value), code
    assert filled > 25
    assert len(told) == len(section_registry.figures_by_code())


def test_filled_values_equal_a_recount_of_the_rows(year):
    form = bring(
        year.district, workbook(A1="{{meetings}}", A2="{{expected}}", A3="{{present}}", A4="{{attendance_rate}}")
    )
    for unit in (None, *(one.code for one in units.in_reach(year.commune).values() if one.parent_id)):
        request = FormRequest(form, 202607, 3, unit=unit, reason="report")
        sheet = openpyxl.load_workbook(io.BytesIO(made(year.district, request))).active
        about = next((one.id for one in units.by_id(year.district).values() if one.code == unit), None)
        own = [
            row
            for row in rows(Tally, kind="own")
            if row.period in (202607, 202608, 202609) and about in (None, row.unit_id, row.area_id)
        ]
        expected = sum(row.present + row.excused + row.unexcused + row.unknown for row in own)
        present = sum(row.present for row in own)
        assert [sheet[f"A{at}"].value for at in (1, 2, 3)] == [len(own), expected, present]
        assert abs(sheet["A4"].value - 100 * present / expected) <= 0.05


def test_every_figure_has_a_unique_name_a_unit_and_an_example():
    fields = vocabulary.fields_by_code().values()
    assert all(field.unit and field.example for field in fields)
    assert len(vocabulary.codes_by_placeholder_key()) == 2 * len(fields) + len(FORMER_NAMES)


def test_every_figure_says_of_what_time_it_is_unless_it_is_of_the_forms_period():
    of_the_period = {"heads", "reporting", "attendance", "attention"}  # heads of their group say so
    times = ("trong kỳ", "cuối kỳ", "từ đầu năm", "trong năm", "cả năm", "tính đến khi lập")
    with in_language("vi"):
        names = {field.code: vocabulary._(field.label) for field in vocabulary.fields_by_code().values()
                 if field.group not in of_the_period}  # fmt: skip
    assert {code for code, name in names.items() if not any(time in name for time in times)} == set()
    assert all("trên" in names[code] for code in ("households_covered_rate", "contact_first_rate", "books_whole_rate"))


def test_a_form_brought_before_figures_were_renamed_is_filled_as_it_was():
    known = vocabulary.codes_by_placeholder_key()
    for code, name in FORMER_NAMES.items():
        assert known[report_form_text.field_key(name)] == code


def test_figures_are_found_without_accents():
    with in_language("vi"):
        assert "attendance_rate" in [field.code for field in vocabulary.search("ty le du")]
        assert [field.code for field in vocabulary.search("households_unvisited")] == ["households_unvisited"]
        assert vocabulary.search("xyz") == []


def test_a_form_is_filled_for_each_commune_and_each_cell_in_one_file(year):
    form = bring(year.district, workbook(A1="{{unit_name}}", A2="{{present}}", A3="{{cells}}"))
    for whose, expected in ((UnitSelection.PARTS, 2), (UnitSelection.CELLS, 3)):
        packed = made(year.district, FormRequest(form, 202610, whose=whose, reason="report"))
        with zipfile.ZipFile(io.BytesIO(packed)) as files:
            sheets = [openpyxl.load_workbook(io.BytesIO(files.read(name))).active for name in files.namelist()]
            assert all(name.isascii() for name in files.namelist())
        assert len(sheets) >= expected
        names = [sheet["A1"].value for sheet in sheets]
        assert len(set(names)) == len(names)
        total = openpyxl.load_workbook(
            io.BytesIO(made(year.district, FormRequest(form, 202610, reason="report")))
        ).active
        assert sum(sheet["A2"].value or 0 for sheet in sheets) == total["A2"].value
        assert sum(sheet["A3"].value for sheet in sheets) == total["A3"].value


def test_a_repeated_row_in_word_lists_the_units_directly_below(year):
    form = bring(year.district, document("{{units: unit_name}}: {{units: present}}", "Cộng {{present}}"), format="docx")
    parts = report_form_text.read_parts(made(year.district, FormRequest(form, 202610, reason="report")))
    text = parts["word/document.xml"].decode()
    below = units_below.list_units(year.district, form_request.to_query(year.district, FormRequest(form, 202610)))
    assert below
    assert all(unit.name in text for unit in below)


def test_a_repeated_row_in_excel_lists_the_units_directly_below_and_its_sum_is_the_whole(year):
    form = bring(
        year.district,
        workbook(
            A1="{{units: order}}",
            B1="{{units: unit_name}}",
            C1="{{units: present}}",
            C2="=SUM(C1:C1)",
            C3="{{present}}",
        ),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made(year.district, FormRequest(form, 202610, reason="report")))).active
    below = units_below.list_units(year.district, form_request.to_query(year.district, FormRequest(form, 202610)))
    many = len(below)
    assert many > 1
    rows = list(sheet.iter_rows(max_row=many, max_col=3, values_only=True))
    assert [row[:2] for row in rows] == [(at, unit.name) for at, unit in enumerate(below, 1)]
    assert sheet[f"C{many + 1}"].value == f"=SUM(C1:C{many})"
    assert sum(row[2] or 0 for row in rows) == sheet[f"C{many + 2}"].value


def test_unrecorded_figures_are_blank_or_a_dash_and_listed_in_a_note(world):
    for blank, shown_as in (("", None), ("—", "—")):
        form = bring(
            world.district, workbook(A1="{{present}}", A2="{{attendance_rate}}", A3="{{meetings}}"), blank=blank
        )
        sheet = openpyxl.load_workbook(
            io.BytesIO(made(world.district, FormRequest(form, 202610, reason="report")))
        ).active
        assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [shown_as, shown_as, 0]
    page = shown(world.district, PAPERS, papers_view="forms")
    assert "Tỷ lệ" in said(page)
    assert "gạch ngang" in said(page)
    assert "Ở một số biểu" not in said(page)
    made(world.district, FormRequest(form, 202610, whose=UnitSelection.PARTS, reason="report"))
    assert "Ở một số biểu" in said(shown(world.district, PAPERS, papers_view="forms"))


def test_a_form_is_for_its_unit_and_those_below_and_managed_by_commune_and_district(year):
    form = bring(year.commune, workbook(A1="{{present}}"))
    assert [one.code for one in report_forms.list_versions(year.secretary)] == [form]
    assert report_forms.list_versions(year.district) == []
    with pytest.raises(NotAllowed):
        report_forms.load(year.district, form)
    with pytest.raises(Invalid, match="form_withdrawn"):
        form_job_queue.enqueue(year.district, FormRequest(form, 202610, reason="report"))
    for stranger in (year.secretary, year.admin):
        with pytest.raises(NotAllowed):
            bring(stranger, workbook(A1="{{present}}"))
    series = report_forms.list_versions(year.commune)[0].series
    for stranger in (year.secretary, year.district):
        with pytest.raises(NotAllowed):
            report_forms.withdraw(stranger, series)
    with pytest.raises(NotAllowed):
        form_job_queue.enqueue(year.admin, FormRequest(form, 202610, reason="report"))


def test_a_form_is_replaced_from_a_day_on_and_withdrawn(year, set_clock):
    first = bring(year.district, workbook(A1="{{present}}"))
    later = clock.today() + timedelta(5)
    second = bring(year.district, workbook(A1="{{meetings}}"), since=later, replaces=first)
    known = report_forms.list_versions(year.commune)
    assert [one.version for one in known] == [2, 1]
    assert [one.code for one in report_forms.versions_in_force(known, clock.today())] == [first]
    assert [one.code for one in report_forms.versions_in_force(known, later)] == [second]
    report_forms.withdraw(year.district, first)
    known = report_forms.list_versions(year.commune)
    assert [report_forms.versions_in_force(known, day) for day in (clock.today(), later)] == [[], []]
    assert report_forms.load(year.commune, second).content
    with pytest.raises(Invalid, match="form_day_unfit"):
        bring(year.district, workbook(A1="{{present}}"), since=clock.today() + timedelta(900))


@pytest.mark.parametrize(("period", "code"), [(202701, "briefing_period_ahead"), (202613, "briefing_period_unfit")])
def test_an_impossible_period_is_refused(year, period, code):
    form = bring(year.district, workbook(A1="{{present}}"))
    with pytest.raises(Invalid, match=code):
        form_job_queue.enqueue(year.district, FormRequest(form, period, reason="report"))


def test_a_unit_without_cells_at_that_time_is_refused_and_one_without_units_below_fills_none(year):
    form = bring(year.district, workbook(A1="{{present}}"))
    units.create_areas(year.admin, ["Xã Mới"])
    (area,) = (unit for unit in units.by_id(year.district).values() if unit.name == "Xã Mới")
    with pytest.raises(Invalid, match="briefing_unit_empty"):
        form_job_queue.enqueue(year.district, FormRequest(form, 202610, unit=area.code, reason="report"))
    with pytest.raises(Invalid, match="form_no_units"):
        form_job_queue.enqueue(year.secretary, FormRequest(form, 202610, whose=UnitSelection.PARTS, reason="report"))
    packed = made(year.district, FormRequest(form, 202610, whose=UnitSelection.PARTS, reason="report"))
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        assert not [name for name in files.namelist() if "xa-moi" in name]


def test_a_unit_out_of_reach_is_refused(year):
    form = bring(year.district, workbook(A1="{{present}}"))
    own = {unit.id for unit in units.in_reach(year.commune).values()}
    other = next(unit for unit in units.by_id(year.district).values() if unit.id not in own and unit.parent_id)
    with pytest.raises(NotAllowed):
        form_job_queue.enqueue(year.commune, FormRequest(form, 202610, unit=other.code, reason="report"))


def test_one_tap_fills_last_months_form(year):
    empty = shown(year.secretary, PAPERS, papers_view="forms")
    assert "Chưa có biểu nào" in said(empty)
    bring(year.district, workbook(A1="{{unit_name}}", A2="{{present}}"))
    page = press(shown(year.secretary, PAPERS, papers_view="forms"), "Điền biểu tháng 10/2026")
    assert worker.run_next_job()
    page = shown(year.secretary, PAPERS, papers_view="forms")
    assert [each.proto.label for each in page.get("download_button")] == ["Tải biểu đã điền"]
    assert [row.what for row in export_log.list_latest(year.secretary)] == ["report_form"]
    assert "Biểu của cấp trên" in said(shown(year.secretary, HISTORY, history_view="exports"))


def test_the_figures_are_listed_beside_the_upload(year):
    page = shown(year.commune, PAPERS, papers_view="forms")
    assert "Danh mục số liệu" in said(page)
    page.text_input(key="forms_search").set_value("ho chua co nguoi").run()
    assert [each.value for each in page.code] == ["{{households_uncovered}}"]


def test_every_group_of_the_vocabulary_has_a_name():
    assert {field.group for field in figure_vocabulary.fields_by_code().values()} == set(figure_vocabulary.GROUPS)
