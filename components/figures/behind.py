"""Behind a mark: the communes, the cells, the meetings that it is made of, each level adding up to the one above."""

from dataclasses import replace

import streamlit as st

from components import filters, tables
from components.figures import choosing, counted, exporting
from components.figures.choosing import WORDS, Chosen, Which
from components.i18n import _, _n, day_text, period_name
from components.taking.wishes import What
from components.text import plain
from db import clock, settings, units
from db.audience import Audience
from db.figures import figures, opened
from db.figures.figures import Wanted
from db.figures.opened import Behind, Called, Part, Sum
from db.scope import Viewer

PAGE, MEETING, EXPORTS = "pages/figures/charts.py", "pages/meetings/record.py", "pages/figures/exports.py"
KEPT = ("charts_which", "charts_since", "charts_until", "charts_area", "charts_cell", "charts_month")
AREA, CELL, WITHIN = "charts_in", "charts_of", "charts_within"  # opened so far, and below which unit that was
ALL = "all"  # below the viewer's own


def show(viewer: Viewer, chosen: Chosen, period: int) -> None:
    """What a period is made of, down to where the address says."""
    day = figures.ends(period, chosen.wanted.step)
    area, cell = (opened.unit(viewer, code, day) for code in _opened(chosen))
    wanted = replace(chosen.wanted, unit_id=area.id) if area else chosen.wanted
    parts = opened.parts(viewer, wanted, period)
    _way(chosen, period, area, cell)
    if cell is None and len(parts) == 1 and parts[0].is_cell:
        cell = opened.unit(viewer, parts[0].code, day)
    if cell:
        _meetings(viewer, wanted, period, cell)
    elif parts:
        _parts(chosen, parts, area, opened.together(viewer, wanted, period, parts))
    else:
        st.caption(_("Nothing is recorded here."))


def query(which: Which, period: int, code: str, is_cell: bool) -> dict[str, str]:
    """The address at which a chart is open at a month and a unit."""
    return {"charts_which": _(WORDS[which]), "charts_month": period_name(period), WITHIN: ALL, CELL if is_cell else AREA: code, filters.ANEW: "1"}


def take_away(viewer: Viewer, chosen: Chosen, period: int) -> None:
    """A link to the same figures as a workbook: of the period and the unit that are open."""
    months = [month for month in clock.months_from(period, chosen.wanted.step) if month <= clock.month_of(clock.today())]
    told = {"since": choosing.said(months[0]), "until": choosing.said(months[-1])}
    told |= {name: st.query_params.get(f"charts_{name}") for name in ("area", "cell")} | _narrowed(viewer, chosen, period)
    asked = {"what": _(exporting.LISTS[What.MEETINGS]), "audience": _(exporting.AUDIENCES[chosen.wanted.audience]), **told}
    query = {f"exports_{name}": value for name, value in asked.items() if value}
    st.page_link(EXPORTS, label=_("These meetings as Excel"), icon=":material/download:", query_params=query | {filters.ANEW: "1"})


def _narrowed(viewer: Viewer, chosen: Chosen, period: int) -> dict[str, str]:
    """The open area and cell as the filters of the exports call them, where these know them today."""
    day = figures.ends(period, chosen.wanted.step)
    found = {name: unit.id for name, code in zip(("area", "cell"), _opened(chosen), strict=True) if (unit := opened.unit(viewer, code, day))}
    known = units.named(viewer, list(found.values()))
    return {name: known[unit_id].name for name, unit_id in found.items() if unit_id in known}


def _opened(chosen: Chosen) -> tuple[str | None, str | None]:
    """The area and the cell that the address opens; neither where it opened them below another unit than is asked about now."""
    told = {name: st.query_params[name] for name in (AREA, CELL, WITHIN) if name in st.query_params}
    st.query_params.update(told)  # else the browser forgets what is no widget's
    return (told.get(AREA), told.get(CELL)) if told.get(WITHIN) == _within(chosen) else (None, None)


def _within(chosen: Chosen) -> str:
    return str(chosen.wanted.unit_id or ALL)


def _way(chosen: Chosen, period: int, area: Called | None, cell: Called | None) -> None:
    """Where one is, and the way back up."""
    name = period_name(period, chosen.wanted.step)
    st.subheader(" › ".join([name[:1].upper() + name[1:], *(plain(unit.name) for unit in (area, cell) if unit)]))
    if area or cell:
        above = {AREA: area.code, WITHIN: _within(chosen)} if area and cell else {}
        st.page_link(PAGE, label=_("One level up"), icon=":material/arrow_upward:", query_params=_kept() | above)


def _parts(chosen: Chosen, parts: list[Part], area: Called | None, sums: Sum) -> None:
    """Communes or cells, each a link to what is in it, and their sum."""
    inside, columns = {WITHIN: _within(chosen)} | ({AREA: area.code} if area else {}), counted.columns(chosen.which == Which.MET, parts)
    tables.links(
        parts, columns, page=PAGE, main="name", key="charts_parts",
        query=lambda part: _kept() | inside | {CELL if part.is_cell else AREA: part.code},
    )  # fmt: skip
    cells = _n("{count} cell", "{count} cells", sums.cells.all) if chosen.wanted.step == 1 else ""
    together = " · ".join(filter(None, (cells, *counted.sums(sums))))
    st.markdown("**" + _("Together: {sums}", sums=together) + "**")


def _meetings(viewer: Viewer, wanted: Wanted, period: int, cell: Called) -> None:
    """The meetings of a cell with their tallies; a link to the people for whoever may read names."""
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    rows = opened.meetings(viewer, wanted, period, cell.id)
    for row in rows:
        st.markdown(f"**{plain(types.get(row.type, row.type))}** · {counted.state(row)}  \n" + " · ".join(counted.of_meeting(row)))
        if viewer.reads(Audience.NAMES):
            _link(row, cell)
    if not rows:
        st.caption(_("Nothing is recorded of this cell for the time; whether it met is not known."))


def _link(row: Behind, cell: Called) -> None:
    label = _("The people of {day}", day=day_text(row.held_on)) if row.held_on else _("This meeting")
    st.page_link(MEETING, label=label, icon=":material/groups:", query_params={"unit": cell.code, "meeting": row.code})


def _kept() -> dict[str, str]:
    """What the address says of the chart, for links that stay within it."""
    return {name: st.query_params[name] for name in KEPT if name in st.query_params}
