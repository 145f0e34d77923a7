"""Filters: what a list is narrowed by, kept in the address, so that it can be sent on and survives a reload.

What is searched for is a name and stays out of the address.
"""

from collections.abc import Iterable

import streamlit as st

from components.i18n import _, number
from components.labels import member_labels
from db.calendar import clock
from db.kernel.actions import CELLS
from db.kernel.scope import Viewer
from db.kernel.validation import EARLIEST
from db.models import MembershipKind, Role, UnitKind
from db.people.members import MemberFilter
from db.units import units
from db.units.units import UnitName

MAX_PAGES = 99_999
RESET_PARAM = "anew"  # in an address: nothing that was chosen before holds


def reset_from_link(noun: str) -> None:
    """Before a page's filters: a link marked so says all of them, and what was chosen earlier gives way to it."""
    if st.query_params.get(RESET_PARAM):
        del st.query_params[RESET_PARAM]
        for key in [key for key in st.session_state if str(key).startswith(f"{noun}_")]:
            del st.session_state[key]


def query_param(name: str) -> str:
    """What the address says that no widget holds, empty for nothing.

    It is put there again: a browser forgets it at the next touch.
    """
    if name in st.query_params:
        st.query_params[name] = st.query_params[name]
    return st.query_params.get(name, "")


def parse_int(said: str, most: int = 10**9) -> int | None:
    """A whole number that an address or a draft says, None for anything else:
    "²" is a digit, too, and thirty nines are more than a database counts.
    """
    found = int(said) if said.isascii() and said.isdigit() and len(said) < 11 else most + 1
    return found if found <= most else None


def member_filter(viewer: Viewer) -> MemberFilter:
    """Which members to list."""
    search = st.text_input(
        _("Find by name, number or year of birth"),
        key="members_search",
        placeholder=_("for example: thuy ng, 17, 1957"),
        live=True,
        type="search",
        persist_state="session",
        on_change=_from_start,
    )
    kind = st.segmented_control(
        _("Type"),
        list(MembershipKind),
        format_func=lambda kind: member_labels.label(member_labels.KINDS_ON_SHEET, kind),
        label_visibility="collapsed",
        **_bound("members_kind"),
    )
    told = any(st.query_params.get(f"members_{name}") for name in ("left", "exempt", "on", "area", "cell"))
    with st.expander(_("Filter"), expanded=told):
        unit_code = unit_filter(viewer, "members")
        left = st.toggle(_("Former members"), **_bound("members_left"))
        exempt = st.toggle(_("Only those exempt or away"), **_bound("members_exempt"))
        day = st.date_input(
            _("As of"),
            value=None,
            min_value=EARLIEST,
            max_value=clock.today(),
            format="DD/MM/YYYY",
            **_bound("members_on"),
        )
    return MemberFilter(search or "", unit_code, kind, day, left, exempt, _page("members"), _whole("members"))


def unit_filter(viewer: Viewer, noun: str) -> str | None:
    """A commune or a cell below the viewer's unit, by its public code; none for all that he sees.

    Nothing is asked of a single cell.
    """
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return None
    area, cell = _chosen(viewer, noun, _("All"))
    return cell.code if cell else area.code if area else None


def choose_cell(viewer: Viewer, noun: str) -> UnitName | None:
    """The cell that a form is about: the viewer's own, else the one he chooses."""
    own = units.by_id(viewer, [viewer.unit_id])[viewer.unit_id]
    return own if own.kind in CELLS else _chosen(viewer, noun, _("Choose"))[1]


def _chosen(viewer: Viewer, noun: str, nothing: str) -> tuple[UnitName | None, UnitName | None]:
    """A commune and a cell in it, as far as they are chosen; a commune's own viewer is not asked which."""
    under = units.children_of(viewer, viewer.unit_id)
    areas = units_by_name(one for one in under.values() if one.kind == UnitKind.AREA)
    area = (
        areas.get(st.selectbox(_("Commune"), list(areas), index=None, placeholder=nothing, **_bound(f"{noun}_area")))
        if areas
        else None
    )
    cells = units_by_name(
        one for one in (units.children_of(viewer, area.id) if area else under).values() if one.kind in CELLS
    )
    if not cells:
        return area, None
    return area, cells.get(
        st.selectbox(_("Cell"), list(cells), index=None, placeholder=nothing, **_bound(f"{noun}_cell"))
    )


def units_by_name(some: Iterable[UnitName]) -> dict[str, UnitName]:
    """Units by their names, to choose from; a name that two of them have gets the code behind it."""
    found: dict[str, UnitName] = {}
    for one in some:
        found[f"{one.name} ({one.code})" if one.name in found else one.name] = one
    return found


def pagination(total: int, size: int, noun: str) -> None:
    """The pages of a long list; nothing for a short one."""
    if total > size:
        first = (_page(noun) - 1) * size + 1
        st.caption(
            _(
                "{first} to {last} of {total}",
                first=number(first),
                last=number(min(total, first + size - 1)),
                total=number(total),
            )
        )
        st.pagination(-(-total // size), max_visible_pages=5, key=f"{noun}_page", bind="query-params")


def whole_list(total: int, size: int, noun: str) -> None:
    """Below a list of several pages: the choice to have it whole, as it is printed."""
    if total > size:
        st.toggle(_("The whole list on one page, for printing"), **_bound(f"{noun}_whole"))


def _whole(noun: str) -> bool:
    """Whether the list is wanted whole: the widget stands below the list and is asked after it."""
    return bool(st.session_state.get(f"{noun}_whole", st.query_params.get(f"{noun}_whole") == "true"))


def _bound(key: str) -> dict:
    return {"key": key, "bind": "query-params", "persist_state": "session", "on_change": _from_start}


def _page(noun: str) -> int:
    """Which page of the list: the widget stands below the list and is asked after it."""
    told = str(st.session_state.get(f"{noun}_page") or st.query_params.get(f"{noun}_page", ""))
    return parse_int(told, MAX_PAGES) or 1


def _from_start() -> None:
    """Another choice begins at the first page: a callback."""
    st.session_state["members_page"] = 1
