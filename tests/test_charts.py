"""Charts state what they found and on what basis, in words and signs, on light and dark paper and in greyscale."""

import json
import struct
from datetime import date
from itertools import pairwise

import pytest

from components import i18n
from components.charts import attendance, axes, meetings_held
from components.charts.chart_theme import colors, spec_to_png, to_spec
from components.labels.meeting_states import STATE_COLORS, STATE_LABELS, STATE_SIGNS
from db.figures import cells_met
from db.figures.cells_met import CellCounts, CellState
from db.figures.figures import AttendanceCounts, AttendancePoint, FigureQuery
from db.models.meetings import MeetingAudience
from db.settings.dated_rules import RuleInForce
from tests import drawn_charts
from tests.drawn_charts import rows_drawn

YEAR = FigureQuery(202512, 202611)
AIM = RuleInForce("attendance_aim", {"above_percent": 90}, "Hướng dẫn số 42-HD/BTCTW", verified=False)
PROVED = RuleInForce("attendance_aim", {"above_percent": 85}, "Hướng dẫn số 12-HD/BTCTW", verified=True)


def _points(wanted: FigureQuery = YEAR, without: int = 202603, only: int = 202604) -> list[AttendancePoint]:
    """Twelve months, one without a meeting and one reported by totals only."""
    full = AttendanceCounts(
        meetings=598, totals_only=3, expected=10004, present=9121, excused=800, unexcused=40, unknown=43
    )
    made = {without: AttendanceCounts(), only: full._replace(meetings=2, totals_only=2)}
    return [AttendancePoint(period, made.get(period, full)) for period in wanted.periods]


def _drawn(points=None, aims=None, wanted=YEAR, chosen=202610, **options) -> dict:
    points = points or _points(wanted)
    return drawn_charts.spec(attendance.chart(points, aims or [AIM] * len(points), wanted, chosen, **options))


def test_the_title_states_the_finding_and_its_denominator():
    title = _drawn()["title"]
    assert title["text"] == ["Tháng 10/2026: 91,2 % dự họp"]
    assert title["subtitle"] == ["9.121 lượt dự trên 10.004 lượt triệu tập", "Mục tiêu: trên 90 %"]


def test_a_source_is_cited_only_if_it_was_verified():
    assert "Hướng dẫn" not in str(_drawn(aims=[AIM] * 12)["title"])
    assert "Hướng dẫn số 12-HD/BTCTW" in " ".join(_drawn(aims=[PROVED] * 12)["title"]["subtitle"])


def test_incomplete_figures_say_so():
    assert "mới có số liệu của 19/20 chi bộ" in _drawn(cells=CellCounts(held=19, unrecorded=1))["title"]["subtitle"]
    assert "mới có" not in str(_drawn(cells=CellCounts(held=20))["title"])


def test_a_month_without_a_meeting_is_a_dash_and_never_zero():
    rows = {row["period"]: row for row in rows_drawn(_drawn()) if "rate" in row}
    assert (rows[202603]["rate"], rows[202603]["said"]) == (None, "không có cuộc họp")
    assert rows[202602]["said"] == "91,2 %"


def test_months_reported_by_totals_only_are_marked():
    rows = {row["period"]: row for row in rows_drawn(_drawn()) if "rate" in row}
    assert (rows[202604]["said"], rows[202604]["meetings"]) == ("91,2 % Σ", "2 (Σ 2)")
    assert rows[202602]["meetings"] == "598 (Σ 3)"


def test_the_label_of_a_dip_is_below_it_away_from_the_line():
    full = AttendanceCounts(meetings=1, expected=100, present=90)
    points = [
        AttendancePoint(period, full._replace(present=present))
        for period, present in zip(YEAR.periods, [90, 95, 80, 92, 91, 91, 91, 91, 91, 91, 97, 88], strict=True)
    ]
    rows = {row["period"]: row for row in rows_drawn(_drawn(points, chosen=202611)) if "rate" in row}
    assert [period for period, row in rows.items() if row["labelled"]] == [202602, 202611]
    assert [period for period, row in rows.items() if row["below"]] == [202512, 202602, 202611]


def test_months_are_labelled_t1_to_t12_with_the_year_where_it_begins():
    words = json.dumps(_drawn(), ensure_ascii=False)
    assert '\\"202512\\": \\"T12\\", \\"202601\\": [\\"T1\\", \\"2026\\"], \\"202602\\": \\"T2\\"' in words
    with i18n.in_language("en"):
        assert '[\\"Jan\\", \\"2026\\"], \\"202602\\": \\"Feb\\"' in json.dumps(_drawn(), ensure_ascii=False)


