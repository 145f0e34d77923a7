"""Pictures of a section's chart: of very many units only the first bars are drawn, and the picture says so."""

from datetime import date

import pytest

from components.briefings import section_pictures
from components.charts import chart_theme, contact_members
from components.i18n import in_language
from db.figures.contact_summary import ContactUnit, ContactYearCounts


@pytest.mark.parametrize(("count", "drawn", "note"), [(30, 12, "vẽ 12 trong 30 đơn vị"), (12, 12, ""), (1, 1, "")])
def test_a_picture_of_very_many_units_says_how_many_it_shows(monkeypatch, count, drawn, note):
    specs, feet = [], []
    monkeypatch.setattr(chart_theme, "spec_to_plain_png", lambda spec: specs.append(spec) or b"plain")
    monkeypatch.setattr(chart_theme, "spec_to_png", lambda spec, foot: feet.append(foot) or b"whole")
    units = [ContactUnit(at, f"c{at}", f"Xã {at}", False, ContactYearCounts(10, 20 + at)) for at in range(count)]
    with in_language("vi"):
        drawing = section_pictures.draw_pictures(
            contact_members.chart(units, 150, date(2026, 10, 31)), "Tỉnh · tháng 10"
        )
    rows = specs[0]["data"]["values"]
    assert [row["whole"] for row in rows] == [f"Xã {at}" for at in reversed(range(count))][:drawn]  # the highest first
    assert (drawing.note, feet) == (note, [" · ".join(filter(None, (note, "Tỉnh · tháng 10")))])
