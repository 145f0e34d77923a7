"""A cell's initiatives and indicators, and the number of both in the cells of an area."""

import streamlit as st

from components.i18n import N_, _, _n
from components.labels import household_labels, indicator_labels
from components.labels.member_labels import date_span
from components.markdown import escape_markdown
from components.widgets import filters, link_tables
from components.widgets.link_tables import Column
from db.figures import initiative_figures
from db.figures.initiative_figures import CellInitiatives
from db.initiatives import indicators, initiatives
from db.initiatives.initiatives import InitiativeLine
from db.kernel.scope import Viewer
from db.units.units import UnitName

PAGE = "pages/households/initiatives.py"
NOUN, SIZE = "initiatives", 50  # cells per page of the list


def show_cell(viewer: Viewer, cell: UnitName) -> None:
    """Show a cell's initiatives, and its area's figures year by year."""
    lines = initiatives.list_of_cell(viewer, cell.id)
    if lines:
        going = sum(line.until is None for line in lines)
        told = _n("{count} initiative", "{count} initiatives", len(lines))
        st.caption(" · ".join((told, _n("{count} going on", "{count} going on", going))))
        st.markdown("\n".join(f"- {_describe(line)}" for line in lines))
    else:
        st.caption(_("No initiative was entered yet: what the cell carries on with households, and who leads it."))
    st.subheader(_("Indicators"))
    known, found = indicator_labels.load_indicators(viewer), indicators.list_of_cell(viewer, cell.id)
    if not found:
        st.caption(_("No figure was entered yet: income, production, criteria met, as they are published each year."))
    for key in dict.fromkeys(line.indicator for line in found):
        years = [f"{line.year}: **{indicator_labels.figure_text(line)}**" for line in found if line.indicator == key]
        st.markdown(f"{escape_markdown(indicator_labels.title_with_measure(known, key))}  \n" + " · ".join(years))
    if found:
        query = {"charts_which": "indicators", "charts_topic": found[0].indicator, "anew": "1"}
        st.page_link("pages/figures/charts.py", label=_("As a chart"), icon=":material/bar_chart:", query_params=query)


def show_cells(viewer: Viewer) -> None:
    """Show the cells that have any, each linked to its own."""
    rows = initiative_figures.list_cells(viewer)
    if not rows:
        st.caption(_("No cell has entered initiatives or indicators yet."))
        return
    first = (min(filters.chosen_page(NOUN), -(-len(rows) // SIZE)) - 1) * SIZE
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
    link_tables.link_rows(
        rows[first : first + SIZE],
        columns,
        page=PAGE,
        query=lambda row: {"initiatives_cell": row.code},
        main="name",
        key="initiative_cells",
    )
    filters.pagination(len(rows), SIZE, NOUN)
    st.markdown("**" + _total(*initiative_figures.total(rows)) + "**")


def _initiatives(row: CellInitiatives) -> str:
    return _n("{count} initiative", "{count} initiatives", row.initiatives)


def _figures(row: CellInitiatives) -> str:
    return _n("{count} figure", "{count} figures", row.figures)


def _total(count: int, households: int) -> str:
    told = _n("{count} initiative", "{count} initiatives", count)
    of = household_labels.household_count(households)
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