def test_ten_years_are_labelled_by_year_only_and_stay_small():
    wanted = FigureQuery(201701, 202611)
    spec = _drawn(wanted=wanted)
    words = json.dumps(spec, ensure_ascii=False)
    assert '\\"201801\\": \\"2018\\"' in words
    assert '\\"201802\\"' not in words
    assert len(words) < 400_000


def test_half_years_are_labelled_as_in_reports():
    wanted = FigureQuery(202501, 202611, MeetingAudience.CONTACT)
    spec = _drawn(aims=[None] * 4, wanted=wanted, chosen=202607, today=date(2026, 11, 22))
    assert spec["title"]["text"] == ["Kỳ II/2026 (đến nay): 91,2 %", "đảng viên giữ mối liên hệ dự họp"]
    assert '[\\"Kỳ I\\", \\"2025\\"], \\"202507\\": \\"Kỳ II\\"' in json.dumps(spec, ensure_ascii=False)


def test_an_unfinished_period_is_not_joined_to_the_others_and_says_so():
    wanted = FigureQuery(202501, 202611, MeetingAudience.CONTACT)
    spec = _drawn(aims=[None] * 4, wanted=wanted, chosen=202601, today=date(2026, 11, 22))
    rows = {row["period"]: row for row in rows_drawn(spec) if "rate" in row}
    assert {period: row["open"] for period, row in rows.items()} == {
        202501: False,
        202507: False,
        202601: False,
        202607: True,
    }
    assert (rows[202607]["name"], rows[202601]["name"]) == ("kỳ II/2026 (đến nay)", "kỳ I/2026")
    lines = [
        layer for layer in spec["layer"] if layer["mark"].get("type") == "line" and "strokeDash" not in layer["mark"]
    ]
    assert [layer["transform"] for layer in lines] == [[{"filter": "!datum.open"}]]
    over = _drawn(aims=[None] * 4, wanted=wanted, chosen=202607, today=date(2027, 1, 1))
    assert not any(row["open"] for row in rows_drawn(over) if "rate" in row)


def test_the_line_of_the_aim_changes_where_the_rule_does():
    rows = {
        row["period"]: row["aim"]
        for row in rows_drawn(_drawn(aims=[None, None, *[PROVED] * 5, *[AIM] * 5]))
        if "aim" in row
    }
    assert [rows[month] for month in (202601, 202602, 202606, 202607)] == [None, 0.85, 0.85, 0.9]


def test_the_title_of_cells_says_how_many_met_and_what_the_others_did():
    points = [cells_met.CellsMetPoint(month, CellCounts(598, 1, 0, 1)) for month in YEAR.periods]
    title = meetings_held.chart(points, 202610).to_dict()["title"]
    assert (title["text"], title["subtitle"]) == (
        ["Tháng 10/2026:", "598/600 chi bộ đã họp"],
        ["1 ↷ hoãn, 1 ! chưa ghi"],
    )


def test_a_segment_shows_its_number_below_its_sign_if_there_is_room():
    points = [
        cells_met.CellsMetPoint(202611, CellCounts(held=74, postponed=2, unrecorded=20)),
        cells_met.CellsMetPoint(202610, CellCounts(held=88, not_held=8)),
    ]
    signs = {
        (row["period"], row["state"]): row["sign"]
        for row in rows_drawn(drawn_charts.spec(meetings_held.chart(points)))
        if "sign" in row
    }
    assert (
        signs[202611, "held"],
        signs[202611, "unrecorded"],
        signs[202611, "postponed"],
        signs[202610, "not_held"],
    ) == ("✓", "!\n20", "", "–")


def test_months_not_due_yet_are_empty_and_in_no_denominator():
    points = [
        cells_met.CellsMetPoint(202610, CellCounts(held=8)),
        cells_met.CellsMetPoint(202611, CellCounts(held=4, unrecorded=1, not_due=3)),
    ]
    spec = meetings_held.chart(points, 202611).to_dict()
    assert (spec["title"]["text"], spec["title"]["subtitle"]) == (
        ["Tháng 11/2026: 4/5 chi bộ đã họp"],
        ["1 ! chưa ghi, 3 chưa đến ngày họp"],
    )
    assert {row["state"]: row["sign"] for row in rows_drawn(spec) if row["period"] == 202611 and row["cells"]}[
        "not_due"
    ] == "3"
    assert "not_due" not in json.dumps(
        meetings_held.chart(points[:1], 202610).to_dict()["layer"][1]["encoding"]["color"]["legend"]["values"]
    )


