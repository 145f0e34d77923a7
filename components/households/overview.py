"""A cell's households at a glance: how many have somebody, which have nobody, who looks after which."""

import streamlit as st

from components import tables
from components.households import counted, words
from components.i18n import N_, _, _n, day_text, number, percent
from components.tables import Column
from components.text import plain
from db.figures import coverage
from db.figures.coverage import Part
from db.households import past
from db.households.board import Board, Keeper, Line
from db.models import GroupKind, MembershipKind
from db.scope import Viewer
from db.units import Named

BOARD, GROUP, HOME, MEMBER = (f"pages/{page}.py" for page in ("households/households", "households/group", "households/household", "people/member"))
VIEWS = {"places": N_("Clusters"), "people": N_("Members"), "bare": N_("Nobody yet")}
NAME = Column(N_("Cluster, group, household"), lambda line: _indented(line))
SIZE = Column(N_("Households"), words.size)
CARERS = Column(N_("In charge"), words.in_charge)


def heading(cell: Named, standing: Board) -> None:
    """Whose, how many, of when; then how many have nobody, and how many members look after none."""
    clusters = sum(line.kind == GroupKind.CLUSTER for line in standing.lines)
    many = _n("{households} in {count} cluster", "{households} in {count} clusters", clusters, households=words.households(standing.cover.households))
    st.caption(" · ".join((plain(cell.name), many, _("as of {day}", day=day_text(standing.day)))))
    if not standing.cover.households:
        return
    free = [keeper for keeper in standing.keepers if keeper.who.kind == MembershipKind.OWN and not keeper.who.hindered]
    idle = number(sum(not keeper.lines for keeper in free))
    covered, every = standing.cover.covered, standing.cover.households
    told = _("**{covered} of {all}** households have somebody in charge ({share})", covered=number(covered), all=number(every), share=percent(covered, every))
    none = _n("**{idle} of {count}** member who can has no household", "**{idle} of {count}** members who can have no household", len(free), idle=idle)
    st.markdown(f"{told}  \n{none}")


def rows(viewer: Viewer, standing: Board) -> None:
    """The list, by cluster, by member, or only what nobody looks after."""
    bare = [line for line in standing.lines if line.bare and not _inside_bare(line, standing)]
    shown = st.segmented_control(
        _("List"), list(VIEWS), default="places", required=True, label_visibility="collapsed", width="stretch",
        format_func=lambda view: _(VIEWS[view]),
        key="households_view", bind="query-params", persist_state="session",
    )  # fmt: skip
    if shown == "people":
        _people(standing.keepers)
    elif shown == "places" or bare:
        places(viewer, standing.lines if shown == "places" else bare, "households_places")
    else:
        st.caption(_("Every household has somebody in charge."))


def cells(parts: list[Part]) -> None:
    """The cells of a commune, each a link to its households."""
    tables.links(parts, counted.COLUMNS, page=BOARD, query=of_cell, main="name", key="households_cells")
    together = coverage.total([part.count for part in parts]).cover
    st.markdown(_("Together: {covered} of {all} households looked after", covered=number(together.covered), all=number(together.households)))


def places(viewer: Viewer, lines: list[Line], key: str) -> None:
    """Clusters, groups and households as links to their pages."""
    labels = words.ratings(viewer)
    columns = {"name": NAME, "size": SIZE, "rating": Column(N_("Class"), lambda line: words.rating(labels, line.household)), "carers": CARERS}
    tables.links(lines, columns, page=lambda line: GROUP if line.kind else HOME, query=lambda line: {"household": line.code}, main="name", key=key)


def inside(viewer: Viewer, standing: Board, line: Line) -> None:
    """What lies in a group."""
    found = [other for other in standing.lines if line.kind and other.parent_id == line.id]
    if found:
        st.subheader(_("In it"))
        places(viewer, found, "household_group_inside")


def to_come(viewer: Viewer, cell: Named) -> None:
    """Households that are entered from a later day on."""
    found = past.to_come(viewer, cell.id)
    if found:
        st.subheader(_("Still to come"))
        columns = {
            "name": Column(N_("Household"), lambda home: home.name),
            "since": Column(N_("From"), lambda home: home.since, lambda home: day_text(home.since)),
        }
        tables.links(found, columns, page=HOME, query=lambda home: {"household": home.code}, main="name", key="households_coming")


def of_cell(cell: Named | Part) -> dict[str, str]:
    """The address of a cell's households within their page."""
    return {"households_cell": cell.name}


def _people(keepers: list[Keeper]) -> None:
    columns = {
        "number": Column(N_("No."), lambda keeper: keeper.who.number, lambda keeper: str(keeper.who.number or "")),
        "name": Column(N_("Full name"), lambda keeper: keeper.who.name),
        "count": Column(N_("Households"), lambda keeper: keeper.households, lambda keeper: str(keeper.households or "")),
        "of": Column(N_("In charge of"), lambda keeper: ", ".join(line.name for line in keeper.lines), lambda keeper: _charges(keeper)),
    }
    shown = [keeper for keeper in keepers if keeper.lines or keeper.who.kind == MembershipKind.OWN]
    shown.sort(key=lambda keeper: (bool(keeper.lines), bool(keeper.who.hindered)))
    tables.links(shown, columns, page=MEMBER, query=lambda keeper: {"member": keeper.who.code}, main="name", key="households_people")


def _charges(keeper: Keeper) -> str:
    hindered = _(words.HINDERED[keeper.who.hindered]) if keeper.who.hindered else ""
    return " · ".join(filter(None, (", ".join(line.name for line in keeper.lines), hindered))) or _("none yet")


def _inside_bare(line: Line, standing: Board) -> bool:
    """Whether it lies in something that is itself on the list as a whole."""
    return any(above.id == line.parent_id and above.kind and above.bare and not above.cover.covered for above in standing.lines)


def _indented(line: Line) -> str:
    return line.name if line.kind == GroupKind.CLUSTER else f"↳ {line.name}" if line.kind else f"– {line.name}"
