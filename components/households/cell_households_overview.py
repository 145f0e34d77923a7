"""A cell's households at a glance: how many are looked after, which are not, and by whom."""

import streamlit as st

from components.households import coverage_columns, load_choice, visit_overview
from components.i18n import N_, _, _n, day_text, number, percent
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets import link_tables, url_state
from components.widgets.link_tables import Column
from db.figures import coverage
from db.figures.coverage import CoverageCount
from db.figures.unit_counts import UnitCount
from db.households import household_history
from db.households.household_board import AssigneeLoad, Board, BoardRow
from db.kernel.scope import Viewer, Work
from db.models import GroupKind, MembershipKind
from db.units.units import UnitName

BOARD_PAGE, GROUP_PAGE, HOUSEHOLD_PAGE, PROPOSAL_PAGE, MEMBER_PAGE = (
    f"pages/{page}.py"
    for page in (
        "households/households",
        "households/group",
        "households/household",
        "households/assignment_proposal",
        "people/member",
    )
)
VIEWS = {"places": N_("Clusters"), "people": N_("Members"), "bare": N_("Nobody yet"), "unvisited": N_("Not visited")}
NAME = Column(N_("Cluster, group, household"), lambda line: _indented(line))
SIZE = Column(N_("Households"), household_labels.households_and_uncovered_text)
CARERS = Column(N_("In charge"), household_labels.assignees_or_unassigned)

ANSWERING = Column(N_("Party group"), household_labels.answering_groups_text)


def show_heading(cell: UnitName, board: Board) -> None:
    """Show the cell, the number of households and the date; then how many have nobody, and how
    many members have none.
    """
    clusters = sum(line.kind == GroupKind.CLUSTER for line in board.lines)
    many = _n(
        "{households} in {count} cluster",
        "{households} in {count} clusters",
        clusters,
        households=household_labels.household_count(board.cover.households),
    )
    st.caption(" · ".join((escape_markdown(cell.name), many, _("as of {day}", day=day_text(board.day)))))
    for decision in filter(None, (board.decision, board.coming)):
        st.markdown(escape_markdown(household_labels.decision_text(decision)))
    if not board.cover.households or board.declined:
        return
    free = [keeper for keeper in board.loads if keeper.who.kind == MembershipKind.OWN and not keeper.who.hindered]
    idle = number(sum(not keeper.lines for keeper in free))
    covered, every = board.cover.covered, board.cover.households
    told = _(
        "**{covered} of {all}** households have a member in charge ({share})",
        covered=number(covered),
        all=number(every),
        share=percent(covered, every),
    )
    none = _n(
        "**{idle} of {count}** available member has no household",
        "**{idle} of {count}** available members have no household",
        len(free),
        idle=idle,
    )
    many = _n(
        "**{count}** member has more than {most} households",
        "**{count}** members have more than {most} households",
        len(board.overloaded),
        most=number(board.most),
    )
    st.markdown("  \n".join([told, none, *([many] if board.overloaded else [])]))
    visit_overview.show_counts(board)


def show_proposal_link(viewer: Viewer, cell: UnitName, board: Board) -> None:
    """Link to a proposal, if there is anything to propose."""
    if viewer.writes(Work.HOUSEHOLDS) and not board.declined and (board.cover.uncovered or board.overloaded):
        st.page_link(
            PROPOSAL_PAGE,
            label=_("Have assignments proposed"),
            icon=":material/assignment_ind:",
            query_params={"proposal_cell": cell.code},
        )


def show_board(viewer: Viewer, board: Board) -> None:
    """Show the list by cluster, by member, or only what nobody looks after."""
    bare = [line for line in board.lines if line.uncovered and not _inside_bare(line, board)]
    views = url_state.choice_in_address("households_view", VIEWS, lambda view: _(VIEWS[view]), "places")
    shown = st.segmented_control(_("List"), required=True, label_visibility="collapsed", width="stretch", **views)
    if shown == "people":
        _people(board)
    elif shown == "unvisited":
        found = visit_overview.list_unvisited(board)
        if found:
            show_lines(viewer, board, found, "households_unvisited")
        else:
            st.caption(visit_overview.nothing_unvisited(board))
    elif shown == "places" or bare:
        show_lines(viewer, board, board.lines if shown == "places" else bare, "households_places")
    else:
        st.caption("" if board.declined else _("Every household has a member in charge."))


def show_cells(parts: list[UnitCount[CoverageCount]]) -> None:
    """Show the cells of a commune, each linked to its households."""
    link_tables.link_rows(
        parts,
        coverage_columns.build_columns(parts),
        page=BOARD_PAGE,
        query=cell_query,
        main="name",
        key="households_cells",
        worded=True,
    )
    together = coverage.total([part.count for part in parts]).cover
    st.markdown(
        _(
            "Total: {covered} of {all} households have a member in charge",
            covered=number(together.covered),
            all=number(together.households),
        )
    )


