"""The picture of a chart, made once for what it shows and whoever looks, and the month that is picked in it."""

from dataclasses import replace

import altair as alt
import streamlit as st
from altair.utils.schemapi import debug_mode

from components.charts import attendance, meetings_held
from components.charts.axes import SELECTION
from components.charts.theme import to_spec
from components.figures import chart_download
from components.figures.chart_choice import ChartChoice, ChartKind
from components.i18n import _, current_language, period_name
from components.shell import auth
from components.widgets import url_state
from db.figures import attendance_aims, cells_met, figures
from db.figures.data_version import DataVersion, data_version
from db.kernel.scope import Viewer

OPEN, PICTURE = "charts_month", "charts_picture"
HEIGHT = 420


def show(viewer: Viewer, chosen: ChartChoice) -> int | None:
    """The chart, and below it a box to open a period with, for browsers in which marks cannot be touched;
    the period that is open.
    """
    stamp = data_version(viewer, chosen.wanted)
    periods = [
        point.period
        for point in _points(viewer, chosen, stamp)
        if (point.cells.all if chosen.kind == ChartKind.MET else point.counts.meetings)
    ]
    if not periods:
        return None
    above = st.container()
    period = _box(chosen, periods)
    spec = _spec(viewer, chosen, period, current_language(), st.context.theme.type == "dark", stamp)
    above.vega_lite_chart(
        spec,
        width="stretch",
        height=HEIGHT if isinstance(spec["height"], int) else "content",
        theme=None,
        key=PICTURE,
        on_select=_pick,
        selection_mode=SELECTION,
        alt=_words(spec),
    )
    with above:
        chart_download.show_button(
            viewer,
            _spec(viewer, chosen, period, current_language(), False, stamp),
            chosen.kind.value,
            chosen.wanted.unit_id,
        )
    return period


def _box(chosen: ChartChoice, periods: list[int]) -> int:
    label = _("Open the half-year") if chosen.wanted.step > 1 else _("Open the month")
    bound = url_state.bind(OPEN, periods[::-1], lambda period: period_name(period, chosen.wanted.step), periods[-1])
    return st.selectbox(label, **bound)


def _pick() -> None:
    """A mark was touched: its period is opened in the box. A callback."""
    auth.viewer("/charts")
    if picked := st.session_state[PICTURE]["selection"].get(SELECTION):
        st.session_state[OPEN] = int(picked[0]["period"])


# What is kept is kept for one viewer, and for as long as what it reads is as it was and no day passed.
@st.cache_data(ttl="1h", max_entries=200, show_spinner=False)
def _points(
    viewer: Viewer, chosen: ChartChoice, stamp: DataVersion
) -> list[figures.AttendancePoint] | list[cells_met.CellsMetPoint]:
    return (
        cells_met.by_month(viewer, chosen.wanted)
        if chosen.kind == ChartKind.MET
        else figures.attendance(viewer, chosen.wanted)
    )


@st.cache_data(ttl="1h", max_entries=400, show_spinner=False)
def _spec(viewer: Viewer, chosen: ChartChoice, period: int, spoken: str, dark: bool, stamp: DataVersion) -> dict:
    points = _points(viewer, chosen, stamp)
    with debug_mode(False):  # what is drawn is proved by tests, not again for every reader
        chart = (
            meetings_held.chart(points, period, dark)
            if chosen.kind == ChartKind.MET
            else _attendance(viewer, chosen, points, period, dark)
        )
        return to_spec(chart, spoken, dark)


def _attendance(
    viewer: Viewer, chosen: ChartChoice, points: list[figures.AttendancePoint], period: int, dark: bool
) -> alt.LayerChart:
    """The chart of attendance; of a cell's own meetings with the aim, and how many cells the open month's figures are
    of.
    """
    if chosen.kind == ChartKind.CONTACT:
        return attendance.chart(points, [None] * len(points), chosen.wanted, period, dark=dark)
    one = replace(chosen.wanted, since=period, until=period)
    return attendance.chart(
        points,
        attendance_aims.for_periods(viewer, chosen.wanted),
        chosen.wanted,
        period,
        cells_met.by_month(viewer, one)[0].cells,
        dark,
    )


def _words(spec: dict) -> str:
    """The title of a chart for whoever cannot see it."""
    title = spec["title"]
    return " ".join([*title["text"], *title.get("subtitle", [])])
