"""Initiatives and indicators of a cell as they are read, and what there is of both in the cells of an area."""

from collections import Counter
from typing import NamedTuple

import streamlit as st

from components.i18n import N_, _, _n
from components.labels import household_labels, indicator_labels
from components.labels.member_labels import date_span
from components.markdown import escape_markdown
from components.widgets import tables
from components.widgets.tables import Column
from db.figures import initiative_figures
from db.initiatives import indicators, initiatives
from db.initiatives.initiatives import InitiativeLine
from db.kernel.scope import Viewer
from db.units import units
from db.units.units import UnitName

PAGE = "pages/households/initiatives.py"


class CellInitiatives(NamedTuple):
    """How many initiatives a cell has, of how many households, and how many figures."""

    code: str
    name: str
    initiatives: int
    households: int
    figures: int


def show_cell(viewer: Viewer, cell: UnitName) -> None:
    """What a cell carries on, and the figures of its area year by year."""
    lines = initiatives.list_of(viewer, cell.id)
    if lines:
        going = sum(line.until is None for line in lines)
        told = _n("{count} initiative", "{count} initiatives", len(lines))
        st.caption(" · ".join((told, _n("{count} going on", "{count} going on", going))))
        st.markdown("\n".join(f"- {_describe(line)}" for line in lines))
    else:
        st.caption(_("No initiative was entered yet: what the cell carries on with households, and who leads it."))
    st.subheader(_("Indicators"))
    known, found = indicator_labels.load(viewer), indicators.list_of(viewer, cell.id)
    if not found:
        st.caption(_("No figure was entered yet: income, production, criteria met, as they are published each year."))
    for key in dict.fromkeys(line.indicator for line in found):
        years = [f"{line.year}: **{indicator_labels.figure(line)}**" for line in found if line.indicator == key]
        st.markdown(f"{escape_markdown(indicator_labels.title(known, key))}  \n" + " · ".join(years))
    if found:
        query = {"charts_which": "indicators", "charts_topic": found[0].indicator, "anew": "1"}
        st.page_link("pages/figures/charts.py", label=_("As a chart"), icon=":material/bar_chart:", query_params=query)


def show_cells(viewer: Viewer) -> None:
    """The cells that have any, each a link to what it has."""
    lines, figures = initiative_figures.list_initiatives(viewer), initiative_figures.list_indicators(viewer)
    names = {line.unit_id: line.cell for line in (*lines, *figures)}
    called = units.by_id(viewer, list(names))
    of_cell: dict[int, list[InitiativeLine]] = {unit_id: [] for unit_id in called}
    for line in lines:
        of_cell[line.unit_id].append(line)
    figures_of = Counter(line.unit_id for line in figures)
    rows = [
        CellInitiatives(unit.code, names[unit_id], len(own), initiatives.households(own), figures_of[unit_id])
        for unit_id, unit in called.items()
        for own in [of_cell[unit_id]]
    ]
    if not rows:
        st.caption(_("No cell has entered initiatives or indicators yet."))
        return
    columns = {
        "name": Column(N_("Cell"), lambda row: row.name),
        "initiatives": Column(N_("Initiatives"), lambda row: row.initiatives, _initiatives),
        "households": Column(
            N_("Households taking part"),
            lambda row: row.households,
            lambda row: household_labels.household_count(row.households),
        ),
        "figures": Column(N_("Indicators"), lambda row: row.figures, _figures),
    }
    tables.link_rows(
        rows, columns, page=PAGE, query=lambda row: {"initiatives_cell": row.code}, main="name", key="initiative_cells"
    )
    st.markdown("**" + _total(lines) + "**")


def _initiatives(row: CellInitiatives) -> str:
    return _n("{count} initiative", "{count} initiatives", row.initiatives)


def _figures(row: CellInitiatives) -> str:
    return _n("{count} figure", "{count} figures", row.figures)


def _total(lines: list[InitiativeLine]) -> str:
    told = _n("{count} initiative", "{count} initiatives", len(lines))
    of = household_labels.household_count(initiatives.households(lines))
    return _("Total: {initiatives}, {households} taking part", initiatives=told, households=of)


def _describe(line: InitiativeLine) -> str:
    parts = [
        line.cluster or _("the whole area"),
        household_labels.household_count(line.households) if line.households is not None else "",
        _("led by {name}", name=line.leader) if line.leader else "",
        date_span(line.since, line.until) if line.since or line.until else "",
    ]
    said = " · ".join(escape_markdown(part) for part in parts if part)
    result = f"  \n  {escape_markdown(line.result)}" if line.result else ""
    return f"**{escape_markdown(line.name)}**  \n  {said}{result}"
