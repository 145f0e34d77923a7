"""The people behind a number of the reconciliation, and why some of them are not introduced yet."""

from datetime import date

import streamlit as st

from components import menu
from components.contacts import reconciliation_columns
from components.i18n import _, _n
from components.widgets import filters, forms, link_tables, url_state
from components.widgets.action_form import ActionForm
from db.contacts import people_behind_reconciliation, reconciliation
from db.contacts.introduction_steps import IntroductionOnDay
from db.contacts.people_behind_reconciliation import PAGE, PeopleFilter, PersonReconciliation
from db.contacts.reconciliation import Grouping, UnitReconciliation
from db.kernel.audience import Work
from db.kernel.scope import Viewer

MEMBER_PAGE = "pages/people/member.py"
NOUN = "reconcile_people"


def show(
    viewer: Viewer,
    day: date,
    grouping: Grouping,
    unit: UnitReconciliation | None,
    units: list[UnitReconciliation],
    introductions: list[IntroductionOnDay],
) -> None:
    """Ask for a group of people of one unit or of all, then list them."""
    counts = unit.counts if unit else reconciliation.total(units)
    labels = {which: reconciliation_columns.people_label(which, counts) for which in PeopleFilter}
    bound = url_state.choice_in_address(
        "reconcile_people", PeopleFilter, lambda which: labels[which], PeopleFilter.PENDING
    )
    which = PeopleFilter(st.pills(_("People"), required=True, label_visibility="collapsed", **bound))
    if which == PeopleFilter.PENDING and counts.unnamed > 0:
        text = _n(
            "{count} more is counted as subject, and nobody has named this person yet.",
            "{count} more are counted as subject, and nobody has named them yet.",
            counts.unnamed,
        )
        st.caption(text)
    found = people_behind_reconciliation.list_people(
        viewer,
        day,
        which,
        grouping=grouping,
        unit_code=unit.code if unit else None,
        page=_page(),
        introductions=introductions,
    )
    if not found.rows:
        st.caption(_("Nobody."))
        return
    _list(viewer, which, found.rows)
    filters.pagination(found.total, PAGE, NOUN)
    if which == PeopleFilter.PENDING and viewer.writes(Work.INTRODUCTIONS):
        _reason_form(viewer, found.rows)


def _page() -> int:
    told = str(st.session_state.get(f"{NOUN}_page") or st.query_params.get(f"{NOUN}_page", ""))
    return filters.parse_int(told, filters.MAX_PAGES) or 1


def _list(viewer: Viewer, which: PeopleFilter, rows: list[PersonReconciliation]) -> None:
    """Show the list, with links to the members for those who may open them."""
    columns = reconciliation_columns.people_columns(viewer, which)
    if viewer.role not in menu.roles_of("/member"):
        link_tables.read_only_table(rows, columns)
        return
    link_tables.link_rows(
        rows, columns, page=MEMBER_PAGE, query=lambda person: {"member": person.code}, main="name", key=NOUN
    )


def _reason_form(viewer: Viewer, rows: list[PersonReconciliation]) -> None:
    """Ask why some of those on the page are not introduced yet."""
    with st.expander(_("Enter why they are not introduced yet")):
        form = ActionForm("reconcile_reason", "/contacts", "pending")
        labels = {
            str(row.introduction_id): " · ".join(filter(None, (row.name, row.born)))
            for row in rows
            if row.introduction_id
        }
        with form.fields():
            chosen = forms.multiple_choice_field(_("People"), labels, list(labels), key=form.key("people"))
            reason = forms.option_field(viewer, "pending_reasons", _("Reason"), key=form.key("reason"))
            form.save(
                _("Save"),
                _("Saved."),
                lambda who, token: people_behind_reconciliation.set_pending_reason(
                    who, [int(each) for each in chosen], reason
                ),
            )
