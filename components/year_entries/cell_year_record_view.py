"""All members of a cell with their records of the year, those without entries first,
so that they are noticed in time, not in December.
"""

import streamlit as st

from components.i18n import N_, _, _n
from components.labels import entry_labels
from components.widgets import link_tables, url_state
from components.widgets.link_tables import Column
from components.year_entries.people_choice import LISTS
from db.kernel.scope import Viewer
from db.models import GroupKind, MembershipKind
from db.units.units import UnitName
from db.year_entries import year_record_counts
from db.year_entries.year_record_counts import YearRecord

MEMBER = "pages/people/member.py"


def show(viewer: Viewer, cell: UnitName, year: int) -> None:
    """Show the people of a list: those without an entry, then the others, each with their counts."""
    records = [record for record in year_record_counts.list_records(viewer, cell.code, year) if record.here]
    contact = [record for record in records if record.kind == MembershipKind.CONTACT]
    listed = _of_list(contact, [record for record in records if record.kind != MembershipKind.CONTACT])
    bare = [record for record in listed if record.is_empty and not record.exempt]
    others = [record for record in listed if not record.is_empty]
    exempt = len(listed) - len(bare) - len(others)
    st.subheader(_n("No entry yet: {count} member", "No entry yet: {count} members", len(bare)))
    if bare:
        _table(bare, {"no": NUMBER, "name": NAME}, "bare")
    elif listed:
        st.caption(_("Something is noted of everybody."))
    if exempt:
        st.caption(
            _n(
                "{count} member is exempt from meetings or away; no entry is expected.",
                "{count} members are exempt from meetings or away; no entry is expected.",
                exempt,
            )
        )
    if others:
        kinds = entry_labels.kind_labels(viewer)
        st.subheader(_n("With entries: {count} member", "With entries: {count} members", len(others)))
        counts = Column(N_("In the year"), lambda record: " · ".join(entry_labels.year_record_phrases(record, kinds)))
        _table(others, {"no": NUMBER, "name": NAME, "counts": counts}, "noted")


def _of_list(contact: list[YearRecord], own: list[YearRecord]) -> list[YearRecord]:
    """Return the people of one of the cell's lists, which is asked for if the cell has both."""
    if not contact or not own:
        return contact or own
    kinds = [GroupKind.CONTACT, GroupKind.PARTY]
    bound = url_state.choice_in_address("entries_list", kinds, lambda kind: _(LISTS[kind]), GroupKind.CONTACT)
    chosen = st.segmented_control(_("List"), required=True, label_visibility="collapsed", width="stretch", **bound)
    return own if chosen == GroupKind.PARTY else contact


NUMBER = Column(N_("No."), lambda record: record.number, lambda record: str(record.number or ""))
NAME = Column(N_("Full name"), lambda record: record.name)


def _table(records: list[YearRecord], columns: dict[str, Column], key: str) -> None:
    link_tables.link_rows(
        records,
        columns,
        page=MEMBER,
        query=lambda record: {"member": record.code},
        main="name",
        key=f"entries_{key}",
    )