def show_lines(viewer: Viewer, board: Board, lines: list[BoardRow], key: str) -> None:
    """Show clusters, groups and households as links to their pages."""
    labels = household_labels.load_rating_labels(viewer)
    columns = {
        "name": NAME,
        "size": SIZE,
        "rating": Column(N_("Class"), lambda line: household_labels.rating_label(labels, line.household)),
        "carers": CARERS,
        "answering": ANSWERING,
        "visited": Column(N_("Last visit"), lambda line: household_labels.last_visit_text(board, line)),
    }
    if not any(line.answering for line in lines):
        del columns["answering"]
    if not any(household_labels.last_visit_text(board, line) for line in lines):
        del columns["visited"]
    link_tables.link_rows(
        lines,
        columns,
        page=lambda line: GROUP_PAGE if line.kind else HOUSEHOLD_PAGE,
        query=lambda line: {"household": line.code},
        main="name",
        key=key,
    )


def show_group_contents(viewer: Viewer, board: Board, line: BoardRow) -> None:
    """Show the contents of a group."""
    found = [other for other in board.lines if line.kind and other.parent_id == line.id]
    if found:
        st.subheader(_("Includes"))
        show_lines(viewer, board, found, "household_group_inside")


def show_upcoming(viewer: Viewer, cell: UnitName) -> None:
    """Show households entered with a later first day."""
    found = household_history.list_upcoming_households(viewer, cell.id)
    if found:
        st.subheader(_("Upcoming"))
        columns = {
            "name": Column(N_("Household"), lambda home: home.name),
            "since": Column(N_("From"), lambda home: home.since, lambda home: day_text(home.since)),
        }
        link_tables.link_rows(
            found,
            columns,
            page=HOUSEHOLD_PAGE,
            query=lambda home: {"household": home.code},
            main="name",
            key="households_coming",
        )


def cell_query(cell: UnitName | UnitCount[CoverageCount]) -> dict[str, str]:
    """Return the address parameters of a cell's households."""
    return {"households_cell": cell.code}


def _people(board: Board) -> None:
    keepers, overloaded = board.loads, {load.who.member_id for load in board.overloaded}
    columns = {
        "number": Column(N_("No."), lambda keeper: keeper.who.number, lambda keeper: str(keeper.who.number or "")),
        "name": Column(N_("Full name"), lambda keeper: keeper.who.name),
        "count": Column(
            N_("Households"),
            lambda keeper: keeper.households,
            lambda keeper: _load(keeper, overloaded, board.most),
        ),
        "of": Column(
            N_("In charge of"),
            lambda keeper: ", ".join(line.name for line in keeper.lines),
            lambda keeper: _charges(keeper),
        ),
        "reported": Column(
            N_("Last reported"), lambda keeper: household_labels.last_report_text(board, keeper.who.member_id)
        ),
    }
    if not board.visits.reports and not board.visits.silent:
        del columns["reported"]
    shown = [keeper for keeper in keepers if keeper.lines or keeper.who.kind == MembershipKind.OWN]
    if load := load_choice.choose_load_class():
        shown = load_choice.keep_load_class(shown, load)
    shown.sort(
        key=lambda keeper: (
            keeper.who.member_id not in overloaded,
            keeper.who.member_id not in board.visits.silent,
            bool(keeper.lines),
            bool(keeper.who.hindered),
        )
    )
    link_tables.link_rows(
        shown,
        columns,
        page=MEMBER_PAGE,
        query=lambda keeper: {"member": keeper.who.code},
        main="name",
        key="households_people",
    )


def _load(keeper: AssigneeLoad, overloaded: set[int], most: int) -> str:
    """Return how many households a member has, with a warning if too many."""
    if keeper.who.member_id in overloaded:
        sign = household_labels.UNASSIGNED_SIGN
        return _("{sign} {count}, more than {most}", sign=sign, count=number(keeper.households), most=number(most))
    return number(keeper.households) if keeper.households else ""


def _charges(keeper: AssigneeLoad) -> str:
    hindered = _(household_labels.HINDRANCES[keeper.who.hindered]) if keeper.who.hindered else ""
    return " · ".join(filter(None, (", ".join(line.name for line in keeper.lines), hindered))) or _("none yet")


def _inside_bare(line: BoardRow, board: Board) -> bool:
    """Tell whether the line lies within a group that is listed as a whole."""
    return any(
        above.id == line.parent_id and above.kind and above.uncovered and not above.cover.covered
        for above in board.lines
    )


def _indented(line: BoardRow) -> str:
    return line.name if line.kind == GroupKind.CLUSTER else f"↳ {line.name}" if line.kind else f"– {line.name}"
