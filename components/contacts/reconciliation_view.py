"""Reconciliation on screen: subject, introduced, received, placed as of a day, and the people behind each number."""

from datetime import date

import streamlit as st

from components import level_names
from components.contacts import (
    reconciliation_columns,
    reconciliation_lists,
    reconciliation_people,
    stated_introduction_count_form,
)
from components.i18n import N_, _, _n, day_text, number, percent
from components.markdown import escape_markdown
from components.widgets import feedback, link_tables, url_state
from db.calendar import clock
from db.contacts import reconciliation
from db.contacts.introduction_steps import IntroductionOnDay
from db.contacts.reconciliation import Grouping, ReconciliationCounts, UnitReconciliation
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.validation import EARLIEST
from db.models import Role

PAGE = "pages/contacts/contacts.py"
SECTIONS = {
    "units": N_("As of a day"),
    "months": N_("By month"),
    "absent": N_("Never came"),
    "twice": N_("In two cells"),
    "counts": N_("Number subject"),
}
UNIT_PARAM = "reconcile_unit"  # in the address: whose people are shown; "none": workplace is no unit of ours


def show(viewer: Viewer) -> None:
    """Show the reconciliation as of a day, and one of the lists beside it."""
    names = {key: title for key, title in SECTIONS.items() if key != "absent" or viewer.reads(Audience.NAMES)}
    bound = url_state.choice_in_address("reconcile_section", names, lambda key: _(names[key]), "units")
    section = st.segmented_control(_("Section"), required=True, label_visibility="collapsed", **bound)
    with feedback.stop_on_refusal():
        if section == "units":
            _show_units(viewer)
        elif section == "counts":
            stated_introduction_count_form.show(viewer)
        else:
            reconciliation_lists.show(viewer, str(section))


def _show_units(viewer: Viewer) -> None:
    with st.container(horizontal=True):
        day = _choose_day()
        grouping = _choose_grouping(viewer)
    standing = reconciliation.introductions_on_day(viewer, day)
    units = reconciliation.by_commune_or_workplace(viewer, day, grouping, standing)
    if not units:
        st.caption(
            _("Nobody is introduced yet. Enter introductions, or give the number of members subject to introduction.")
        )
        return
    together = reconciliation.total(units)
    st.markdown(headline(together, day))
    st.caption(_basis(units))
    link_tables.link_rows(
        units,
        reconciliation_columns.UNITS,
        page=PAGE,
        query=lambda unit: _address(unit, day, grouping),
        main="name",
        key="reconcile_units",
    )
    _show_people(viewer, day, grouping, units, standing)


def headline(counts: ReconciliationCounts, day: date) -> str:
    """Return the totals in sentences."""
    said = [
        _(
            "**{introduced} of {subject}** subject to introduction were introduced by {day} ({rate})",
            introduced=number(counts.introduced),
            subject=number(counts.subject),
            day=day_text(day),
            rate=percent(counts.introduced, counts.subject),
        )
    ]
    if counts.outstanding > 0:
        said.append(_("**{count}** still to introduce", count=number(counts.outstanding)))
    if counts.outstanding < 0:
        said.append(_("**{count}** more were introduced than counted", count=number(-counts.outstanding)))
    if counts.unknown:
        text = _n(
            "{count} person is on a cell's list without a known introduction, and in none of these numbers",
            "{count} people are on cells' lists without a known introduction, and in none of these numbers",
            counts.unknown,
        )
        said.append(text)
    if counts.not_introduced:
        said.append(
            _("exempt from introduction: {count}, only their number is kept", count=number(counts.not_introduced))
        )
    return "  \n".join(said)


def _choose_day() -> date:
    chosen = st.date_input(
        _("As of"),
        value=None,
        min_value=EARLIEST,
        max_value=clock.today(),
        format="DD/MM/YYYY",
        key="reconcile_on",
        bind="query-params",
        persist_state="session",
    )
    return chosen or clock.today()


def _choose_grouping(viewer: Viewer) -> Grouping:
    if viewer.role == Role.WORKPLACE:
        return Grouping.COMMUNE
    words = {Grouping.COMMUNE: escape_markdown(level_names.level_heading(viewer)), Grouping.WORKPLACE: _("Workplace")}
    bound = url_state.choice_in_address("reconcile_by", Grouping, lambda each: words[each], Grouping.COMMUNE)
    return Grouping(st.segmented_control(_("By"), required=True, **bound))


def _basis(units: list[UnitReconciliation]) -> str:
    """Say where the number of members subject to introduction comes from."""
    counted, listed = sum(bool(unit.counted_on) for unit in units), sum(not unit.counted_on for unit in units)
    by_list = _("the workplaces' lists of working members and the introductions")
    if not counted:
        return _("Who is subject: by {lists}.", lists=by_list)
    if not listed:
        return _("Who is subject: by the number that each unit gave.")
    return _n(
        "Who is subject: by the number given for {count} unit; for the others by {lists}.",
        "Who is subject: by the numbers given for {count} units; for the others by {lists}.",
        counted,
        lists=by_list,
    )


def _address(unit: UnitReconciliation, day: date, grouping: Grouping) -> dict[str, str]:
    """Return this page's address with one unit's people open."""
    told = {"view": "reconcile", UNIT_PARAM: unit.code or "none"}
    if day != clock.today():
        told["reconcile_on"] = day.isoformat()
    return told | ({"reconcile_by": str(grouping)} if grouping != Grouping.COMMUNE else {})


def _show_people(
    viewer: Viewer,
    day: date,
    grouping: Grouping,
    units: list[UnitReconciliation],
    introductions: list[IntroductionOnDay],
) -> None:
    code = st.query_params.get(UNIT_PARAM)
    chosen = next((unit for unit in units if (unit.code or "none") == code), None)
    st.subheader(reconciliation_columns.unit_name(chosen) if chosen else _("All units"))
    if chosen:
        st.query_params[UNIT_PARAM] = chosen.code or "none"
        query = {name: value for name, value in _address(chosen, day, grouping).items() if name != UNIT_PARAM}
        st.page_link(PAGE, label=_("All units"), icon=":material/arrow_back:", query_params=query)
    reconciliation_people.show(viewer, day, grouping, chosen, units, introductions)
