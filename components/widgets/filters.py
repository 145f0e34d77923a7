"""Filters of lists, kept in the address so that they can be shared and survive a reload.

Search words are names and stay out of the address.
"""

from datetime import date

import streamlit as st

from components.i18n import _, number
from components.labels import member_labels, member_trait_labels
from components.markdown import escape_markdown
from components.widgets import unit_boxes, url_state
from components.widgets.unit_boxes import Days
from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.validation import EARLIEST
from db.models import MembershipKind, Role, UnitKind
from db.models.units import CELLS
from db.people.member_search import MemberFilter
from db.people.member_traits import Trait
from db.units import units
from db.units.units import UnitName

MAX_PAGES = 99_999
RESET_PARAM = "anew"  # in an address: discards earlier choices


def reset_from_link(noun: str) -> None:
    """Before a page's filters: a link marked as complete replaces earlier choices."""
    if st.query_params.get(RESET_PARAM):
        del st.query_params[RESET_PARAM]
        url_state.forget_choices(f"{noun}_")


def query_param(name: str) -> str:
    """Return an address parameter that no widget holds, empty if missing.

    It is written back, because the browser would drop it with the next input.
    """
    if name in st.query_params:
        st.query_params[name] = st.query_params[name]
    return st.query_params.get(name, "")


def parse_int(said: str, most: int = 10**9) -> int | None:
    """A whole number from an address or draft, None for anything else: "²" is a digit, too, and thirty nines exceed
    what a database counts.
    """
    found = int(said) if said.isascii() and said.isdigit() and len(said) < 11 else most + 1
    return found if found <= most else None


def member_filter(viewer: Viewer) -> MemberFilter:
    """Draw the filters of members; returns which to list."""
    reset_from_link("members")
    search = st.text_input(
        _("Find by name, number, year of birth or expertise offered"),
        key="members_search",
        placeholder=_("for example: thuy ng, 17, 1957"),
        live=True,
        type="search",
        persist_state="session",
        **reopen_first_page("members"),
    )
    kinds = url_state.choice_in_address(
        "members_kind", MembershipKind, lambda kind: member_labels.translated_label(member_labels.KINDS_ON_SHEET, kind)
    )
    kind = st.segmented_control(_("Type"), label_visibility="collapsed", **kinds, **reopen_first_page("members"))
    told = any(st.query_params.get(f"members_{name}") for name in ("left", "exempt", "on", "area", "cell", "trait"))
    with st.expander(_("Filter"), expanded=told):
        above = st.container()
        left = st.toggle(_("Former members"), **toggle_in_address("members", "left"))
        exempt = st.toggle(_("Only those exempt or away"), **toggle_in_address("members", "exempt"))
        day = st.date_input(
            _("As of"),
            value=None,
            min_value=EARLIEST,
            max_value=clock.today(),
            format="DD/MM/YYYY",
            **toggle_in_address("members", "on"),
        )
        with above:
            unit_code = unit_filter(viewer, "members", days_of_list(day, left))
        trait, trait_class = _trait_filter(viewer)
    return MemberFilter(
        search or "", unit_code, kind, day, left, exempt, chosen_page("members"), _whole("members"), trait, trait_class
    )


def days_of_list(day: date | None, left: bool) -> Days:
    """The days that a list of those present on a day (default: today) is about, or of those who had left by then."""
    last = day or clock.today()
    return EARLIEST if left else last, last


def _trait_filter(viewer: Viewer) -> tuple[Trait | None, str | None]:
    """A trait of members and one of its classes."""
    traits = url_state.choice_in_address("members_trait", Trait, lambda trait: _(member_trait_labels.TRAITS[trait]))
    trait = st.selectbox(_("By"), index=None, placeholder=_("All"), **traits, **reopen_first_page("members"))
    if trait is None:
        return None, None
    names = member_trait_labels.class_names(viewer, trait)
    classes = url_state.choice_in_address("members_class", names, lambda key: names[key])
    chosen = st.selectbox(_("Group"), index=None, placeholder=_("All"), **classes, **reopen_first_page("members"))
    return trait, chosen


def unit_filter(viewer: Viewer, noun: str, days: Days | None = None) -> str | None:
    """Ask for an area or cell below the viewer's unit; return its public code, None for everything in view.

    Units that have ended are offered if they existed on any of the `days` that the page is about (default: today).
    Viewers of a single cell are not asked. A message is shown if the unit in the address is out of the viewer's reach.
    """
    told = _told_unit(noun)
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        show_out_of_reach(viewer, told)
        return None
    area, cell = _chosen_of_address(viewer, noun, _("All"), told, days or (clock.today(), clock.today()))
    return cell.code if cell else area.code if area else None


