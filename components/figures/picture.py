"""The picture of a chart, made once for what it shows and whoever looks, and the month that is picked in it."""

from dataclasses import replace

import altair as alt
import streamlit as st
from altair.utils.schemapi import debug_mode

from components import auth
from components.charts import attendance, meetings
from components.charts.axes import PICKED
from components.charts.theme import to_spec
from components.figures import carrying
from components.figures.choosing import Chosen, Which
from components.i18n import _, language, period_name
from db.figures import aims, figures, met
from db.figures.figures import Stamp
from db.scope import Viewer

OPEN, PICTURE = "charts_month", "charts_picture"
HEIGHT = 420


def show(viewer: Viewer, chosen: Chosen) -> int | None:
    """The chart, and below it a box to open a period with, for browsers in which marks cannot be touched; the period that is open."""
    stamp = figures.stamp(viewer)
    periods = [point.period for point in _points(viewer, chosen, stamp) if (point.cells.all if chosen.which == Which.MET else point.counts.meetings)]
    if not periods:
        return None
    if st.session_state.get(OPEN) not in periods:
        st.session_state.pop(OPEN, None)
    above = st.container()
    period = _box(chosen, periods)
    spec = _spec(viewer, chosen, period, language(), st.context.theme.type == "dark", stamp)
    above.vega_lite_chart(
        spec,
        width="stretch",
        height=HEIGHT if isinstance(spec["height"], int) else "content",
        theme=None,
        key=PICTURE,
        on_select=_pick,
        selection_mode=PICKED,
        alt=_words(spec),
    )
    with above:
        carrying.offer(viewer, _spec(viewer, chosen, period, language(), False, stamp), chosen.which.value, chosen.wanted.unit_id)
    return period


def _box(chosen: Chosen, periods: list[int]) -> int:
    label = _("Open the half-year") if chosen.wanted.step > 1 else _("Open the month")
    return st.selectbox(
        label, periods[::-1], format_func=lambda period: period_name(period, chosen.wanted.step), key=OPEN, bind="query-params", persist_state="session"
    )


def _pick() -> None:
    """A mark was touched: its period is opened in the box. A callback."""
    auth.viewer("/charts")
    if picked := st.session_state[PICTURE]["selection"].get(PICKED):
        st.session_state[OPEN] = int(picked[0]["period"])


# What is kept is kept for one viewer, and for as long as nobody did anything and no day passed.
@st.cache_data(ttl="1h", max_entries=200, show_spinner=False)
def _points(viewer: Viewer, chosen: Chosen, stamp: Stamp) -> list[figures.Point] | list[met.Point]:
    return met.by_month(viewer, chosen.wanted) if chosen.which == Which.MET else figures.attendance(viewer, chosen.wanted)


@st.cache_data(ttl="1h", max_entries=400, show_spinner=False)
def _spec(viewer: Viewer, chosen: Chosen, period: int, spoken: str, dark: bool, stamp: Stamp) -> dict:
    points = _points(viewer, chosen, stamp)
    with debug_mode(False):  # what is drawn is proved by tests, not again for every reader
        chart = meetings.chart(points, period, dark) if chosen.which == Which.MET else _attendance(viewer, chosen, points, period, dark)
        return to_spec(chart, spoken, dark)


def _attendance(viewer: Viewer, chosen: Chosen, points: list[figures.Point], period: int, dark: bool) -> alt.LayerChart:
    """The chart of attendance; of a cell's own meetings with the aim, and how many cells the open month's figures are of."""
    if chosen.which == Which.CONTACT:
        return attendance.chart(points, [None] * len(points), chosen.wanted, period, dark=dark)
    one = replace(chosen.wanted, since=period, until=period)
    return attendance.chart(points, aims.attendance(viewer, chosen.wanted), chosen.wanted, period, met.by_month(viewer, one)[0].cells, dark)


def _words(spec: dict) -> str:
    """The title of a chart for whoever cannot see it."""
    title = spec["title"]
    return " ".join([*title["text"], *title.get("subtitle", [])])
