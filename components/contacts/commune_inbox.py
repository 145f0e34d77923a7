"""The commune's desk:
conflicts and objections first, then letters to receive and people to place, each with one click.
"""

from collections.abc import Sequence

import streamlit as st

from components.contacts import register_matches_cache
from components.i18n import _, _n
from components.labels import contact_labels
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from components.widgets import forms, lazy_expander, person_finder
from components.widgets.action_form import ActionForm
from db.calendar import clock
from db.contacts import cell_suggestions, contact_list, objections, placements, receiving
from db.contacts.contact_list import ContactLine
from db.contacts.receiving import ANOTHER
from db.contacts.register_matches import RegisterMatches
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.models import IntroductionState as State, UnitKind
from db.settings import settings
from db.units import units

ADDRESS = "/contacts"
MANY = 30


def show(viewer: Viewer, cells: dict[str, units.UnitName]) -> None:
    """Show what waits for the commune and its cells; nothing if nothing does."""
    lines = contact_list.list_waiting_for_commune(viewer)
    sent = [line for line in lines if line.state == State.INTRODUCED]
    alike = register_matches_cache.matches_by_introduction(viewer, [line.id for line in sent]) if sent else {}
    doubtful = [line for line in sent if alike[line.id].doubtful]
    _clashes(doubtful, alike)
    _objections(viewer, [line for line in lines if line.objection], cells)
    _receive([line for line in sent if not alike[line.id].doubtful], alike)
    _place([line for line in lines if line.state == State.RECEIVED], cells)


def cells_taking_contacts(viewer: Viewer) -> dict[str, units.UnitName]:
    """Return the cells that take contact members, by code."""
    below = units.children_of(viewer, viewer.unit_id)
    return {unit.code: unit for unit in below.values() if unit.kind == UnitKind.CELL}


def _clashes(lines: Sequence[ContactLine], alike: dict[int, RegisterMatches]) -> None:
    """Ask of each letter about somebody possibly in the register already whether it is the same person."""
    if not lines:
        return
    st.subheader(_n("{count} letter to check", "{count} letters to check", len(lines)))
    st.caption(_("A similar person is already in the register. Say whether it is the same person."))
    for line in lines[:MANY]:
        with st.container(border=True, key=f"contacts_clash_{line.id}"):
            st.markdown(_headed(line))
            people = distinct(
                {
                    person.code: _("Is: {who}", who=contact_labels.matching_person_text(person))
                    for person in alike[line.id].people
                }
            )
            choices = people | {ANOTHER: _("Another person, receive as new")}
            form = ActionForm(f"contacts_clash_{line.id}", ADDRESS, "answer")
            chosen = st.radio(
                _("Who is it?"),
                list(choices),
                None,
                format_func=lambda code, choices=choices: escape_markdown(choices[code]),
                key=form.key("who"),
                label_visibility="collapsed",
            )
            if chosen:
                form.save_now(
                    _("Receive"),
                    _("Received."),
                    lambda viewer, token, line=line, chosen=chosen: receiving.receive(
                        viewer, [line.id], {line.id: chosen}, token
                    ),
                    main=False,
                )


def _objections(viewer: Viewer, lines: Sequence[ContactLine], cells: dict[str, units.UnitName]) -> None:
    """List people to whom a cell objects: to move, or to leave where they are."""
    if not lines:
        return
    words = {option.key: option.label for option in settings.options(viewer, "objections")}
    st.subheader(_n("{count} objection of a cell", "{count} objections of cells", len(lines)))
    for line in lines[:MANY]:
        with st.container(border=True, key=f"contacts_objection_{line.id}"):
            reason = words.get(line.objection or "", "")
            st.markdown(f"{_headed(line)}  \n{escape_markdown(line.cell)}: **{escape_markdown(reason)}**")
            form = ActionForm(f"contacts_move_{line.id}", ADDRESS, "move")
            others = {code: cell for code, cell in cells.items() if cell.id != line.unit_id}
            cell = _cell_field(form, others, _suggested([line], others).get(line.id))
            form.save_now(
                _("Move"),
                _("Moved."),
                lambda viewer, token, line=line, cell=cell: placements.move_to_cells(
                    viewer, {line.id: _told(cells, cell)}, clock.today(), token
                ),
                main=False,
            )
            keep = ActionForm(f"contacts_move_{line.id}", ADDRESS, "keep")
            if st.button(_("Leave where they are"), key=keep.key("button")):
                keep.run(_("Recorded."), lambda viewer, token, line=line: objections.overrule(viewer, [line.id]))


def _receive(lines: Sequence[ContactLine], alike: dict[int, RegisterMatches]) -> None:
    if not lines:
        return
    st.subheader(_n("{count} letter to receive", "{count} letters to receive", len(lines)))
    with st.container(border=True, height=320 if len(lines) > 6 else "content"):
        st.markdown("\n".join(f"- {_to_receive(line, alike[line.id])}" for line in lines))
    form = ActionForm("contacts_receive", ADDRESS, "receive")
    chosen = _choose(form, lines, everybody=len(lines) > 1)
    form.save_now(
        _n("Receive {count} person", "Receive {count} people", len(chosen)),
        _n("{count} person received.", "{count} people received.", len(chosen)),
        lambda viewer, token: receiving.receive(viewer, _some(chosen), token=token),
        missing=_nobody_chosen(chosen),
    )


