"""A commune's actions on any of its contact members: move to another cell, end an introduction."""

from collections.abc import Sequence

from components.i18n import _
from components.widgets import forms, person_finder
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.contacts import open_introductions, placements
from db.contacts.open_introductions import OpenIntroduction
from db.errors import Invalid
from db.units.units import UnitName


def actions_by_key(cells: dict[str, UnitName]) -> dict[str, Action]:
    """Return the actions by key; `cells` are those that take contact members, by code."""
    return {
        "move": Action(_("Move to another cell"), lambda form: _move(form, cells)),
        "end": Action(_("End an introduction"), _end),
    }


def _move(form: ActionForm, cells: dict[str, UnitName]) -> None:
    """Ask about somebody who now lives elsewhere: everything before the day stays with the old cell."""
    placed = [line for line in open_introductions.list_open(form.viewer()) if line.cell]
    chosen = _choose_one(form, placed)
    cell = forms.choice_field(_("To the cell"), {code: each.name for code, each in cells.items()}, None,
                              key=form.key("cell"))  # fmt: skip
    day, reason = form.date(_("From"), clock.today()), form.option("departures", _("Reason"))
    form.save_now(
        _("Move"),
        _("Moved."),
        lambda viewer, token: placements.move_to_cells(viewer, {_one(chosen): _id(cells, cell)}, day, token, reason),
        missing=_nobody_chosen(chosen),
    )


def _end(form: ActionForm) -> None:
    """Ask about a letter returned, or a contact that has ended: the day and the reason."""
    chosen = _choose_one(form, open_introductions.list_open(form.viewer()))
    day, reason = form.date(_("Last day"), clock.today()), form.option("departures", _("Reason"))
    form.save_now(
        _("End the introduction"),
        _("Introduction ended."),
        lambda viewer, token: placements.end_introduction(viewer, _one(chosen), day, reason, token),
        missing=_nobody_chosen(chosen),
    )


def _choose_one(form: ActionForm, lines: Sequence[OpenIntroduction]) -> list[str]:
    chosen = [code for code in form.chosen("people") if code in {line.code for line in lines}]
    person_finder.choose_people(
        lines, chosen, form.on_choice("people"), title=_("Who"), key=form.key("people"), single=True,
        note=lambda line: " · ".join(filter(None, (line.workplace, line.cell))),
    )  # fmt: skip
    return chosen


def _nobody_chosen(chosen: Sequence[str]) -> str:
    """Return the message shown while nobody is chosen."""
    return "" if chosen else _("Choose at least one person.")


def _one(chosen: Sequence[str]) -> int:
    """Return the chosen introduction. Raises Invalid if there is none."""
    if not chosen:
        raise Invalid("placement_people_missing")
    return int(chosen[0])


def _id(cells: dict[str, UnitName], code: str | None) -> int:
    """Return the id of the chosen cell. Raises Invalid if there is none."""
    if code not in cells:
        raise Invalid("placement_cell_missing")
    return cells[code].id
