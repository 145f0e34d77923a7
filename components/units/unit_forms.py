"""Actions on one unit: the choice, and its form."""

from collections.abc import Sequence

import streamlit as st

from components import level_names
from components.i18n import _
from components.units import unit_table
from components.widgets import action_form, forms
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.kernel.scope import Viewer, Work
from db.models import UnitKind
from db.models.units import CELLS, PARENT_KINDS
from db.settings import levels, settings
from db.units import unit_actions
from db.units.unit_actions import UnitInput
from db.units.unit_list import UnitLine

ADDRESS = "/units"
FOUND = "units_found"  # the kind of the unit added last, preselected for the next one
IN = ":"  # separates the kind of an area from its level in an option


def show(viewer: Viewer, line: UnitLine, lines: Sequence[UnitLine]) -> None:
    """Show the viewer's possible actions on this unit; nothing to those who may only read."""
    if not viewer.writes(Work.CELLS):
        return
    tree, stands, cell = viewer.writes(Work.UNITS), not line.ended, line.kind in CELLS
    area, lasts = line.kind == UnitKind.AREA, tree and stands and line.parent_id is not None
    places = _places(line, lines) if lasts else {}
    possible = {
        "found": not cell and stands and Action(_("Add a unit below"), lambda form: _found(form, viewer, line)),
        "name": (tree or not area) and Action(_("Rename"), lambda form: _rename(form, line)),
        "day": cell and stands and Action(_("Meeting day"), lambda form: _meeting_day(form, line)),
        "move": bool(places) and Action(_("Move to another unit"), lambda form: _move(form, line, places)),
        "kind": tree and cell and Action(_("Kind and reporting"), lambda form: _correct(form, viewer, line)),
        "level": tree and area and Action(_("Level"), lambda form: _set_level(form, viewer, line)),
        "end": lasts and Action(_("End the unit"), lambda form: _end(form, line)),
    }
    action_form.choose(f"units_{line.code}", ADDRESS, {name: action for name, action in possible.items() if action})


def _found(form: ActionForm, viewer: Viewer, line: UnitLine) -> None:
    with form.fields():
        chosen = _kind(form, _kinds_below(viewer, line), st.session_state.get(FOUND, UnitKind.CELL))
        kind, _in, level = chosen.partition(IN)
        name = form.text(_("Name"), max_chars=200)
        since = form.date(_("From (leave empty if it existed before the register)"))
        paper = form.paper()
        typed = UnitInput(UnitKind(kind), name, since, not _practice(form), paper, level or None)

        def create(viewer: Viewer, token: str) -> None:
            unit_actions.create(viewer, line.id, typed, token)
            st.session_state[FOUND] = chosen

        form.save(
            _("Add the unit"),
            _("Unit added."),
            create,
            again=True,
        )


def _kinds_below(viewer: Viewer, line: UnitLine) -> dict[str, str]:
    """Return the kinds of units that can be added below one: areas only by those who keep the
    tree, each level a kind.
    """
    if line.kind == UnitKind.WORKPLACE:
        return _labels(viewer, UnitKind.AGENCY_CELL)
    below = levels.load(viewer).below(line.level) if viewer.writes(Work.UNITS) else []
    areas = {f"{UnitKind.AREA}{IN}{row['key']}": level_names.level_heading(viewer, row["key"]) for row in below}
    return areas | _labels(viewer, *CELLS, UnitKind.WORKPLACE)


def _set_level(form: ActionForm, viewer: Viewer, line: UnitLine) -> None:
    with form.fields():
        choices = {row["key"]: level_names.level_heading(viewer, row["key"]) for row in levels.load(viewer).areas}
        at = list(choices).index(line.level) if line.level in choices else None
        level = st.selectbox(_("Level"), list(choices), at, choices.get, key=form.key("level"))
        st.caption(_("What levels are called is chosen in Settings, under “Level names”."))
        form.save(_("Save"), _("Saved."), lambda viewer, _: unit_actions.set_level(viewer, line.id, level or ""))


def _rename(form: ActionForm, line: UnitLine) -> None:
    with form.fields():
        name = form.text(_("Name"), line.name, max_chars=200)
        since = form.date(_("From (leave empty to correct a typing error)"))
        paper = form.paper()
        form.save(
            _("Rename"), _("Name changed."), lambda viewer, _: unit_actions.rename(viewer, line.id, name, since, paper)
        )


def _meeting_day(form: ActionForm, line: UnitLine) -> None:
    with form.fields():
        day = st.number_input(_("Day of the month"), 1, 28, line.meeting_day or 3, key=form.key("number"))
        since = form.date(_("Applies from"), clock.today())
        form.save(
            _("Save"), _("Saved."), lambda viewer, _: settings.set_value(viewer, line.id, "meeting_day", day, since)
        )


def _places(line: UnitLine, lines: Sequence[UnitLine]) -> dict[str, str]:
    """Return where a unit can move: not to its current place, nor below itself."""
    own = {line.id}
    for other in lines:  # parents precede their children
        if other.parent_id in own:
            own.add(other.id)
    return {
        str(other.id): other.name
        for other in lines
        if other.kind in PARENT_KINDS[line.kind] and not other.ended and other.id not in own | {line.parent_id}
    }


def _move(form: ActionForm, line: UnitLine, places: dict[str, str]) -> None:
    with form.fields():
        place = forms.choice_field(_("Move to"), places, key=form.key("place"))
        since = form.date(_("From"), clock.today())
        paper = form.paper()
        st.caption(_("Meetings held before this date keep counting for the former unit. Nothing being typed is lost."))
        form.save(
            _("Move"), _("Moved."), lambda viewer, _: unit_actions.move(viewer, line.id, int(place or 0), since, paper)
        )


def _correct(form: ActionForm, viewer: Viewer, line: UnitLine) -> None:
    with form.fields():
        kind = UnitKind(_kind(form, _labels(viewer, *CELLS), line.kind))
        practice = _practice(form, not line.reports)
        form.save(_("Save"), _("Saved."), lambda viewer, _: unit_actions.correct(viewer, line.id, kind, not practice))


def _end(form: ActionForm, line: UnitLine) -> None:
    with form.fields():
        day = form.date(_("Last day"), clock.today())
        paper = form.paper()
        st.caption(_("Its units and members must be moved or ended first. What was recorded stays in the register."))
        form.save(
            _("End the unit"),
            _("The unit has ended."),
            lambda viewer, _: unit_actions.end(viewer, line.id, day, paper),
        )


def _kind(form: ActionForm, labels: dict[str, str], current: str) -> str:
    return st.selectbox(
        _("Type"), list(labels), _place(labels, current), format_func=labels.__getitem__, key=form.key("kind")
    )


def _place(labels: dict[str, str], current: str) -> int:
    return list(labels).index(current) if current in labels else 0


def _labels(viewer: Viewer, *kinds: UnitKind) -> dict[str, str]:
    return {kind.value: unit_table.kind_label(viewer, kind, "") for kind in kinds}


def _practice(form: ActionForm, standing: bool = False) -> bool:
    return st.checkbox(_("For practice only: left out of all figures"), standing, key=form.key("practice"))
