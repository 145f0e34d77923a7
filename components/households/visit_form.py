"""Recording a visit: what was visited (all of it, or a number of its households), by whom, what was agreed.

Three clicks record a visit to a whole cluster: the link, the cluster, the button.
"""

import streamlit as st

from components.i18n import _, number
from components.labels import household_labels
from components.shell import auth
from components.widgets import feedback, forms, person_finder
from components.widgets.draft_fields import DraftFields
from components.widgets.person_finder import NamedChoice
from db.calendar import clock
from db.drafts.drafts import DraftKey
from db.households import household_notes, visits
from db.households.household_board import Board, BoardRow
from db.households.visits import VisitInput
from db.kernel.scope import Audience, Viewer, Work
from db.models import GroupKind
from db.units.units import UnitName
from db.vietnamese import fold

FORM, ADDRESS = "visit", "/visits"
CLOSE = frozenset({"agreed"})


def show(viewer: Viewer, cell: UnitName, board: Board) -> None:
    """Show the form to those who may record."""
    if not viewer.writes(Work.HOUSEHOLDS):
        return
    fields = DraftFields(DraftKey(FORM, cell.id, str(viewer.account_id)), ADDRESS, Audience.NAMES, CLOSE)
    day = forms.date_field(_("Day of the visit"), fields.day("day") or clock.today(), **fields.widget_options("day"))
    member = _member(fields, board, "member", _("Who visited (if it is to be recorded)"))
    places = _choose_places(fields, board, member)
    only = board.find(places[0]) if len(places) == 1 else None
    households = _part(fields, only) if only and only.kind else None
    agreed, next_ = _agreed(fields, board) if only else ("", None)
    fields.show_status()
    fields.discard_button(f"{fields.form}_throw")
    if st.button(_("Record the visit"), type="primary", width="stretch", key=f"{fields.form}_save"):
        _record(fields, cell, VisitInput(places, day, member, households, agreed, next_))


def _record(fields: DraftFields, cell: UnitName, visit: VisitInput) -> None:
    with feedback.saving(_("Visit recorded.")):
        with forms.once_token(FORM) as token:
            visits.record(auth.viewer(ADDRESS), cell.id, visit, fields.place, token)
        st.rerun()


def _choose_places(fields: DraftFields, board: Board, member: str | None) -> list[str]:
    """Return the codes visited: the visitor's own charges come first, then clusters; the rest is found by name."""
    known = {line.code: line for line in board.lines}
    chosen = [code for code in fields.values.get("places", "").split() if code in known]
    own = [line for load in board.loads if load.who.code == member for line in load.lines]
    clusters = [line for line in board.lines if line.kind == GroupKind.CLUSTER and line not in own]
    person_finder.choose_people(
        [_place(line) for line in board.lines],
        chosen,
        lambda codes: fields.save_field("places", codes),
        title=_("What was visited"),
        key=f"{fields.form}_places",
        first=[_place(line) for line in [*own, *clusters]],
        note=lambda place: household_labels.group_household_count(known[place.code]),
        search=_("Find a household group or a household"),
        more=household_labels.more_places,
    )
    return chosen


def _place(line: BoardRow) -> NamedChoice:
    return NamedChoice(line.code, line.name, fold(line.name))


def _part(fields: DraftFields, line: BoardRow) -> int | None:
    """Ask how many of a group's households were visited: all by default."""
    most = line.cover.households
    if most < 1:
        return None
    told = fields.values.get(f"of_{line.code}", "")
    label = _("Households visited, of {count}", count=number(most))
    standing = min(int(told), most) if told.isdigit() else most
    return st.number_input(label, 1, most, standing, **fields.widget_options(f"of_{line.code}"))


def _agreed(fields: DraftFields, board: Board) -> tuple[str, str | None]:
    """Ask what was agreed, and who follows it up."""
    text = st.text_input(
        _("What was agreed, if anything"),
        fields.values.get("agreed", ""),
        live=True,
        max_chars=household_notes.LONGEST,
        **fields.widget_options("agreed"),
    )
    st.caption(_(household_labels.NOT_RECORDED))
    return text, _member(fields, board, "next", _("Who sees to it next")) if text else None


def _member(fields: DraftFields, board: Board, field: str, label: str) -> str | None:
    """Ask for a member of the cell; those in charge of households come first."""
    loads = sorted(board.loads, key=lambda load: not load.lines)
    names = person_finder.person_labels([load.who for load in loads])
    return forms.choice_field(label, names, fields.values.get(field), **fields.widget_options(field))