def test_every_state_has_its_own_sign_word_and_grey():
    assert set(STATE_SIGNS) == set(STATE_LABELS) == set(STATE_COLORS) == set(CellState)
    assert len(set(STATE_SIGNS.values())) == len(CellState)
    assert STATE_SIGNS[CellState.NOT_DUE] == ""  # a month that is not due is empty
    for dark in (False, True):
        greys = sorted(_grey(colors(dark)[STATE_COLORS[state]]) for state in CellState if STATE_SIGNS[state])
        assert min(after - before for before, after in pairwise(greys)) > 12, greys


def _grey(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_cell_is_a_square_for_each_month_dotted_where_it_did_not_exist():
    gone, held, silent = CellCounts(), CellCounts(held=1), CellCounts(unrecorded=1)
    points = [
        cells_met.CellsMetPoint(month, cells)
        for month, cells in zip([202608, 202609, 202610], [gone, held, silent], strict=True)
    ]
    spec = meetings_held.chart(points, 202610).to_dict()
    rows = {row["period"]: (row["state"], row["sign"]) for row in rows_drawn(spec)}
    assert rows == {202608: ("gone", ""), 202609: ("held", "✓"), 202610: ("unrecorded", "!")}
    assert spec["title"]["text"] == ["Đã họp 1 trong 2 tháng"]
    assert any(layer["mark"].get("strokeDash") for layer in spec["layer"])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_chart_can_be_drawn(dark, language):
    single = [cells_met.CellsMetPoint(month, CellCounts(held=1)) for month in YEAR.periods]
    many = [cells_met.CellsMetPoint(month, CellCounts(18, 1, 1, 0)) for month in YEAR.periods]
    with i18n.in_language(language):
        charts = [
            attendance.chart(_points(), [AIM] * 12, YEAR, 202610, dark=dark),
            *(meetings_held.chart(points, 202610, dark) for points in (single, many)),
        ]
        charts.append(
            attendance.chart(
                [AttendancePoint(202610, AttendanceCounts())], [None], FigureQuery(202610, 202610), None, dark=dark
            )
        )
        for chart in charts:
            assert drawn_charts.png(chart, language).startswith(b"\x89PNG")


def test_a_picture_says_whose_figures_it_shows_and_is_on_light_paper():
    spec = to_spec(attendance.chart(_points(), [AIM] * 12, YEAR, 202610), "vi", dark=False)
    one, other = (
        spec_to_png(spec, foot)
        for foot in ("Huyện An Bình · số liệu đến 22/11/2026", "Huyện Đông Hà · số liệu đến 22/11/2026")
    )
    assert one.startswith(b"\x89PNG")
    assert one != other
    width, height = struct.unpack(">II", one[16:24])
    assert width > 1800
    assert height > 720
    assert "subtitle" in spec["title"]
    assert len(spec["title"]["subtitle"]) == len(
        to_spec(attendance.chart(_points(), [AIM] * 12, YEAR, 202610))["title"]["subtitle"]
    )


def test_a_title_is_wrapped_evenly_but_not_inside_short_brackets():
    title = axes.chart_title("Tháng 11/2026 (đến nay): 92,4 % dự họp", []).text
    assert title == ["Tháng 11/2026 (đến nay):", "92,4 % dự họp"]
    below = axes.chart_title("", "367 lượt dự trên 401 lượt triệu tập · dự thêm 2 · 12 cuộc họp").subtitle
    assert below == ["367 lượt dự trên 401 lượt triệu tập ·", "dự thêm 2 · 12 cuộc họp"]


def test_a_title_has_few_long_lines_in_a_wide_drawing():
    spec = to_spec(attendance.chart(_points(), [AIM] * 12, YEAR, 202610, CellCounts(held=19, unrecorded=1)))
    whole = "9.121 lượt dự trên 10.004 lượt triệu tập · mới có số liệu của 19/20 chi bộ · Mục tiêu: trên 90 %"
    assert axes.wide_title(spec)["subtitle"] == [whole]
    told = axes.title_by_width(spec)["subtitle"]["signal"]
    assert told.startswith(f'width > 640 ? ["{whole}"] : ["9.121 lượt dự trên 10.004 lượt triệu tập", ')