def _to_receive(line: ContactLine, found: RegisterMatches) -> str:
    known = found.sure
    told = [_headed(line)]
    if known:
        where = known.unit or _("on the committee's list")
        told.append(escape_markdown(_("already listed: {where}; the letter is put there", where=where)))
    return " · ".join(told)


def _place(lines: Sequence[ContactLine], cells: dict[str, units.UnitName]) -> None:
    """Place people: as their addresses suggest, or a selection into one cell."""
    if not lines:
        return
    st.subheader(_n("{count} person to place in a cell", "{count} people to place in cells", len(lines)))
    if not cells:
        st.caption(_("There is no cell here yet."))
        return
    suggested = _suggested(lines, cells)
    _by_address(lines, suggested, cells)
    if suggested:
        with lazy_expander.show(_("Choose the people and the cell"), "contacts_choose") as made:
            if made:
                _chosen_cell(lines, cells)
    else:
        _chosen_cell(lines, cells)


def _chosen_cell(lines: Sequence[ContactLine], cells: dict[str, units.UnitName]) -> None:
    """Place some or all of them in one cell."""
    form = ActionForm("contacts_place", ADDRESS, "place")
    chosen = _choose(form, lines, lambda line: line.address or line.workplace, everybody=len(cells) == 1)
    cell = _cell_field(form, cells, None)
    day = form.date(_("From"), clock.today())
    form.save_now(
        _n("Place {count} person", "Place {count} people", len(chosen)),
        _n("{count} person placed.", "{count} people placed.", len(chosen)),
        lambda viewer, token: placements.place_in_cells(
            viewer, dict.fromkeys(_some(chosen), _told(cells, cell)), day, token
        ),
        missing=_nobody_chosen(chosen),
    )


def _by_address(lines: Sequence[ContactLine], suggested: dict[int, str], cells: dict[str, units.UnitName]) -> None:
    """Place everybody whose address names exactly one cell."""
    if not suggested:
        return
    with st.container(border=True, key="contacts_suggested"):
        st.markdown(_("**By address**"))
        shown = [
            f"- {escape_markdown(line.name)} · {escape_markdown(line.address)} → "
            f"{escape_markdown(cells[suggested[line.id]].name)}"
            for line in lines
            if line.id in suggested
        ]
        st.markdown("\n".join(shown))
        form = ActionForm("contacts_suggested", ADDRESS, "place")
        form.save_now(
            _n("Place {count} person by address", "Place {count} people by address", len(suggested)),
            _n("{count} person placed.", "{count} people placed.", len(suggested)),
            lambda viewer, token: placements.place_in_cells(
                viewer, {one: cells[code].id for one, code in suggested.items()}, clock.today(), token
            ),
        )


def _choose(form: ActionForm, lines: Sequence[ContactLine], note=lambda line: "", *, everybody: bool) -> list[str]:
    """Ask for everybody or a selection, with the preselection."""
    if st.toggle(_("All of them"), everybody, key=form.key("all")):
        return [line.code for line in lines]
    chosen = [code for code in form.chosen("people") if code in {line.code for line in lines}]
    person_finder.choose_people(
        lines, chosen, form.on_choice("people"), title=_("Who"), key=form.key("people"), first=lines[:MANY], note=note
    )
    return chosen


def _nobody_chosen(chosen: Sequence[str]) -> str:
    """Return the message shown while nobody is chosen."""
    return "" if chosen else _("Choose at least one person.")


def _some(chosen: Sequence[str]) -> list[int]:
    """Return the chosen introductions. Raises Invalid if there are none."""
    if not chosen:
        raise Invalid("placement_people_missing")
    return [int(code) for code in chosen]


def _cell_field(form: ActionForm, cells: dict[str, units.UnitName], current: str | None) -> str | None:
    return forms.choice_field(
        _("Cell"), {code: cell.name for code, cell in cells.items()}, current, key=form.key("cell")
    )


def _told(cells: dict[str, units.UnitName], code: str | None) -> int:
    """Return the chosen cell. Raises Invalid if there is none."""
    if code not in cells:
        raise Invalid("placement_cell_missing")
    return cells[code].id


def _suggested(lines: Sequence[ContactLine], cells: dict[str, units.UnitName]) -> dict[int, str]:
    """Return the cell that each address suggests, by code."""
    names = {cell.id: cell.name for cell in cells.values()}
    codes = {cell.id: code for code, cell in cells.items()}
    found = {line.id: cell_suggestions.suggest_cell(line.address, names) for line in lines}
    return {one: codes[cell] for one, cell in found.items() if cell}


def _headed(line: ContactLine) -> str:
    told = (contact_labels.person_text(line), contact_labels.letter_text(line), contact_labels.waiting_text(line))
    return " · ".join([f"**{escape_markdown(line.name)}**", *(escape_markdown(each) for each in told if each)])
