"""Choosing a chart, its audience, months and unit; all of it is kept in the address."""

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from components.charts import chart_registry
from components.charts.chart_registry import CHART_GROUPS, Chart
from components.exporting import export_request
from components.figures import chart_comparison
from components.i18n import _, period_name
from components.shell import auth
from components.widgets import filters, period_boxes, url_state
from db.calendar import clock
from db.calendar.months import add_months, first_day, last_day, month_of, months_between
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Role

YEARS_BACK = 10
DEFAULT_MONTHS = 12
WHICH, THEME = "charts_which", "charts_theme"
BOX = 380  # pixels at most


@dataclass(frozen=True)
class ChartChoice:
    """A chart key, its query, and the query it is compared with, if any."""

    key: str
    wanted: FigureQuery
    compared: FigureQuery | None = None

    @property
    def chart(self) -> Chart:
        return chart_registry.charts_by_key()[self.key]

    @property
    def without_comparison(self) -> "ChartChoice":
        """A copy without the comparison."""
        return replace(self, compared=None)

    def for_unit(self, unit_id: int) -> "ChartChoice":
        """A copy for a unit opened in it, compared at most with its own previous year."""
        wanted, beside = replace(self.wanted, unit_id=unit_id), self.compared
        of_year = beside is not None and chart_comparison.is_year_before(self.wanted, beside)
        return replace(self, wanted=wanted, compared=chart_comparison.year_before(wanted) if of_year else None)


def choose_chart(viewer: Viewer) -> ChartChoice:
    """Return the current choice: one chart, by default over the last twelve months or the year so far."""
    filters.reset_from_link("charts")
    key = _choose_key(viewer)
    chart = chart_registry.charts_by_key()[key]
    topic = _choose_topic(viewer, chart)
    usual = default_months(chart.from_january)
    if chart.dated and (said := months_problem("charts", usual)):
        st.info(said)
    with st.expander(
        _("Filter"), expanded=any(st.query_params.get(f"charts_{name}") for name in ("since", "until", "area", "cell"))
    ):
        since, until = choose_months("charts", usual) if chart.dated else (month_of(clock.today()),) * 2
        unit = filters.unit_filter(viewer, "charts", days_of_months(since, until))
    wanted = FigureQuery(since, until, chart.meetings, export_request.unit_id(viewer, unit), topic)
    return ChartChoice(key, wanted, chart_comparison.choose_comparison(viewer, chart, wanted))


def _choose_key(viewer: Viewer) -> str:
    """Choose the chart: a box with those of a theme beside the themes; for a cell all in one box."""
    offered = offered_charts(viewer)
    bound = url_state.choice_in_address(WHICH, offered, lambda key: _(offered[key].label), next(iter(offered)))
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return str(st.selectbox(_("Chart"), **bound))
    theme = offered[st.session_state[WHICH]].group  # the theme of the chart in the address
    st.session_state[THEME] = theme
    themes = [each for each in CHART_GROUPS if any(chart.group == each for chart in offered.values())]
    bound["options"] = [key for key, chart in offered.items() if chart.group == theme]
    st.segmented_control(
        _("Theme"), themes, format_func=lambda each: _(CHART_GROUPS[each]), key=THEME, required=True,
        label_visibility="collapsed", on_change=_open_theme,
    )  # fmt: skip
    return str(st.selectbox(_("Chart"), label_visibility="collapsed", width=BOX, **bound))


def offered_charts(viewer: Viewer) -> dict[str, Chart]:
    """The charts that a viewer may choose, by key in menu order."""
    single = viewer.role in (Role.SECRETARY, Role.ASSISTANT)
    charts = chart_registry.charts_by_key().items()
    return {key: one for key, one in charts if viewer.reads(one.audience) and not (single and one.above_cells)}


def _open_theme() -> None:
    """Open the first chart of the selected theme. A callback."""
    offered, theme = offered_charts(auth.viewer("/charts")), st.session_state[THEME]
    first = next((key for key, chart in offered.items() if chart.group == theme), None)
    if first:
        st.session_state[WHICH] = first


def _choose_topic(viewer: Viewer, chart: Chart) -> str:
    """Choose one of a chart's topics, if it has any."""
    if chart.topics is None:
        return ""
    words = chart.topics(viewer)
    bound = url_state.choice_in_address("charts_topic", words, lambda key: words[key], next(iter(words), None))
    return str(st.selectbox(_(chart.topic_label), **bound) or "")


def month_label(month: int) -> str:
    """A month in a select box: 11/2026."""
    return f"{month % 100}/{month // 100}"


def default_months(from_january: bool = False) -> tuple[int, int]:
    """First and last month shown by default: the last twelve, or from January of the latest month that is over."""
    now = month_of(clock.today())
    return (add_months(now, -1) // 100 * 100 + 1 if from_january else add_months(now, 1 - DEFAULT_MONTHS)), now


def months_problem(noun: str, usual: tuple[int, int] | None = None) -> str:
    """Why a first or last month that the address names is not shown; empty if nothing is wrong."""
    months = _offered_months()
    shown = dict(zip((f"{noun}_since", f"{noun}_until"), usual or default_months(), strict=True))
    said = (period_boxes.period_problem(key, months, 1, period_name(month)) for key, month in shown.items())
    return " ".join(filter(None, said))


def _offered_months() -> list[int]:
    now = month_of(clock.today())
    return months_between(now - YEARS_BACK * 100, now)


def choose_months(noun: str, usual: tuple[int, int] | None = None) -> tuple[int, int]:
    """First and last month, swapped if chosen in reverse."""
    latest_first = _offered_months()[::-1]
    first, last = usual or default_months()
    _follow_default(f"{noun}_since", first)
    with st.container(horizontal=True):
        since = st.selectbox(
            _("From"), **url_state.choice_in_address(f"{noun}_since", latest_first, month_label, first)
        )
        until = st.selectbox(_("To"), **url_state.choice_in_address(f"{noun}_until", latest_first, month_label, last))
    return min(since, until), max(since, until)


def days_of_months(since: int, until: int) -> tuple[date, date]:
    """The first and the last day of these months."""
    return first_day(since), last_day(until)


def _follow_default(key: str, usual: int) -> None:
    """Let a month that was left as offered by another chart follow what this one offers."""
    offered = f"{key}_offered"
    if st.session_state.get(offered) not in (None, usual) and st.session_state.get(key) == st.session_state[offered]:
        st.session_state[key] = usual
    st.session_state[offered] = usual
