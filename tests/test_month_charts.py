"""Charts by month of things other than meetings: the title states the finding, and a month opens down to what it
counts.
"""

from datetime import date

import pytest

from components.charts import contact_steps as steps_drawing, household_visits as visits_drawing
from db.figures.contact_step_counts import StepCounts, StepsPoint
from db.figures.figures import FigureQuery
from db.figures.visit_months import VisitsCount, VisitsPoint
from db.households import groups, visits
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState
from tests import drawn_charts
from tests.db.placed_members import add_person, place
from tests.drawn_charts import rows_drawn
from tests.figure_pages import label, query_of, read, rows_of
from tests.pages import links, said, shown

CHARTS = "pages/figures/charts.py"
pytestmark = pytest.mark.usefixtures("november")


def test_the_titles_state_the_result_of_the_open_month():
    points = [StepsPoint(202609, StepCounts(5, 4, 0)), StepsPoint(202610, StepCounts(3, 2, 1))]
    spec = drawn_charts.spec(steps_drawing.chart(points, FigureQuery(202609, 202610), 202610))
    assert " ".join(spec["title"]["text"]) == (
        "Tháng 10/2026: 3 đồng chí được giới thiệu, 2 về chi bộ, 1 được nhận xét"
    )
    bars = {(row["period"], row["key"]): row["count"] for row in rows_drawn(spec) if "key" in row}
    assert bars[202609, "placed"], bars[202610, "assessed"] == (4, 1)
    points = [VisitsPoint(202611, VisitsCount(7, 2, 3, 5))]
    title = drawn_charts.spec(visits_drawing.chart(points, FigureQuery(202611, 202611), 202611))["title"]
    assert " ".join(title["text"]) == "Tháng 11/2026 (đến nay): 7 lượt thăm hộ"
    assert title["subtitle"][0] == "3 trong 5 chi bộ có ghi"


def test_a_district_goes_from_a_month_to_a_commune_to_a_cell_to_the_people(world):
    place(world, 3, date(2026, 2, 20))
    app = shown(world.district, CHARTS, charts_which="contact_steps", charts_month="202602")
    (commune,) = rows_of(app)
    assert label(commune) == "Xã Đông Hà"
    assert "Cộng: 0 đồng chí được giới thiệu, 3 về chi bộ, 0 được nhận xét" in read(app)
    app = shown(world.district, CHARTS, **query_of(commune))
    (cell,) = rows_of(app)
    app = shown(world.district, CHARTS, **query_of(cell))
    assert len(links(app, "member")) == 3
    assert "chỉ chi bộ và cấp ủy" in read(app)
    app = shown(world.secretary, CHARTS, charts_which="contact_steps")
    assert app.selectbox(key="charts_which").value != "contact_steps"


def test_an_introduced_person_in_no_cell_is_listed_under_the_commune(world):
    with writing(SYSTEM, "introduce") as session:
        told = {
            "commune_id": world.units["dong_ha"],
            "state": IntroductionState.INTRODUCED,
            "sent_on": date(2026, 1, 9),
        }
        people = [add_person(session, f"Bùi Văn Tám {number}") for number in range(2)]
        bulk.insert(session, Introduction, [{"member_id": member_id, **told} for member_id in people])
    app = shown(world.commune, CHARTS, charts_which="contact_steps", charts_month="202601")
    (alone,) = rows_of(app)
    assert label(alone) == "Chưa về chi bộ nào"
    app = shown(world.commune, CHARTS, **query_of(alone))
    assert len(links(app, "member")) == 2


def test_visits_open_to_their_rows_for_those_who_may_read_names(world):
    code = groups.create(world.commune, world.units["dong_bao"], "Cụm 1", 30, since=date(2026, 1, 1))
    for day in (date(2026, 10, 3), date(2026, 10, 9)):
        visits.record(world.secretary, world.units["dong_bao"], VisitInput([code], day))
    app = shown(world.secretary, CHARTS, charts_which="visits", charts_month="202610")
    assert said(app).count("Cụm 1") == 2
    app = shown(world.district, CHARTS, charts_which="visits", charts_month="202610")
    assert "Cộng: 2 lượt thăm, ở 1 trong" in read(app)
    commune = next(row for row in rows_of(app) if label(row) == "Xã Đông Hà")
    app = shown(world.district, CHARTS, **query_of(commune))
    cell = next(row for row in rows_of(app) if label(row) == "Chi bộ thôn Đồng Bào")
    app = shown(world.district, CHARTS, **query_of(cell))
    assert "Cụm 1" not in read(app)
    assert "Tên hộ chỉ chi bộ" in read(app)
