"""Households looked after as a chart and as rows:
communes, then cells, then the households for whoever may read their names.
"""

from dataclasses import replace

import streamlit as st

from components.charts import coverage as drawing
from components.charts.axes import SELECTION
from components.charts.theme import to_spec
from components.figures import chart_download
from components.figures.chart_choice import ChartChoice
from components.households import coverage_columns, overview
from components.i18n import _, current_language
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import filters, tables
from db.calendar import clock
from db.figures import coverage, drill_down
from db.figures.coverage import UnitCoverage
from db.figures.data_version import DataVersion, data_version
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

PAGE = "pages/figures/charts.py"
AREA, PICTURE = "charts_within_area", "charts_households"


def show(viewer: Viewer, chosen: ChartChoice) -> None:
    """The chart of the level that is opened, and its rows, each opening the next."""
    area = drill_down.find_unit(viewer, filters.query_param(AREA), clock.today())
    unit_id = area.id if area else chosen.wanted.unit_id
    stamp = data_version(viewer, replace(chosen.wanted, unit_id=unit_id), coverage.TABLES)
    parts = _parts(viewer, unit_id, stamp)
    if not any(part.count.cover.households for part in parts):
        st.info(_("No households have been entered yet. Cells enter their clusters under “Households”."))
        return
    if area:
        st.subheader(escape_markdown(area.name))
        st.page_link(PAGE, label=_("Up one level"), icon=":material/arrow_upward:", query_params=_kept())
    spec = _spec(viewer, unit_id, current_language(), st.context.theme.type == "dark", stamp)
    st.vega_lite_chart(
        spec,
        width="stretch",
        height="content",
        theme=None,
        key=PICTURE,
        on_select=_pick,
        selection_mode=SELECTION,
        alt=_words(spec),
    )
    chart_download.show_button(
        viewer, _spec(viewer, unit_id, current_language(), False, stamp), chosen.kind.value, unit_id
    )
    _rows(viewer, parts)


def _rows(viewer: Viewer, parts: list[UnitCoverage]) -> None:
    """Communes open their cells; cells their households, for whoever may read names."""
    if all(not part.is_cell for part in parts):
        tables.link_rows(
            parts,
            coverage_columns.AREA_COLUMNS,
            page=PAGE,
            query=lambda part: _kept() | {AREA: part.code},
            main="name",
            key="charts_areas",
        )
    elif viewer.reads(Audience.NAMES):
        tables.link_rows(
            parts,
            coverage_columns.COLUMNS,
            page=overview.BOARD_PAGE,
            query=overview.cell_query,
            main="name",
            key="charts_cells",
        )
    else:
        tables.read_only(parts, coverage_columns.COLUMNS)
        st.caption(
            _(
                "The names of households and members in charge are visible only to the cell and the commune; "
                "these are the totals for each cell."
            )
        )


def _pick() -> None:
    """A bar was touched: the commune it stands for is opened. A callback."""
    viewer = auth.viewer("/charts")
    if picked := st.session_state[PICTURE]["selection"].get(SELECTION):
        found = drill_down.find_unit(viewer, picked[0]["code"], clock.today())
        if found and found.kind == "area":
            st.query_params[AREA] = found.code


@st.cache_data(ttl="1h", max_entries=200, show_spinner=False)
def _parts(viewer: Viewer, unit_id: int | None, stamp: DataVersion) -> list[UnitCoverage]:
    return coverage.parts(viewer, unit_id)


@st.cache_data(ttl="1h", max_entries=200, show_spinner=False)
def _spec(viewer: Viewer, unit_id: int | None, spoken: str, dark: bool, stamp: DataVersion) -> dict:
    return to_spec(drawing.chart(_parts(viewer, unit_id, stamp), clock.today(), dark), spoken, dark)


def _words(spec: dict) -> str:
    title = spec["title"]
    return " ".join([*title["text"], *title.get("subtitle", [])])


def _kept() -> dict[str, str]:
    return {
        name: st.query_params[name]
        for name in ("charts_which", "charts_area", "charts_cell")
        if name in st.query_params
    }
