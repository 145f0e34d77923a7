"""Households looked after as a chart and as rows: communes, then cells, then the households for whoever may read their names."""

import streamlit as st

from components import auth, filters, tables
from components.charts import coverage as drawing
from components.charts.axes import PICKED
from components.charts.theme import to_spec
from components.figures import carrying
from components.figures.choosing import Chosen
from components.households import counted, overview
from components.i18n import _, language
from components.text import plain
from db import clock
from db.audience import Audience
from db.figures import coverage, figures, opened
from db.figures.coverage import Part
from db.figures.figures import Stamp
from db.scope import Viewer

PAGE = "pages/figures/charts.py"
AREA, PICTURE = "charts_within_area", "charts_households"


def show(viewer: Viewer, chosen: Chosen) -> None:
    """The chart of the level that is opened, and its rows, each opening the next."""
    area = opened.unit(viewer, filters.told(AREA), clock.today())
    stamp, unit_id = figures.stamp(viewer), area.id if area else chosen.wanted.unit_id
    parts = _parts(viewer, unit_id, stamp)
    if not any(part.count.cover.households for part in parts):
        st.info(_("No households are entered yet. Cells enter their clusters under “Households”."))
        return
    if area:
        st.subheader(plain(area.name))
        st.page_link(PAGE, label=_("One level up"), icon=":material/arrow_upward:", query_params=_kept())
    spec = _spec(viewer, unit_id, language(), st.context.theme.type == "dark", stamp)
    st.vega_lite_chart(spec, width="stretch", height="content", theme=None, key=PICTURE, on_select=_pick, selection_mode=PICKED, alt=_words(spec))
    carrying.offer(viewer, _spec(viewer, unit_id, language(), False, stamp), chosen.which.value, unit_id)
    _rows(viewer, parts)


def _rows(viewer: Viewer, parts: list[Part]) -> None:
    """Communes open their cells; cells their households, for whoever may read names."""
    if all(not part.is_cell for part in parts):
        tables.links(parts, counted.OF_AREAS, page=PAGE, query=lambda part: _kept() | {AREA: part.code}, main="name", key="charts_areas")
    elif viewer.reads(Audience.NAMES):
        tables.links(parts, counted.COLUMNS, page=overview.BOARD, query=overview.of_cell, main="name", key="charts_cells")
    else:
        tables.still(parts, counted.COLUMNS)
        st.caption(_("Households and whoever looks after them are read by name in the cell and the commune only; these are the counts of each cell."))


def _pick() -> None:
    """A bar was touched: the commune it stands for is opened. A callback."""
    viewer = auth.viewer("/charts")
    if picked := st.session_state[PICTURE]["selection"].get(PICKED):
        found = opened.unit(viewer, picked[0]["code"], clock.today())
        if found and found.kind == "area":
            st.query_params[AREA] = found.code


@st.cache_data(ttl="1h", max_entries=200, show_spinner=False)
def _parts(viewer: Viewer, unit_id: int | None, stamp: Stamp) -> list[Part]:
    return coverage.parts(viewer, unit_id)


@st.cache_data(ttl="1h", max_entries=200, show_spinner=False)
def _spec(viewer: Viewer, unit_id: int | None, spoken: str, dark: bool, stamp: Stamp) -> dict:
    return to_spec(drawing.chart(_parts(viewer, unit_id, stamp), clock.today(), dark), spoken, dark)


def _words(spec: dict) -> str:
    title = spec["title"]
    return " ".join([*title["text"], *title.get("subtitle", [])])


def _kept() -> dict[str, str]:
    return {name: st.query_params[name] for name in ("charts_which", "charts_area", "charts_cell") if name in st.query_params}
