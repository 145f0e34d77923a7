"""Enter clusters, groups and households: name and number, or name, address and class with its document."""

import streamlit as st

from components.i18n import _
from components.shell import auth
from components.widgets import feedback, filters, forms
from components.widgets.draft_fields import DraftFields
from db.calendar import clock
from db.drafts.drafts import DraftKey
from db.households import groups, named_households
from db.households.household_board import Board, BoardRow
from db.households.named_households import RatingInput
from db.kernel.scope import Audience, Viewer
from db.models import GroupKind
from db.units.units import UnitName

GROUP, HOME = "founding", "entering"


def show_group_form(viewer: Viewer, address: str, cell: UnitName, board: Board, within: BoardRow | None = None) -> None:
    """Ask for a new cluster of the cell, or a group of households in a cluster."""
    form = forms.form_key(GROUP)
    kind = GroupKind.HOUSEHOLDS if within else GroupKind.CLUSTER
    siblings = sum(line.kind == kind and (within is None or line.parent_id == within.id) for line in board.lines)
    with st.form(f"{form}_form", border=False):
        name = st.text_input(
            _("Name"),
            _("Household group {number}", number=siblings + 1)
            if within
            else _("Cluster {number}", number=siblings + 1),
            max_chars=120,
            key=f"{form}_name",
        )
        number = st.number_input(
            _("How many households"), 0, groups.MOST, None, key=f"{form}_number", placeholder=_("for example 17")
        )
        if st.form_submit_button(_("Add"), type="primary", width="stretch"):
            with feedback.saving(_("Added.")):
                with forms.once_token(GROUP) as token:
                    groups.create(
                        auth.viewer(address), cell.id, name, number, within.code if within else None, token=token
                    )
                st.rerun()


def show_household_form(
    viewer: Viewer, address: str, cell: UnitName, board: Board, within: BoardRow | None = None
) -> None:
    """Ask for a household that gets help, known by name; input is kept in a draft as it is typed."""
    fields = DraftFields(
        DraftKey(HOME, cell.id, f"{viewer.account_id}:{within.code if within else ''}"), address, Audience.NAMES
    )
    places = {line.code: line.name for line in board.lines if line.kind}
    if not places:
        st.caption(_("Enter the clusters first: every household belongs to one."))
        return
    st.caption(
        _(
            "Enter only households receiving help. Do not enter opinions, religion, illness, family ties or "
            "amounts of money; a pseudonym may be used."
        )
    )
    name = _line(fields, "name", _("Household"), placeholder=_("for example: Household of Mrs M."))
    address_ = _line(fields, "address", _("Address"))
    place = (
        within.code
        if within
        else forms.choice_field(
            _("Cluster or household group"), places, fields.values.get("place"), **fields.widget_options("place")
        )
    )
    since = forms.date_field(
        _("Followed since"), fields.day("since") or clock.today(), **fields.widget_options("since")
    )
    rating = forms.option_field(
        viewer, "household_classes", _("Class"), fields.values.get("rating"), **fields.widget_options("rating")
    )
    year, paper = (
        _year(fields),
        _line(fields, "paper", _("Decision on the class"), placeholder=_("number and date, if any")),
    )
    fields.save_button(
        _("Add the household"),
        _("Household added."),
        lambda doer, token: named_households.create(
            doer,
            place or "",
            name,
            address_,
            since,
            RatingInput(year, rating, paper) if rating else None,
            fields.place,
            token,
        ),
    )


def _year(fields: DraftFields) -> int:
    years = [clock.today().year - back for back in range(-1, 6)]
    told = filters.parse_int(fields.values.get("year", ""))
    return st.selectbox(
        _("Class for the year"), years, index=years.index(told) if told in years else 1, **fields.widget_options("year")
    )


def _line(fields: DraftFields, name: str, label: str, **options) -> str:
    return (
        st.text_input(label, fields.values.get(name, ""), max_chars=200, **options, **fields.widget_options(name)) or ""
    )
