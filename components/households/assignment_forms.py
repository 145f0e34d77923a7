"""Assign, hand over and end: choices are kept as they are tapped, then saved together."""

from datetime import date

import streamlit as st

from components.households import member_and_household_pickers
from components.i18n import _, _n
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets import forms, person_finder
from components.widgets.draft_fields import DraftFields
from db.calendar import clock
from db.drafts.drafts import DraftKey
from db.households import assignments
from db.households.assignments import AssignmentTargets
from db.households.household_board import Board, BoardRow
from db.kernel.scope import Audience, Viewer
from db.units.units import UnitName

ASSIGN_FORM, HAND_OVER_FORM = "charging", "handing"


def show_assign_form(viewer: Viewer, address: str, cell: UnitName, board: Board, only: BoardRow | None = None) -> None:
    """Ask for one or two members, groups and households, and the first day; `only` is the
    page's own group or household.
    """
    fields = DraftFields(
        DraftKey(ASSIGN_FORM, cell.id, f"{viewer.account_id}:{only.code if only else ''}"), address, Audience.NAMES
    )
    people = member_and_household_pickers.choose_members(fields, board, "members", _("Members in charge (one or two)"))
    chosen = (
        [only.code]
        if only
        else member_and_household_pickers.choose_lines(
            fields, _offered(fields, board), "lines", _("Which clusters, household groups and households")
        )
    )
    since, paper = _day_and_paper(fields)
    targets = _split(board, chosen)
    fields.save_button(
        _("Assign members"),
        _("Assignment recorded."),
        lambda viewer, token: assignments.assign(viewer, cell.id, people, targets, since, paper, fields.place, token),
    )


def show_hand_over_form(
    viewer: Viewer, address: str, cell: UnitName, board: Board, only: BoardRow | None = None
) -> None:
    """Ask who hands over what, to whom (or to nobody), and from which day."""
    fields = DraftFields(
        DraftKey(HAND_OVER_FORM, cell.id, f"{viewer.account_id}:{only.code if only else ''}"), address, Audience.NAMES
    )
    held = _held(board, only)
    if not held:
        st.caption(_("Nobody is in charge of anything here yet."))
        return
    who = st.selectbox(
        _("Member no longer in charge"),
        list(held),
        format_func=lambda code: _from(held[code], board),
        index=_index(held, fields.values.get("from")),
        placeholder=_("Choose"),
        **fields.widget_options("from"),
    )
    if who is None:
        return
    labels = {
        carer.id: escape_markdown(
            f"{line.name} · {household_labels.households_and_uncovered_text(line)}" if line.kind else line.name
        )
        for line, carer in held[who]
    }
    which = st.pills(
        _("What to hand over"),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=list(labels),
        key=f"{fields.form}_which_{who}",
    )
    to = member_and_household_pickers.choose_members(
        fields, board, "to", _("Hand over to (if nobody is chosen, the assignment just ends)")
    )
    since, paper = _day_and_paper(fields)
    fields.save_button(
        _("Hand over") if to else _("End the assignment"),
        _("Assignment recorded."),
        lambda viewer, token: assignments.hand_over(viewer, which, to, since, paper, fields.place, token),
    )


def _offered(fields: DraftFields, board: Board) -> list[BoardRow]:
    """Return what nobody looks after, and on request the rest; choices stay visible."""
    chosen = fields.values.get("lines", "").split()
    everything = st.toggle(_("Include those that already have a member in charge"), key=f"{fields.form}_all")
    return [line for line in board.lines if everything or line.uncovered or line.code in chosen]


def _split(board: Board, codes: list[str]) -> AssignmentTargets:
    found = [line for line in board.lines if line.code in codes]
    return AssignmentTargets(
        [line.code for line in found if line.kind], [line.code for line in found if line.household]
    )


def _held(board: Board, only: BoardRow | None) -> dict[str, list]:
    """Return the charges of each member in charge, members who cannot serve first."""
    lines = [board.find(only.code) or only] if only else board.lines
    pairs = sorted(
        ((line, carer) for line in lines for carer in line.assignees),
        key=lambda pair: (not pair[1].hindered, pair[1].name),
    )
    found: dict[str, list] = {}
    for line, carer in pairs:
        found.setdefault(carer.code, []).append((line, carer))
    return found


def _from(held: list, board: Board) -> str:
    """Ask whose charges to hand over: namesakes are shown with number and year of birth."""
    carer = held[0][1]
    same = [keeper.who for keeper in board.loads if keeper.who.name == carer.name]
    own = next((who for who in same if who.code == carer.code), None)
    name = (
        person_finder.person_label(own, True, household_labels.load_note(own, 0))
        if own and len(same) > 1
        else household_labels.assignee_with_hindrance(carer)
    )
    return _n("{name}: {count} assignment", "{name}: {count} assignments", len(held), name=name)


def _index(held: dict[str, list], told: str | None) -> int | None:
    return list(held).index(told) if told in held else 0 if len(held) == 1 else None


def _day_and_paper(fields: DraftFields) -> tuple[date | None, str]:
    since = forms.date_field(_("From"), fields.day("since") or clock.today(), **fields.widget_options("since"))
    paper = st.text_input(
        _("Resolution or minutes"),
        fields.values.get("paper", ""),
        max_chars=200,
        placeholder=_("number and date, if any"),
        **fields.widget_options("paper"),
    )
    return since, paper
