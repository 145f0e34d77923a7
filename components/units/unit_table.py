"""The tree of units as expandable rows, each indented below its parent."""

from collections.abc import Sequence

import streamlit as st

from components import level_names
from components.i18n import N_, _, _n, capitalized, day_text, number
from components.labels import unit_labels
from components.widgets import filters, link_tables
from components.widgets.link_tables import Column
from db.calendar import clock
from db.kernel.scope import Viewer
from db.models import UnitKind
from db.models.units import CELLS
from db.units.unit_list import UnitLine

PAGE = "pages/administration/units.py"
WHOLE_TREE = 60  # units up to which all are shown at once


def show(viewer: Viewer, lines: Sequence[UnitLine], within: UnitLine | None, key: str) -> None:
    """Show the units below one, or the whole tree: if there are many, only the next level, and the
    others expand with it.
    """
    below = _below(lines, within) if within else list(lines)
    top = min((line.depth for line in below), default=0)
    nearest = top if within else top + 1
    shown = below if len(below) <= WHOLE_TREE else [line for line in below if line.depth <= nearest]
    if shown:
        columns = _columns(viewer, below, shown, top)
        link_tables.link_rows(
            shown, columns, page=PAGE, query=lambda line: {"unit": line.code}, main="name", key=f"units_{key}"
        )
    if hidden := len(below) - len(shown):
        st.caption(
            _n(
                "{count} more unit lies below these; open one to see its units.",
                "{count} more units lie below these; open one to see its units.",
                hidden,
            )
        )


def state_line(viewer: Viewer, line: UnitLine, parent: UnitLine | None) -> str:
    """Return the line below a unit's name: kind, parent, first and last day."""
    told = [kind_label(viewer, line.kind, line.level)]
    if parent:
        told.append(_("under {unit}", unit=parent.name))
    told += _dates(line)
    if not line.reports:
        told.append(_("for practice, in no figures"))
    return " · ".join(told)


def _below(lines: Sequence[UnitLine], within: UnitLine) -> list[UnitLine]:
    """Return a unit's descendants: the deeper rows that follow it in the list."""
    found: list[UnitLine] = []
    for line in lines[lines.index(within) + 1 :]:
        if line.depth <= within.depth:
            break
        found.append(line)
    return found


def kind_label(viewer: Viewer, kind: UnitKind, level: str) -> str:
    """Return a unit's kind; for an area its level as named in the settings."""
    if kind == UnitKind.AREA:
        return level_names.level_heading(viewer, level)
    return capitalized(_(unit_labels.KINDS[kind]))


def _columns(viewer: Viewer, below: Sequence[UnitLine], shown: Sequence[UnitLine], top: int) -> dict[str, Column]:
    under = _members_below(below)
    found = {
        "name": Column(N_("Unit"), lambda line: "– " * (line.depth - top) + line.name),
        "kind": Column(N_("Type"), lambda line: kind_label(viewer, line.kind, line.level), phone=lambda line: False),
        "day": Column(
            N_("Meeting day"),
            lambda line: line.meeting_day,
            lambda line: _("day {number}", number=line.meeting_day) if line.meeting_day else "",
            phone=lambda line: False,
        ),
        "members": Column(
            N_("Members"),
            lambda line: under[line.id],
            lambda line: "" if line.kind == UnitKind.WORKPLACE else number(under[line.id]),
            figures=True,
        ),
    }
    return found | ({"note": Column(N_("Notes"), _note)} if any(map(_note, shown)) else {})


def _note(line: UnitLine) -> str:
    """Return anything unusual about a unit."""
    return ", ".join(_dates(line) + ([] if line.reports else [_("practice")]))


def _dates(line: UnitLine) -> list[str]:
    """Return a first day still to come, the day of a planned change, and a last day."""
    told = []
    if line.since and line.since > clock.today():
        told.append(_("from {day}", day=day_text(line.since)))
    if line.changes_on:
        told.append(_("changes on {day}", day=day_text(line.changes_on)))
    if line.until:
        told.append(_("until {day}", day=day_text(line.until)))
    return told


def _members_below(lines: Sequence[UnitLine]) -> dict[int, int]:
    """Return each unit's members including all units below, except practice cells."""
    found = {line.id: line.members for line in lines}
    for line in reversed(lines):
        if line.parent_id in found and line.reports and line.kind in (*CELLS, UnitKind.AREA):
            found[line.parent_id] += found[line.id]
    return found


def not_ended(lines: Sequence[UnitLine]) -> list[UnitLine]:
    """Return the units that have not ended."""
    today = clock.today()
    return [line for line in lines if line.until is None or line.until >= today]


def ended_toggle(lines: Sequence[UnitLine]) -> bool:
    """Ask whether to list ended units, if there are any."""
    count = len(lines) - len(not_ended(lines))
    label = _n("With {count} unit that has ended", "With {count} units that have ended", count)
    return bool(count and st.toggle(label, key="units_ended", bind="query-params", persist_state="session"))


def opened_unit(lines: Sequence[UnitLine]) -> UnitLine | None:
    """Return the unit named in the address."""
    code = filters.query_param("unit")
    return next((line for line in lines if line.code == code), None)
