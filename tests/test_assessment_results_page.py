"""The pages with results of assessments and contact members per cell: what each role reads, and what a number opens."""

import json

import pytest

from db.figures import contact_summary
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Setting
from db.settings import settings
from tests.db.marked_members import marked
from tests.pages import said, shown

__all__ = ["marked"]
PAGE, CHARTS = "pages/contacts/assessments.py", "pages/figures/charts.py"
pytestmark = pytest.mark.usefixtures("november")


def test_a_mark_opens_to_those_who_have_it_within_the_commune(marked):
    page = shown(marked.commune, PAGE, assess_part="results", results_mark="example_yes")
    assert "Nêu gương (3)" in str([option.content for group in page.button_group for option in group.proto.options])
    told = said(page) + "".join(link.proto.label for link in page.get("page_link"))
    assert "Vũ Thị Lan" in told
    assert "Đỗ Minh Quân" not in told


def test_the_district_reads_counts_and_nobodys_name(marked):
    page = shown(marked.district, PAGE, assess_part="results", results_mark="example_yes")
    told = said(page) + "".join(link.proto.label for link in page.get("page_link"))
    assert "Nêu gương tốt" in told
    assert "Vũ Thị Lan" not in told
    assert "chỉ chi bộ và đảng ủy" in told


@pytest.mark.parametrize("who", ["district", "commune", "secretary"])
def test_the_chart_marks_cells_with_very_many(marked, who):
    with writing(SYSTEM, "choose") as session:
        where = {"unit_id": marked.units["an_binh"], "name": "contact_overload", "valid_from": settings.EARLIEST}
        bulk.insert(session, Setting, [{**where, "value": "3"}])
    page = shown(marked.viewers[who], CHARTS, charts_which="contact_members")
    title = json.loads(page.get("vega_lite_chart")[0].proto.spec)["title"]
    rows = contact_summary.by_unit(marked.viewers[who])
    assert sum(unit.counts.overloaded for unit in rows) == 1
    assert "1 chi bộ có rất đông đảng viên liên hệ" in str(title["text"])