def _chosen_of_address(
    viewer: Viewer, noun: str, nothing: str, told: str, days: Days | None = None
) -> tuple[UnitName | None, UnitName | None]:
    """Return the chosen area and cell, with a message if the address named a unit out of reach."""
    area, cell = unit_boxes.choose_area_and_cell(viewer, noun, nothing, days, **reopen_first_page(noun))
    if told not in {one.code for one in (area, cell) if one}:
        show_out_of_reach(viewer, told)
    return area, cell


def _told_unit(noun: str) -> str:
    """The unit that the address names, before any widget drops it: the cell, else the lowest area."""
    areas = [name for name in st.query_params if name.startswith(f"{noun}_area")]
    return st.query_params.get(f"{noun}_cell") or (st.query_params[max(areas, key=len)] if areas else "")


def show_out_of_reach(viewer: Viewer, code: str) -> None:
    """Say that a unit named by the address is not one of the viewer's."""
    if code and not units.find_in_reach(viewer, code):
        st.info(_("There is no such unit among those that you look after."))


def unit_query(viewer: Viewer, noun: str, code: str) -> dict[str, str]:
    """Address parameters that set a page's filter to a unit: every level chosen on the way to it."""
    known = units.by_id(viewer)
    unit = next((one for one in known.values() if one.code == code), None)
    way: list[UnitName] = []
    while unit and unit.id != viewer.unit_id:
        way.insert(0, unit)
        unit = known.get(unit.parent_id or 0)
    areas = [one.code for one in way if one.kind == UnitKind.AREA]
    told = {f"{noun}_{'_'.join(['area', *['in'] * at])}": area for at, area in enumerate(areas)}
    return told | ({f"{noun}_cell": code} if way and way[-1].kind in CELLS else {})


def choose_cell(viewer: Viewer, noun: str, days: Days | None = None) -> UnitName | None:
    """Return the cell that a form is about: the viewer's own, otherwise one to choose; one that has ended is offered if
    it existed on any of the `days` (default: only those of today).
    """
    own = units.own(viewer)
    told = _told_unit(noun)
    if own.kind in CELLS:
        show_out_of_reach(viewer, told)
        return own
    return _chosen_of_address(viewer, noun, _("Choose"), told, days)[1]


def require_cell(viewer: Viewer, noun: str, title: str = "") -> UnitName:
    """The cell that a page is about, with its name above the choice; stops the run until it is chosen.

    Pages with a heading of their own, such as printed ones, give the `title` used until then.
    """
    heading = st.container()
    cell = choose_cell(viewer, noun)
    if cell is None:
        if title:
            heading.title(title)
        heading.caption(_("Choose the cell first."))
        st.stop()
    elif not title:
        heading.caption(escape_markdown(cell.name))
    return cell


def pagination(total: int, size: int, noun: str) -> None:
    """The pages of a long list; nothing for a short one."""
    if total > size:
        first = (chosen_page(noun) - 1) * size + 1
        st.caption(
            _(
                "{first} to {last} of {total}",
                first=number(first),
                last=number(min(total, first + size - 1)),
                total=number(total),
            )
        )
        st.pagination(-(-total // size), max_visible_pages=5, key=f"{noun}_page", bind="query-params")


def whole_list_toggle(total: int, size: int, noun: str) -> None:
    """Show, below a list of several pages, the option to show it in full, as it is printed."""
    if total > size:
        st.toggle(_("The whole list on one page, for printing"), **toggle_in_address(noun, "whole"))


def _whole(noun: str) -> bool:
    """Whether the whole list is wanted, read before the widget below the list is drawn."""
    return bool(st.session_state.get(f"{noun}_whole", st.query_params.get(f"{noun}_whole") == "true"))


def toggle_in_address(noun: str, name: str) -> dict:
    """A toggle kept in the address by Streamlit itself, since it has no labels."""
    return {"key": f"{noun}_{name}", "bind": "query-params", "persist_state": "session", **reopen_first_page(noun)}


def chosen_page(noun: str) -> int:
    """The page of the list, read before the widget below the list is drawn."""
    told = str(st.session_state.get(f"{noun}_page") or st.query_params.get(f"{noun}_page", ""))
    return parse_int(told, MAX_PAGES) or 1


def reopen_first_page(noun: str) -> dict:
    """Widget options that return to the first page on a change."""
    return {"on_change": _open_first_page, "args": (noun,)}


def _open_first_page(noun: str) -> None:
    """A callback."""
    st.session_state[f"{noun}_page"] = 1
